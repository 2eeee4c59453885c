"""Tables of figures. Their columns follow the measure (its unit and decimals), so they are made, not declared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from celt.lib.sentences import counted
from celt.lib.terms import year_label
from celt.ui.parts import Status, Tone
from celt.ui.tables import (
    IntervalColumn,
    Kind,
    LinkColumn,
    NumberColumn,
    StatusColumn,
    Table,
    TextColumn,
    formatted,
)
from dashboards.filters import stage_of
from dashboards.models import GapFigure
from dashboards.rules import closer_by, short_names
from dashboards.selectors.academy import BreakdownRow, MeasureRow
from dashboards.selectors.gaps import AcademyRow
from dashboards.selectors.measure import NationalYear
from dashboards.selectors.trust import GridRow
from dashboards.staff_words import in_words
from pupils.measures import Kind as MeasureKind
from pupils.measures import Measure
from pupils.selectors.published import PublishedCell, PublishedRow

TOO_FEW = "too few"
NO_VERDICT: tuple[str, Tone] = ("", "")
VERDICTS: dict[str, tuple[str, Tone]] = {
    "wider": ("wider", "bad"),
    "narrower": ("narrower", "good"),
    "alike": ("no clear difference", ""),
}


def value_kind(measure: Measure) -> Kind:
    return "share" if measure.kind in (MeasureKind.SHARE, MeasureKind.RATE) else "number"


def academy_url(slug: str, query: str = "") -> str:
    address = reverse("dashboards:academy", args=[slug])
    return f"{address}?{query}" if query else address


def _columns(measure: Measure) -> list[tuple[str, Any]]:
    kind, places = value_kind(measure), measure.decimals
    return [
        ("gap", NumberColumn("Gap", kind="points", places=places, strong=True, order_by=("gap_key",))),
        ("interval", IntervalColumn("95% interval", places=places)),
        ("theirs", NumberColumn("Disadvantaged", kind=kind, places=places, order_by=("theirs_key",))),
        ("others", NumberColumn("Other pupils", kind=kind, places=places, order_by=("others_key",))),
    ]


def _counts() -> list[tuple[str, Any]]:
    return [
        ("pupils", NumberColumn("Pupils", kind="count")),
        ("disadvantaged", NumberColumn("Of them disadvantaged", kind="count")),
    ]


def _cells(figure: GapFigure) -> dict[str, Any]:
    """The cells of one figure; what may not be shown says so."""
    hidden = TOO_FEW if figure.status == "suppressed" else None
    both = figure.ci_low is not None and figure.ci_high is not None
    return {
        "pupils": TOO_FEW if figure.without_counts else figure.n_disadvantaged + figure.n_other,
        "disadvantaged": TOO_FEW if figure.without_counts else figure.n_disadvantaged,
        "theirs": hidden or figure.value_disadvantaged, "others": hidden or figure.value_other,
        "gap": hidden or figure.gap, "interval": (figure.ci_low, figure.ci_high) if both else None,
    }  # fmt: skip


def _sortable(rows: list[dict[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    """A key beside each cell, by which hidden and missing cells sort last."""
    for row in rows:
        for name in names:
            value = row.get(name)
            row[f"{name}_key"] = (not isinstance(value, int | float), value if isinstance(value, int | float) else 0)
    return rows


NUMBERS = ("theirs", "others", "gap", "closer")


def _named(row: AcademyRow | GridRow | PublishedRow, short: dict[str, str], query: str) -> dict[str, str]:
    """Name, short name and address of a row's academy."""
    name = row.academy.name
    return {"name": name, "short": short[name], "url": academy_url(row.academy.slug, query)}


def reading(row: AcademyRow) -> Status:
    """How an academy's gap stands to the trust's, in words."""
    if row.hidden:
        return Status("too few")
    if row.figure is not None and row.figure.others_fell and row.verdict != "wider":
        return Status("closer because others fell", "warn")
    word, tone = VERDICTS.get(row.verdict, NO_VERDICT)
    return Status(word, tone)


def academies_table(rows: Iterable[AcademyRow], measure: Measure, *, query: str = "", **kw: Any) -> Table:
    """One row an academy; `query` is carried into its link. Opens with the widest gap."""
    rows = list(rows)
    short = short_names(row.academy.name for row in rows)
    data = [
        {
            **_named(row, short, query), "row": row, "reading": reading(row),
            **_cells(row.figure), "closer": closer_by(row.figure.gap, row.figure.change_gap),
        }
        for row in rows
        if row.figure is not None
    ]  # fmt: skip
    data.sort(key=lambda d: -abs(d["gap"]) if isinstance(d["gap"], float) else 1)
    columns = [
        ("name", LinkColumn("Academy", shown="short")),
        *_columns(measure),
        ("closer", NumberColumn("Closer by", kind="points", places=measure.decimals, order_by=("closer_key",))),
        ("reading", StatusColumn("Beside the trust’s gap", orderable=False)),
        *_counts(),
    ]
    return Table(_sortable(data, NUMBERS), extra_columns=columns, **kw)


