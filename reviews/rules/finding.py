"""When what a review found may be written, how old an open next step is, and where a text names somebody. Pure."""

from __future__ import annotations

import datetime
from typing import Final

_SHUT: Final = {
    "planned": "The review has not begun. Begin it first; then write what it finds.",
    "called_off": "The review was called off, and finds nothing more.",
    "published": "The review is published, and what it found stands.",
    "followed": "The review is published, and what it found stands.",
}


def why_shut(state: str) -> str:
    """Why nothing is written of what a review found; empty where it may be."""
    return _SHUT.get(state, "")


# In days since the review was published.
AGES: Final = (
    ("fresh", "Up to three months old", 0, 92),
    ("older", "Three months to a year old", 93, 365),
    ("old", "More than a year old", 366, None),
)
OVERDUE: Final = "overdue"


def age_of(published: datetime.date, today: datetime.date) -> str:
    """The slug of AGES in which an open next step stands today."""
    days = (today - published).days
    return next(slug for slug, _, first, last in reversed(AGES) if days >= first or first == 0)
