"""The give-and-receive ledger: who of one academy works at another, for how many days, and what came of it."""

from decimal import Decimal

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from academies.access import Permission, academies_where
from academies.models.academy import Academy
from academies.models.area import SupportArea
from academies.models.concern import Concern
from academies.models.decision import CategoryDecision
from academies.models.locks import Both, Either
from accounts.models import User


class DeploymentStatus(models.TextChoices):
    PROPOSED = "proposed", "Waiting for signatures"
    AGREED = "agreed", "Agreed by both heads"
    CLOSED = "closed", "Finished"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class FocusKind(models.TextChoices):
    SUBJECT = "subject", "Subject"
    PRACTICE = "practice", "Practice"
    AREA = "area", "Area of work"


class DeploymentQuerySet(models.QuerySet["Deployment"]):
    def visible_to(self, user: User) -> "DeploymentQuerySet":
        return self.filter(
            academies_where(user, Permission.VIEW_SUPPORT, "giver")
            | academies_where(user, Permission.VIEW_SUPPORT, "receiver")
        )

    def editable_by(self, user: User) -> "DeploymentQuerySet":
        """Either side, and the trust's leaders: they log days, change terms, close."""
        return self.filter(
            academies_where(user, Permission.PROPOSE_DEPLOYMENT, "giver")
            | academies_where(user, Permission.PROPOSE_DEPLOYMENT, "receiver")
        )

    def standing(self) -> "DeploymentQuerySet":
        """What counts in the ledger: agreed by both, running or finished."""
        return self.filter(status__in=(DeploymentStatus.AGREED, DeploymentStatus.CLOSED))


