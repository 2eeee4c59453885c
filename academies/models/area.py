"""The subjects and areas of work that a trust decides on and lends people for."""

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from academies.access import Permission, anywhere_in_trust_where, trusts_where
from academies.models.trust import Trust
from accounts.models import User


class AreaKind(models.TextChoices):
    SUBJECT = "subject", "Subject"
    AREA = "area", "Area of work"


class SupportAreaQuerySet(models.QuerySet["SupportArea"]):
    def visible_to(self, user: User) -> "SupportAreaQuerySet":
        return self.filter(anywhere_in_trust_where(user, Permission.VIEW_ACADEMY))

    def editable_by(self, user: User) -> "SupportAreaQuerySet":
        return self.filter(trusts_where(user, Permission.MANAGE_SCHEMES))

    def current(self) -> "SupportAreaQuerySet":
        return self.filter(archived=False)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SupportArea(models.Model):
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="support_areas", db_index=False)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=AreaKind, default=AreaKind.SUBJECT)
    archived = models.BooleanField(default=False)

    objects = SupportAreaQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "name")
        constraints = (
            models.UniqueConstraint(
                "trust",
                Lower("name"),
                name="support_area_once",
                violation_error_message="The trust already has a subject or area of that name.",
            ),
            models.CheckConstraint(condition=Q(kind__in=AreaKind.values), name="support_area_kind_known"),
        )

    def __str__(self) -> str:
        return self.name