def grid_table(rows: Iterable[GridRow], measures: Sequence[Measure], *, query: str = "", **kw: Any) -> Table:
    """Academy by measure: the gap of each, in the measure's own points."""
    rows = list(rows)
    short = short_names(row.academy.name for row in rows)
    data: list[dict[str, Any]] = []
    for row in rows:
        cells: dict[str, Any] = {
            m.slug: None if f is None else TOO_FEW if f.status == "suppressed" else f.gap
            for m, f in zip(measures, row.cells, strict=True)
        }
        data.append({**_named(row, short, query), **cells})
    columns: list[tuple[str, Any]] = [
        ("name", LinkColumn("Academy", shown="short")),
        *(
            (m.slug, NumberColumn(m.short_title, kind="points", places=m.decimals, order_by=(f"{m.slug}_key",)))
            for m in measures
        ),
    ]
    return Table(_sortable(data, [m.slug for m in measures]), extra_columns=columns, **kw)


def movement_table(rows: Iterable[AcademyRow], measure: Measure, *, query: str = "", **kw: Any) -> Table:
    """How each academy moved since the year before, and which group did it."""
    rows = list(rows)
    short = short_names(row.academy.name for row in rows)
    data = []
    for row in rows:
        now, before = row.figure, row.before
        if now is None or now.change_gap is None:
            continue
        data.append(
            {
                **_named(row, short, query), "dis": now.change_disadvantaged,
                "oth": now.change_other, "closer": closer_by(now.gap, now.change_gap),
                "before": before.gap if before else None, "gap": now.gap,
                "why": Status("others fell", "warn") if now.others_fell else Status(""),
            }
        )  # fmt: skip
    places = measure.decimals
    columns: list[tuple[str, Any]] = [
        ("name", LinkColumn("Academy", shown="short")),
        ("before", NumberColumn("Gap the year before", kind="points", places=places)),
        ("gap", NumberColumn("Gap", kind="points", places=places, strong=True)),
        ("closer", NumberColumn("Closer by", kind="points", places=places)),
        ("dis", NumberColumn("Disadvantaged moved", kind="points", places=places)),
        ("oth", NumberColumn("Others moved", kind="points", places=places)),
        ("why", StatusColumn("Note")),
    ]
    return Table(data, extra_columns=columns, orderable=False, **kw)


def breakdown_table(rows: Iterable[BreakdownRow], measure: Measure, **kw: Any) -> Table:
    """One row a breakdown or a year group."""
    data = [{"label": row.label, **_cells(row.figure)} for row in rows]
    return Table(
        data, extra_columns=[("label", TextColumn("Group")), *_columns(measure), *_counts()], orderable=False, **kw
    )


def series_table(
    figures: Iterable[GapFigure], national: dict[int, tuple[float | None, float | None]], measure: Measure, **kw: Any
) -> Table:
    """One row a year of one place, with England's two groups. `national`: start year -> (disadvantaged, other)."""
    kind, places = value_kind(measure), measure.decimals
    data = [
        {
            "year": year_label(f.academic_year), **_cells(f),
            "england_dis": national.get(f.academic_year, (None, None))[0],
            "england_oth": national.get(f.academic_year, (None, None))[1],
        }
        for f in figures
        if f.status != "not_published"
    ]  # fmt: skip
    columns = [
        ("year", TextColumn("Year")),
        *_columns(measure),
        ("england_dis", NumberColumn("England, disadvantaged", kind=kind, places=places)),
        ("england_oth", NumberColumn("England, other", kind=kind, places=places)),
        *_counts(),
    ]
    return Table(data, extra_columns=columns, orderable=False, **kw)


def measures_table(rows: Iterable[MeasureRow], address: str, **kw: Any) -> Table:
    """All measures of one academy in a year, those without a figure last."""
    data = [
        {**_measure_cells(row, address), "effect": row.figure.effect_size}
        for row in sorted(rows, key=lambda row: row.figure.gap is None)
    ]
    columns: list[tuple[str, Any]] = [
        ("title", LinkColumn("Measure", shown="short")),
        ("checkpoint", TextColumn("Checkpoint")),
        *_measure_columns(),
        ("effect", NumberColumn("Effect size", places=2)),
        *_counts(),
    ]
    return Table(data, extra_columns=columns, orderable=False, **kw)


def staff_table(rows: Iterable[MeasureRow], address: str, **kw: Any) -> Table:
    """The same for an academy's staff: in the order of key stages and subjects, each with its reading in words."""
    data = [
        {
            **_measure_cells(row, address), "subject": _stage_and_subject(row.measure),
            "words": in_words(row.measure, row.figure), "both": _both_counts(row.figure),
        }
        for row in rows
    ]  # fmt: skip
    columns: list[tuple[str, Any]] = [
        ("title", LinkColumn("Measure", shown="short")),
        ("subject", TextColumn("Key stage, subject")),
        ("words", StatusColumn("In words")),
        *_measure_columns(),
        ("checkpoint", TextColumn("Checkpoint", note="both")),
    ]
    return Table(data, extra_columns=columns, orderable=False, **kw)


