"""What is asked for, in words. Pure."""

from __future__ import annotations

from celt.lib.sentences import opening
from celt.lib.terms import year_label
from plans.selectors.target_told import about_words, among_words
from pupils.measures import MEASURES


def figure_of_words(measure: str, figure_of: str, breakdown: str) -> str:
    """'Gap in reading, key stage 2, among girls'."""
    known = MEASURES.get(measure)
    said = about_words(known, figure_of) if known is not None else opening(measure)
    among = among_words(breakdown)
    return f"{said}, among {among}" if among else said


def asked_words(measure: str, figure_of: str, breakdown: str, at: str, year: int) -> str:
    return f"{figure_of_words(measure, figure_of, breakdown)}, {at.lower()} {year_label(year)}"
