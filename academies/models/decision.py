"""A category decision: what the evidence pointed to, what a leader decided, what a second person made of it, what the
head answered. What the leader decided is never changed: it is confirmed or withdrawn. What the second person said is
never changed either; triggers hold both. A later decision may only bring the last day forward."""

from __future__ import annotations

import datetime

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from academies.access import Permission, academies_where
from academies.models.academy import Academy
from academies.models.area import SupportArea
from academies.models.locks import Both
from academies.models.periods import Days
from academies.models.scheme import CategoryScheme, Tier
from accounts.models import User


class DecisionStatus(models.TextChoices):
    AWAITING = "awaiting", "Waiting for a second person"
    CONFIRMED = "confirmed", "Confirmed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Answer(models.TextChoices):
    NONE = "", "Not answered"
    ACCEPTS = "accepts", "Accepts it"
    DISAGREES = "disagrees", "Disagrees"


class DecisionQuerySet(models.QuerySet["CategoryDecision"]):
    def visible_to(self, user: User) -> DecisionQuerySet:
        """Confirmed ones for everybody who may see a category there; those on their way for those who decide."""
        return self.filter(
            academies_where(user, Permission.DECIDE_CATEGORY, "academy")
            | (academies_where(user, Permission.VIEW_CATEGORY, "academy") & Q(status=DecisionStatus.CONFIRMED))
        )

    def editable_by(self, user: User) -> DecisionQuerySet:
        return self.filter(academies_where(user, Permission.DECIDE_CATEGORY, "academy"))

    def answerable_by(self, user: User) -> DecisionQuerySet:
        """Confirmed decisions that the person, who leads the academy, may answer."""
        return self.filter(
            academies_where(user, Permission.ANSWER_CATEGORY, "academy"), status=DecisionStatus.CONFIRMED
        )

    def confirmed(self) -> DecisionQuerySet:
        return self.filter(status=DecisionStatus.CONFIRMED)

    def awaiting(self) -> DecisionQuerySet:
        return self.filter(status=DecisionStatus.AWAITING)

    def on(self, day: datetime.date) -> DecisionQuerySet:
        """Confirmed decisions in force on a day: at most one for each academy and area."""
        return self.confirmed().filter(starts__lte=day, ends__gte=day)

    def of_whole_academy(self) -> DecisionQuerySet:
        return self.filter(area__isnull=True)


