"""The network of outstanding teachers: what a colleague would show to others, and visits asked for and made."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, academies_where, anywhere_in_trust_where, roles_with
from academies.models import Academy, Membership
from academies.models.academy import Status
from accounts.models import User
from toolkit.models.about import phases_field
from toolkit.models.practice import Practice


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, user: User) -> OfferQuerySet:
        """For colleagues in the trust: whoever offers says so to staff, not to governors."""
        return self.filter(anywhere_in_trust_where(user, Permission.TRY_PRACTICES, "academy__trust"))

    def editable_by(self, user: User) -> OfferQuerySet:
        """One's own alone: nobody offers a colleague."""
        return self.filter(academies_where(user, Permission.TRY_PRACTICES, "academy"), by=user.pk)

    def standing(self) -> OfferQuerySet:
        """Neither taken back nor of somebody who works there no more: whose role ended is asked for nothing."""
        now: models.QuerySet[Membership] = Membership.objects.current().filter(
            Q(academy=models.OuterRef("academy")) | Q(academy__isnull=True),
            user=models.OuterRef("by"),
            trust=models.OuterRef("academy__trust"),
            role__in=roles_with(Permission.TRY_PRACTICES),
        )
        return self.filter(models.Exists(now), withdrawn_at__isnull=True, academy__status=Status.OPEN)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Offer(models.Model):
    """A practice, a subject, or both."""

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="offers")
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="offers")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, null=True, blank=True, related_name="offers")
    subject = models.CharField(max_length=40, blank=True)
    phases = phases_field()
    says = models.CharField("what a visitor would see", max_length=400)
    when = models.CharField("when it suits", max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(practice__isnull=False) | ~Q(subject=""), name="offer_of_something",
                violation_error_message="Choose a practice or write a subject.",
            ),
            models.CheckConstraint(condition=~Q(says=""), name="offer_says_what"),
            models.UniqueConstraint(
                "by", "practice", models.functions.Lower("subject"), condition=Q(withdrawn_at__isnull=True),
                name="offer_once", nulls_distinct=False, violation_error_message="You offer this already.",
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(name="offer_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="offer_stays_its_makers", operation=pgtrigger.Update, condition=pgtrigger.AnyChange("by")
            ),
        )

    def __str__(self) -> str:
        return str(self.practice or self.subject)


class ShowingState(models.TextChoices):
    ASKED = "asked", "Asked for"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Not possible"
    WITHDRAWN = "withdrawn", "Taken back"
    MADE = "made", "Made"


class ShowingQuerySet(models.QuerySet["Showing"]):
    def visible_to(self, user: User) -> ShowingQuerySet:
        """The two people alone, while they work in that trust; others see numbers."""
        return self.filter(
            anywhere_in_trust_where(user, Permission.TRY_PRACTICES, "offer__academy__trust"),
            Q(asked_by=user.pk) | Q(offer__by=user.pk),
        )

    def editable_by(self, user: User) -> ShowingQuerySet:
        return self.visible_to(user)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Showing(models.Model):
    """A visit to a colleague's classroom. `took`: what the visitor took away, for the two of them."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="showings")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="showings_asked")
    academy = models.ForeignKey(
        Academy, on_delete=models.PROTECT, related_name="showings_asked", help_text="Where the visitor works."
    )
    wish = models.CharField("what you would like to see", max_length=300)
    state = models.CharField(max_length=9, choices=ShowingState, default=ShowingState.ASKED)
    day = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    took = models.TextField("what you took away", blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)

    objects = ShowingQuerySet.as_manager()

    class Meta:
        verbose_name = "visit to a colleague"
        verbose_name_plural = "visits to colleagues"
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ShowingState.values), name="showing_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=("agreed", "made")) | Q(day__isnull=False), name="showing_agreed_has_a_day",
                violation_error_message="Say on which day.",
            ),
            models.CheckConstraint(
                condition=Q(state="made", made_at__isnull=False) | (~Q(state="made") & Q(made_at__isnull=True)),
                name="showing_made_whole",
            ),
            models.UniqueConstraint(
                fields=["offer", "asked_by"], condition=Q(state__in=("asked", "agreed")), name="showing_asked_once",
                violation_error_message="You have asked for this visit already.",
            ),
        )  # fmt: skip
        triggers = (pgtrigger.Protect(name="showing_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"Visit to see {self.offer}"
