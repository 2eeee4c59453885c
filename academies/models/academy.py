"""An academy of the trust, as Get Information About Schools knows it, and the schools it came from."""

import pghistory
from django.db import models

from academies.access import Permission, academies_where, anywhere_in_trust_where
from academies.models.trust import Trust
from accounts.models import User


class Phase(models.TextChoices):
    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"
    ALL_THROUGH = "all_through", "All-through"
    SPECIAL = "special", "Special"
    SIXTEEN_PLUS = "sixteen_plus", "16 plus"


class Status(models.TextChoices):
    OPEN = "open", "Open"
    PROPOSED = "proposed", "Proposed to open"
    CLOSED = "closed", "Closed"


class AcademyQuerySet(models.QuerySet["Academy"]):
    def visible_to(self, user: User) -> "AcademyQuerySet":
        return self.filter(academies_where(user, Permission.VIEW_ACADEMY))

    def editable_by(self, user: User) -> "AcademyQuerySet":
        return self.filter(academies_where(user, Permission.MANAGE_ACADEMIES))

    def partners_of(self, user: User) -> "AcademyQuerySet":
        """By name alone: the academies of a trust in which the person proposes support, to choose whom to work with."""
        return self.filter(anywhere_in_trust_where(user, Permission.PROPOSE_DEPLOYMENT))

    def open(self) -> "AcademyQuerySet":
        return self.filter(status=Status.OPEN)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Academy(models.Model):
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="academies")
    urn = models.PositiveIntegerField("URN", unique=True)
    ukprn = models.PositiveIntegerField("UKPRN", null=True, blank=True)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    phase = models.CharField(max_length=12, choices=Phase)
    low_age = models.PositiveSmallIntegerField("youngest age", null=True, blank=True)
    high_age = models.PositiveSmallIntegerField("oldest age", null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    la_code = models.PositiveSmallIntegerField("local authority code")
    la_name = models.CharField("local authority", max_length=100)
    establishment_number = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = AcademyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "academies"
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(urn__gte=100000, urn__lte=999999),
                name="academy_urn_six_digits",
                violation_error_message="A URN has six digits.",
            ),
            models.CheckConstraint(
                condition=models.Q(closed__isnull=True)
                | models.Q(opened__isnull=True)
                | models.Q(closed__gte=models.F("opened")),
                name="academy_closes_after_it_opens",
                violation_error_message="The closing date is before the opening date.",
            ),
            models.CheckConstraint(condition=models.Q(phase__in=Phase.values), name="academy_phase_known"),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="academy_status_known"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def age_range(self) -> str:
        """4 to 11; empty where the ages are not known."""
        known = self.low_age is not None and self.high_age is not None
        return f"{self.low_age} to {self.high_age}" if known else ""


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PredecessorLink(models.Model):
    """A school that this academy replaced. The two directions of the source can disagree by days; both are kept."""

    academy = models.ForeignKey(Academy, on_delete=models.CASCADE, related_name="predecessors")
    urn = models.PositiveIntegerField("predecessor's URN")
    name = models.CharField(max_length=200, blank=True)
    link_type = models.CharField(max_length=60)
    linked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["academy", "urn", "link_type"], name="predecessor_link_once"),)

    def __str__(self) -> str:
        return f"{self.urn} before {self.academy}"
