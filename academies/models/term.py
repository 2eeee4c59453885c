"""The trust's own term dates."""

import pghistory
from django.db import models

from academies.access import Permission, anywhere_in_trust_where, trusts_where
from academies.models.trust import Trust
from accounts.models import User
from celt.lib.terms import FIRST_YEAR, LAST_YEAR, year_label


class TermName(models.TextChoices):
    AUTUMN = "autumn", "Autumn"
    SPRING = "spring", "Spring"
    SUMMER = "summer", "Summer"


def academic_year_field(**options: object) -> "models.PositiveSmallIntegerField[int, int]":
    """An academic year, stored as the calendar year it starts in: 2024 is 2024/25."""
    return models.PositiveSmallIntegerField("academic year", help_text="The calendar year it starts in.", **options)  # type: ignore[arg-type]


def academic_year_in_range(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(academic_year__gte=FIRST_YEAR, academic_year__lte=LAST_YEAR),
        name=name,
        violation_error_message=f"An academic year lies between {year_label(FIRST_YEAR)} and {year_label(LAST_YEAR)}.",
    )


class TermQuerySet(models.QuerySet["Term"]):
    def visible_to(self, user: User) -> "TermQuerySet":
        return self.filter(anywhere_in_trust_where(user, Permission.VIEW_ACADEMY))

    def editable_by(self, user: User) -> "TermQuerySet":
        return self.filter(trusts_where(user, Permission.MANAGE_ACADEMIES))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Term(models.Model):
    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="terms")
    academic_year = academic_year_field()
    name = models.CharField(max_length=6, choices=TermName)
    starts = models.DateField()
    ends = models.DateField()

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ("starts",)
        constraints = (
            models.UniqueConstraint(fields=["trust", "academic_year", "name"], name="term_once_a_year"),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")),
                name="term_ends_after_it_starts",
                violation_error_message="A term ends after it starts.",
            ),
            models.CheckConstraint(condition=models.Q(name__in=TermName.values), name="term_name_known"),
            academic_year_in_range("term_year_in_range"),
        )

    def __str__(self) -> str:
        return f"{self.get_name_display()} {year_label(self.academic_year)}"
