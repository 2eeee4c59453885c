"""A priority of a plan: what is to change, why, by which theory of action, and which figure it should move how far."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from academies.access import Permission, academies_where
from academies.models.term import academic_year_field
from accounts.models import User
from plans.models.plan import Plan
from plans.models.programme import TrustPriority
from toolkit.models import Theory

MOST = 5


class FigureOf(models.TextChoices):
    """Which of a measure's figures a priority should move."""

    GAP = "gap", "The gap between disadvantaged pupils and others"
    DISADVANTAGED = "dis", "What disadvantaged pupils reach"


class PriorityQuerySet(models.QuerySet["Priority"]):
    def visible_to(self, user: User) -> PriorityQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_PLAN, "plan__academy"))

    def editable_by(self, user: User) -> PriorityQuerySet:
        return self.filter(academies_where(user, Permission.EDIT_PLAN, "plan__academy"))

    def standing(self) -> PriorityQuerySet:
        return self.filter(dropped_at__isnull=True)


MEASURED = ("measure", "figure_of", "breakdown", "better", "baseline", "baseline_year", "baseline_checkpoint", "target")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Priority(models.Model):
    """`baseline` is a gap as points behind (lower is better) or a value in the measure's unit, as staff read it on the
    day it was set. Readers are shown it only where the disclosure door shows them that figure: never this column.
    `target_*` say by which checkpoint of which year. `better` is the direction of the figure: "higher" or "lower"."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="priorities")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField("what is to change", max_length=160)
    rationale = models.TextField(
        "why", blank=True, help_text="What the evidence says. Governors read this: name no pupil and no teacher."
    )
    condition = models.CharField(
        "condition in the rings", max_length=30, blank=True, help_text="Slug in strategy/rings.toml."
    )
    pillar = models.CharField(max_length=20, blank=True, help_text="Slug in strategy/pillars.toml.")
    theory = models.ForeignKey(
        Theory, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_priorities",
        verbose_name="theory of action",
    )  # fmt: skip
    trust_priority = models.ForeignKey(
        TrustPriority, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_priorities",
        verbose_name="trust’s priority that it serves",
    )  # fmt: skip
    target_group = models.CharField("for which pupils", max_length=160, blank=True)
    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="who leads it"
    )
    evidence = models.JSONField(default=list, blank=True, help_text="Keys of records that it came from.")

    measure = models.CharField(max_length=40, blank=True, help_text="Slug of a measure.")
    figure_of = models.CharField("which figure", max_length=3, choices=FigureOf, default=FigureOf.GAP)
    breakdown = models.CharField("among", max_length=12, default="all", help_text="As in a gap figure: all, year:6.")
    better = models.CharField(max_length=6, blank=True, editable=False)
    baseline = models.DecimalField("from", max_digits=7, decimal_places=2, null=True, blank=True)
    baseline_year = academic_year_field(null=True, blank=True)
    baseline_checkpoint = models.CharField("checkpoint of the baseline", max_length=40, blank=True)
    target = models.DecimalField("to", max_digits=7, decimal_places=2, null=True, blank=True)
    target_year = academic_year_field(null=True, blank=True)
    target_checkpoint = models.CharField("by which checkpoint", max_length=40, blank=True)

    continues = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by", editable=False,
        help_text="The priority of the plan before that this one goes on with.",
    )  # fmt: skip
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.TextField("why it is dropped", blank=True)

    objects = PriorityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "priorities"
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(figure_of__in=FigureOf.values), name="priority_figure_known"),
            models.CheckConstraint(condition=Q(better__in=("", "higher", "lower")), name="priority_better_known"),
            models.CheckConstraint(
                condition=Q(target__isnull=True)
                | (~Q(measure="") & ~Q(better="") & ~Q(target_checkpoint="") & Q(target_year__isnull=False)),
                name="priority_target_whole",
                violation_error_message="A target needs a measure and the checkpoint by which it is reached.",
            ),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True)
                | Q(target__isnull=True)
                | Q(better="higher", target__gt=F("baseline"))
                | Q(better="lower", target__lt=F("baseline")),
                name="priority_target_is_better",
                violation_error_message="The target is no better than the figure it starts from.",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_because="")
                | (Q(dropped_at__isnull=False) & ~Q(dropped_because="")),
                name="priority_dropped_says_why",
                violation_error_message="Say why it is dropped.",
            ),
        )
        triggers = (
            # Five at most, whoever writes; the plan's row is locked, so that of two sixth ones at once none gets in.
            pgtrigger.Trigger(
                name="at_most_five",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=pgtrigger.Func(  # type: ignore[no-untyped-call]
                    f"""
                    PERFORM 1 FROM plans_plan WHERE id = NEW.plan_id FOR UPDATE;
                    IF (
                        SELECT COUNT(*) FROM plans_priority WHERE plan_id = NEW.plan_id AND dropped_at IS NULL
                    ) > {MOST} THEN
                        RAISE EXCEPTION 'A plan has five priorities at most.' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                    """
                ),
            ),
            pgtrigger.Protect(
                name="priority_stays_in_its_plan", operation=pgtrigger.Update, condition=pgtrigger.AnyChange("plan")
            ),
            pgtrigger.Protect(name="priority_is_never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.title


class Met(models.TextChoices):
    OPEN = "", "Not yet judged"
    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT_MET = "not_met", "Not met"


class SuccessCriterionQuerySet(models.QuerySet["SuccessCriterion"]):
    def visible_to(self, user: User) -> SuccessCriterionQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_PLAN, "priority__plan__academy"))

    def editable_by(self, user: User) -> SuccessCriterionQuerySet:
        return self.filter(academies_where(user, Permission.EDIT_PLAN, "priority__plan__academy"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SuccessCriterion(models.Model):
    """How the academy will know that a priority has succeeded, in words."""

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="criteria")
    says = models.CharField("we shall have succeeded when", max_length=300)
    met = models.CharField(max_length=7, choices=Met, blank=True)
    note = models.TextField("what shows it", blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = SuccessCriterionQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "success criteria"
        ordering = ("order", "pk")
        constraints = (models.CheckConstraint(condition=Q(met__in=Met.values), name="criterion_met_known"),)
        triggers = (pgtrigger.Protect(name="success_criterion_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.says


class MeaningQuerySet(models.QuerySet["Meaning"]):
    def visible_to(self, user: User) -> MeaningQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_PLAN, "priority__plan__academy"))

    def editable_by(self, user: User) -> MeaningQuerySet:
        """Who may write one; what was written stands."""
        return self.filter(academies_where(user, Permission.EDIT_PLAN, "priority__plan__academy"))


@pghistory.track(pghistory.InsertEvent())
class Meaning(models.Model):
    """What the head made of a new figure. `reading` is the figure as staff read it: value, low, high, n, run; it is
    never shown to readers, who get theirs of the same year and checkpoint from the disclosure door."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="meanings")
    academic_year = academic_year_field()
    checkpoint = models.CharField(max_length=40)
    reading = models.JSONField(default=dict)
    says = models.TextField(
        "what it means", help_text="Governors read this: name no pupil, no figure of a small group."
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeaningQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(says=""), name="meaning_says", violation_error_message="Write what it means."
            ),
        )
        triggers = (pgtrigger.Protect(name="meanings_only_grow", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"On {self.checkpoint}: {self.priority}"
