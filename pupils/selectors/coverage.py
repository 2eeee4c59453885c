"""Which academy has given what, from the counts kept at each import. A fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from academies.access import Permission, academies_where
from academies.models import Academy, Trust
from academies.models.academy import Status
from academies.models.term import TermName
from accounts.models import User
from celt.lib.sentences import counted, listed
from celt.lib.terms import year_label
from celt.ui.parts import Choice, Filter
from celt.ui.tables import NumberColumn
from pupils.measures import ASSESSMENTS
from pupils.models import Checkpoint, Coverage


@dataclass(frozen=True)
class CoveragePage:
    answer: str
    filters: list[Filter]
    rows: list[dict[str, Any]]
    columns: list[tuple[str, NumberColumn]]
    caption: str


def coverage_page(user: User, trust: Trust | None, query: Mapping[str, str]) -> CoveragePage | None:
    """The academies' counts of one year, over all checkpoints or for one; None where nothing is held."""
    academies = list(
        Academy.objects.visible_to(user).filter(
            academies_where(user, Permission.VIEW_STAFF_FIGURES), trust=trust, status=Status.OPEN
        )
    )
    held = Coverage.objects.visible_to(user).filter(academy__trust=trust)
    years = sorted(set(held.values_list("academic_year", flat=True)), reverse=True)
    if not years:
        return None
    year = next((y for y in years if str(y) == query.get("year")), years[0])
    checkpoints = list(Checkpoint.objects.visible_to(user).filter(trust=trust))
    chosen = next((c for c in checkpoints if str(c.pk) == query.get("checkpoint")), None)
    cells: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for item in held.filter(academic_year=year):
        if chosen is None or item.checkpoint_id == chosen.pk:
            cells[item.academy_id][_key(item, chosen)] += item.rows
    columns = _columns(checkpoints, chosen, {key for row in cells.values() for key in row})
    place = f"{year_label(year)}, {chosen.name}" if chosen else year_label(year)
    return CoveragePage(
        answer=_answer(academies, cells, checkpoints, chosen, year),
        filters=[
            Filter("year", "Year", [Choice(str(y), year_label(y)) for y in years], str(year)),
            Filter(
                "checkpoint",
                "Checkpoint",
                [Choice("", "Every checkpoint"), *(Choice(str(c.pk), c.name) for c in checkpoints)],
                str(chosen.pk) if chosen else "",
            ),
        ],
        rows=[{"academy": academy.name, **cells.get(academy.pk, {})} for academy in academies],
        columns=columns,
        caption=f"Rows that each academy has given for {place}",
    )


def _key(item: Coverage, chosen: Checkpoint | None) -> str:
    if item.term:
        return f"term_{item.term}"
    if item.checkpoint_id is None:
        return "pupils"
    return item.assessment if chosen else f"checkpoint_{item.checkpoint_id}"


def _columns(
    checkpoints: list[Checkpoint], chosen: Checkpoint | None, found: set[str]
) -> list[tuple[str, NumberColumn]]:
    if chosen:
        return [
            (slug, NumberColumn(ASSESSMENTS[slug].title.replace("Key stage 2", "KS2"), kind="count"))
            for slug in ASSESSMENTS
            if slug in found
        ]
    columns = [("pupils", NumberColumn("Pupils", kind="count"))]
    columns += [
        (f"term_{term.value}", NumberColumn(f"Attendance, {term.label.lower()}", kind="count")) for term in TermName
    ]
    return columns + [(f"checkpoint_{c.pk}", NumberColumn(f"Results, {c.name}", kind="count")) for c in checkpoints]


def _answer(
    academies: list[Academy],
    cells: Mapping[int, Mapping[str, int]],
    checkpoints: list[Checkpoint],
    chosen: Checkpoint | None,
    year: int,
) -> str:
    """Who has not given what the others have: the chosen checkpoint, else the latest that anybody has given."""
    given = [c for c in checkpoints if any(f"checkpoint_{c.pk}" in row for row in cells.values())]
    looked_at = chosen or (given[-1] if given else None)
    if looked_at is None:
        missing = [a.name for a in academies if "pupils" not in cells.get(a.pk, {})]
        what = f"pupils for {year_label(year)}"
    else:
        key = f"checkpoint_{looked_at.pk}"
        missing = [a.name for a in academies if not (cells.get(a.pk) if chosen else key in cells.get(a.pk, {}))]
        what = f"{looked_at.name} results for {year_label(year)}"
    if not missing:
        return f"Every academy has given {what}."
    if len(missing) == len(academies):
        return f"No academy has given {what}."
    some = counted(len(academies) - len(missing), "academy has", "academies have")
    return f"{some} given {what}; {listed(missing)} {'has' if len(missing) == 1 else 'have'} not."
