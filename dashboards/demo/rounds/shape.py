"""How a round of the demo is told."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Network:
    name: str
    academies: tuple[str, ...]


@dataclass(frozen=True)
class Room:
    at: str
    year_group: str
    subject: str
    notes: tuple[tuple[int, str], ...]  # number of the group in which it came to lie, 0 for none; what was seen


@dataclass(frozen=True)
class Work:
    horizon: str
    says: str
    who: str
    outcome: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Rounded:
    """`visitors`: "head:slug", "deputy:slug", "teacher:slug", "leader", "second" or "coach"; the first facilitates.
    `day` None: the last Thursday before the demo is made. `groups`: what notes have in common, and the pattern.
    `focus`: the practice of the toolkit that it looks at, by its slug."""

    host: str
    network: str
    problem: str
    practice: str
    theory: str
    visitors: tuple[str, ...]
    rooms: tuple[Room, ...]
    groups: tuple[tuple[str, str], ...]
    predictions: tuple[str, ...]
    day: datetime.date | None = None
    follow_up_on: datetime.date | None = None
    prediction: str = ""
    work: tuple[Work, ...] = ()
    came: str = ""
    focus: str = ""
