"""Sentences that a page opens with: text in which the two groups carry their colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["", "dis", "oth"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text; `group` says which group it speaks of, "" for neither."""

    text: str
    group: Group = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One or more sentences as spans. `str()` gives the plain text."""

    spans: tuple[Span, ...]

    def __str__(self) -> str:
        return "".join(span.text for span in self.spans)

    def __add__(self, other: Sentence | str) -> Sentence:
        more = other.spans if isinstance(other, Sentence) else (Span(other),)
        return Sentence(self.spans + more)


def say(*parts: str | Span) -> Sentence:
    """say(DIS, " are 3 points behind ", OTH, ".")"""
    return Sentence(tuple(part if isinstance(part, Span) else Span(part) for part in parts))


def dis(text: str = "disadvantaged pupils") -> Span:
    return Span(text, "dis")


def oth(text: str = "other pupils") -> Span:
    return Span(text, "oth")


def counted(n: int, one: str, many: str = "") -> str:
    """1 -> '1 pupil', 1200 -> '1,200 pupils'. `many` where the plural is not `one` with an s."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


SMALL_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def opened(n: int, one: str, many: str = "") -> str:
    """The same at the start of a sentence: 'Two academies', '12 academies'."""
    noun = one if n == 1 else many or one + "s"
    return f"{SMALL_NUMBERS[n]} {noun}" if n < len(SMALL_NUMBERS) else counted(n, one, many)


def alike(*things: tuple[int, str, str]) -> list[str]:
    """What one sentence counts: all in words or, where one is past ten, all in figures, so that none are mixed."""
    words = all(n < len(SMALL_NUMBERS) for n, _, _ in things)
    return [inside(opened(*thing)) if words or not thing[0] else counted(*thing) for thing in things]


def opening(text: str) -> str:
    """As it stands at the start of a sentence: 'two networks' -> 'Two networks'."""
    return text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """As it stands within a sentence: 'Disadvantaged pupils' -> 'disadvantaged pupils', 'SEND pupils' as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def listed(names: list[str], *, most: int = 4, rest: str = "others") -> str:
    """['a', 'b', 'c'] -> 'a, b and c'; beyond `most` names the last are counted: 'a, b, c and 3 others'."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} {rest}"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
