"""The one action step of a visit, its checks at later visits, and the coachee's own looks back at it."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from coaching.models.cycle import Cycle, OfCycleQuerySet, only_while_running
from coaching.models.visit import Visit
from toolkit.models import PracticeStep


class StepState(models.TextChoices):
    OPEN = "open", "Being worked on"
    SECURE = "secure", "Secure"
    SET_ASIDE = "set_aside", "Set aside"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ActionStep(models.Model):
    """`says`: the step in the words that the two agreed on, also where it is one of the practice's (`practice_step`).
    `rehearsed`: what was rehearsed, and how it went. Until the feedback is given, the coachee does not read it."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="steps", db_index=False)
    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="step")
    practice_step = models.ForeignKey(PracticeStep, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    says = models.CharField("action step", max_length=300, blank=True)
    rehearsed = models.TextField("rehearsal", blank=True)
    rehearsed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=StepState, default=StepState.OPEN)
    given_on = models.DateField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        ordering = ("-visit__day", "-pk")
        indexes = (models.Index(fields=["cycle", "state"], name="step_of_cycle"),)
        constraints = (
            # While the feedback is being written it may stand empty, since nothing is deleted.
            models.CheckConstraint(
                condition=~Q(says="") | Q(given_on__isnull=True), name="action_step_says",
                violation_error_message="Say what the step is.",
            ),
            models.CheckConstraint(condition=Q(state__in=StepState.values), name="action_step_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True) | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="action_step_settled_whole",
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(name="action_step_is_never_deleted", operation=pgtrigger.Delete),
            only_while_running("action_step_while_running"),
        )

    def __str__(self) -> str:
        return self.says


class Seen(models.TextChoices):
    NOT_YET = "not_yet", "Not yet"
    PARTLY = "partly", "In part"
    SECURE = "secure", "Secure"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class StepCheck(models.Model):
    """What a later visit saw of the step. The newest word counts."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="checks", db_index=False)
    step = models.ForeignKey(ActionStep, on_delete=models.PROTECT, related_name="checks", db_index=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="checks")
    seen = models.CharField(max_length=7, choices=Seen)
    says = models.CharField("what you saw of it", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        ordering = ("visit__day", "pk")
        constraints = (
            models.UniqueConstraint(fields=["step", "visit"], name="step_checked_once_a_visit"),
            models.CheckConstraint(condition=Q(seen__in=Seen.values), name="step_check_known"),
        )
        triggers = (
            pgtrigger.Protect(name="step_check_is_never_deleted", operation=pgtrigger.Delete),
            only_while_running("step_check_while_running"),
        )

    def __str__(self) -> str:
        return f"{self.get_seen_display()}: {self.step}"


class Holding(models.TextChoices):
    YES = "yes", "It has become a habit"
    SOMETIMES = "sometimes", "Now and then"
    NO = "no", "It has slipped"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Revisit(models.Model):
    """The coachee looks back at a step, 1, 3 and 8 weeks after it was given. Unanswered is no reproach."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="revisits", db_index=False)
    step = models.ForeignKey(ActionStep, on_delete=models.PROTECT, related_name="revisits", db_index=False)
    weeks = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    holding = models.CharField("how it goes", max_length=9, choices=Holding, blank=True)
    says = models.CharField("a word on it", max_length=300, blank=True)

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        indexes = (
            # What is due for me today?
            models.Index(fields=["cycle", "due_on"], condition=Q(answered_at__isnull=True), name="revisit_due"),
        )
        constraints = (
            models.UniqueConstraint(fields=["step", "weeks"], name="revisit_once"),
            models.CheckConstraint(condition=Q(weeks__in=(1, 3, 8)), name="revisit_spaced"),
            models.CheckConstraint(
                condition=(Q(answered_at__isnull=True, holding="") | (Q(answered_at__isnull=False) & ~Q(holding=""))),
                name="revisit_answer_whole",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="revisit_is_never_deleted", operation=pgtrigger.Delete),
            only_while_running("revisit_while_running"),
        )

    def __str__(self) -> str:
        return f"{self.step}, {self.weeks} weeks on"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: User) -> ReminderQuerySet:
        return self.filter(person=user.pk)

    def editable_by(self, user: User) -> ReminderQuerySet:
        return self.visible_to(user)


class Reminder(models.Model):
    """What a person wants to be reminded of; whoever has no row wants it at home and not by e-mail.

    `mailed_on`: the day on which a letter went, or would have, had anything waited."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="coaching_reminder")
    at_home = models.BooleanField("on the home page", default=True)
    by_mail = models.BooleanField("by e-mail, without a word of what it is about", default=False)
    mailed_on = models.DateField(null=True, blank=True, editable=False)

    objects = ReminderQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Reminders of {self.person}"
