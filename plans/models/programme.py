"""What the trust sets for every academy: its three stages with their activities, and its own priorities."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from academies.access import Permission, anywhere_in_trust_where, trusts_where
from academies.models import Trust
from academies.models.term import academic_year_field
from accounts.models import User


class StageNumber(models.IntegerChoices):
    ONE = 1, "One"
    TWO = 2, "Two"
    THREE = 3, "Three"


class StageQuerySet(models.QuerySet["Stage"]):
    def visible_to(self, user: User) -> StageQuerySet:
        return self.filter(anywhere_in_trust_where(user, Permission.VIEW_PLAN))

    def editable_by(self, user: User) -> StageQuerySet:
        return self.filter(trusts_where(user, Permission.MANAGE_PROGRAMME))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Stage(models.Model):
    """`shortest_terms` to `longest_terms`: how long the stage is expected to take."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="stages")
    number = models.PositiveSmallIntegerField(choices=StageNumber)
    name = models.CharField(max_length=80)
    about = models.TextField("what it is for", blank=True)
    shortest_terms = models.PositiveSmallIntegerField(
        "takes at least, in terms", default=2, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    longest_terms = models.PositiveSmallIntegerField(
        "takes at most, in terms", default=3, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["trust", "number"], name="stage_once_a_trust"),
            models.CheckConstraint(condition=Q(number__in=StageNumber.values), name="stage_number_known"),
            models.CheckConstraint(
                condition=Q(shortest_terms__gte=1, longest_terms__gte=F("shortest_terms")),
                name="stage_longest_not_below_shortest",
                violation_error_message="The longest time is shorter than the shortest.",
            ),
        )
        triggers = (pgtrigger.Protect(name="stage_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"Stage {self.get_number_display().lower()}: {self.name}"


class StageActivityQuerySet(models.QuerySet["StageActivity"]):
    def visible_to(self, user: User) -> StageActivityQuerySet:
        return self.filter(anywhere_in_trust_where(user, Permission.VIEW_PLAN, "stage__trust"))

    def editable_by(self, user: User) -> StageActivityQuerySet:
        return self.filter(trusts_where(user, Permission.MANAGE_PROGRAMME, "stage__trust"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class StageActivity(models.Model):
    """One of the named activities of a stage. Put away, not deleted: what academies logged under it stays."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="activities")
    name = models.CharField(max_length=120)
    about = models.TextField("what is done, and how one knows that it is done", blank=True)
    shown_by = models.CharField(
        max_length=12, blank=True, editable=False,
        help_text="What else the product knows of it: team, enquiry, tour, rings, plan, learning.",
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = StageActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stage activities"
        ordering = ("stage", "order", "pk")
        triggers = (pgtrigger.Protect(name="stage_activity_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.name


class TrustPriorityQuerySet(models.QuerySet["TrustPriority"]):
    def visible_to(self, user: User) -> TrustPriorityQuerySet:
        return self.filter(anywhere_in_trust_where(user, Permission.VIEW_PLAN))

    def editable_by(self, user: User) -> TrustPriorityQuerySet:
        return self.filter(trusts_where(user, Permission.MANAGE_PROGRAMME))

    def in_year(self, year: int) -> TrustPriorityQuerySet:
        return self.filter(Q(until_year__isnull=True) | Q(until_year__gte=year), from_year__lte=year)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TrustPriority(models.Model):
    """What the trust as a whole works on from one academic year to another (empty: until further notice)."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="priorities")
    title = models.CharField(max_length=120)
    about = models.TextField("why, and what every academy is asked to do", blank=True)
    pillar = models.CharField(max_length=20, blank=True, help_text="Slug in plans/strategy/pillars.toml.")
    from_year = academic_year_field()
    until_year = models.PositiveSmallIntegerField("last academic year", null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = TrustPriorityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "trust priorities"
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(until_year__isnull=True) | Q(until_year__gte=F("from_year")),
                name="trust_priority_ends_after_it_starts",
                violation_error_message="The last year lies before the first.",
            ),
        )
        triggers = (pgtrigger.Protect(name="trust_priority_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.title
