"""The trust's own term dates."""

import pghistory
from django.db import models

from academies.access import Permission, anywhere_in_trust_where, trusts_where
from academies.models.academy import Academy
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
    half_term_starts = models.DateField("half-term from", null=True, blank=True)
    half_term_ends = models.DateField("half-term to", null=True, blank=True, help_text="Its last day.")

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
            models.CheckConstraint(
                condition=models.Q(half_term_starts__isnull=True, half_term_ends__isnull=True)
                | models.Q(
                    half_term_starts__gt=models.F("starts"),
                    half_term_ends__gte=models.F("half_term_starts"),
                    half_term_ends__lt=models.F("ends"),
                ),
                name="term_holds_its_half_term",
                violation_error_message="A half-term lies within its term, and has a first and a last day.",
            ),
            models.CheckConstraint(condition=models.Q(name__in=TermName.values), name="term_name_known"),
            academic_year_in_range("term_year_in_range"),
        )

    def __str__(self) -> str:
        return f"{self.get_name_display()} {year_label(self.academic_year)}"


class InsetDayQuerySet(models.QuerySet["InsetDay"]):
    def visible_to(self, user: User) -> "InsetDayQuerySet":
        return self.filter(anywhere_in_trust_where(user, Permission.VIEW_ACADEMY))

    def editable_by(self, user: User) -> "InsetDayQuerySet":
        return self.filter(trusts_where(user, Permission.MANAGE_ACADEMIES))

    def current(self) -> "InsetDayQuerySet":
        return self.filter(archived_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class InsetDay(models.Model):
    """A day on which staff train and pupils are not there. `academy`: empty where it is one of the whole trust."""

    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="inset_days", db_index=False)
    academy = models.ForeignKey(Academy, on_delete=models.CASCADE, null=True, blank=True, related_name="inset_days")
    academic_year = academic_year_field()
    day = models.DateField()
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = InsetDayQuerySet.as_manager()

    class Meta:
        verbose_name = "INSET day"
        ordering = ("day", "academy__name")
        constraints = (
            models.UniqueConstraint(
                fields=["trust", "academic_year", "day", "academy"],
                condition=models.Q(archived_at__isnull=True),
                nulls_distinct=False,
                name="inset_day_once",
            ),
            models.CheckConstraint(
                condition=models.Q(day__iso_week_day__lte=5),
                name="inset_day_on_a_weekday",
                violation_error_message="An INSET day lies between Monday and Friday.",
            ),
            academic_year_in_range("inset_day_year_in_range"),
        )

    def __str__(self) -> str:
        return f"INSET day {self.day}"
