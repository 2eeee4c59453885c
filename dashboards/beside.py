"""The same figure elsewhere, to stand beside an academy's: the trust, its phase, the local authority, England."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from academies.models import Academy
from academies.models.academy import Phase
from academies.providers import Comparison
from celt.lib.terms import year_label
from dashboards.selectors.facts import AT_TRUST, Held, at_academy, at_phase
from pupils.measures import Measure
from pupils.measures.words import behind as behind
from pupils.measures.words import turned as turned
from pupils.measures.words import value_words as value_words
from pupils.reference import reference

MANY = {
    Phase.PRIMARY: "Primaries",
    Phase.SECONDARY: "Secondaries",
    Phase.ALL_THROUGH: "All-through academies",
    Phase.SPECIAL: "Special academies",
    Phase.SIXTEEN_PLUS: "16-plus academies",
}
BACK = 5  # years back that England's figure is looked for
TABLES = "Performance tables of the Department for Education"


@dataclass(frozen=True, slots=True)
class Public:
    """One year's published figures of a place: both groups, or all pupils where there is no such split."""

    academic_year: int
    disadvantaged: float | None
    other: float | None
    everybody: float | None
    source: str


def beside_gap(held: Held, academy: Academy, measure: Measure, *, pooled: bool) -> Iterator[Comparison]:
    for label, gap in _own(held, academy, measure, "pooled_gap" if pooled else "gap"):
        yield Comparison(label, turned(measure) * gap, behind(turned(measure) * gap, measure))
    for label, public in _public(held, academy, measure):
        if public.disadvantaged is not None and public.other is not None:
            gap = turned(measure) * round(public.disadvantaged - public.other, 6)
            place = f"{label}, {year_label(public.academic_year)}"
            yield Comparison(place, gap, behind(gap, measure), public.source)


def beside_value(held: Held, academy: Academy, measure: Measure, *, pooled: bool) -> Iterator[Comparison]:
    field = "pooled_value_disadvantaged" if pooled else "value_disadvantaged"
    here = held.of(measure.slug, at_academy(academy))
    others = getattr(here, "pooled_value_other" if pooled else "value_other")
    if others is not None:
        yield Comparison("Other pupils here", others, value_words(others, measure))
    for label, value in _own(held, academy, measure, field):
        yield Comparison(label, value, value_words(value, measure))
    for label, public in _public(held, academy, measure):
        year = year_label(public.academic_year)
        if public.disadvantaged is not None:
            yield Comparison(
                f"{label}, {year}", public.disadvantaged, value_words(public.disadvantaged, measure), public.source
            )
        elif public.everybody is not None:
            told = value_words(public.everybody, measure)
            yield Comparison(f"{label}, all pupils, {year}", public.everybody, told, public.source)


def _own(held: Held, academy: Academy, measure: Measure, field: str) -> Iterator[tuple[str, float]]:
    """The trust's figure, and its phase's where the measure is of more than one phase."""
    trust, phase = held.of(measure.slug, AT_TRUST), held.of(measure.slug, at_phase(academy))
    if trust is not None and getattr(trust, field) is not None:
        yield "Trust", getattr(trust, field)
    if phase is None or getattr(phase, field) is None:
        return
    sizes = ("n_disadvantaged", "n_other", "pooled_n_disadvantaged", "pooled_n_other")
    if trust is None or any(getattr(trust, size) != getattr(phase, size) for size in sizes):
        yield MANY[Phase(academy.phase)], getattr(phase, field)


def _public(held: Held, academy: Academy, measure: Measure) -> Iterator[tuple[str, Public]]:
    """Newest first published figures of the local authority and of England, where they are of the like."""
    newest = held.newest[measure.slug]
    if not newest.beside_england:
        return
    for label, code in ((academy.la_name, academy.la_code), ("England", None)):
        found = [*_imported(held, measure, code), *_gathered(measure, newest.academic_year, code, academy.phase)]
        both = [p for p in found if p.disadvantaged is not None]
        if found:
            yield label, max(both or found, key=lambda p: p.academic_year)


def _imported(held: Held, measure: Measure, la_code: int | None) -> Iterator[Public]:
    for row in held.published.get((measure.slug, la_code), ()):
        if row.value_disadvantaged is not None or row.value_all is not None:
            yield Public(row.academic_year, row.value_disadvantaged, row.value_other, row.value_all, TABLES)


def _gathered(measure: Measure, until: int, la_code: int | None, phase: str) -> Iterator[Public]:
    """From the reference values. Pupils with free meals are another group than the disadvantaged: left out."""
    for year in range(until, until - BACK, -1):
        rows = {}
        for group in ("disadvantaged", "other", "all"):
            row = reference(measure.slug, year, group, phase=phase, la_code=la_code)
            rows[group] = row or reference(measure.slug, year, group, la_code=la_code)
        dis, oth, everybody = (row if row and not row.is_fsm else None for row in rows.values())
        told = dis or everybody
        if told is not None:
            yield Public(
                year, dis.value if dis else None, oth.value if oth else None,
                everybody.value if everybody else None, told.source,
            )  # fmt: skip
