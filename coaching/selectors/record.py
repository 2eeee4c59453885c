"""The whole record of a cycle, as both may print and keep it; and who opened it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from celt.lib.days import british, span_of_days
from celt.lib.pdf import pdf
from celt.lib.sentences import counted
from coaching.models import ClosedWhy, Cycle, Note, Opening, Revisit, StepState, Visit, VisitState, Word
from coaching.models.step import Holding
from coaching.rules.mastery import rhythm
from coaching.rules.visit import clock
from coaching.selectors.cycle import CyclePlace
from coaching.selectors.cycle_show import step_lines


@dataclass(frozen=True)
class RecordStep:
    says: str
    state: str
    told: str
    way: str
    looks: list[str]


@dataclass(frozen=True)
class RecordVisit:
    day: str
    where: str
    minutes: str
    praise: str
    question: str
    step: str
    rehearsed: str
    notes: list[tuple[str, str]]
    words: list[tuple[str, str]]


@dataclass(frozen=True)
class Record:
    """Plain data: page and PDF are made of it. Only what was given stands in it, the same for both."""

    title: str
    answer: str
    days: str
    coach: str
    coachee: str
    focus: str
    model: str
    goal: str
    rhythm: str
    closed: str
    came: str
    steps: list[RecordStep]
    visits: list[RecordVisit]


def record_of(user: User, place: CyclePlace) -> Record:
    """Six queries."""
    cycle = place.cycle
    visits = list(Visit.objects.visible_to(user).filter(cycle=cycle, state=VisitState.FED_BACK).order_by("day", "pk"))
    notes, words, looks = _notes(user, cycle), _words(user, cycle), _looks(user, cycle)
    lines = step_lines(user, place)
    of_visit = {line.step.visit_id: line.step for line in lines}
    steps = [
        RecordStep(
            line.step.says,
            StepState(line.step.state).label,
            line.told,
            ", ".join(f"{moment.told} {moment.word}" for moment in line.moments),
            looks[line.step.pk],
        )
        for line in lines
    ]
    return Record(
        title=f"Coaching of {cycle.coachee} by {cycle.coach}",
        answer=_answer(place, len(visits), steps),
        days=_days(place),
        coach=str(cycle.coach),
        coachee=str(cycle.coachee),
        focus=place.focus,
        model=str(cycle.approach),
        goal=cycle.goal,
        rhythm=rhythm([visit.day for visit in visits], cycle.rhythm_weeks, place.today, runs=place.runs),
        closed=ClosedWhy(cycle.closed_why).label if cycle.closed_why else "",
        came=cycle.came,
        steps=steps,
        visits=[_visit(visit, of_visit.get(visit.pk), notes, words) for visit in visits],
    )


def _notes(user: User, cycle: Cycle) -> dict[int, list[tuple[str, str]]]:
    """Visit -> (when, what)."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for note in Note.objects.visible_to(user).filter(cycle=cycle, struck_at__isnull=True):
        found[note.visit_id].append((clock(note.second), note.says))
    return found


def _words(user: User, cycle: Cycle) -> dict[int, list[tuple[str, str]]]:
    """Visit -> (who and when, what)."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for word in Word.objects.visible_to(user).filter(cycle=cycle, struck_at__isnull=True):
        by = cycle.coach if word.by_id == cycle.coach_id else cycle.coachee
        found[word.visit_id].append((f"{by}, {british(timezone.localdate(word.at))}", word.says))
    return found


def _looks(user: User, cycle: Cycle) -> dict[int, list[str]]:
    """Step -> each look back at it that was answered."""
    found: dict[int, list[str]] = defaultdict(list)
    for look in Revisit.objects.visible_to(user).filter(cycle=cycle, answered_at__isnull=False):
        after = "A week" if look.weeks == 1 else f"{look.weeks} weeks"
        said = f": {look.says}" if look.says else ""
        found[look.step_id].append(f"{after} on: {Holding(look.holding).label}{said}")
    return found


def record_file(record: Record, on: datetime.datetime) -> bytes:
    """The record as a tagged PDF."""
    return pdf("coaching", asdict(record), on=on)


def _visit(visit: Visit, step: Any, notes: Mapping[int, Any], words: Mapping[int, Any]) -> RecordVisit:
    minutes = f"{counted(visit.class_minutes, 'minute')} in the classroom" if visit.class_minutes else ""
    if visit.talk_minutes:
        minutes += f"{', ' if minutes else ''}{counted(visit.talk_minutes, 'minute')} of talk"
    return RecordVisit(
        british(visit.day), visit.where, minutes, visit.praise, visit.question,
        step.says if step else "", step.rehearsed if step else "",
        list(notes.get(visit.pk, ())), list(words.get(visit.pk, ())),
    )  # fmt: skip


def _answer(place: CyclePlace, visits: int, steps: list[RecordStep]) -> str:
    if not visits:
        return "No visit has been fed back yet: the record begins with the first"
    secure = sum(step.state == StepState.SECURE.label for step in steps)
    return f"{counted(visits, 'visit')}, {counted(len(steps), 'step')}, {secure} of them secure"


def _days(place: CyclePlace) -> str:
    cycle = place.cycle
    began = timezone.localdate(cycle.answered_at) if cycle.answered_at else place.today
    if cycle.closed_at:
        return span_of_days(began, timezone.localdate(cycle.closed_at))
    return f"Since {british(began)}"


def openings_of(user: User, place: CyclePlace, who: str) -> QuerySet[Opening]:
    """Newest first. `who`: "others" leaves out one's own."""
    found = Opening.objects.visible_to(user).filter(cycle=place.cycle).select_related("person", "visit")
    return found.exclude(person=user.pk) if who == "others" else found
