"""Published outcomes for a page: per academy and year what was printed, beside its local authority and England.

One query, however many academies and years there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from academies.models import Academy
from accounts.models import User
from celt.lib.terms import year_label
from pupils.models import PublishedFigure
from pupils.models.published import PublishedLevel
from pupils.published.columns import CODES


@dataclass(frozen=True)
class PublishedCell:
    """A figure, or the code that the department printed in its stead; neither where the cell was blank.

    `n` is how many pupils the group has: printed even where the figure is withheld.
    """

    value: float | None = None
    code: str = ""
    n: int | None = None

    @property
    def meaning(self) -> str:
        """The code in words; empty where there is a figure or a blank."""
        return CODES.get(self.code, "A code of the published tables.") if self.code else ""


BLANK = PublishedCell()


@dataclass(frozen=True)
class PublishedPlace:
    """The three groups at one place. Shares are 0 to 100."""

    all: PublishedCell = BLANK
    disadvantaged: PublishedCell = BLANK
    other: PublishedCell = BLANK

    @property
    def gap(self) -> float | None:
        """Disadvantaged minus other at this place, from the printed figures."""
        return difference(self.disadvantaged.value, self.other.value)

    @property
    def empty(self) -> bool:
        cells = (self.all, self.disadvantaged, self.other)
        return all(cell.value is None and not cell.code for cell in cells)


@dataclass(frozen=True)
class PublishedRow:
    academy: Academy
    academic_year: int
    measure: str
    here: PublishedPlace
    la: PublishedPlace
    national: PublishedPlace
    published_gap: PublishedCell  # the department's DIFFN: disadvantaged here minus others in England, without n

    @property
    def year(self) -> str:
        return year_label(self.academic_year)

    @property
    def gap_within(self) -> float | None:
        """Disadvantaged minus other pupils of the academy: the gap that the rest of this product speaks of."""
        return self.here.gap

    @property
    def gap_to_national(self) -> float | None:
        """Disadvantaged pupils here minus other pupils in England, computed here, to stand beside `published_gap`."""
        return difference(self.here.disadvantaged.value, self.national.other.value)

    @property
    def agrees(self) -> bool | None:
        """Whether ours equals the department's; None where either is missing."""
        ours, theirs = self.gap_to_national, self.published_gap.value
        return None if ours is None or theirs is None else abs(ours - theirs) < 0.005

    @property
    def withheld(self) -> bool:
        """A code stands where both groups' figures would be."""
        return bool(self.here.disadvantaged.code or self.here.other.code)


def difference(first: float | None, second: float | None) -> float | None:
    """To two decimals, which is more than any table prints."""
    return None if first is None or second is None else round(first - second, 2)


def published_rows(user: User, measure: str, academies: Iterable[Academy]) -> list[PublishedRow]:
    """Rows of those of `academies` that the user may see, by academy name and year. Years without a print are left out.

    For a trust, give all its academies; those out of the user's sight give no row.
    """
    wanted = {academy.pk: academy for academy in academies}
    places: dict[tuple[str, int | None, int], PublishedFigure] = {}
    rows: list[PublishedFigure] = []
    for figure in PublishedFigure.objects.visible_to(user).filter(
        Q(academy__in=wanted)
        | Q(level=PublishedLevel.LOCAL_AUTHORITY, la_code__in={academy.la_code for academy in wanted.values()})
        | Q(level=PublishedLevel.NATIONAL),
        measure=measure,
    ):
        if figure.academy_id is None:
            places[figure.level, figure.la_code, figure.academic_year] = figure
        else:
            rows.append(figure)
    made = []
    for figure in rows:
        if figure.academy_id is None or _place(figure).empty:
            continue
        academy, year = wanted[figure.academy_id], figure.academic_year
        made.append(
            PublishedRow(
                academy=academy,
                academic_year=year,
                measure=measure,
                here=_place(figure),
                la=_place(places.get((PublishedLevel.LOCAL_AUTHORITY, academy.la_code, year))),
                national=_place(places.get((PublishedLevel.NATIONAL, None, year))),
                published_gap=PublishedCell(figure.published_gap, figure.published_gap_code),
            )
        )
    return sorted(made, key=lambda row: (row.academy.name, row.academy.pk, row.academic_year))


def _place(figure: PublishedFigure | None) -> PublishedPlace:
    if figure is None:
        return PublishedPlace()
    return PublishedPlace(
        PublishedCell(figure.value_all, figure.code_all, figure.n_all),
        PublishedCell(figure.value_disadvantaged, figure.code_disadvantaged, figure.n_disadvantaged),
        PublishedCell(figure.value_other, figure.code_other, figure.n_other),
    )
