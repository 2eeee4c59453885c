"""Stories of practice that academies offer to the toolkit: from a curriculum tour now, from reviews later."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, academies_where, anywhere_in_trust_where, trusts_where
from academies.models import Academy
from accounts.models import User
from toolkit.models.theory import Theory


class StoryStatus(models.TextChoices):
    OFFERED = "offered", "Offered"
    TAKEN = "taken", "Taken into the toolkit"
    DECLINED = "declined", "Not taken"
    WITHDRAWN = "withdrawn", "Taken back"


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, user: User) -> StoryQuerySet:
        """Taken ones for everybody who reads the toolkit; those on their way for the academy and for who decides."""
        return self.filter(
            (anywhere_in_trust_where(user, Permission.VIEW_TOOLKIT, "academy__trust") & Q(status=StoryStatus.TAKEN))
            | academies_where(user, Permission.VIEW_LEARNING, "academy")
        )

    def editable_by(self, user: User) -> StoryQuerySet:
        """Who may take a story into the toolkit, or not."""
        return self.filter(trusts_where(user, Permission.MANAGE_TOOLKIT, "academy__trust"))

    def offered_by_academy(self, user: User) -> StoryQuerySet:
        """Who may offer stories there and take one back."""
        return self.filter(academies_where(user, Permission.LEAD_LEARNING, "academy"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Story(models.Model):
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="stories")
    theory = models.ForeignKey(Theory, on_delete=models.PROTECT, null=True, blank=True, related_name="stories")
    title = models.CharField(max_length=160)
    says = models.TextField("what was done, and what came of it", help_text="Name no pupil and no teacher.")
    came_from = models.CharField(max_length=80, blank=True, help_text="Key of the record, such as tour:12.")
    status = models.CharField(max_length=9, choices=StoryStatus, default=StoryStatus.OFFERED)
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField("what to say to the academy", blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        ordering = ("-offered_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(status__in=StoryStatus.values), name="story_status_known"),
            models.CheckConstraint(
                condition=Q(status="offered", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(status="offered") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="story_answer_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(answer=""),
                name="story_declined_says_why",
                violation_error_message="Say why it is not taken, so that the academy can learn from it.",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="answered_story_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status__in=("taken", "declined", "withdrawn")),
            ),
            pgtrigger.Protect(name="story_is_never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.title
