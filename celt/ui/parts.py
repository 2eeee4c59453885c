"""What the components in templates/components take that is more than a word: see README.md there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Tone = Literal["", "good", "warn", "bad", "busy"]


@dataclass(frozen=True, slots=True)
class Link:
    """An address with its words. `primary` draws it as the page's main button where it is an action."""

    label: str
    url: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """A word with a mark. The tone chooses mark and colour; the word alone must say it all."""

    word: str
    tone: Tone = ""

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline."""

    when: date | datetime
    says: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way through several pages; state is 'done', 'now' or 'later'."""

    label: str
    note: str = ""
    state: Literal["done", "now", "later"] = "later"


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure with what a reader must know beside it: unit, interval, n, source."""

    label: str
    figure: str
    unit: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that needs this person: a sentence that leads there, and why."""

    says: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice in a filter bar. Its name is the name in the page's address."""

    name: str
    label: str
    choices: Sequence[Choice]
    value: str = ""
    wide: bool = False
    groups: Sequence[tuple[str, Sequence[Choice]]] = ()

    @classmethod
    def of(cls, name: str, label: str, every: str, choices: Iterable[tuple[str, str]], value: str) -> Filter:
        """One that narrows nothing until something is chosen; `every` says so."""
        return cls(name, label, [Choice("", every), *(Choice(*each) for each in choices)], value)


def one_of(query: Mapping[str, str], name: str, known: Iterable[str]) -> str:
    """What the address asks for; nothing where it is none of the known."""
    value = query.get(name, "")
    return value if value in known else ""
