"""Blanks names in what somebody wrote who cannot be asked again. Pure.

Better one word too many than one name: it strikes full names, surnames, whatever follows a title, and forenames that
are no ordinary word; these in small letters too, as children write them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
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
_WORD: Final = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
_POSSESSIVE: Final = re.compile(r"[’']s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """`whole`: full names by their first word, struck however they are written. `alone`: words that are struck where
    they begin with a capital letter; `forenames`: those of them that are struck without one."""

    whole: Mapping[str, frozenset[tuple[str, ...]]]
    alone: frozenset[str]
    forenames: frozenset[str]


def known(people: Iterable[tuple[str, str]]) -> Known:
    """`people`: forename and surname. Thousands of names cost each word of a text one look."""
    whole: dict[str, set[tuple[str, ...]]] = {}
    alone: set[str] = set()
    forenames: set[str] = set()
    surnames: set[str] = set()
    for forename, surname in people:
        forenames.update(_plain(part) for part in forename.split())
        surnames.update(_plain(part) for part in surname.split())
        parts = tuple(_plain(part) for part in f"{forename} {surname}".split())
        if len(parts) > 1:
            whole.setdefault(parts[0], set()).update({parts, (parts[0], parts[-1])})
        for word in (piece for part in parts for piece in {part, *part.split("-")}):
            if len(word) >= _LEAST and word not in ORDINARY:
                alone.add(word)
    # A surname is too often a word of its own: "baker", "small".
    small = alone & forenames - surnames
    return Known({first: frozenset(names) for first, names in whole.items()}, frozenset(alone), frozenset(small))


def blanked(text: str, names: Known) -> str:
    """The text with BLANK in the place of each name."""
    words = list(_WORD.finditer(text))
    kept, end, here = [], 0, 0
    while here < len(words):
        length = _named(text, words, here, names)
        if length:
            kept += [text[end : words[here].start()], BLANK]
            end = words[here + length - 1].end()
        here += max(1, length)
    text = "".join([*kept, text[end:]])
    # A title before what was struck already goes with it.
    text = _BEFORE_BLANK.sub(BLANK, _TITLED.sub(BLANK, text))
    return re.sub(rf"{re.escape(BLANK)}(?:\s+{re.escape(BLANK)})+", BLANK, text)


def _named(text: str, words: list[re.Match[str]], here: int, names: Known) -> int:
    """How many words from `here` on are a name; 0 where none begins there."""
    first = _plain(words[here][0])
    for name in sorted(names.whole.get(first, ()), key=len, reverse=True):
        held = words[here : here + len(name)]
        together = all(text[a.end() : b.start()].isspace() for a, b in itertools.pairwise(held))
        if together and tuple(_plain(word[0]) for word in held) == name:
            return len(name)
    return int(first in (names.alone if words[here][0][0].isupper() else names.forenames))


def _plain(word: str) -> str:
    return _POSSESSIVE.sub("", word).lower().replace("'", "’")
