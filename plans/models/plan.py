"""An academy's improvement plan for a school year, and the snapshots taken of it."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, academies_where
from academies.models import Academy
from academies.models.term import academic_year_field, academic_year_in_range
from accounts.models import User


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> PlanQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_PLAN, "academy"))

    def editable_by(self, user: User) -> PlanQuerySet:
        return self.filter(academies_where(user, Permission.EDIT_PLAN, "academy"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Plan(models.Model):
    """One a year. It lives: what it said on a day is in its snapshots."""

    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="plans", db_index=False)
    academic_year = academic_year_field()
    vision = models.TextField(
        "where we want to be", blank=True,
        help_text="The academy's vision and values, and what its pupils are to achieve. Governors read this.",
    )  # fmt: skip
    rationale = models.TextField(
        "why these priorities", blank=True,
        help_text="What the evidence says is strong and weak. Governors read this: name no pupil and no teacher.",
    )  # fmt: skip
    monitoring = models.TextField(
        "how we shall know", blank=True, help_text="Who looks at what, and when. Governors read this."
    )
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("-academic_year",)
        constraints = (
            models.UniqueConstraint(
                fields=["academy", "academic_year"], name="plan_once_a_year",
                violation_error_message="The academy has a plan for that year.",
            ),
            academic_year_in_range("plan_year_in_range"),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(
                name="plan_stays_with_its_year", operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("academy", "academic_year"),
            ),
            pgtrigger.Protect(name="plan_is_never_deleted", operation=pgtrigger.Delete),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"Plan of {self.academy}"


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, user: User) -> SnapshotQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_PLAN, "plan__academy"))

    def editable_by(self, user: User) -> SnapshotQuerySet:
        """Who may take one; what was taken is never changed."""
        return self.filter(academies_where(user, Permission.EDIT_PLAN, "plan__academy"))


@pghistory.track(pghistory.InsertEvent())
class Snapshot(models.Model):
    """The whole plan as it was on a day. `content` holds what staff read and, apart, what readers read."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="snapshots")
    title = models.CharField("what it is for", max_length=120, help_text="Such as “Governors’ meeting, December”.")
    content = models.JSONField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ("-taken_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(title=""), name="snapshot_has_title", violation_error_message="Say what it is for."
            ),
        )
        triggers = (pgtrigger.Protect(name="snapshots_stand", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.title
