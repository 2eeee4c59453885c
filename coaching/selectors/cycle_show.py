"""The page of a cycle: its goal, its steps and how they came to be secure, its visits and their rhythm."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from celt.lib.days import short_day
from celt.lib.sentences import counted
from celt.ui.parts import Status
from coaching.models import ActionStep, Revisit, Share, StepCheck, StepState, Visit, VisitState
from coaching.rules.mastery import Moment, mastery, next_due, rhythm
from coaching.selectors.cycle import CyclePlace
from coaching.selectors.home import when

TAKEN = (VisitState.OBSERVED, VisitState.FED_BACK)
TONES = {StepState.SECURE: "good", StepState.OPEN: "busy", StepState.SET_ASIDE: ""}


@dataclass(frozen=True)
class StepLine:
    """`moments`: given, then each check: the picture. `told` says the same in words."""

    step: ActionStep
    moments: list[Moment]
    told: str

    @property
    def open(self) -> bool:
        return self.step.state == StepState.OPEN


@dataclass(frozen=True)
class VisitLine:
    visit: Visit
    day: str
    status: Status
    opens: bool
    shared: list[Share]


@dataclass(frozen=True)
class CyclePage:
    """`step`: the newest that is worked on. `next`: the next planned visit. `due`: a look back that waits."""

    answer: str
    step: StepLine | None
    steps: list[StepLine]
    visits: list[VisitLine]
    next: Visit | None
    next_says: str
    running: Visit | None
    unread: Visit | None
    revisits: list[Revisit]
    rhythm: str

    @property
    def secure(self) -> int:
        return sum(line.step.state == StepState.SECURE for line in self.steps)


def cycle_page(user: User, place: CyclePlace) -> CyclePage:
    """Five queries."""
    cycle, today = place.cycle, place.today
    visits = list(Visit.objects.visible_to(user).filter(cycle=cycle))
    steps = step_lines(user, place)
    shares: dict[int, list[Share]] = defaultdict(list)
    for share in Share.objects.visible_to(user).standing().filter(cycle=cycle).select_related("person"):
        shares[share.visit_id].append(share)
    revisits = list(
        Revisit.objects.visible_to(user)
        .filter(cycle=cycle, answered_at__isnull=True, due_on__lte=today, step__state=StepState.OPEN)
        .select_related("step")
        .order_by("step_id", "-due_on")
        .distinct("step_id")
    )
    planned = sorted((v for v in visits if v.state == VisitState.PLANNED), key=lambda v: (v.day, v.pk))
    taken = sorted(v.day for v in visits if v.state in TAKEN)
    running = next((v for v in visits if v.state in (VisitState.OBSERVING, VisitState.OBSERVED)), None)
    unread = next((v for v in reversed(visits) if v.state == VisitState.FED_BACK and v.read_at is None), None)
    first = planned[0] if planned else None
    lines = [_visit(visit, place, shares[visit.pk]) for visit in visits]
    at_work = next((line for line in steps if line.open), None)
    return CyclePage(
        answer=_answer(place, at_work, steps, unread if place.coached else None),
        step=at_work,
        steps=steps,
        visits=lines,
        next=first,
        next_says=_next(place, first, taken),
        running=running,
        unread=unread if place.coached else None,
        revisits=revisits if place.coached and place.runs else [],
        rhythm=rhythm(taken, cycle.rhythm_weeks, today, runs=place.runs),
    )


def day_by_rhythm(user: User, place: CyclePlace) -> datetime.date | None:
    """The day on which the next visit would keep the rhythm, on a school day and not past; None before the first."""
    taken = Visit.objects.visible_to(user).filter(cycle=place.cycle, state__in=TAKEN)
    last = taken.order_by("-day").values_list("day", flat=True).first()
    if last is None:
        return None
    day = max(next_due(last, place.cycle.rhythm_weeks), place.today)
    return day + datetime.timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def step_lines(user: User, place: CyclePlace) -> list[StepLine]:
    """Steps that were given, newest first, each with its way. Two queries."""
    steps = list(
        ActionStep.objects.visible_to(user)
        .filter(cycle=place.cycle, given_on__isnull=False)
        .order_by("-given_on", "-pk")
    )  # fmt: skip
    checks: dict[int, list[Moment]] = defaultdict(list)
    seen = (
        StepCheck.objects.visible_to(user)
        .filter(cycle=place.cycle, visit__state=VisitState.FED_BACK)
        .select_related("visit")
        .order_by("visit__day", "pk")
    )
    for check in seen:
        checks[check.step_id].append(Moment(check.seen, check.visit.day))
    return [_step(step, checks[step.pk]) for step in steps]


def _step(step: ActionStep, checks: list[Moment]) -> StepLine:
    given = step.given_on or timezone.localdate()
    moments = [Moment("given", given), *checks]
    return StepLine(step, moments, mastery(step.state, moments))


def _visit(visit: Visit, place: CyclePlace, shared: list[Share]) -> VisitLine:
    """To the coachee, a visit that is still written about is no page yet."""
    given = visit.state == VisitState.FED_BACK
    status = {
        VisitState.PLANNED: Status("Planned", "busy" if visit.day >= place.today else "warn"),
        VisitState.OBSERVING: Status("Being observed", "busy"),
        VisitState.OBSERVED: Status("Feedback to come" if place.coached else "Feedback to write", "warn"),
        VisitState.FED_BACK: Status("Feedback given", "good"),
        VisitState.CALLED_OFF: Status("Called off"),
    }[VisitState(visit.state)]
    if given and visit.read_at is None:
        status = Status("New feedback" if place.coached else "Not read yet", "warn" if place.coached else "busy")
    return VisitLine(visit, short_day(visit.day), status, given, shared)


def _next(place: CyclePlace, planned: Visit | None, taken: list[datetime.date]) -> str:
    if not place.runs:
        return ""
    who = place.coach_first if place.coached else "You"
    if planned is not None:
        day = when(planned.day, place.today)
        if planned.day < place.today:
            return f"A visit was planned {day}. Start it, move it or call it off."
        visits = f"{who} comes {day}" if place.coached else f"You visit {place.coachee_first} {day}"
        clock = f" at {planned.at:%-H.%M}" if planned.at else ""
        return f"{visits}{clock}{': ' + planned.where if planned.where else ''}."
    if not taken:
        return "No visit is planned yet."
    due = next_due(taken[-1], place.cycle.rhythm_weeks)
    if due < place.today:
        return f"No visit is planned; by your rhythm one was due {when(due, place.today)}."
    return f"No visit is planned; by your rhythm one is due by {due.day} {due:%B}."


def _answer(place: CyclePlace, step: StepLine | None, steps: list[StepLine], unread: Visit | None) -> str:
    if place.closed:
        secure = sum(line.step.state == StepState.SECURE for line in steps)
        if secure:
            return f"This cycle is closed: {secure} of {counted(len(steps), 'step')} became secure."
        return "This cycle is closed."
    if unread is not None:
        return f"{place.coach_first} has written to you about your lesson."
    whose = "Your" if place.coached else f"{place.coachee_first}’s"
    if step is not None:
        return f"{whose} step: {step.step.says}"
    if steps:
        return "Every step so far is settled. The next one comes with the next visit."
    return f"{whose} first step comes with the first visit."
