"""Letters by e-mail: which ones a person wants, and every one that was written to them."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, trusts_where
from accounts.models import User


class LetterKind(models.TextChoices):
    WEEKLY = "weekly", "Weekly letter"
    REMINDER = "reminder", "Reminder"


class LetterState(models.TextChoices):
    """`SENDING` stands from just before a mail server is spoken to until it has answered. A worker that dies in between
    leaves it, and nobody can know whether the letter went: it becomes `UNSURE`, and is not sent twice."""

    WAITING = "waiting", "Waits to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Could not be sent, and is tried again"
    UNSURE = "unsure", "Cut off while it was being sent"
    LATE = "late", "Given up: its day had passed"
    DROPPED = "dropped", "Not needed"


class ReminderKind(models.TextChoices):
    """What a person can switch off. Coaching reminds by its own rules and is not among them."""

    DATA = "data", "Data to hand in"
    PLAN = "plan", "Actions, stages and self-evaluations of a plan"
    REVIEW = "review", "Reviews, visits and instructional rounds"
    SUPPORT = "support", "Support between academies"
    CATEGORY = "category", "Categories that end"


class LetterChoiceQuerySet(models.QuerySet["LetterChoice"]):
    def visible_to(self, user: User) -> LetterChoiceQuerySet:
        return self.filter(user=user)

    def editable_by(self, user: User) -> LetterChoiceQuerySet:
        return self.visible_to(user)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class LetterChoice(models.Model):
    """Somebody's switches. Who has none gets everything."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="letter_choice")
    weekly = models.BooleanField("a letter each Monday", default=True)
    reminders_off = ArrayField(
        models.CharField(max_length=10, choices=ReminderKind), default=list, blank=True, verbose_name="no reminders of"
    )

    objects = LetterChoiceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(reminders_off__contained_by=ReminderKind.values), name="letter_choice_kinds_known"
            ),
        )

    def __str__(self) -> str:
        return f"Letters of {self.user}"


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User) -> LetterQuerySet:
        """One's own, and for administrators those of whoever holds or held a role in their trust."""
        return self.filter(Q(user=user) | Q(pk__in=self._administered(user)))

    def editable_by(self, user: User) -> LetterQuerySet:
        return self.filter(pk__in=self._administered(user))

    def _administered(self, user: User) -> models.QuerySet[Letter, int]:
        where = trusts_where(user, Permission.MANAGE_ACCESS, "user__memberships__trust")
        return Letter.objects.filter(where).values_list("pk", flat=True)

    def astray(self) -> LetterQuerySet:
        """What an administrator hears of: failed more than once, cut off, or given up."""
        return self.filter(
            Q(state__in=(LetterState.UNSURE, LetterState.LATE)) | Q(state=LetterState.FAILED, tries__gte=2)
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Letter(models.Model):
    """One letter to one person. What it said is kept nowhere: it is made when it is sent.

    `day`: the Monday of a weekly letter's week; of a reminder the day on which it is sent. `reason`: why it could not
    be sent, in words of ours.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="letters", db_index=False)
    kind = models.CharField(max_length=8, choices=LetterKind)
    day = models.DateField()
    state = models.CharField(max_length=8, choices=LetterState, default=LetterState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    touched_at = models.DateTimeField("last tried", null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "pk")
        constraints = (
            models.UniqueConstraint(fields=["user", "kind", "day"], name="letter_once_a_day"),
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="letter_kind_known"),
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_known"),
            models.CheckConstraint(
                condition=Q(state=LetterState.SENT, sent_at__isnull=False)
                | ~Q(state=LetterState.SENT) & Q(sent_at__isnull=True),
                name="letter_sent_has_a_time",
            ),
        )
        indexes = (
            # Serves the quarter-hourly search for what is left, and the administrator's count.
            models.Index(
                fields=["state", "day"],
                condition=~Q(state__in=(LetterState.SENT, LetterState.DROPPED)),
                name="letter_left",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.day} to {self.user}"
