"""Graduated support: what the category promises an academy, dated, and what was delivered of it."""

import datetime
from decimal import Decimal

import pghistory
import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import DecimalField, F, Q, Sum, Value
from django.db.models.functions import Coalesce, Floor
from django.utils import timezone

from academies.access import Permission, academies_where
from academies.models.academy import Academy
from academies.models.decision import CategoryDecision
from academies.models.locks import Both, Either
from accounts.models import User


class SupportKind(models.TextChoices):
    VISIT = "visit", "Quality-assurance visit"
    FULL_DAY_REVIEW = "full_day_review", "External full-day review"
    LEADER_DAYS = "leader_days", "Leader days"
    COACHING_DAYS = "coaching_days", "Coaching days"
    PARTNERSHIP = "partnership", "Partnership meeting"
    CATEGORY_REVIEW = "category_review", "Review of the category"


# Kinds that are promised in days; the others happen once each.
IN_DAYS = (SupportKind.LEADER_DAYS, SupportKind.COACHING_DAYS)


DELIVERED = Coalesce(
    Sum("deliveries__amount", filter=Q(deliveries__struck_at__isnull=True)),
    Value(Decimal(0)),
    output_field=DecimalField(max_digits=6, decimal_places=1),
)


HALVES = Q(amount=Floor(F("amount") * 2) / 2)
IN_HALVES = "Days are whole or half days."


