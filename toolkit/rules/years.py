"""Which years of school a text is about: "Years 3 to 6", "Reception and Year 1", "Y10-11". Pure."""

from __future__ import annotations

import re
from typing import Final

NURSERY, RECEPTION, LAST = -1, 0, 13
_WORDS: Final = {"nursery": NURSERY, "reception": RECEPTION}
_NAMED: Final = re.compile(r"\b(nursery|reception)\b", re.IGNORECASE)
# "Year 5", "Years 3, 4 and 6", "Y7–9", "Years 7 to 9".
_NUMBERED: Final = re.compile(
    r"\b(?:years?|yrs?|y)\s*\.?\s*((?:\d{1,2})(?:\s*(?:,|and|&|to|or|/|-|–|—|(?:,\s*and))\s*(?:years?\s*|y)?\d{1,2})*)\b",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"(\d{1,2})\s*(?:to|-|–|—)\s*(?:years?\s*|y)?(\d{1,2})|(\d{1,2})", re.IGNORECASE)


def years_in(text: str) -> tuple[int, ...]:
    """In their order, each once; Nursery is -1 and Reception 0. What is no year of school is passed over."""
    found = {_WORDS[word.lower()] for word in _NAMED.findall(text)}
    for numbers in _NUMBERED.findall(text):
        for first, last, single in _PART.findall(numbers):
            low, high = (int(first), int(last)) if first else (int(single), int(single))
            found |= {year for year in range(low, min(high, LAST) + 1) if 1 <= year <= LAST}
    return tuple(sorted(found))


def year_label(year: int) -> str:
    return {NURSERY: "Nursery", RECEPTION: "Reception"}.get(year, f"Year {year}")
