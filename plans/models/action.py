"""Actions of a priority: who does what by when, what it costs, how it goes, and what it came from."""

from __future__ import annotations

from decimal import Decimal

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from academies.access import Permission, academies_where
from accounts.models import User
from plans.models.priority import Priority
from toolkit.models import Practice


class ActionState(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class Rag(models.TextChoices):
    NONE = "", "Not rated"
    GREEN = "green", "On course"
    AMBER = "amber", "Needs attention"
    RED = "red", "Off course"


def _read_by(user: User, path: str = "") -> Q:
    """`path` leads from the row to its action ("action__"); empty for the action itself."""
    place = f"{path}priority__plan__academy"
    own = academies_where(user, Permission.VIEW_ACADEMY, place) & Q(**{f"{path}owner": user.pk})
    return academies_where(user, Permission.VIEW_PLAN, place) | own


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: User) -> ActionQuerySet:
        """The plan's readers; and its owner, who may be a teacher, sees this one."""
        return self.filter(_read_by(user))

    def editable_by(self, user: User) -> ActionQuerySet:
        return self.filter(academies_where(user, Permission.EDIT_PLAN, "priority__plan__academy"))

    def reported_by(self, user: User) -> ActionQuerySet:
        """Who may say how it goes: whoever writes the plan, and its owner."""
        own = academies_where(user, Permission.VIEW_ACADEMY, "priority__plan__academy") & Q(owner=user.pk)
        return self.filter(academies_where(user, Permission.EDIT_PLAN, "priority__plan__academy") | own)

    def open(self) -> ActionQuerySet:
        """What goes on in the plan of the next year is open there, not here as well."""
        return self.filter(state=ActionState.OPEN, priority__dropped_at__isnull=True, continued_by__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Action(models.Model):
    """`origin` is the key of the record that it answers ("decision:12", "gap:ks2_reading_exp"); see
    academies.providers.records. Cost in pounds, staff time in days."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="actions")
    order = models.PositiveSmallIntegerField(default=0)
    says = models.CharField("what is done", max_length=240)
    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_actions", verbose_name="who does it"
    )
    starts = models.DateField("from", null=True, blank=True)
    due = models.DateField("by")
    cost = models.DecimalField(
        "cost in pounds", max_digits=9, decimal_places=2, default=0, validators=[MinValueValidator(Decimal(0))]
    )
    staff_days = models.DecimalField(
        "staff days", max_digits=6, decimal_places=1, default=0, validators=[MinValueValidator(Decimal(0))]
    )
    state = models.CharField(max_length=7, choices=ActionState, default=ActionState.OPEN)
    rag = models.CharField("how it goes", max_length=5, choices=Rag, blank=True)
    rag_says = models.CharField("in a sentence", max_length=300, blank=True)
    done_on = models.DateField(null=True, blank=True)
    evidence = models.JSONField(default=list, blank=True, help_text="Keys of records: see academies.providers.records.")
    origin = models.CharField("came from", max_length=80, blank=True)
    practice = models.ForeignKey(
        Practice, on_delete=models.PROTECT, null=True, blank=True, related_name="actions",
        verbose_name="practice of the toolkit",
    )  # fmt: skip
    continues = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by", editable=False
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ("due", "order", "pk")
        indexes = (
            # What is open and due, for lists and home pages.
            models.Index(fields=["due"], name="action_open_due", condition=Q(state="open")),
            # What came of a record.
            models.Index(fields=["origin"], name="action_origin", condition=~Q(origin="")),
            # What looks like a word that somebody searches for.
            GinIndex(OpClass(F("says"), name="gin_trgm_ops"), name="action_says_like"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="action_state_known"),
            models.CheckConstraint(condition=Q(rag__in=Rag.values), name="action_rag_known"),
            models.CheckConstraint(
                condition=Q(rag="") | ~Q(rag_says=""), name="action_rag_says_why",
                violation_error_message="Say in a sentence why.",
            ),
            models.CheckConstraint(
                condition=(Q(state="done") & Q(done_on__isnull=False)) | (~Q(state="done") & Q(done_on__isnull=True)),
                name="action_done_has_day",
                violation_error_message="Say on which day it was done.",
            ),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(due__gte=F("starts")),
                name="action_due_after_it_starts",
                violation_error_message="It would be due before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(cost__gte=0, staff_days__gte=0), name="action_cost_not_negative",
                violation_error_message="Costs and days are 0 or more.",
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(name="action_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="action_practice_of_its_trust",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF NEW.practice_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM plans_priority r
                    JOIN plans_plan n ON n.id = r.plan_id
                    JOIN academies_academy a ON a.id = n.academy_id
                    JOIN toolkit_practice p ON p.trust_id = a.trust_id
                    WHERE r.id = NEW.priority_id AND p.id = NEW.practice_id
                ) THEN
                    RAISE EXCEPTION 'The action and its practice are of one trust.' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.says


class ActionUpdateQuerySet(models.QuerySet["ActionUpdate"]):
    def visible_to(self, user: User) -> ActionUpdateQuerySet:
        """As the actions that they speak of, asked by way of their plan: a list within a list is slow to search."""
        return self.filter(_read_by(user, "action__"))

    def editable_by(self, user: User) -> ActionUpdateQuerySet:
        """Who may add one; what was said stands."""
        return self.filter(action__in=Action.objects.reported_by(user))


@pghistory.track(pghistory.InsertEvent())
class ActionUpdate(models.Model):
    """How an action went, each time somebody said so. The list only grows."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    state = models.CharField(max_length=7, choices=ActionState)
    rag = models.CharField(max_length=5, choices=Rag, blank=True)
    says = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ActionUpdateQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(says=""), name="action_update_says", violation_error_message="Say in a sentence why."
            ),
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="action_update_state_known"),
            models.CheckConstraint(condition=Q(rag__in=Rag.values), name="action_update_rag_known"),
        )
        triggers = (pgtrigger.Protect(name="action_updates_only_grow", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.says
