"""Networks: academies that walk through each other's classrooms, each the host in its turn."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models.functions import Lower

from academies.access import Permission, anywhere_in_trust_where, trusts_where
from academies.models import Academy, Trust
from accounts.models import User


class NetworkQuerySet(models.QuerySet["Network"]):
    def visible_to(self, user: User) -> NetworkQuerySet:
        return self.filter(anywhere_in_trust_where(user, Permission.READ_ROUNDS))

    def editable_by(self, user: User) -> NetworkQuerySet:
        """Who says for the whole trust which academies go together."""
        return self.filter(trusts_where(user, Permission.RUN_ROUNDS))

    def in_use(self) -> NetworkQuerySet:
        return self.filter(ended_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Network(models.Model):
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="networks", db_index=False)
    name = models.CharField(max_length=80)
    academies: models.ManyToManyField[Academy, NetworkPlace] = models.ManyToManyField(
        Academy, through="NetworkPlace", related_name="networks"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                "trust", Lower("name"), condition=models.Q(ended_at__isnull=True), name="network_name_once",
                violation_error_message="There is a network of that name already.",
            ),
        )  # fmt: skip
        triggers = (pgtrigger.Protect(name="network_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.name


class NetworkPlaceQuerySet(models.QuerySet["NetworkPlace"]):
    def visible_to(self, user: User) -> NetworkPlaceQuerySet:
        return self.filter(network__in=Network.objects.visible_to(user))

    def editable_by(self, user: User) -> NetworkPlaceQuerySet:
        return self.filter(network__in=Network.objects.editable_by(user))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class NetworkPlace(models.Model):
    """An academy of a network, of the same trust."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="places", db_index=False)
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="network_places")

    objects = NetworkPlaceQuerySet.as_manager()

    class Meta:
        ordering = ("academy__name",)
        constraints = (models.UniqueConstraint(fields=["network", "academy"], name="network_place_once"),)
        triggers = (
            pgtrigger.Trigger(
                name="network_place_of_its_own_trust",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF NOT EXISTS (
                    SELECT 1 FROM reviews_network n JOIN academies_academy a ON a.trust_id = n.trust_id
                    WHERE n.id = NEW.network_id AND a.id = NEW.academy_id
                ) THEN
                    RAISE EXCEPTION 'The academy is of another trust.' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.academy} in {self.network}"
