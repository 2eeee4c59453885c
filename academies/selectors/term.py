"""The terms of a trust, as pages step through them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from academies.models import Term, Trust
from accounts.models import User
from celt.lib.terms import TERMS, usual_days, year_on

YEARS_BACK, YEARS_AHEAD = 1, 1


@dataclass(frozen=True, slots=True)
class TermFrame:
    """`until` is the day before the next term begins. `own`: days that the trust set; otherwise the usual ones."""

    name: str
    academic_year: int
    starts: datetime.date
    ends: datetime.date
    until: datetime.date
    own: bool

    @property
    def slug(self) -> str:
        return f"{self.name}-{self.starts.year}"

    @property
    def label(self) -> str:
        """Autumn 2026"""
        return f"{self.name.capitalize()} {self.starts.year}"

    def holds(self, day: datetime.date) -> bool:
        """Within it, or in the holidays after it."""
        return self.starts <= day <= self.until


def terms_of(user: User, trust: Trust | None, today: datetime.date) -> list[TermFrame]:
    """What the trust dated, and the usual terms of last year, this and the next where it did not. One query."""
    dated = {(t.academic_year, t.name): t for t in Term.objects.visible_to(user).filter(trust=trust)}
    this_year = year_on(today)
    years = {year for year, _ in dated} | set(range(this_year - YEARS_BACK, this_year + YEARS_AHEAD + 1))
    frames = []
    for year in years:
        for name in TERMS:
            term = dated.get((year, name))
            starts, ends = (term.starts, term.ends) if term else usual_days(year, name)
            frames.append(TermFrame(name, year, starts, ends, ends, own=term is not None))
    frames.sort(key=lambda frame: frame.starts)
    day = datetime.timedelta(days=1)
    return [
        replace(frame, until=max(frame.ends, following.starts - day)) if following else frame
        for frame, following in zip(frames, [*frames[1:], None], strict=True)
    ]


def place_of(terms: list[TermFrame], slug: str, today: datetime.date) -> int:
    """Where the term of that slug stands in the list; without one, the present term or the next to begin."""
    named = next((i for i, term in enumerate(terms) if term.slug == slug), None)
    if named is not None:
        return named
    return next((i for i, term in enumerate(terms) if today <= term.until), len(terms) - 1)
