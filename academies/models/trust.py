"""The multi-academy trust that runs the strategy."""

import pghistory
from django.db import models

from accounts.models import User


class TrustQuerySet(models.QuerySet["Trust"]):
    def visible_to(self, user: User) -> "TrustQuerySet":
        """The trusts in which the person holds any current role."""
        from academies.models.membership import Membership

        return self.filter(pk__in=Membership.objects.current().filter(user=user).values("trust"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Trust(models.Model):
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    uid = models.CharField("group UID", max_length=10, blank=True, help_text="As in Get Information About Schools.")

    objects = TrustQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=["uid"],
                condition=~models.Q(uid=""),
                name="trust_uid_unique",
                violation_error_message="Another trust has this group UID.",
            ),
        )

    def __str__(self) -> str:
        return self.name
