"""Cycles of enquiry: planned, carried on step by step, what was found written, decided. The log only grows."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy
from accounts.models import User
from celt.lib.days import british
from plans.models import Enquiry, EnquiryStep, LearningTeam, Priority
from plans.models.enquiry import Decision, EnquiryState
from plans.rules.enquiry import MEMBERS, NotNow, Outcome, Standing, StepName, after, is_open, state_of
from plans.services.learning import REFUSED as NOT_LED
from plans.services.learning import ended, refuse_foreign_theory, refuse_shut, refuse_unless_led
from toolkit.models import Theory

REFUSED = "An enquiry is carried on by the members of its team and by who leads learning at the academy."
NOT_DECIDED_BY_YOU = "An enquiry is decided, and stopped, by who leads learning at the academy."
# What a cycle asks and tries stands once it is tried: what would show that it works must not follow from what was seen.
ASKED = ("question", "trial", "looks_for", "starts")
TWICE_WITHIN = datetime.timedelta(minutes=10)


@transaction.atomic
def plan_enquiry(
    *,
    by: User,
    academy: Academy,
    question: str,
    starts: datetime.date,
    due: datetime.date,
    trial: str = "",
    looks_for: str = "",
    team: LearningTeam | None = None,
    priority: Priority | None = None,
    theory: Theory | None = None,
    follows: Enquiry | None = None,
) -> Enquiry:
    """Raises PermissionDenied or ValidationError."""
    refuse_unless_led(by, academy)
    if follows is not None and (follows.academy_id != academy.pk or is_open(follows.state)):
        raise ValidationError("A further cycle follows from one of the same academy that was decided or stopped.")
    enquiry = Enquiry(
        academy=academy, question=question.strip(), trial=trial.strip(), looks_for=looks_for.strip(), team=team,
        priority=priority, theory=theory, starts=starts, due=due, follows=follows,
    )  # fmt: skip
    _refuse_strangers(enquiry, kept=None)
    enquiry.full_clean()
    enquiry.save()
    _log(enquiry, enquiry.question, by)
    return enquiry


@transaction.atomic
def change_enquiry(*, by: User, enquiry: Enquiry, **fields: Any) -> Enquiry:
    """Changes what `fields` name: what it asks and tries while it is planned; its team, priority, theory and the day of
    its evidence until it is decided. A new day is logged. Raises PermissionDenied or ValidationError."""
    locked = _locked(by, enquiry, leads=True)
    if not is_open(locked.state):
        raise ValidationError("This enquiry has ended and stands as it is. Plan a further cycle that follows from it.")
    before = Enquiry.objects.get(pk=locked.pk)
    for name, value in fields.items():
        setattr(locked, name, value.strip() if isinstance(value, str) else value)
    fixed = [name for name in ASKED if name in fields and getattr(locked, name) != getattr(before, name)]
    if fixed and locked.state != EnquiryState.PLANNED:
        raise ValidationError(
            "It is being tried: its question, what is tried and what would show that it works stand as they were "
            "planned. Note in the log what you do differently."
        )
    _refuse_strangers(locked, kept=before)
    locked.full_clean()
    locked.save()
    if locked.due != before.due:
        _log(locked, f"Evidence by {british(locked.due)} instead of {british(before.due)}.", by)
    return locked


@transaction.atomic
def take_step(*, by: User, enquiry: Enquiry, step: StepName, says: str = "", seen: int | None = None) -> Enquiry:
    """Notes something, starts the trial, goes on to the evidence, back to trying, or stops it; see plans.rules.enquiry.

    `seen`: the last line of the log that the writer had read. A step that rests on an older one is refused, so that
    two people who carry it on at once carry it on once. Raises PermissionDenied or ValidationError.
    """
    locked = _locked(by, enquiry, leads=step not in MEMBERS)
    if step == "note" and _just_said(locked, says.strip(), by):
        return locked
    if step != "note":
        _refuse_what_was_overtaken(locked, seen)
    locked.state = EnquiryState(_after(step, locked, says))
    if not is_open(locked.state):
        locked.ended_on = timezone.localdate()
    locked.full_clean()
    locked.save(update_fields=["state", "ended_on"])
    _log(locked, says.strip(), by)
    return locked


@transaction.atomic
def write_findings(*, by: User, enquiry: Enquiry, found: str, evidence: Sequence[str]) -> Enquiry:
    """What was found, and the records that show it, while the evidence is looked at; its members write it, its leaders
    decide on it. Raises PermissionDenied or ValidationError."""
    locked = _locked(by, enquiry)
    if locked.state != EnquiryState.LOOKING:
        raise ValidationError(
            "What was found is written while the evidence is looked at."
            + (" Go on to the evidence first." if is_open(locked.state) else " This enquiry has ended.")
        )
    if not found.strip():
        raise ValidationError({"found": "Write what was found, what did not work too."})
    first = not locked.found
    locked.found, locked.evidence = found.strip(), list(evidence)
    locked.full_clean()
    locked.save(update_fields=["found", "evidence"])
    _log(locked, "What was found is written down." if first else "What was found is written anew.", by)
    return locked


@transaction.atomic
def decide_enquiry(
    *,
    by: User,
    enquiry: Enquiry,
    decision: str,
    found: str,
    evidence: Sequence[str],
    decision_says: str = "",
    seen: int | None = None,
) -> Enquiry:
    """Adopt, adapt or drop, with what was found and on what evidence. It stands. Raises as `take_step`."""
    locked = _locked(by, enquiry, leads=True)
    _refuse_what_was_overtaken(locked, seen)
    outcome = Outcome(decision=decision, found=found, evidence=len(evidence))
    locked.state = EnquiryState(_after("decide", locked, decision_says, outcome))
    locked.found, locked.evidence = found.strip(), list(evidence)
    locked.decision, locked.decision_says = Decision(decision), decision_says.strip()
    locked.ended_on = timezone.localdate()
    locked.full_clean()
    locked.save()
    _log(locked, f"{locked.get_decision_display()}. {locked.decision_says}".strip(), by)
    return locked


def _after(step: StepName, enquiry: Enquiry, says: str, outcome: Outcome | None = None) -> str:
    now = Standing(state_of(enquiry.state), enquiry.trial, enquiry.looks_for)
    try:
        return after(step, now, says=says, outcome=outcome)
    except NotNow as error:
        raise ValidationError(str(error)) from error


def _refuse_strangers(enquiry: Enquiry, kept: Enquiry | None) -> None:
    """Team, priority and theory are the academy's; one that ended or was put away stays where it stood before."""
    team, priority, academy = enquiry.team, enquiry.priority, enquiry.academy
    if team is not None and (kept is None or team.pk != kept.team_id):
        if team.academy_id != academy.pk:
            raise ValidationError({"team": "This team belongs to another academy."})
        if ended(team):
            raise ValidationError({"team": f"{team} ended on {british(team.ends)}. Choose a team that meets."})
    if priority is not None and (kept is None or priority.pk != kept.priority_id):
        if priority.plan.academy_id != academy.pk:
            raise ValidationError({"priority": "This priority belongs to another academy’s plan."})
        if priority.dropped_at is not None:
            raise ValidationError({"priority": "This priority was dropped. Choose one that stands."})
    refuse_foreign_theory(enquiry.theory, academy, kept.theory_id if kept else None)


