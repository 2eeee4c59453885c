"""Who tried a practice, what became of it and what they found: in their own words, with their name if they wish."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, academies_where, anywhere_in_trust_where
from academies.models import Academy
from accounts.models import User
from toolkit.models.practice import Practice


class Became(models.TextChoices):
    TRIED = "tried", "Tried it"
    KEPT = "kept", "Kept it"
    ADAPTED = "adapted", "Adapted it"
    DROPPED = "dropped", "Dropped it"


class TrialQuerySet(models.QuerySet["Trial"]):
    def visible_to(self, user: User) -> TrialQuerySet:
        """For everybody who reads the toolkit in the trust; who is named in it, staff alone read."""
        return self.filter(anywhere_in_trust_where(user, Permission.VIEW_TOOLKIT, "academy__trust"))

    def editable_by(self, user: User) -> TrialQuerySet:
        """One's own, while one works at that academy."""
        return self.filter(academies_where(user, Permission.TRY_PRACTICES, "academy"), by=user.pk)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Trial(models.Model):
    """`named`: the writer shows their name to colleagues; else the academy stands alone."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="trials")
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="trials")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="trials")
    became = models.CharField("what became of it", max_length=7, choices=Became, default=Became.TRIED)
    where = models.CharField("with whom", max_length=80, blank=True, help_text="Year group and subject.")
    found = models.TextField("what you found", help_text="What pupils did. Name no pupil and no colleague.")
    named = models.BooleanField("show my name to colleagues", default=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TrialQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(became__in=Became.values), name="trial_became_known"),
            models.CheckConstraint(
                condition=~Q(found=""), name="trial_says_what_was_found", violation_error_message="Say what you found."
            ),
        )
        triggers = (pgtrigger.Protect(name="trial_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_became_display()}: {self.practice}"
