"""What was decided for an academy at a checkpoint: interventions, or none, because."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, academies_where
from accounts.models import User
from checkpoints.models.checkpoint import A_WORD, CheckpointPlace
from checkpoints.models.hand_in import HandIn
from checkpoints.models.held import DECIDED_WHILE_OPEN


class DecisionKind(models.TextChoices):
    INTERVENTION = "intervention", "An intervention"
    NONE = "none", "None"


class CheckpointDecisionQuerySet(models.QuerySet["CheckpointDecision"]):
    def visible_to(self, user: User) -> CheckpointDecisionQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_CHECKPOINTS, "place__academy"))

    def editable_by(self, user: User) -> CheckpointDecisionQuerySet:
        return self.filter(academies_where(user, Permission.RUN_INTERVENTIONS, "place__academy"), place__owner=user.pk)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CheckpointDecision(models.Model):
    """`hand_in`: what it rests on; empty where the academy had handed in nothing. While the checkpoint is open its
    owner may still turn "none" into an intervention; history keeps what stood."""

    place = models.OneToOneField(CheckpointPlace, on_delete=models.PROTECT, related_name="decision")
    hand_in = models.ForeignKey(HandIn, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    kind = models.CharField(max_length=12, choices=DecisionKind)
    because = models.CharField(max_length=600)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CheckpointDecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=DecisionKind.values), name="checkpoint_decision_kind_known"),
            models.CheckConstraint(
                condition=Q(because__regex=A_WORD), name="checkpoint_decision_says_why",
                violation_error_message="Say why.",
            ),
        )  # fmt: skip
        triggers = (
            DECIDED_WHILE_OPEN,
            pgtrigger.Protect(
                name="checkpoint_decision_keeps_its_place",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("place", "hand_in"),
            ),
            pgtrigger.Protect(name="checkpoint_decision_is_never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.place}"
