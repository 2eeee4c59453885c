"""When somebody was last here, so that their home page can say what changed since. Read by themselves alone."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.models import User


class PresenceQuerySet(models.QuerySet["Presence"]):
    def visible_to(self, user: User) -> PresenceQuerySet:
        return self.filter(user=user)

    def editable_by(self, user: User) -> PresenceQuerySet:
        return self.visible_to(user)


class Presence(models.Model):
    """`seen`: when they last opened their home page. `before`: when they last did so in the sitting before this one;
    empty in their first."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="presence")
    seen = models.DateTimeField(default=timezone.now)
    before = models.DateTimeField(null=True, blank=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "presences"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(before__isnull=True) | models.Q(before__lte=models.F("seen")),
                name="presence_before_is_earlier",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} was here"
