"""What a night let go by which rule. Never silently: a night on which nothing was due writes no line."""

import pghistory
from django.db import models

from academies.access import Permission, held
from accounts.models import User


class RetentionRunQuerySet(models.QuerySet["RetentionRun"]):
    def visible_to(self, user: User) -> "RetentionRunQuerySet":
        """The rules are the installation's: of numbers alone, for whoever keeps personal data for a whole trust."""
        may = held(user, Permission.KEEP_PERSONAL_DATA).filter(academy__isnull=True)
        return self.filter(models.Exists(may))

    def editable_by(self, user: User) -> "RetentionRunQuerySet":
        """Nobody: it tells what happened."""
        return self.none()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RetentionRun(models.Model):
    rule = models.CharField(max_length=40)
    before = models.DateTimeField("what was older than")
    rows = models.PositiveIntegerField("rows that went or lost their names")
    at = models.DateTimeField("when", auto_now_add=True)

    objects = RetentionRunQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.rule}: {self.rows}"
