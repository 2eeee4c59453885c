"""A round as a report: what its host's head reads to the staff. The page and the PDF are both made of this. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from celt.lib.sentences import inside, listed, opened

Tone = Literal["", "good", "warn", "bad", "busy"]


@dataclass(frozen=True, slots=True)
class SeenTold:
    """A pattern; `where`: "in 7 of 9 classrooms", empty where they are too few to be told."""

    says: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class WorkTold:
    """`key`: the piece's number. `word`: what came of it, empty where nobody has said; `shows`: how one sees it."""

    key: int
    says: str
    who: str = ""
    word: str = ""
    tone: Tone = ""
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Horizon:
    label: str
    pieces: tuple[WorkTold, ...]


@dataclass(frozen=True, slots=True)
class RoundReport:
    """`standing`: why it is not yet for everybody, empty once the next work is agreed. `took_part`: in numbers;
    `named`: by name, for who may know."""

    academy: str
    title: str
    day: str
    network: str
    agreed: str
    standing: str
    answer: str
    problem: str
    theory: str
    theory_when: str
    theory_then: str
    practice: str
    took_part: str
    named: str
    patterns: tuple[SeenTold, ...]
    prediction: str
    work: tuple[Horizon, ...]
    follow_up: str
    came: str
    came_says: str

    @property
    def said(self) -> bool:
        """Whether somebody has said of any piece what came of it."""
        return any(piece.word for horizon in self.work for piece in horizon.pieces)


def as_data(report: RoundReport) -> dict[str, Any]:
    return dataclasses.asdict(report)


def answer(short: str, patterns: int, pieces: int, came: str) -> str:
    """'The visitors saw three patterns at Larkrise; two of four pieces of next work are done.'"""
    if not patterns:
        return f"The visitors at {short} have written no pattern yet."
    seen = f"The visitors saw {inside(opened(patterns, 'pattern'))} at {short}"
    if came:
        return f"{seen}; {inside(came)}."
    if pieces:
        return f"{seen}; {inside(opened(pieces, 'piece of next work follows', 'pieces of next work follow'))}."
    return f"{seen}."


def took_part(visitors: int, academies: int, others: int, classrooms: int) -> str:
    """'Six visitors from four academies were in nine classrooms.' `others`: visitors who work for the whole trust."""
    if not visitors:
        return ""
    where = [inside(opened(academies, "academy", "academies"))] if academies else []
    if others:
        where.append("the trust’s own team")
    source = f" from {listed(where)}" if where else ""
    rooms = f" in {inside(opened(classrooms, 'classroom'))}" if classrooms else " there"
    return f"{opened(visitors, 'visitor')}{source} {'was' if visitors == 1 else 'were'}{rooms}."


def named(facilitator: str, visitors: Sequence[str]) -> str:
    told = [f"Facilitated by {facilitator}."] if facilitator else []
    if visitors:
        told.append(f"With {listed(list(visitors), most=len(visitors))}.")
    return " ".join(told)
