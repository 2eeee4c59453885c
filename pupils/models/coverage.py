"""How many rows each academy has given: counted when a file is applied or undone, so that no page counts pupils."""

from django.db import models

from academies.access import Permission, academies_where
from academies.models import Academy
from academies.models.term import TermName, academic_year_field
from accounts.models import User
from pupils.models.result import Checkpoint


class CoverageQuerySet(models.QuerySet["Coverage"]):
    def visible_to(self, user: User) -> "CoverageQuerySet":
        return self.filter(academies_where(user, Permission.VIEW_STAFF_FIGURES, "academy"))

    def editable_by(self, user: User) -> "CoverageQuerySet":
        """Nobody writes it by hand."""
        return self.none()


class Coverage(models.Model):
    """Pupils (no checkpoint, no term), sessions of a term (`term`), or results (`checkpoint` and `assessment`)."""

    academy = models.ForeignKey(Academy, on_delete=models.CASCADE, related_name="coverage", db_index=False)
    academic_year = academic_year_field()
    checkpoint = models.ForeignKey(
        Checkpoint, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    assessment = models.CharField(max_length=30, blank=True)
    term = models.CharField(max_length=6, blank=True, choices=TermName)
    rows = models.PositiveIntegerField()

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "coverage"
        constraints = (
            models.UniqueConstraint(
                fields=["academy", "academic_year", "checkpoint", "assessment", "term"],
                name="coverage_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"coverage {self.pk}"
