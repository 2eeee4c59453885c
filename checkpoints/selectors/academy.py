"""What checkpoints ask and decided at one academy, and the interventions there: for its own page and its profile."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import opened
from checkpoints.models import CheckpointPlace, Intervention
from checkpoints.models.intervention import PLACE
from checkpoints.rules.days import days_words
from checkpoints.selectors.checkpoint import PlaceLine, lines_of, rows_of
from checkpoints.selectors.intervention import Card, cards_of, told_of


@dataclass(frozen=True, slots=True)
class AtCheckpoint:
    """One checkpoint as it stands at the academy; `when`: its day to come, or the day on which it ended."""

    title: str
    when: str
    line: PlaceLine


@dataclass(frozen=True)
class AcademyCheckpoints:
    academy: Academy
    answer: str
    open: list[AtCheckpoint]
    ended: list[AtCheckpoint]
    running: list[Card]
    over: list[Card]

    @property
    def anything(self) -> bool:
        return bool(self.open or self.ended or self.running or self.over)


def academy_checkpoints(user: User, person: Person, academy: Academy, today: datetime.date) -> AcademyCheckpoints:
    """Eight queries at most."""
    rows = sorted(rows_of(user, academy=academy), key=lambda row: row.checkpoint.decide_by, reverse=True)
    lines = lines_of(user, person, rows, today)
    every = [(row, AtCheckpoint(row.checkpoint.title, _when(row, line, today), line)) for row, line in zip(
        rows, lines, strict=True)]  # fmt: skip
    found = told_of(Intervention.objects.visible_to(user).filter(**{PLACE: academy}))
    cards = cards_of(user, person, found.order_by("-starts", "-pk"), today)
    running = [card for card in cards if card.running]
    still = [one for row, one in every if row.checkpoint.is_open]
    return AcademyCheckpoints(
        academy=academy,
        answer=_answer(academy, running, still),
        open=still,
        ended=[one for row, one in every if not row.checkpoint.is_open],
        running=running,
        over=[card for card in cards if not card.running],
    )


def _when(row: CheckpointPlace, line: PlaceLine, today: datetime.date) -> str:
    checkpoint = row.checkpoint
    if not checkpoint.is_open:
        return ""
    if not line.handed_in and not line.decided:
        verb = "was" if checkpoint.hand_in_by < today else "is"
        return f"The hand-in {verb} due {days_words(checkpoint.hand_in_by, today)}."
    if not line.decided:
        verb = "was" if checkpoint.decide_by < today else "is"
        return f"The decision {verb} due {days_words(checkpoint.decide_by, today)}."
    return "It is open until every academy has its decision."


def _answer(academy: Academy, running: list[Card], still: list[AtCheckpoint]) -> str:
    name = short_names([academy.name])[academy.name]
    runs = f"{opened(len(running), 'intervention')} {'runs' if len(running) == 1 else 'run'} at {name}."
    first = runs if running else f"No intervention runs at {name}."
    waiting = [one for one in still if not one.line.decided]
    if not waiting:
        return first
    return f"{first} {waiting[-1].title}: {waiting[-1].when[:1].lower()}{waiting[-1].when[1:]}"
