"""Concerns about an academy: raised, escalated with a reason, resolved; and each person's own watch list."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, academies_where
from academies.models.academy import Academy
from academies.models.area import SupportArea
from academies.models.decision import CategoryDecision
from accounts.models import User


class ConcernLevel(models.IntegerChoices):
    RAISED = 1, "Raised with the head"
    ESCALATED = 2, "Escalated to the trust’s executive"
    TRUSTEES = 3, "Escalated to the trustees"


class ConcernStatus(models.TextChoices):
    OPEN = "open", "Open"
    RESOLVED = "resolved", "Resolved"


class ConcernQuerySet(models.QuerySet["Concern"]):
    def visible_to(self, user: User) -> "ConcernQuerySet":
        """The trust's leaders and the academy's own head: nothing is said of an academy behind its head's back."""
        return self.filter(academies_where(user, Permission.VIEW_CONCERNS, "academy"))

    def editable_by(self, user: User) -> "ConcernQuerySet":
        return self.filter(academies_where(user, Permission.MANAGE_CONCERNS, "academy"))

    def open(self) -> "ConcernQuerySet":
        return self.filter(status=ConcernStatus.OPEN)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Concern(models.Model):
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="concerns", db_index=False)
    area = models.ForeignKey(SupportArea, on_delete=models.PROTECT, null=True, blank=True, related_name="concerns")
    title = models.CharField("the concern in one line", max_length=160)
    detail = models.TextField("what was seen, and where")
    level = models.PositiveSmallIntegerField(choices=ConcernLevel, default=ConcernLevel.RAISED)
    status = models.CharField(max_length=8, choices=ConcernStatus, default=ConcernStatus.OPEN)
    came_from = models.JSONField(
        null=True, blank=True, help_text="The fact that raised it, as it was: says, source, as_of, url."
    )
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now, editable=False)
    resolved_at = models.DateTimeField(null=True, blank=True)
    # What it led to.
    decisions = models.ManyToManyField(CategoryDecision, through="ConcernInDecision", related_name="concerns")

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ("status", "-level", "-raised_at", "-pk")
        indexes = (
            # Open concerns of each academy, for the overview and facts.
            models.Index(fields=["academy", "-level"], name="concern_open", condition=Q(status="open")),
        )
        constraints = (
            models.CheckConstraint(condition=Q(level__in=ConcernLevel.values), name="concern_level_known"),
            models.CheckConstraint(
                condition=Q(status="open", resolved_at__isnull=True) | Q(status="resolved", resolved_at__isnull=False),
                name="concern_resolved_has_day",
            ),
        )
        triggers = (
            # What was said of the academy, and by whom, stands; what is known since is in the log.
            pgtrigger.Protect(
                name="concern_stands_as_raised",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("academy", "title", "detail", "came_from", "raised_by", "raised_at"),
            ),
            pgtrigger.Protect(name="concern_is_never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.status == ConcernStatus.OPEN


class EntryKind(models.TextChoices):
    RAISED = "raised", "Raised"
    NOTE = "note", "Note"
    ESCALATED = "escalated", "Escalated"
    EASED = "eased", "Taken a step down"
    RESOLVED = "resolved", "Resolved"
    REOPENED = "reopened", "Opened again"


@pghistory.track(pghistory.InsertEvent())
class ConcernEntry(models.Model):
    """One line of a concern's log, which only grows."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=9, choices=EntryKind)
    level = models.PositiveSmallIntegerField(choices=ConcernLevel)
    says = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "concern entries"
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="concern_entry_kind_known"),
            models.CheckConstraint(
                condition=~Q(says=""), name="concern_entry_says_why", violation_error_message="Say why."
            ),
        )
        triggers = (pgtrigger.Protect(name="concern_log_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.concern}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ConcernInDecision(models.Model):
    """A concern that a decision took up."""

    decision = models.ForeignKey(CategoryDecision, on_delete=models.CASCADE, related_name="concern_links")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="decision_links")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["decision", "concern"], name="concern_once_in_decision"),)

    def __str__(self) -> str:
        return f"{self.concern} in {self.decision}"


class WatchedQuerySet(models.QuerySet["WatchedAcademy"]):
    def visible_to(self, user: User) -> "WatchedQuerySet":
        """One's own, as long as one sees the academy."""
        return self.filter(academies_where(user, Permission.VIEW_ACADEMY, "academy"), user=user)

    def editable_by(self, user: User) -> "WatchedQuerySet":
        return self.visible_to(user)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class WatchedAcademy(models.Model):
    """An academy on somebody's own watch list. Nobody else sees it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="watched")
    academy = models.ForeignKey(Academy, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now, editable=False)
    note = models.CharField("why", max_length=300, blank=True)

    objects = WatchedQuerySet.as_manager()

    class Meta:
        ordering = ("academy__name",)
        constraints = (models.UniqueConstraint(fields=["user", "academy"], name="watched_once"),)

    def __str__(self) -> str:
        return f"{self.user} watches {self.academy}"
