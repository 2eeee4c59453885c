"""When a board meets: the governors of an academy, or the trustees of the trust. What lies behind stays."""

from __future__ import annotations

import datetime

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, academies_where, trusts_where
from academies.models import Academy, Trust
from accounts.models import User

ANOTHER_TRUST = "This academy belongs to another trust. Choose one of the trust’s own."


def of_board(user: User, permission: Permission, path: str = "") -> Q:
    """Rows of boards for which the person holds the permission: at the academy, or for the whole trust."""
    return academies_where(user, permission, f"{path}academy") | (
        Q(**{f"{path}academy__isnull": True}) & trusts_where(user, permission, f"{path}trust")
    )


class MeetingQuerySet(models.QuerySet["BoardMeeting"]):
    def visible_to(self, user: User) -> MeetingQuerySet:
        return self.filter(of_board(user, Permission.VIEW_READERS))

    def editable_by(self, user: User) -> MeetingQuerySet:
        return self.filter(of_board(user, Permission.ISSUE_READERS))

    def standing(self) -> MeetingQuerySet:
        return self.filter(called_off_at__isnull=True)

    def of_board(self, trust: int, academy: int | None) -> MeetingQuerySet:
        """One board's own. `academy` None: the trust board."""
        return self.filter(trust=trust, academy=academy) if academy else self.filter(trust=trust, academy__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class BoardMeeting(models.Model):
    """`academy` empty: the trust board meets."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="board_meetings", db_index=False)
    academy = models.ForeignKey(
        Academy, on_delete=models.PROTECT, null=True, blank=True, related_name="board_meetings", db_index=False,
        help_text="Empty: the trust board.",
    )  # fmt: skip
    on = models.DateField("day", db_column="on_day")
    title = models.CharField("which meeting it is", max_length=100)
    called_off_at = models.DateTimeField(null=True, blank=True, editable=False)
    kept_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-pk")
        indexes = (
            # A board's meetings, newest first; the calendar's days.
            models.Index(fields=["trust", "academy", "-on"], name="board_meeting_of_board"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(title=""), name="board_meeting_has_title",
                violation_error_message="Say which meeting it is.",
            ),
            models.UniqueConstraint(
                fields=["trust", "academy", "on"], condition=Q(called_off_at__isnull=True), nulls_distinct=False,
                name="board_meets_once_a_day",
                violation_error_message="This board has a meeting on that day already. Change that one, or choose "
                "another day.",
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(
                name="board_meeting_keeps_its_board", operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("trust", "academy"),
            ),
            pgtrigger.Protect(name="board_meeting_is_never_deleted", operation=pgtrigger.Delete),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.academy is not None and self.academy.trust_id != self.trust_id:
            raise ValidationError({"academy": ANOTHER_TRUST})

    @property
    def board(self) -> str:
        """'Heronmoor' or the trust's name: whose board it is."""
        return str(self.academy or self.trust)

    @property
    def is_called_off(self) -> bool:
        return self.called_off_at is not None

    def is_past(self, today: datetime.date) -> bool:
        return self.on < today
