"""Typing errors: how a text falls into words, and which known word a slip of the fingers most likely meant.

`words_of` reads what is indexed and what is asked alike. `meant` measures by the number of slips (Damerau 1964: a
letter left out, added, changed, or two that changed places) and allows one for about every four letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

LONGEST = 40  # letters of a word; longer ones are no words
SHORT = 6  # up to here every single slip is tried, since trigrams tell too little
LETTERS = "abcdefghijklmnopqrstuvwxyz"

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Written both ways by teachers, and the stems differ.
ALIKE = {
    "practise": "practice", "practising": "practice", "practised": "practice", "licence": "license",
    "enquiry": "inquiry", "enquiries": "inquiries", "math": "mathematics", "maths": "mathematics",
    "eyfs": "early", "oracy": "talk", "numeracy": "mathematics", "program": "programme", "judgment": "judgement",
}  # fmt: skip
BOTH_WAYS = {**ALIKE, **{right: left for left, right in reversed(ALIKE.items())}}


def words_of(text: str) -> list[str]:
    """In their order, in small letters without accents and apostrophes, hyphened ones as two."""
    plain = unicodedata.normalize("NFKD", text.replace("\x00", " "))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
    found = (re.sub(r"['’]s$|['’]", "", word) for word in _WORD.findall(plain))
    return [word for word in found if word and len(word) <= LONGEST]


def slips(one: str, other: str) -> int:
    """How many single slips lead from one word to the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        older, before, row = before, row, [at]
        for to, wanted in enumerate(other, start=1):
            cost = min(before[to] + 1, row[-1] + 1, before[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                cost = min(cost, older[to - 2] + 1)
            row.append(cost)
    return row[-1]


def allowed(word: str) -> int:
    """Slips that a word of this length may hold and still be taken for another: none in three letters."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2 if len(word) < 10 else 3


def one_slip_from(word: str) -> set[str]:
    """Every word that one slip makes of it: for short words, whose trigrams a slip destroys."""
    if not 4 <= len(word) <= SHORT:
        return set()
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return {
        *(left + right[1:] for left, right in splits if right),
        *(left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1),
        *(left + letter + right[1:] for left, right in splits if right for letter in LETTERS),
        *(left + letter + right for left, right in splits for letter in LETTERS),
    } - {word}


def ranked(typed: str, known: Iterable[str]) -> list[str]:
    """Known words from the most likely on: fewest slips, the same beginning and end, as long."""
    return sorted(
        {word for word in known if word != typed},
        key=lambda word: (
            slips(typed, word), word[0] != typed[0], word[-1] != typed[-1], abs(len(word) - len(typed)), word,
        ),
    )  # fmt: skip


def meant(typed: str, known: Iterable[str]) -> str:
    """The word that was meant, or nothing where none is near enough."""
    best = next(iter(ranked(typed, known)), "")
    return best if best and slips(typed, best) <= allowed(typed) else ""


def joined(words: list[str]) -> Iterator[tuple[int, str]]:
    """Neighbours written as one, with the place of the first: “white boards” as whiteboards."""
    for at in range(len(words) - 1):
        if len(words[at]) > 1 and len(words[at + 1]) > 1 and len(words[at] + words[at + 1]) <= LONGEST:
            yield at, words[at] + words[at + 1]


def halves(word: str) -> Iterator[tuple[str, str]]:
    """A word written as two of three letters and more: “thinkingtime”."""
    for at in range(3, len(word) - 2):
        yield word[:at], word[at:]
