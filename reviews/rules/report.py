"""A review as a report: what somebody reads of it, in words. The page and the PDF are both made of this. Pure."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from celt.lib.sentences import inside, listed, opened

Tone = Literal["", "good", "warn", "bad", "busy"]


@dataclass(frozen=True, slots=True)
class PartTold:
    """`step` of `of` on the framework's scale, 0 where it has none or nobody looked. `says`: what was found there."""

    name: str
    word: str = ""
    tone: Tone = ""
    step: int = 0
    of: int = 0
    says: str = ""
    strengths: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.says or self.strengths)

    @property
    def marks(self) -> list[bool]:
        """One for each word of the scale: whether the part has come so far."""
        return [n < self.step for n in range(self.of)]


@dataclass(frozen=True, slots=True)
class StepTold:
    """`key`: the finding's number. `part`: empty for the review as a whole."""

    key: int
    number: int
    says: str
    part: str = ""
    owner: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class EarlierTold:
    says: str
    asked: str
    word: str
    tone: Tone = ""
    shows: str = ""


@dataclass(frozen=True, slots=True)
class AskedTold:
    """One question of a survey: what was answered, in a sentence, and how many chose each answer."""

    says: str
    sentence: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class VoiceTold:
    """A closed survey that ten or more answered; `about`: who answered, when. Own words stay with the team."""

    title: str
    about: str
    asked: tuple[AskedTold, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """`standing`: why it is not yet for everybody, empty once it is published. `team`: who did it, by role;
    `named`: by name, for who may know. `rests_on`: how many notes, photos and files stand behind it."""

    academy: str
    title: str
    framework: str
    days: str
    published: str
    standing: str
    answer: str
    focus: str
    summary: str
    scale: tuple[str, ...]
    parts: tuple[PartTold, ...]
    overall: tuple[str, ...]
    steps: tuple[StepTold, ...]
    earlier: tuple[EarlierTold, ...]
    team: tuple[str, ...]
    named: str
    moderated: str
    voice: tuple[VoiceTold, ...] = ()
    rests_on: str = ""

    @property
    def told_parts(self) -> list[PartTold]:
        return [part for part in self.parts if not part.is_empty]

    @property
    def strengths(self) -> int:
        return len(self.overall) + sum(len(part.strengths) for part in self.parts)


def as_data(report: Report) -> dict[str, Any]:
    return dataclasses.asdict(report)


def tone_at(step: int, of: int) -> Tone:
    """The first word of the scale asks for most; the upper half stands."""
    if not step or not of:
        return ""
    if step * 2 > of:
        return "good"
    return "bad" if step == 1 else "warn"


def answer(subject: str, academy: str, parts: Sequence[PartTold], scale: Sequence[str], found: tuple[int, int]) -> str:
    """What the report says, in a sentence. `subject`: "Reading". `found`: how many strengths and next steps."""
    strengths, steps = found
    looked = [part for part in parts if part.step]
    follow = inside(opened(steps, "next step follows", "next steps follow"))
    if looked:
        return f"{subject} at {academy}: {_stands(looked, scale)}; {follow}."
    if strengths or steps:
        told = [inside(opened(strengths, "strength"))] if strengths else []
        told += [inside(opened(steps, "next step"))] if steps else []
        return f"{subject} at {academy}: the review found {' and '.join(told)}."
    return f"{subject} at {academy}: nothing is written yet of what the review found."


def _stands(looked: Sequence[PartTold], scale: Sequence[str]) -> str:
    """'four of six parts are secure or strong'"""
    firm = [part for part in looked if part.tone == "good"]
    upper = [word for word in scale if tone_at(scale.index(word) + 1, len(scale)) == "good"]
    words = " or ".join(inside(word) for word in upper if not firm or any(part.word == word for part in firm))
    if not firm:
        return f"no part is {words} yet"
    if len(firm) == len(looked):
        return f"every part is {words}" if len(looked) > 1 else f"the part that was looked at is {words}"
    many = inside(opened(len(looked), "part"))
    return f"{inside(opened(len(firm), f'of {many} is', f'of {many} are'))} {words}"


def team_told(roles: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Sentences on who did it, by role alone. `roles`: part in the review ("lead") and role ("Headteacher")."""
    of = {part: [role for seat, role in roles if seat == part] for part in ("lead", "observer", "moderator")}
    told = [f"Led by {_several(of['lead'])}." if of["lead"] else ""]
    if of["observer"]:
        told.append(f"Observed by {_several(of['observer'])}.")
    if of["moderator"]:
        told.append(f"Moderated by {_several(of['moderator'])}, who gathered nothing for it.")
    return tuple(filter(None, told))


def _several(roles: Sequence[str]) -> str:
    """['Headteacher', 'Coach', 'Headteacher'] -> 'two headteachers and a coach'."""
    counts = Counter(inside(role) for role in roles)
    told = [
        inside(opened(n, role)) if n > 1 else f"{'an' if role[0] in 'aeiou' else 'a'} {role}"
        for role, n in counts.items()
    ]
    return listed(told, most=len(told))