TERMS = (
    "giver", "receiver", "person", "focus_kind", "focus", "area", "days_pledged", "starts", "ends", "intended_impact",
)  # fmt: skip
ENDED = ("closed", "declined", "withdrawn")
WORDS_OF_END = (
    "status", "actual_impact", "ended_reason", "ended_by", "ended_at",
    "giver_signed_by", "giver_signed_at", "receiver_signed_by", "receiver_signed_at",
)  # fmt: skip


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Deployment(models.Model):
    """`TERMS` are what both heads sign. To change them afterwards is to propose anew: both signatures fall."""

    giver = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="deployments_given", db_index=False)
    receiver = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="deployments_received", db_index=False)
    person = models.CharField("who goes", max_length=150)
    focus_kind = models.CharField("focus on a", max_length=8, choices=FocusKind, default=FocusKind.SUBJECT)
    focus = models.CharField(max_length=120)
    area = models.ForeignKey(SupportArea, on_delete=models.PROTECT, null=True, blank=True, related_name="deployments")
    days_pledged = models.DecimalField(
        "days pledged", max_digits=5, decimal_places=1, validators=[MinValueValidator(Decimal("0.5"))]
    )
    days_released = models.DecimalField(max_digits=5, decimal_places=1, default=0, editable=False)
    starts = models.DateField("from")
    ends = models.DateField("until")
    intended_impact = models.TextField("what should be different afterwards, and how one will see it")
    actual_impact = models.TextField("what was different afterwards", blank=True)
    status = models.CharField(max_length=9, choices=DeploymentStatus, default=DeploymentStatus.PROPOSED)
    # What it came from.
    decision = models.ForeignKey(
        CategoryDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="deployments"
    )
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True, blank=True, related_name="deployments")

    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    giver_signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    giver_signed_at = models.DateTimeField(null=True, blank=True)
    receiver_signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    receiver_signed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField("why it was declined or withdrawn", blank=True)

    objects = DeploymentQuerySet.as_manager()

    class Meta:
        ordering = ("-starts", "-pk")
        indexes = (
            # What an academy gives and receives.
            models.Index(fields=["giver", "-starts"], name="deployment_given"),
            models.Index(fields=["receiver", "-starts"], name="deployment_received"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")),
                name="deployment_between_two",
                violation_error_message="An academy does not lend people to itself. Choose two academies.",
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="deployment_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                condition=Q(days_pledged__gt=0),
                name="deployment_pledges_days",
                violation_error_message="Pledge half a day at least.",
            ),
            models.CheckConstraint(
                condition=Q(days_released__gte=0, days_released__lte=F("days_pledged")),
                name="deployment_within_pledge",
                violation_error_message="More days than pledged. Change the pledge first; both heads sign it anew.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("agreed", "closed"))
                | Q(giver_signed_by__isnull=False, receiver_signed_by__isnull=False),
                name="deployment_agreed_is_signed",
                violation_error_message="Both heads sign before the support is agreed.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(giver_signed_by__isnull=True, giver_signed_at__isnull=True)
                    | Q(giver_signed_by__isnull=False, giver_signed_at__isnull=False)
                )
                & (
                    Q(receiver_signed_by__isnull=True, receiver_signed_at__isnull=True)
                    | Q(receiver_signed_by__isnull=False, receiver_signed_at__isnull=False)
                ),
                name="deployment_signatures_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | ~Q(actual_impact=""),
                name="deployment_closed_says_impact",
                violation_error_message="Say what was different afterwards.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("declined", "withdrawn")) | ~Q(ended_reason=""),
                name="deployment_ended_has_reason",
                violation_error_message="Say why.",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=ENDED) & Q(ended_by__isnull=False, ended_at__isnull=False))
                | (~Q(status__in=ENDED) & Q(ended_by__isnull=True, ended_at__isnull=True)),
                name="deployment_ended_by_somebody",
            ),
            models.CheckConstraint(condition=Q(status__in=DeploymentStatus.values), name="deployment_status_known"),
            models.CheckConstraint(condition=Q(focus_kind__in=FocusKind.values), name="deployment_focus_kind_known"),
        )
        triggers = (
            # Terms change only where no signature stands under them; what has ended says for good what it said.
            pgtrigger.Protect(
                name="signed_terms_stand",
                operation=pgtrigger.Update,
                condition=Either(
                    Both(
                        pgtrigger.Q(new__giver_signed_by__isnull=False)
                        | pgtrigger.Q(new__receiver_signed_by__isnull=False),
                        pgtrigger.AnyChange(*TERMS),
                    ),
                    Both(pgtrigger.Q(old__status__in=ENDED), pgtrigger.AnyChange(*TERMS, *WORDS_OF_END)),
                ),
            ),
            # Days are worked by logging them: nobody writes another total than the log's.
            pgtrigger.Trigger(
                name="total_is_the_logs",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=pgtrigger.Func(  # type: ignore[no-untyped-call]
                    """
                    IF NEW.days_released <> (
                        SELECT COALESCE(SUM(days), 0) FROM academies_releaseddays
                        WHERE deployment_id = NEW.id AND struck_at IS NULL
                    ) THEN
                        RAISE EXCEPTION 'Days released are the sum of the days that were logged.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                    """
                ),
            ),
            pgtrigger.Protect(name="deployment_is_never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.focus}: {self.giver} for {self.receiver}"

    @property
    def worked_of_pledged(self) -> str:
        """'7 of 10'; half days as 2.5."""
        return f"{float(self.days_released):g} of {float(self.days_pledged):g}"

    def clean(self) -> None:
        """What a form shows beside the field; the constraints hold most of it for every other way of writing."""
        wrong: dict[str, str] = {}
        if self.giver_id and self.giver_id == self.receiver_id:
            wrong["receiver"] = "An academy does not lend people to itself. Choose another academy."
        elif self.giver_id and self.receiver_id and self.giver.trust_id != self.receiver.trust_id:
            wrong["receiver"] = "The two academies belong to different trusts."
        if self.starts and self.ends and self.ends < self.starts:
            wrong["ends"] = "The last day is before the first."
        if self.days_pledged and self.days_pledged % Decimal("0.5"):
            wrong["days_pledged"] = "Pledge whole or half days."
        elif self.days_pledged and self.days_released > self.days_pledged:
            wrong["days_pledged"] = f"{float(self.days_released):g} days are worked already. Pledge no fewer."
        if self.area and self.giver_id and self.area.trust_id != self.giver.trust_id:
            wrong["area"] = "This subject or area belongs to another trust."
        elif self.area and self.focus_kind != FocusKind.PRACTICE and self.focus_kind != self.area.kind:
            said = "an area of work" if self.area.kind == FocusKind.AREA else "a subject"
            wrong["area"] = f"{self.area} is {said}. Choose that kind of focus, or another one here."
        if wrong:
            raise ValidationError(wrong)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ReleasedDays(models.Model):
    """Days that were worked of a deployment. A mistake is struck out with its reason, never deleted."""

    deployment = models.ForeignKey(Deployment, on_delete=models.CASCADE, related_name="releases")
    on = models.DateField("worked on", db_column="on_day")
    days = models.DecimalField(
        max_digits=4, decimal_places=1, default=1, validators=[MinValueValidator(Decimal("0.5"))]
    )
    note = models.TextField("what was done", blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    struck_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "released days"
        ordering = ("on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(days__gt=0), name="release_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_by__isnull=True, struck_reason="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
                name="release_struck_has_reason",
                violation_error_message="Say why it is struck out.",
            ),
        )
        triggers = (
            # The deployment's own total is the sum of what stands, whoever writes; its CHECK then holds the pledge.
            # The row is locked before the sum is taken, so that of two logs at once the second counts the first.
            pgtrigger.Trigger(
                name="released_days_are_summed",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=pgtrigger.Func(  # type: ignore[no-untyped-call]
                    """
                    PERFORM 1 FROM academies_deployment WHERE id = NEW.deployment_id FOR UPDATE;
                    UPDATE academies_deployment SET days_released = (
                        SELECT COALESCE(SUM(days), 0) FROM {meta.db_table}
                        WHERE deployment_id = NEW.deployment_id AND struck_at IS NULL
                    ) WHERE id = NEW.deployment_id;
                    RETURN NULL;
                    """
                ),
            ),
            # A log only grows: a line is struck out once and says otherwise what it always said.
            pgtrigger.Protect(
                name="released_days_stand",
                operation=pgtrigger.Update,
                condition=Either(
                    pgtrigger.Q(old__struck_at__isnull=False),
                    pgtrigger.AnyChange("deployment", "on", "days", "note", "recorded_by", "recorded_at"),
                ),
            ),
            pgtrigger.Protect(name="released_days_are_never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.days} days of {self.deployment}"
