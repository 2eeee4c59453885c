"""Outcomes that the Department for Education published, as published: codes stay codes and are never 0."""

import pghistory
from django.db import models
from django.db.models import Q

from academies.access import Permission, academies_where
from academies.models import Academy
from academies.models.term import academic_year_field, academic_year_in_range
from accounts.models import User
from celt.lib.terms import year_label
from pupils.measures import title_of


class PublishedLevel(models.TextChoices):
    ACADEMY = "academy", "Academy"
    LOCAL_AUTHORITY = "la", "Local authority"
    NATIONAL = "national", "England, state-funded"


class PublishedFigureQuerySet(models.QuerySet["PublishedFigure"]):
    def visible_to(self, user: User) -> "PublishedFigureQuerySet":
        """Public figures, but an academy's rows stay with those who may see its dashboard."""
        return self.filter(academies_where(user, Permission.VIEW_FIGURES, "academy") | ~Q(level=PublishedLevel.ACADEMY))

    def editable_by(self, user: User) -> "PublishedFigureQuerySet":
        return self.filter(academies_where(user, Permission.IMPORT_DATA, "academy"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PublishedFigure(models.Model):
    """One measure, year and place: three groups, each a value or the code printed in its stead ("SUPP", "NE", ...).

    Shares are 0 to 100. `published_gap` is the department's own: this school's disadvantaged minus national others.
    """

    level = models.CharField(max_length=8, choices=PublishedLevel)
    academy = models.ForeignKey(
        Academy, on_delete=models.CASCADE, null=True, blank=True, related_name="published_figures"
    )
    la_code = models.PositiveSmallIntegerField("local authority code", null=True, blank=True)
    academic_year = academic_year_field()
    key_stage = models.CharField(max_length=3)
    measure = models.CharField(max_length=40)
    n_all = models.PositiveIntegerField(null=True, blank=True)
    n_disadvantaged = models.PositiveIntegerField(null=True, blank=True)
    n_other = models.PositiveIntegerField(null=True, blank=True)
    value_all = models.FloatField(null=True, blank=True)
    value_disadvantaged = models.FloatField(null=True, blank=True)
    value_other = models.FloatField(null=True, blank=True)
    code_all = models.CharField(max_length=8, blank=True)
    code_disadvantaged = models.CharField(max_length=8, blank=True)
    code_other = models.CharField(max_length=8, blank=True)
    published_gap = models.FloatField(null=True, blank=True)
    published_gap_code = models.CharField(max_length=8, blank=True)
    batch = models.ForeignKey("pupils.ImportBatch", on_delete=models.PROTECT, null=True, related_name="+")

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["level", "academy", "la_code", "academic_year", "measure"],
                name="published_figure_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=(Q(level="academy") & Q(academy__isnull=False) & Q(la_code__isnull=True))
                | (Q(level="la") & Q(academy__isnull=True) & Q(la_code__isnull=False))
                | (Q(level="national") & Q(academy__isnull=True) & Q(la_code__isnull=True)),
                name="published_figure_place_fits_level",
            ),
            academic_year_in_range("published_figure_year_in_range"),
        )

    def __str__(self) -> str:
        return f"{title_of(self.measure)}, {year_label(self.academic_year)}"
