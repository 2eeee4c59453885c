"""The published gaps as rows of a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import IO, Any

from academies.models import Trust
from celt.lib.terms import year_label
from dashboards import disclosure
from dashboards.models import GapFigure

COLUMNS = (
    "academic_year", "checkpoint", "measure", "level", "urn", "breakdown", "n_disadvantaged", "n_other",
    "value_disadvantaged", "value_other", "gap", "ci_low", "ci_high", "effect_size", "shrunk_gap", "status",
)  # fmt: skip
PLACES = 4
AT_ONCE = 2000


def export_rows(trusts: Iterable[Trust], *, raw: bool = False) -> Iterator[list[Any]]:
    """One row a figure, ordered; shares are 0 to 100; a phase stands by its name in the place of a URN.

    `raw` skips disclosure control: for the command line only.
    """
    queryset = (
        GapFigure.objects.filter(trust__in=trusts)
        .select_related("academy")
        .order_by("trust", "measure", "academic_year", "checkpoint", "-level", "phase", "academy__urn", "breakdown")
    )
    for figure in queryset.iterator(chunk_size=AT_ONCE):
        yield _row(figure if raw else disclosure.blank(figure, disclosure.Audience.STAFF))


def _row(figure: GapFigure) -> list[Any]:
    values = (getattr(figure, name) for name in COLUMNS[8:15])
    return [
        year_label(figure.academic_year),
        figure.checkpoint,
        figure.measure,
        figure.level,
        figure.academy.urn if figure.academy else figure.phase,
        figure.breakdown,
        figure.n_disadvantaged,
        figure.n_other,
        *("" if value is None else round(value, PLACES) for value in values),
        figure.status,
    ]


def write(file: IO[str], columns: Iterable[str], rows: Iterable[list[Any]]) -> int:
    """Writes header and rows; returns how many rows."""
    writer = csv.writer(file)
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    return count