def _stage_and_subject(measure: Measure) -> str:
    """'Key stage 2: English reading'; what is the same is said once."""
    stage, subject = stage_of(measure), measure.subject
    return stage if stage == subject else f"{stage}: {subject}"


def _both_counts(figure: GapFigure) -> str:
    """'15 and 46 pupils', disadvantaged first; nothing where it would tell of few."""
    return "" if figure.without_counts else f"{figure.n_disadvantaged} and {counted(figure.n_other, 'pupil')}"


def _measure_cells(row: MeasureRow, address: str) -> dict[str, Any]:
    """Units differ, so each row's figures are formatted by its measure."""
    cells, m = _cells(row.figure), row.measure
    kinds: dict[str, Kind] = {"theirs": value_kind(m), "others": value_kind(m), "gap": "points"}
    for name, kind in kinds.items():
        if isinstance(cells[name], float):
            cells[name] = formatted(cells[name], kind, m.decimals)
    interval = cells["interval"]
    cells["range"] = interval and " to ".join(formatted(v, "points", m.decimals) for v in interval)
    return {
        "title": m.title, "short": m.short_title, "url": f"{address}?measure={m.slug}", **cells,
        "checkpoint": row.figure.checkpoint,
    }  # fmt: skip


def _measure_columns() -> list[tuple[str, Any]]:
    return [
        ("gap", NumberColumn("Gap", kind="plain", strong=True)),
        ("range", NumberColumn("95% interval", kind="plain")),
        ("theirs", NumberColumn("Disadvantaged", kind="plain")),
        ("others", NumberColumn("Other pupils", kind="plain")),
    ]


def _printed(cell: PublishedCell) -> float | str | None:
    return cell.code if cell.code else cell.value


def published_table(
    rows: Iterable[PublishedRow], measure: Measure, *, by_year: bool = False, places_too: bool = True, **kw: Any
) -> Table:
    """The department's figures as printed, codes as codes, blanks as blanks; our two gaps beside theirs.

    Without `places_too` authority and England are left out: on a page of one year they are one sentence, not columns.
    """
    kind, places = value_kind(measure), max(measure.decimals, 0)
    rows = list(rows)
    short = short_names(row.academy.name for row in rows)
    data = [
        {
            **({"name": row.year} if by_year else _named(row, short, f"measure={measure.slug}&source=published")),
            "pupils": row.here.all.n, "disadvantaged": row.here.disadvantaged.n,
            "theirs": _printed(row.here.disadvantaged),
            "others": _printed(row.here.other), "gap": row.gap_within, "la_dis": _printed(row.la.disadvantaged),
            "la_oth": _printed(row.la.other), "england_dis": _printed(row.national.disadvantaged),
            "england_oth": _printed(row.national.other), "to_england": row.gap_to_national,
            "printed": _printed(row.published_gap), "row": row,
        }
        for row in rows
    ]  # fmt: skip
    columns: list[tuple[str, Any]] = [
        ("name", LinkColumn("Year" if by_year else "Academy", shown="short")),
        ("gap", NumberColumn("Gap", kind="points", places=places, strong=True)),
        ("theirs", NumberColumn("Disadvantaged", kind=kind, places=places)),
        ("others", NumberColumn("Other pupils", kind=kind, places=places)),
        ("to_england", NumberColumn("To England’s others", kind="points", places=places)),
        ("printed", NumberColumn("To England’s others, as printed", kind="points", places=places)),
        *_counts(),
    ]
    beyond: list[tuple[str, Any]] = [
        ("la_dis", NumberColumn("Authority, disadvantaged", kind=kind, places=places)),
        ("la_oth", NumberColumn("Authority, other", kind=kind, places=places)),
        ("england_dis", NumberColumn("England, disadvantaged", kind=kind, places=places)),
        ("england_oth", NumberColumn("England, other", kind=kind, places=places)),
    ]
    return Table(data, extra_columns=[*columns, *(beyond if places_too else ())], orderable=False, **kw)


def national_table(years: Iterable[NationalYear], measure: Measure, **kw: Any) -> Table:
    """England's values by year, with basis and source."""
    kind, places = value_kind(measure), measure.decimals
    data = []
    for year in years:
        sources = year.sources
        data.append(
            {
                "year": year.year, "all": year.all and year.all.value,
                "theirs": year.disadvantaged and year.disadvantaged.value,
                "others": year.other and year.other.value, "gap": year.gap,
                "basis": "; ".join(dict.fromkeys(s.basis for s in sources)),
                "source": "; ".join(dict.fromkeys(s.release for s in sources)),
            }
        )  # fmt: skip
    columns: list[tuple[str, Any]] = [
        ("year", TextColumn("Year")),
        ("all", NumberColumn("All pupils", kind=kind, places=places)),
        ("theirs", NumberColumn("Disadvantaged", kind=kind, places=places)),
        ("others", NumberColumn("Other pupils", kind=kind, places=places)),
        ("gap", NumberColumn("Gap", kind="points", places=places, strong=True)),
        ("basis", TextColumn("Basis")),
        ("source", TextColumn("Source")),
    ]
    return Table(data, extra_columns=columns, orderable=False, **kw)