class PromiseQuerySet(models.QuerySet["SupportPromise"]):
    def visible_to(self, user: User) -> "PromiseQuerySet":
        return self.filter(academies_where(user, Permission.VIEW_SUPPORT, "academy"))

    def editable_by(self, user: User) -> "PromiseQuerySet":
        return self.filter(academies_where(user, Permission.MANAGE_SUPPORT, "academy"))

    def standing(self) -> "PromiseQuerySet":
        """Promises that were not called off."""
        return self.filter(called_off_at__isnull=True)

    def with_delivered(self) -> "PromiseQuerySet":
        """Each with `delivered`: the sum of what stands of its deliveries, 0 where there is none."""
        return self.annotate(delivered=DELIVERED)

    def open(self) -> "PromiseQuerySet":
        """Standing promises that are not delivered in full, with `delivered`."""
        return self.standing().annotate(delivered=DELIVERED).filter(delivered__lt=F("amount"))

    def late(self, day: datetime.date) -> "PromiseQuerySet":
        """Standing promises that were due before `day` and are not delivered in full, with `delivered`."""
        return self.open().filter(due__lt=day)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SupportPromise(models.Model):
    """One dated piece of the entitlement: a visit, a review, a meeting (amount 1), or a term's days."""

    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="promises", db_index=False)
    decision = models.ForeignKey(
        CategoryDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="promises",
        help_text="Empty: support beyond the category.",
    )  # fmt: skip
    kind = models.CharField(max_length=16, choices=SupportKind)
    amount = models.DecimalField(
        max_digits=4, decimal_places=1, default=1, validators=[MinValueValidator(Decimal("0.5"))],
        help_text="Days for leader and coaching days; otherwise 1.",
    )  # fmt: skip
    due = models.DateField(help_text="The last day on which it is in time.")
    planned_on = models.DateField("planned for", null=True, blank=True)
    lead = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    focus = models.CharField(max_length=200, blank=True)
    reason = models.CharField("why beyond the category", max_length=300, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    called_off_reason = models.CharField(max_length=300, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ("due", "kind", "pk")
        indexes = (
            # What is due and late at an academy, and over the trust.
            models.Index(fields=["academy", "due"], name="promise_due", condition=Q(called_off_at__isnull=True)),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=SupportKind.values), name="promise_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=IN_DAYS, amount__gt=0) | (~Q(kind__in=IN_DAYS) & Q(amount=1)),
                name="promise_amount_fits_kind",
                violation_error_message="Days are more than none; a visit, a review and a meeting count as one.",
            ),
            models.CheckConstraint(condition=HALVES, name="promise_in_halves", violation_error_message=IN_HALVES),
            models.CheckConstraint(
                condition=Q(decision__isnull=False) | ~Q(reason=""),
                name="promise_beyond_category_has_reason",
                violation_error_message="Say why the academy gets this beyond its category.",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True, called_off_reason="")
                | (Q(called_off_at__isnull=False) & ~Q(called_off_reason="")),
                name="promise_called_off_has_reason",
                violation_error_message="Say why it is called off.",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="promise_is_never_deleted", operation=pgtrigger.Delete),
            # What was promised stands: it is planned, delivered or called off, and called off for good.
            pgtrigger.Protect(
                name="promise_stands",
                operation=pgtrigger.Update,
                condition=Either(
                    pgtrigger.AnyChange("academy", "decision", "kind", "amount", "due", "reason", "made_by"),
                    Both(
                        pgtrigger.Q(old__called_off_at__isnull=False),
                        pgtrigger.AnyChange("called_off_at", "called_off_by", "called_off_reason"),
                    ),
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.academy}, due {self.due:%-d %B %Y}"


def _fits_its_promise() -> pgtrigger.Trigger:
    """What happens once is delivered once and counts one. The promise is locked: two who record it take turns."""
    return pgtrigger.Trigger(
        name="delivery_fits_promise",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("promised", "TEXT")],
        func=pgtrigger.Func(  # type: ignore[no-untyped-call]
            f"""
            SELECT kind INTO promised FROM academies_supportpromise WHERE id = NEW.promise_id FOR UPDATE;
            IF promised NOT IN ({", ".join(f"'{kind.value}'" for kind in IN_DAYS)}) AND NEW.struck_at IS NULL THEN
                IF NEW.amount <> 1 THEN
                    RAISE EXCEPTION 'A visit, a review and a meeting count as one.' USING ERRCODE = 'check_violation';
                END IF;
                IF EXISTS (
                    SELECT 1 FROM academies_supportdelivery d
                    WHERE d.promise_id = NEW.promise_id AND d.struck_at IS NULL
                ) THEN
                    RAISE EXCEPTION 'This is delivered already.' USING ERRCODE = 'unique_violation';
                END IF;
            END IF;
            RETURN NEW;
            """
        ),
    )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SupportDelivery(models.Model):
    """What was done of a promise. A mistake is struck out with its reason, never deleted."""

    promise = models.ForeignKey(SupportPromise, on_delete=models.CASCADE, related_name="deliveries")
    on = models.DateField("done on", db_column="on_day")
    amount = models.DecimalField(
        max_digits=4, decimal_places=1, default=1, validators=[MinValueValidator(Decimal("0.5"))]
    )
    led_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField("what was found and agreed", blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    struck_at = models.DateTimeField("struck out", null=True, blank=True)
    struck_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    struck_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "support deliveries"
        ordering = ("on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="delivery_amount_above_nothing"),
            models.CheckConstraint(condition=HALVES, name="delivery_in_halves", violation_error_message=IN_HALVES),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_by__isnull=True, struck_reason="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
                name="delivery_struck_has_reason",
                violation_error_message="Say why it is struck out.",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="delivery_is_never_deleted", operation=pgtrigger.Delete),
            # What was delivered stands, or is struck out once. Its note may be put better.
            pgtrigger.Protect(
                name="delivery_stands",
                operation=pgtrigger.Update,
                condition=Either(
                    pgtrigger.AnyChange("promise", "on", "amount", "led_by", "recorded_by", "recorded_at"),
                    Both(
                        pgtrigger.Q(old__struck_at__isnull=False),
                        pgtrigger.AnyChange("struck_at", "struck_by", "struck_reason"),
                    ),
                ),
            ),
            _fits_its_promise(),
        )

    def __str__(self) -> str:
        return f"{self.promise}: {self.on:%-d %B %Y}"
