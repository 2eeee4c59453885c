"""Theories of action: WHEN we do this, THEN that follows; how one would see that it is done, and that it works."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, academies_where, anywhere_in_trust_where, trusts_where
from academies.models import Academy, Trust
from accounts.models import User


class TheoryQuerySet(models.QuerySet["Theory"]):
    def visible_to(self, user: User) -> TheoryQuerySet:
        """The trust's for everybody who reads the toolkit there; an academy's own for its readers."""
        trusts = anywhere_in_trust_where(user, Permission.VIEW_TOOLKIT) & Q(academy__isnull=True)
        return self.filter(trusts | academies_where(user, Permission.VIEW_TOOLKIT, "academy"))

    def editable_by(self, user: User) -> TheoryQuerySet:
        trusts = trusts_where(user, Permission.MANAGE_TOOLKIT) & Q(academy__isnull=True)
        return self.filter(trusts | academies_where(user, Permission.WRITE_THEORIES, "academy"))

    def of_trust(self) -> TheoryQuerySet:
        return self.filter(academy__isnull=True)

    def in_use(self) -> TheoryQuerySet:
        return self.filter(archived_at__isnull=True)

    def for_academy(self, academy: Academy) -> TheoryQuerySet:
        """What the academy's plan may build on: the trust's and its own, unless put away."""
        return self.in_use().filter(Q(academy__isnull=True) | Q(academy=academy), trust=academy.trust_id)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Theory(models.Model):
    """`academy` empty: the trust's, for every academy."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="theories")
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, null=True, blank=True, related_name="theories")
    name = models.CharField("in a few words", max_length=80)
    when = models.TextField("WHEN", help_text="What adults do, so that anybody could see whether it is done.")
    then = models.TextField("THEN", help_text="What changes for pupils.")
    because = models.TextField("why it should", blank=True, help_text="The evidence, and how strong it is.")
    order = models.PositiveSmallIntegerField(default=0)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = TheoryQuerySet.as_manager()

    class Meta:
        verbose_name = "theory of action"
        verbose_name_plural = "theories of action"
        ordering = ("order", "name")
        constraints = (
            models.UniqueConstraint(
                "trust", "academy", models.functions.Lower("name"),
                condition=Q(archived_at__isnull=True), name="theory_name_once", nulls_distinct=False,
                violation_error_message="There is a theory of action of that name already.",
            ),
        )  # fmt: skip
        triggers = (pgtrigger.Protect(name="theory_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.name


class SignalOf(models.TextChoices):
    PRACTICE = "practice", "that it is done"
    PUPILS = "pupils", "that it works for pupils"


class SignalQuerySet(models.QuerySet["Signal"]):
    def visible_to(self, user: User) -> SignalQuerySet:
        """As the theories that they belong to."""
        return self.filter(theory__in=Theory.objects.visible_to(user))

    def editable_by(self, user: User) -> SignalQuerySet:
        return self.filter(theory__in=Theory.objects.editable_by(user))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Signal(models.Model):
    """One thing to look for: that the theory is put in practice, or that pupils gain by it."""

    theory = models.ForeignKey(Theory, on_delete=models.CASCADE, related_name="signals")
    of = models.CharField("a sign", max_length=8, choices=SignalOf)
    says = models.CharField("what one would see or hear", max_length=300)
    order = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        ordering = ("of", "order", "pk")
        constraints = (models.CheckConstraint(condition=Q(of__in=SignalOf.values), name="signal_of_known"),)

    def __str__(self) -> str:
        return self.says


class Held(models.TextChoices):
    HELD = "held", "Held"
    DID_NOT = "did_not", "Did not hold"
    NOT_YET = "not_yet", "Not yet known"


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def visible_to(self, user: User) -> VerdictQuerySet:
        """An academy's for those who read its plan; the trust's for those who read any plan in the trust."""
        trusts = anywhere_in_trust_where(user, Permission.VIEW_PLAN, "theory__trust") & Q(academy__isnull=True)
        return self.filter(trusts | academies_where(user, Permission.VIEW_PLAN, "academy"))

    def editable_by(self, user: User) -> VerdictQuerySet:
        """Who may add one: a verdict that stands is never changed, the next one says otherwise."""
        trusts = trusts_where(user, Permission.MANAGE_TOOLKIT, "theory__trust") & Q(academy__isnull=True)
        return self.filter(trusts | academies_where(user, Permission.WRITE_THEORIES, "academy"))


@pghistory.track(pghistory.InsertEvent())
class Verdict(models.Model):
    """What was found at an academy, or in the trust as a whole, and on what evidence. The list only grows."""

    theory = models.ForeignKey(Theory, on_delete=models.PROTECT, related_name="verdicts")
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, null=True, blank=True, related_name="verdicts")
    held = models.CharField("it", max_length=7, choices=Held)
    says = models.TextField("on what evidence", help_text="Name no pupil and no teacher.")
    evidence = models.JSONField(default=list, blank=True, help_text="Keys of records: see academies.providers.records.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (
            # An academy's newest word on each theory.
            models.Index(fields=["academy", "theory", "-at"], name="verdict_of_academy"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(held__in=Held.values), name="verdict_known"),
            models.CheckConstraint(
                condition=~Q(says=""), name="verdict_says_why", violation_error_message="Say on what evidence."
            ),
        )
        triggers = (pgtrigger.Protect(name="verdicts_only_grow", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_held_display()}: {self.theory}"
