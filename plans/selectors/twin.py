"""How leadership of an academy moves from directive to distributed, term by term."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from academies.models import Academy
from academies.selectors.term import TermFrame, place_of, terms_of
from accounts.models import User
from celt.lib.terms import TERMS
from plans.models import TwinTrack
from plans.models.journey import Leaning

MOST = 9
STEP_WORDS = {
    1: "directive",
    2: "mostly directive",
    3: "on both tracks alike",
    4: "mostly distributed",
    5: "distributed",
}


@dataclass(frozen=True)
class LeadershipTerm:
    """What was said of one term. `x` and `y`: its place in the drawing, in percent and in pixels."""

    row: TwinTrack
    x: str
    y: int
    has_label: bool = True

    @property
    def year(self) -> int:
        return self.row.academic_year + (0 if self.row.term == "autumn" else 1)

    @property
    def label(self) -> str:
        """Autumn 2026"""
        return f"{self.row.get_term_display()} {self.year}"

    @property
    def short(self) -> str:
        return f"{self.row.get_term_display()[:3]} {self.year % 100:02d}"

    @property
    def word(self) -> str:
        return STEP_WORDS[self.row.leaning]


@dataclass(frozen=True)
class Leadership:
    """Terms of which something was said, oldest first, the last nine of them in the drawing."""

    terms: list[LeadershipTerm]

    @property
    def newest_first(self) -> list[LeadershipTerm]:
        return self.terms[::-1]

    @property
    def says(self) -> str:
        """'Leadership is mostly distributed; it was directive in Autumn 2024.'"""
        if not self.terms:
            return "Nothing is written down yet of how the academy is led."
        first, last = self.terms[0], self.terms[-1]
        if first is last:
            return f"Leadership is {last.word} ({last.label})."
        if first.row.leaning == last.row.leaning:
            return f"Leadership is {last.word}, as it was in {first.label}."
        return f"Leadership is {last.word} ({last.label}); it was {first.word} in {first.label}."

    @property
    def lines(self) -> list[tuple[str, int, str, int]]:
        """From each mark to the next: x1, y1, x2, y2."""
        return [(a.x, a.y, b.x, b.y) for a, b in zip(self.terms, self.terms[1:], strict=False)]

    def of(self, year: int, term: str) -> TwinTrack | None:
        return next((t.row for t in self.terms if (t.row.academic_year, t.row.term) == (year, term)), None)


def leadership(user: User, academy: Academy, read: Callable[[str], str]) -> Leadership:
    """`read`: see read_as. One query."""
    found = list(TwinTrack.objects.visible_to(user).filter(academy=academy))
    found.sort(key=lambda row: (row.academic_year, TERMS.index(row.term)))
    shown = found[-MOST:]
    for row in shown:
        row.prescribed, row.handed_on = read(row.prescribed), read(row.handed_on)
    places, every = max(len(shown), 2), 1 + (len(shown) - 1) // 3
    return Leadership(
        [
            LeadershipTerm(
                row,
                f"{100 * (place + 0.5) / places:.1f}%",
                16 + 22 * (Leaning.DISTRIBUTED - row.leaning),
                # Counted from the last, so that the newest is always named.
                has_label=(len(shown) - 1 - place) % every == 0,
            )
            for place, row in enumerate(shown)
        ]
    )


@dataclass(frozen=True)
class TermToWrite:
    """The term that is written about, and those beside it."""

    frame: TermFrame
    choices: list[TermFrame]


def term_to_write(user: User, academy: Academy, slug: str, today: datetime.date | None = None) -> TermToWrite:
    """The term named, else the present one; of what has begun, the present term and the three before it. One query."""
    today = today or timezone.localdate()
    terms = terms_of(user, academy.trust, today)
    here = place_of(terms, "", today)
    if terms[here].starts > today and here:
        here -= 1
    choices = terms[max(0, here - 3) : here + 1]
    return TermToWrite(next((term for term in choices if term.slug == slug), choices[-1]), choices[::-1])