def _refuse_what_was_overtaken(enquiry: Enquiry, seen: int | None) -> None:
    """Whether somebody carried it on since the writer read its log. Lines that left it where it stood do not count."""
    if seen is None:
        return
    lines = list(enquiry.steps.select_related("by"))
    read = [line for line in lines if line.pk <= seen]
    state = read[-1].state if read else lines[0].state
    for line in lines:
        if line.pk > seen and line.state != state:
            raise ValidationError(
                f"{line.by} carried it on while you wrote: {line.get_state_display().lower()}. What you typed still "
                "stands on this page: send it again if it still holds."
            )


def _just_said(enquiry: Enquiry, says: str, by: User) -> bool:
    """Whether a button was pressed twice: the same note of the same person, within minutes. It is logged once."""
    return enquiry.steps.filter(
        state=enquiry.state, by=by, says=says, at__gte=timezone.now() - TWICE_WITHIN
    ).exists() and bool(says)


def _log(enquiry: Enquiry, says: str, by: User) -> None:
    line = EnquiryStep(enquiry=enquiry, state=enquiry.state, says=says, by=by)
    line.full_clean()
    line.save()


def _locked(by: User, enquiry: Enquiry, *, leads: bool = False) -> Enquiry:
    """The enquiry, locked: for who leads learning there, or, unless `leads`, for its members too."""
    ours = Enquiry.objects.editable_by(by) if leads else Enquiry.objects.worked_on_by(by)
    locked = ours.select_for_update(of=("self",)).select_related("academy").filter(pk=enquiry.pk).first()
    if locked is None:
        works = leads and user_can(by, Permission.VIEW_LEARNING, academy=enquiry.academy)
        raise PermissionDenied(NOT_DECIDED_BY_YOU if works else REFUSED if not leads else NOT_LED)
    refuse_shut(locked.academy)
    return locked
