"""Codes that rows keep, in the words by which pages call them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plans.selectors.target_told import among_words
from plans.strategy import CONDITIONS, PILLARS
from pupils.measures import title_of


def _plain(code: str) -> str:
    """'Quality of education', of a code that says what it means."""
    return f"{code[:1].upper()}{code[1:]}".replace("_", " ")


# What a field, or an entry of a table of values, is named -> what its code means.
WORDS: Mapping[str, Callable[[str], str]] = {
    "measure": title_of,
    "slug": title_of,
    "assessments": title_of,
    "assessment": title_of,
    "breakdown": lambda code: among_words(code) or "all pupils",
    "figure_of": lambda code: {"gap": "the gap", "dis": "disadvantaged pupils"}.get(code, code),
    "condition": lambda code: CONDITIONS[code].name if code in CONDITIONS else _plain(code),
    "pillar": lambda code: PILLARS[code].name if code in PILLARS else _plain(code),
    "area": _plain,
    "grade": _plain,
    "step": _plain,
    "origin": lambda key: _record(key),
    "came_from": lambda key: _record(key),
    "evidence": lambda key: _record(key),
}


def _record(key: str) -> str:
    """'Gap: Key stage 2 reading', 'Evaluation 12': the key of another record, which keeps its own secrets."""
    kind, colon, which = key.partition(":")
    if not colon or not kind.replace("_", "").isalpha() or " " in which:
        return key
    return f"{_plain(kind)} {which}" if which.isdigit() else f"{_plain(kind)}: {title_of(which)}"


def in_words(name: str, value: str) -> str:
    """`name`: of the field or entry that holds it."""
    say = WORDS.get(name)
    return say(value) if say is not None else value
