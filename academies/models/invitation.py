"""A letter that asks somebody in: its link holds for seven days, once."""

from __future__ import annotations

import datetime

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from academies.access import Permission, trusts_where
from academies.models.trust import Trust
from accounts.models import User

HOLDS = datetime.timedelta(days=7)


def _runs_out() -> datetime.datetime:
    return timezone.now() + HOLDS


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> InvitationQuerySet:
        return self.filter(trusts_where(user, Permission.MANAGE_ACCESS))

    def editable_by(self, user: User) -> InvitationQuerySet:
        return self.visible_to(user).exclude(user=user)

    def waiting(self) -> InvitationQuerySet:
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True)


# The link's digest opens nothing, yet no history need keep it.
@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["digest"])
class Invitation(models.Model):
    """The roles themselves are memberships, given with it; it says who asked and whether the person came."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="invitations")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(default=timezone.now)
    runs_out_at = models.DateTimeField(default=_runs_out)
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["trust", "user"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True), name="invitation_used_or_withdrawn"
            ),
            models.CheckConstraint(condition=Q(runs_out_at__gt=F("sent_at")), name="invitation_holds_a_while"),
        )

    def __str__(self) -> str:
        return f"{self.user}, invited to {self.trust}"

    @property
    def holds(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None and self.runs_out_at > timezone.now()
