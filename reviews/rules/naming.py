"""Blanks names in what somebody wrote who cannot be asked again. Pure.

Better one word too many than one name: it strikes full names, surnames, whatever follows a title, and forenames that
are no ordinary word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

BLANK: Final = "[name]"
# Names that are words of their own: struck with what goes with them, not alone.
_WORDS: Final = """
abel ace amber angel april art ash august autumn basil bay bell bill black blue bob brook brooke brown buddy carol cat
chance christian clay cliff cook crystal daisy dale dawn day dean destiny don drew earl eden english eve faith fern
field fields flora ford frank gene gold gray grace grant green guy harmony harper hazel heath heather hill holly honey
hope hunter iris ivy jack jade jasmine jay jet joy june king knight lake lance lane lee lily long marina mark mason
max may melody miles mo moon nick olive page park parker pat patience pearl penny pepper pip piper poppy pope prince
princess ray reader reed rich river rivers robin rob rock rose rowan ruby rusty sandy short sky skye sonny star
sterling stone storm summer sunny tam taylor terry tom trinity van victor violet wade ward west white will willow
winter wood woods woody young
"""
ORDINARY: Final = frozenset(_WORDS.split())
# "mr hughes" as it is typed; "I miss reading" and "Miss reads to us" name nobody.
_TITLED: Final = re.compile(
    r"\b(?:(?i:mr|mrs|ms|mx|dr|mister|missus)\b\.?\s*[A-Za-z][\w’'-]*|(?i:miss|sir|madam|doctor)\s+[A-Z][\w’'-]*)"
)
_BEFORE_BLANK: Final = re.compile(
    rf"\b(?i:mr|mrs|ms|mx|dr|miss|sir|madam|doctor|mister|missus)\b\.?\s*{re.escape(BLANK)}"
)
_LEAST: Final = 3


@dataclass(frozen=True, slots=True)
class Known:
    """Words to strike: `anywhere` however they are written, `capital` where they begin with a capital letter."""

    anywhere: re.Pattern[str] | None
    capital: re.Pattern[str] | None


def known(people: Iterable[tuple[str, str]]) -> Known:
    """`people`: forename and surname. Long lists are compiled once for a page."""
    whole: set[str] = set()
    alone: set[str] = set()
    for forename, surname in people:
        first, last = forename.strip(), surname.strip()
        if first and last:
            whole.add(rf"{re.escape(first)}\s+{re.escape(last)}")
        alone.update(re.escape(word) for word in (first, last) if len(word) >= _LEAST and word.lower() not in ORDINARY)
    return Known(_any_of(whole, re.IGNORECASE), _any_of(alone, 0))


def blanked(text: str, names: Known) -> str:
    """The text with BLANK in the place of each name."""
    for pattern in (names.anywhere, names.capital):
        if pattern is not None:
            text = pattern.sub(BLANK, text)
    # A title before what was struck already goes with it.
    text = _BEFORE_BLANK.sub(BLANK, _TITLED.sub(BLANK, text))
    return re.sub(rf"{re.escape(BLANK)}(?:\s+{re.escape(BLANK)})+", BLANK, text)


def _any_of(words: set[str], flags: int) -> re.Pattern[str] | None:
    if not words:
        return None
    return re.compile(rf"\b(?:{'|'.join(sorted(words, key=len, reverse=True))})\b(?:[’']s\b)?", flags)
