"""A coaching cycle: two colleagues, a practice in focus, a goal in the coachee's words, a rhythm.

Everything of a cycle belongs to its coach and its coachee. `visible_to` is the first lock; the second is the
database's own (coaching/wall.py), which shows rows to whoever `reading_as` opened them for, and to nobody else.
"""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from academies.access import Permission, held
from academies.models import Academy, Trust
from accounts.models import User
from coaching.models.approach import Approach
from toolkit.models import Practice


class CycleState(models.TextChoices):
    INVITED = "invited", "Invited"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Taken back"
    ACTIVE = "active", "Running"
    CLOSED = "closed", "Closed"


class ClosedWhy(models.TextChoices):
    DONE = "done", "The goal is reached, or the time was up"
    STOPPED = "stopped", "One of us ended it"
    COACH_LEFT = "coach_left", "The coach has left"
    COACHEE_LEFT = "coachee_left", "The coachee has left"


class CycleQuerySet(models.QuerySet["Cycle"]):
    def visible_to(self, user: User) -> CycleQuerySet:
        """One's own as coachee, for good; as coach, while one works for that trust."""
        return self.filter(Q(coachee=user.pk) | coached_by(user))

    def editable_by(self, user: User) -> CycleQuerySet:
        return self.visible_to(user)

    def running(self) -> CycleQuerySet:
        return self.filter(state=CycleState.ACTIVE)


def coached_by(user: User) -> Q:
    return Q(coach=user.pk, trust__in=held(user, Permission.COACH).values("trust"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Cycle(models.Model):
    """`academy`: where the coachee works. `practice` or `focus`: what is worked on. `goal`: in the coachee's words, who
    alone writes it. `expires_on`: the last day on which the invitation can be accepted."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="+")
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="+")
    coach = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    coachee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approach = models.ForeignKey(Approach, on_delete=models.PROTECT, related_name="+", verbose_name="model")
    practice = models.ForeignKey(
        Practice, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="practice in focus"
    )
    focus = models.CharField("or a focus in your own words", max_length=160, blank=True)
    goal = models.TextField("goal", blank=True, help_text="What pupils will do that they do not do now.")
    rhythm_weeks = models.PositiveSmallIntegerField("weeks between visits", default=2)
    state = models.CharField(max_length=9, choices=CycleState, default=CycleState.INVITED)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    says = models.CharField("a word with it", max_length=400, blank=True)
    expires_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_why = models.CharField(max_length=12, choices=ClosedWhy, blank=True)
    came = models.TextField("what came of it", blank=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ("-invited_at", "-pk")
        indexes = (
            # Both ask at every sign-in: which cycles are mine? The policies ask it for every statement.
            models.Index(fields=["coach", "state"], name="cycle_of_coach"),
            models.Index(fields=["coachee", "state"], name="cycle_of_coachee"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(coach=F("coachee")), name="cycle_of_two",
                violation_error_message="Nobody coaches themselves: choose a colleague.",
            ),
            models.CheckConstraint(condition=Q(state__in=CycleState.values), name="cycle_state_known"),
            models.CheckConstraint(
                condition=Q(practice__isnull=False) | ~Q(focus=""), name="cycle_has_a_focus",
                violation_error_message="Choose a practice from the toolkit, or say in a few words what you work on.",
            ),
            models.CheckConstraint(
                condition=Q(rhythm_weeks__gte=1, rhythm_weeks__lte=12), name="cycle_rhythm_within_a_term",
                violation_error_message="Between two visits lie one to twelve weeks.",
            ),
            models.CheckConstraint(
                condition=Q(invited_by=F("coach")) | Q(invited_by=F("coachee")), name="cycle_invited_by_one_of_two"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("invited", "withdrawn"), answered_at__isnull=True)
                | Q(state__in=("declined", "active", "closed"), answered_at__isnull=False),
                name="cycle_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(closed_why="")
                | (~Q(state="closed") & Q(closed_at__isnull=True, closed_by__isnull=True, closed_why="")),
                name="cycle_closed_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | ~Q(goal=""), name="cycle_runs_with_a_goal",
                violation_error_message="Say in your own words what you want to reach.",
            ),
            models.UniqueConstraint(
                fields=["coach", "coachee"], condition=Q(state__in=("invited", "active")), name="cycle_one_at_a_time",
                violation_error_message="You two have a cycle, or an invitation to one, already.",
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(name="cycle_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="cycle_keeps_its_two",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("trust", "academy", "coach", "coachee", "invited_by", "invited_at"),
            ),
            pgtrigger.Protect(
                name="ended_cycle_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=("declined", "withdrawn", "closed")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.coach} and {self.coachee}"


class OfCycleQuerySet(models.QuerySet[Any]):
    """What belongs to a cycle: as the cycle."""

    def visible_to(self, user: User) -> OfCycleQuerySet:
        return self.filter(cycle__in=Cycle.objects.visible_to(user))

    def editable_by(self, user: User) -> OfCycleQuerySet:
        """While the cycle runs: what was said in it stands once it has closed."""
        return self.filter(cycle__in=Cycle.objects.editable_by(user).running())


def only_while_running(name: str) -> pgtrigger.Trigger:
    """Nothing is added to or changed in a cycle that does not run; and nothing moves to another cycle."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
        IF NOT EXISTS (SELECT 1 FROM coaching_cycle c WHERE c.id = NEW.cycle_id AND c.state = 'active')
            OR (TG_OP = 'UPDATE' AND OLD.cycle_id <> NEW.cycle_id)
        THEN
            RAISE EXCEPTION 'This cycle does not run (any more): nothing is added to it.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
        """,
    )