DECIDED = (
    "academy", "area", "scheme", "tier", "proposed_tier", "rationale", "evidence", "starts", "planned_end",
    "decided_by", "decided_at",
)  # fmt: skip
CONFIRMED_OR_WITHDRAWN = (
    "status", "moderated_by", "moderated_at", "moderated_tier", "moderation_reason",
    "withdrawn_by", "withdrawn_at", "withdrawn_reason",
)  # fmt: skip


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CategoryDecision(models.Model):
    """`evidence` is what was known on the day: the proposal and its readings, as academies.evidence writes them."""

    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    area = models.ForeignKey(
        SupportArea, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions",
        help_text="Empty: the academy as a whole.",
    )  # fmt: skip
    scheme = models.ForeignKey(CategoryScheme, on_delete=models.PROTECT, related_name="decisions")
    status = models.CharField(max_length=9, choices=DecisionStatus, default=DecisionStatus.AWAITING)
    starts = models.DateField("from")
    ends = models.DateField("until", help_text="The last day.")
    planned_end = models.DateField(editable=False, help_text="`ends` as decided, before a later decision closed it.")

    proposed_tier = models.ForeignKey(Tier, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, related_name="+", verbose_name="category")
    rationale = models.TextField(help_text="Governors read this: name no pupil, and no figure of a small group.")
    evidence = models.JSONField(default=dict, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now, editable=False)

    moderated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    moderated_at = models.DateTimeField(null=True, blank=True)
    moderated_tier = models.ForeignKey(
        Tier, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="What the second person confirmed: the same tier, or another.",
    )  # fmt: skip
    moderation_reason = models.TextField(blank=True)

    answer = models.CharField(max_length=9, choices=Answer, blank=True)
    answer_says = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-starts", "-pk")
        indexes = (
            # An academy's history, and the decision in force of each academy.
            models.Index(fields=["academy", "-starts"], name="decision_of_academy"),
        )
        constraints = (
            ExclusionConstraint(
                name="decision_no_overlap",
                expressions=[
                    ("academy", RangeOperators.EQUAL),
                    (Coalesce("area", Value(0)), RangeOperators.EQUAL),
                    (Days("starts", "ends", Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(status="confirmed"),
                violation_error_message="Another decision is in force in these days.",
            ),
            models.UniqueConstraint(
                fields=["academy", "area"],
                condition=Q(status="awaiting"),
                name="decision_one_awaiting",
                nulls_distinct=False,
                violation_error_message="Another decision for this academy waits for a second person.",
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")) & Q(planned_end__gte=F("ends")),
                name="decision_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                condition=Q(moderated_by__isnull=True) | ~Q(moderated_by=F("decided_by")),
                name="decision_moderated_by_another",
                violation_error_message="Whoever decided cannot moderate. Ask a second person.",
            ),
            models.CheckConstraint(
                condition=Q(moderated_by__isnull=True, moderated_at__isnull=True, moderated_tier__isnull=True)
                | Q(moderated_by__isnull=False, moderated_at__isnull=False, moderated_tier__isnull=False),
                name="decision_moderation_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(moderated_by__isnull=False),
                name="decision_confirmed_was_moderated",
                violation_error_message="A decision is confirmed by a second person.",
            ),
            models.CheckConstraint(
                condition=Q(moderated_tier__isnull=True) | Q(moderated_tier=F("tier")) | ~Q(moderation_reason=""),
                name="decision_change_has_reason",
                violation_error_message="Say why the category is another than the one decided.",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="decision_answer_whole",
            ),
            models.CheckConstraint(
                condition=~Q(answer="disagrees") | ~Q(answer_says=""),
                name="decision_disagreement_has_reason",
                violation_error_message="Say what you disagree with.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="withdrawn", withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                    & ~Q(withdrawn_reason="")
                )
                | (~Q(status="withdrawn") & Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)),
                name="decision_withdrawal_whole",
                violation_error_message="Say why the decision is withdrawn.",
            ),
            models.CheckConstraint(
                condition=Q(answer="") | Q(status="confirmed"),
                name="decision_answered_once_confirmed",
                violation_error_message="A decision is answered once it is confirmed.",
            ),
            models.CheckConstraint(condition=Q(status__in=DecisionStatus.values), name="decision_status_known"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="decision_answer_known"),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(
                name="what_was_decided_stands", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*DECIDED)
            ),
            pgtrigger.Protect(
                name="confirmed_decision_stands",
                operation=pgtrigger.Update,
                condition=Both(
                    pgtrigger.Q(old__status__in=("confirmed", "withdrawn")),
                    pgtrigger.AnyChange(*CONFIRMED_OR_WITHDRAWN),
                ),
            ),
            # After the checks, which say more plainly what is wrong with other days.
            pgtrigger.Protect(
                name="last_day_only_comes_forward",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__ends__gt=pgtrigger.F("old__ends")),
            ),
            pgtrigger.Protect(name="decision_is_never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.confirmed_tier.word} for {self.academy}{f' in {self.area}' if self.area else ''}"

    @property
    def confirmed_tier(self) -> Tier:
        """The second person's, once there is one; the leader's before."""
        return self.moderated_tier or self.tier

    @property
    def was_changed(self) -> bool:
        return self.moderated_tier_id is not None and self.moderated_tier_id != self.tier_id

    @property
    def closed_early(self) -> bool:
        return self.ends < self.planned_end

    def in_force(self, day: datetime.date) -> bool:
        return self.status == DecisionStatus.CONFIRMED and self.starts <= day <= self.ends
