"""What was decided to be done for a group of pupils, and how it went from checkpoint to checkpoint."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from academies.access import Permission, academies_where
from accounts.models import User
from checkpoints.models.checkpoint import A_WORD, CheckpointLine, CheckpointPlace
from checkpoints.models.decision import CheckpointDecision

PLACE = "decision__place__academy"


class InterventionState(models.TextChoices):
    RUNNING = "running", "Running"
    ENDED = "ended", "Ended"


class Went(models.TextChoices):
    GOING_ON = "going_on", "It goes on as it is"
    CHANGED = "changed", "It goes on, changed"
    ENDED = "ended", "It has ended"


class InterventionQuerySet(models.QuerySet["Intervention"]):
    def visible_to(self, user: User) -> InterventionQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_CHECKPOINTS, PLACE))

    def editable_by(self, user: User) -> InterventionQuerySet:
        """Who may say how it goes: its academy's leaders and the trust's."""
        return self.filter(academies_where(user, Permission.RUN_INTERVENTIONS, PLACE))

    def running(self) -> InterventionQuerySet:
        return self.filter(state=InterventionState.RUNNING)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Intervention(models.Model):
    """`line`: the figure that it should move; `then`: that figure when it was decided, {"staff": …, "readers": …}.
    `origin`: key of the plan's priority or action that it serves (academies.providers.records)."""

    decision = models.ForeignKey(CheckpointDecision, on_delete=models.PROTECT, related_name="interventions")
    what = models.CharField("what is done", max_length=240)
    who = models.CharField("who does it", max_length=160)
    for_whom = models.CharField("for which group", max_length=160)
    promises = models.CharField("what is promised", max_length=300)
    starts = models.DateField("from")
    ends = models.DateField("to")
    line = models.ForeignKey(CheckpointLine, on_delete=models.PROTECT, related_name="interventions")
    then = models.JSONField()
    origin = models.CharField("serves", max_length=80, blank=True)
    state = models.CharField(max_length=7, choices=InterventionState, default=InterventionState.RUNNING)
    ended_on = models.DateField(null=True, blank=True)

    objects = InterventionQuerySet.as_manager()

    class Meta:
        ordering = ("state", "ends", "pk")
        indexes = (
            # What runs and when it should end, for lists, home pages and calendars.
            models.Index(fields=["ends"], name="intervention_running", condition=Q(state="running")),
            # What came of a record.
            models.Index(fields=["origin"], name="intervention_origin", condition=~Q(origin="")),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=InterventionState.values), name="intervention_state_known"),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="intervention_days_in_order",
                violation_error_message="It would end before it begins.",
            ),
            models.CheckConstraint(
                condition=Q(what__regex=A_WORD, who__regex=A_WORD, for_whom__regex=A_WORD, promises__regex=A_WORD),
                name="intervention_is_said",
                violation_error_message="Say what is done, by whom, for whom, and what it promises.",
            ),
            models.CheckConstraint(
                condition=Q(state="running", ended_on__isnull=True) | Q(state="ended", ended_on__isnull=False),
                name="intervention_ended_has_day",
            ),
        )  # fmt: skip
        triggers = (
            # What was promised stands; what became of it is in the follow-ups.
            pgtrigger.Protect(
                name="intervention_stands_as_promised",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "decision", "what", "who", "for_whom", "promises", "starts", "line", "then", "origin"
                ),
            ),
            pgtrigger.Protect(name="intervention_is_never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.what


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User) -> FollowUpQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_CHECKPOINTS, f"intervention__{PLACE}"))

    def editable_by(self, user: User) -> FollowUpQuerySet:
        """Who may add one; what was said stands."""
        return self.filter(academies_where(user, Permission.RUN_INTERVENTIONS, f"intervention__{PLACE}"))


@pghistory.track(pghistory.InsertEvent())
class FollowUp(models.Model):
    """How an intervention went by a checkpoint (`place`), or between two. `now`: its figure that day, as `then`."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="follow_ups")
    place = models.ForeignKey(
        CheckpointPlace, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    went = models.CharField("how it stands", max_length=8, choices=Went)
    says = models.CharField("what came of what was promised", max_length=600)
    ends = models.DateField("to")
    now = models.JSONField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(went__in=Went.values), name="follow_up_went_known"),
            models.CheckConstraint(
                condition=Q(says__regex=A_WORD), name="follow_up_says",
                violation_error_message="Say in a sentence what came of what was promised.",
            ),
        )  # fmt: skip
        triggers = (pgtrigger.Protect(name="follow_ups_only_grow", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.says
