"""What an academy handed in: its figures of that day as plain data, in both editions, and what it knows about them."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, academies_where
from accounts.models import User
from checkpoints.models.checkpoint import A_WORD, CheckpointPlace
from checkpoints.models.held import HANDED_IN_STANDS, HANDED_IN_WHILE_OPEN, WITHDRAWN_IN_TIME, WITHDRAWN_STANDS


class Confirms(models.TextChoices):
    RIGHT = "right", "They are right"
    WRONG = "wrong", "Something in them is wrong"
    NOT_IN = "not_in", "They are not all in yet"


class HandInQuerySet(models.QuerySet["HandIn"]):
    def visible_to(self, user: User) -> HandInQuerySet:
        """Read in the edition of the reader's audience: see selectors.editions."""
        return self.filter(academies_where(user, Permission.VIEW_CHECKPOINTS, "place__academy"))

    def editable_by(self, user: User) -> HandInQuerySet:
        """Who may withdraw it; nothing else of it changes."""
        return self.filter(academies_where(user, Permission.HAND_IN, "place__academy"))

    def standing(self) -> HandInQuerySet:
        return self.filter(withdrawn_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class HandIn(models.Model):
    """`content`: {"staff": [line], "readers": [line]}, each line as rules.frozen.Frozen tells it."""

    place = models.ForeignKey(CheckpointPlace, on_delete=models.PROTECT, related_name="hand_ins")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    content = models.JSONField()
    confirms = models.CharField("the figures", max_length=6, choices=Confirms)
    comment = models.CharField("what the academy knows about it", max_length=1000, blank=True)
    late = models.BooleanField(default=False)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField("why it is withdrawn", max_length=300, blank=True)

    objects = HandInQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(confirms__in=Confirms.values), name="hand_in_confirms_known"),
            models.CheckConstraint(
                condition=Q(confirms="right") | Q(comment__regex=A_WORD), name="hand_in_says_what_is_wrong",
                violation_error_message="Say what is wrong or missing, so that whoever decides knows.",
            ),
            models.UniqueConstraint(
                fields=["place"], condition=Q(withdrawn_at__isnull=True), name="hand_in_stands_once",
                violation_error_message="The academy has handed in already. Withdraw that first.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, withdrawn_because__regex=A_WORD),
                name="hand_in_withdrawn_says_why",
                violation_error_message="Say why it is withdrawn.",
            ),
        )  # fmt: skip
        triggers = (
            HANDED_IN_STANDS,
            WITHDRAWN_STANDS,
            WITHDRAWN_IN_TIME,
            HANDED_IN_WHILE_OPEN,
            pgtrigger.Protect(name="hand_in_is_never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"Hand-in of {self.place}"
