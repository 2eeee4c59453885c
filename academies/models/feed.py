"""Somebody's own calendar address: secret, kept as a digest, ended when they wish."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User


class FeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, user: User) -> "FeedQuerySet":
        return self.filter(user=user)

    def editable_by(self, user: User) -> "FeedQuerySet":
        return self.visible_to(user)

    def current(self) -> "FeedQuerySet":
        return self.filter(ended__isnull=True)


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["digest", "last_read"]
)
class CalendarFeed(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret, which is shown once.")
    made = models.DateTimeField(default=timezone.now, editable=False)
    last_read = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user"], condition=Q(ended__isnull=True), name="feed_one_a_person"),
        )

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
