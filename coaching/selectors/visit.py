"""One visit, as its coach observes it, as the coach writes the feedback, and as both read it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from celt.lib.days import british
from coaching.models import (
    ActionStep,
    CycleState,
    Note,
    Revisit,
    Seen,
    StepCheck,
    StepState,
    Visit,
    VisitState,
    Word,
)
from coaching.models.step import Holding
from coaching.rules.visit import clock
from coaching.selectors.cycle import CyclePlace
from coaching.services.feedback import open_steps
from toolkit.models import PracticeStep


@dataclass(frozen=True, slots=True)
class NoteLine:
    """`at`: minute and second. `key`: by which a device knows its own."""

    pk: int
    at: str
    says: str
    struck: bool
    key: str


@dataclass(frozen=True, slots=True)
class WordLine:
    pk: int
    by: str
    own: bool
    kind: str
    at: datetime.datetime
    says: str
    struck: bool


@dataclass(frozen=True, slots=True)
class CheckLine:
    step: str
    given: str
    seen: str
    word: str
    says: str


@dataclass(frozen=True, slots=True)
class BackLine:
    """A look back at the step: due, or answered."""

    weeks: int
    due: str
    answered: str
    says: str


@dataclass(frozen=True)
class Told:
    """The page that both read. `step` is None where none was agreed."""

    visit: Visit
    step: ActionStep | None
    notes: Sequence[NoteLine]
    checks: Sequence[CheckLine]
    words: Sequence[WordLine]
    back: Sequence[BackLine]


def notes_of(user: User, visit: Visit, *, newest_first: bool = False, struck: bool = True) -> list[NoteLine]:
    """In the order of the lesson, what was remembered afterwards last."""
    notes = list(Note.objects.visible_to(user).filter(visit=visit.pk).order_by("second", "written_at", "pk"))
    lines = [_note_line(note) for note in notes if struck or not note.struck_at]
    return lines[::-1] if newest_first else lines


def told(user: User, visit: Visit) -> Told:
    step = ActionStep.objects.visible_to(user).filter(visit=visit.pk).select_related("practice_step").first()
    return Told(
        visit,
        step,
        notes_of(user, visit, struck=False),
        _checks(user, visit),
        words_of(user, visit),
        _back(user, visit, step),
    )


def words_of(user: User, visit: Visit) -> list[WordLine]:
    """What was struck out stands for its writer alone."""
    words = Word.objects.visible_to(user).filter(visit=visit.pk).select_related("by")
    return [
        WordLine(
            word.pk, str(word.by), word.by_id == user.pk, word.kind, word.at, word.says, word.struck_at is not None
        )
        for word in words
        if not word.struck_at or word.by_id == user.pk
    ]


def steps_to_check(user: User, visit: Visit) -> tuple[list[ActionStep], dict[int, tuple[str, str]]]:
    """Earlier steps that are being worked on, and what this visit said of them so far."""
    steps = list(open_steps(user, visit))
    checks = StepCheck.objects.visible_to(user).filter(visit=visit.pk)
    return steps, {check.step_id: (check.seen, check.says) for check in checks}


def steps_of_practice(place: CyclePlace, chosen: int | None) -> list[tuple[int, str]]:
    """The published version's, and the chosen one where it is of another version."""
    practice = place.cycle.practice
    if practice is None:
        return []
    steps = PracticeStep.objects.visible_to(place.me).filter(version__practice=practice)
    current = list(steps.filter(version=practice.current_id).order_by("order", "pk").values_list("pk", "says"))
    if chosen and chosen not in dict(current):
        current += list(steps.filter(pk=chosen).values_list("pk", "says"))
    return current


def when_due(visit: Visit) -> str:
    """Until when the feedback should be given, in a sentence: within the day."""
    ended = visit.ended_at or visit.started_at
    if ended is None:
        return ""
    day, today = timezone.localdate(ended), timezone.localdate()
    if day == today:
        return "Give it today, while both of you still see the lesson."
    if day == today - datetime.timedelta(days=1):
        return "The visit was yesterday: give the feedback now."
    return f"The visit was on {british(day)}: give the feedback now."


def told_of(visit: Visit, place: CyclePlace) -> str:
    """The sentence over the page that both read."""
    day = f"{visit.day.day} {visit.day:%B}"
    if visit.fed_back_at is None:
        return f"Nothing was fed back of the visit of {day}."
    if place.coached:
        return f"{place.coach_first} saw your lesson on {day}: one thing to try, and one to think about."
    return f"What you told {place.coachee_first} after the visit of {day}."


def waiting_for(visit: Visit, place: CyclePlace) -> str:
    """What the coachee is told before there is anything to read."""
    coach, day = place.coach_first, f"{visit.day.day} {visit.day:%B}"
    match visit.state:
        case VisitState.PLANNED:
            return f"{coach} visits you on {day}."
        case VisitState.CALLED_OFF:
            return f"The visit of {day} was called off."
        case VisitState.OBSERVING:
            return f"{coach} is with you now. You will read the feedback here as soon as it is given."
        case _:
            return f"{coach} is writing the feedback. You will read it here as soon as it is given."


def seconds_since(visit: Visit, now: datetime.datetime) -> int:
    """How long the visit has been running; 0 before it began."""
    end = visit.ended_at or now
    return max(0, int((end - visit.started_at).total_seconds())) if visit.started_at else 0


def _note_line(note: Note) -> NoteLine:
    return NoteLine(note.pk, clock(note.second), note.says, note.struck_at is not None, str(note.client_key))


def _checks(user: User, visit: Visit) -> list[CheckLine]:
    rows = StepCheck.objects.visible_to(user).filter(visit=visit.pk).select_related("step").order_by("step__given_on")
    return [
        CheckLine(
            row.step.says, british(row.step.given_on), row.seen, Seen(row.seen).label, row.says
        )
        for row in rows
    ]  # fmt: skip


def _back(user: User, visit: Visit, step: ActionStep | None) -> list[BackLine]:
    """What comes is promised while the step is worked on; what was answered stays."""
    if step is None:
        return []
    rows = Revisit.objects.visible_to(user).filter(step=step.pk)
    if step.state != StepState.OPEN or visit.cycle.state != CycleState.ACTIVE:
        rows = rows.filter(answered_at__isnull=False)
    return [
        BackLine(row.weeks, british(row.due_on), Holding(row.holding).label if row.holding else "", row.says)
        for row in rows
    ]
