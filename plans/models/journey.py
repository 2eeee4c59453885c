"""Where an academy is on its way through the three stages: time in each, activities, gates between, the log."""

from __future__ import annotations

from typing import TypeVar

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone

from academies.access import Permission, academies_where
from academies.models import Academy
from academies.models.locks import Both, Either
from academies.models.periods import Days
from academies.models.term import TermName, academic_year_field, academic_year_in_range
from accounts.models import User
from plans.models.programme import StageActivity, StageNumber

Row = TypeVar("Row", bound=models.Model)


class OfPlanQuerySet(models.QuerySet[Row]):
    """Rows of an academy that those read who read its plan, and those write who write it."""

    def visible_to(self, user: User) -> OfPlanQuerySet[Row]:
        return self.filter(academies_where(user, Permission.VIEW_PLAN, "academy"))

    def editable_by(self, user: User) -> OfPlanQuerySet[Row]:
        return self.filter(academies_where(user, Permission.EDIT_PLAN, "academy"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Passage(models.Model):
    """The days that an academy is in a stage, until the gate after it. A stage that is opened again has two."""

    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="passages", db_index=False)
    stage = models.PositiveSmallIntegerField(choices=StageNumber)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ("opened_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["academy"], condition=Q(closed_on__isnull=True), name="passage_one_open",
                violation_error_message="The academy is in a stage already.",
            ),
            ExclusionConstraint(
                name="passages_do_not_overlap",
                expressions=[
                    ("academy", RangeOperators.EQUAL),
                    (Days("opened_on", "closed_on", Value("[)")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="An academy is in one stage at a time.",
            ),
            models.CheckConstraint(condition=Q(stage__in=StageNumber.values), name="passage_stage_known"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="passage_closes_after_it_opens",
                violation_error_message="The stage would end before it began.",
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(
                name="closed_passage_stands", operation=pgtrigger.Update,
                condition=Either(
                    pgtrigger.Q(old__closed_on__isnull=False), pgtrigger.AnyChange("academy", "stage", "opened_on")
                ),
            ),
            pgtrigger.Protect(name="passage_is_never_deleted", operation=pgtrigger.Delete),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.academy} in stage {self.get_stage_display().lower()}"


class ActivityState(models.TextChoices):
    NOT_STARTED = "not_started", "Not begun"
    UNDER_WAY = "under_way", "Under way"
    DONE = "done", "Done"
    NOT_NEEDED = "not_needed", "Not needed here"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ActivityProgress(models.Model):
    """How far an academy is with an activity, as last logged. No row: not begun."""

    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="activities", db_index=False)
    activity = models.ForeignKey(StageActivity, on_delete=models.PROTECT, related_name="progress")
    state = models.CharField(max_length=11, choices=ActivityState, default=ActivityState.NOT_STARTED)
    starts = models.DateField("begun on", null=True, blank=True)
    due = models.DateField("planned to be done by", null=True, blank=True)
    done_on = models.DateField("done on", null=True, blank=True)
    note = models.TextField("what happened", blank=True)
    evidence = models.JSONField(default=list, blank=True, help_text="Keys of records: see academies.providers.records.")

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activity progress"
        ordering = ("activity__stage__number", "activity__order", "activity")
        constraints = (
            models.UniqueConstraint(fields=["academy", "activity"], name="activity_once_an_academy"),
            models.CheckConstraint(condition=Q(state__in=ActivityState.values), name="activity_state_known"),
            models.CheckConstraint(
                condition=(Q(state="done") & Q(done_on__isnull=False)) | (~Q(state="done") & Q(done_on__isnull=True)),
                name="activity_done_has_day",
                violation_error_message="Say on which day it was done.",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(starts__isnull=True) | Q(done_on__gte=F("starts")),
                name="activity_done_after_begun",
                violation_error_message="It was done before it was begun.",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_needed") | ~Q(note=""),
                name="activity_not_needed_says_why",
                violation_error_message="Say why it is not needed here.",
            ),
        )
        triggers = (pgtrigger.Protect(name="activity_progress_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.activity} at {self.academy}"


class GateKind(models.TextChoices):
    ONWARD = "onward", "Go on to the next stage"
    BACK = "back", "Open the stage before again"


class GateStatus(models.TextChoices):
    ASKED = "asked", "Waiting for a trust leader"
    CONFIRMED = "confirmed", "Confirmed"
    SENT_BACK = "sent_back", "Sent back"
    WITHDRAWN = "withdrawn", "Taken back"


ASKED = ("academy", "kind", "stage", "says", "evidence", "asked_by", "asked_at")
ANSWERED = ("status", "answered_by", "answered_at", "reason")


class GateQuerySet(models.QuerySet["Gate"]):
    def visible_to(self, user: User) -> GateQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_PLAN, "academy"))

    def editable_by(self, user: User) -> GateQuerySet:
        """Who may answer it."""
        return self.filter(academies_where(user, Permission.CONFIRM_GATE, "academy"))

    def askable_by(self, user: User) -> GateQuerySet:
        """Who may take it back again."""
        return self.filter(academies_where(user, Permission.ASK_GATE, "academy"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Gate(models.Model):
    """A head asks to leave `stage`, onward or back; another person, a trust leader, confirms it or sends it back."""

    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="gates")
    kind = models.CharField(max_length=6, choices=GateKind)
    stage = models.PositiveSmallIntegerField("stage that is left", choices=StageNumber)
    says = models.TextField("why, and what shows it")
    evidence = models.JSONField(default=list, blank=True, help_text="Keys of records: see academies.providers.records.")
    status = models.CharField(max_length=9, choices=GateStatus, default=GateStatus.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField("reasons", blank=True)

    objects = GateQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["academy"], condition=Q(status="asked"), name="gate_one_asked",
                violation_error_message="The academy has asked already, and waits for a trust leader.",
            ),
            models.CheckConstraint(condition=Q(kind__in=GateKind.values), name="gate_kind_known"),
            models.CheckConstraint(condition=Q(status__in=GateStatus.values), name="gate_status_known"),
            models.CheckConstraint(
                condition=Q(kind="onward", stage__in=(1, 2)) | Q(kind="back", stage__in=(2, 3)),
                name="gate_leads_somewhere",
                violation_error_message="There is no stage there to go to.",
            ),
            models.CheckConstraint(
                condition=~Q(says=""), name="gate_says_why", violation_error_message="Say why, and what shows it."
            ),
            models.CheckConstraint(
                condition=Q(status="asked", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(status="asked") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="gate_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("asked", "withdrawn")) | ~Q(answered_by=F("asked_by")),
                name="gate_answered_by_another",
                violation_error_message="Whoever asked cannot confirm. Another trust leader does.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("asked", "withdrawn")) | ~Q(reason=""),
                name="gate_answer_has_reasons",
                violation_error_message="Give your reasons.",
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(
                name="what_was_asked_stands", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*ASKED)
            ),
            pgtrigger.Protect(
                name="answered_gate_stands",
                operation=pgtrigger.Update,
                condition=Both(~pgtrigger.Q(old__status="asked"), pgtrigger.AnyChange(*ANSWERED)),
            ),
            pgtrigger.Protect(name="gate_is_never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.academy}"

    @property
    def leads_to(self) -> int:
        return self.stage + (1 if self.kind == GateKind.ONWARD else -1)


class LogKind(models.TextChoices):
    BEGUN = "begun", "Stage begun"
    LOGGED = "logged", "Activity logged"
    ASKED = "asked", "Gate asked for"
    CONFIRMED = "confirmed", "Gate confirmed"
    SENT_BACK = "sent_back", "Sent back"
    WITHDRAWN = "withdrawn", "Taken back"
    REOPENED = "reopened", "Stage opened again"
    NOTE = "note", "Note"


@pghistory.track(pghistory.InsertEvent())
class StageEntry(models.Model):
    """One line of an academy's stage log, which only grows. `on` is the day it speaks of, `at` when it was written."""

    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="stage_log", db_index=False)
    stage = models.PositiveSmallIntegerField(choices=StageNumber)
    kind = models.CharField(max_length=9, choices=LogKind)
    activity = models.ForeignKey(StageActivity, on_delete=models.PROTECT, null=True, blank=True, related_name="log")
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, null=True, blank=True, related_name="log")
    state = models.CharField(max_length=11, choices=ActivityState, blank=True)
    says = models.TextField(blank=True)
    evidence = models.JSONField(default=list, blank=True, help_text="Keys of records: see academies.providers.records.")
    on = models.DateField("on", db_column="on_day")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stage entries"
        ordering = ("-at", "-pk")
        indexes = (
            # An academy's log, newest first.
            models.Index(fields=["academy", "-at"], name="stage_log_of_academy"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=LogKind.values), name="stage_log_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="logged") | (Q(activity__isnull=False) & ~Q(state="")), name="stage_log_of_activity"
            ),
        )
        triggers = (pgtrigger.Protect(name="stage_log_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.academy}"


class Leaning(models.IntegerChoices):
    """How the academy is led at present, from the first track to the second."""

    DIRECTIVE = 1, "Directive: the head prescribes"
    MOSTLY_DIRECTIVE = 2, "Mostly directive"
    BOTH = 3, "Both tracks alike"
    MOSTLY_DISTRIBUTED = 4, "Mostly distributed"
    DISTRIBUTED = 5, "Distributed: teams lead"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TwinTrack(models.Model):
    """How leadership moves from directive to distributed, term by term."""

    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="twin_tracks", db_index=False)
    academic_year = academic_year_field()
    term = models.CharField(max_length=6, choices=TermName)
    leaning = models.PositiveSmallIntegerField("leadership is", choices=Leaning)
    prescribed = models.TextField("what the head prescribes", blank=True)
    handed_on = models.TextField("what teams now lead, and what was done to make them able to", blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ("-academic_year", "-written_at")
        constraints = (
            models.UniqueConstraint(fields=["academy", "academic_year", "term"], name="twin_track_once_a_term"),
            models.CheckConstraint(condition=Q(leaning__in=Leaning.values), name="twin_track_leaning_known"),
            models.CheckConstraint(condition=Q(term__in=TermName.values), name="twin_track_term_known"),
            academic_year_in_range("twin_track_year_in_range"),
        )
        triggers = (pgtrigger.Protect(name="twin_track_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_leaning_display()}, {self.academy}"
