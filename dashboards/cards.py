"""Chart cards of the dashboards: what a page shows and what its CSV and its picture hold come from the same card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings

from celt.lib.charts import (
    ChartCard,
    FunnelPoint,
    GapRow,
    Move,
    Reference,
    TrendPoint,
    bar_and_gap,
    funnel,
    gaps,
    outside,
    trend,
)
from celt.lib.sentences import Sentence, counted, dis, listed, oth, say
from celt.lib.terms import year_label
from celt.ui.tables import Kind as TableKind
from celt.ui.tables import formatted
from dashboards import figure_tables as tables
from dashboards.models import GapFigure
from dashboards.rules import (
    ROUNDED,
    Standing,
    YearValue,
    bar_says,
    closer_by,
    funnel_says,
    short_names,
    trend_says,
    widest_says,
)
from dashboards.selectors.academy import BreakdownRow
from dashboards.selectors.gaps import AcademyRow, error_of
from dashboards.selectors.looking import Looking
from dashboards.sentences import academies_say, can_be_chance, left_out_says
from dashboards.uncertainty import interval
from pupils.measures import Kind, Measure
from pupils.reference import reference
from pupils.selectors.published import PublishedPlace, PublishedRow

NationalValues = dict[int, tuple[float | None, float | None]]


SHORT_LABELS = {"sen:N": "No SEN", "sen:E": "EHC plan", "eal:Y": "EAL", "eal:N": "English first"}
WHO = {
    "sen:N": "pupils without special educational needs",
    "sen:K": "pupils with SEN support",
    "sen:E": "pupils with an education, health and care plan",
    "eal:Y": "pupils with English as an additional language",
    "eal:N": "pupils with English as first language",
}


def unit_of(measure: Measure) -> str:
    """An axis title."""
    return {Kind.SHARE: "% of pupils", Kind.RATE: "%"}.get(measure.kind, measure.unit)


def national_values(measure: Measure, years: Iterable[int]) -> NationalValues:
    """England's two groups by year, by the tables' own disadvantage: pupils with free meals are another group."""
    found: NationalValues = {}
    for year in years:
        both = reference(measure.slug, year, "disadvantaged"), reference(measure.slug, year, "other")
        dis, oth = (row.value if row and not row.is_fsm else None for row in both)
        found[year] = (dis, oth)
    return found


def references(measure: Measure, year: int) -> list[Reference]:
    dis, oth = national_values(measure, [year]).get(year, (None, None))
    return [Reference(group, value, "England") for group, value in (("dis", dis), ("oth", oth)) if value is not None]


def drawn_row(label: str, figure: GapFigure) -> GapRow | None:
    """A row of the gaps chart, None where the figure may not be shown."""
    if figure.gap is None or figure.value_disadvantaged is None or figure.value_other is None:
        return None
    return GapRow(
        label, figure.value_disadvantaged, figure.value_other, figure.gap, figure.ci_low, figure.ci_high,
        figure.n_disadvantaged, figure.n_other,
    )  # fmt: skip


def foot(looking: Looking, more: str = "") -> str:
    period = f"{looking.year}, {looking.checkpoint.lower() if looking.checkpoint != 'Published' else 'as published'}"
    return f"{period[0].upper()}{period[1:]}. {more}".strip()


def threshold_for(reader: bool) -> int:
    return int(settings.DISCLOSURE_READER_THRESHOLD if reader else settings.DISCLOSURE_THRESHOLD)


def academies_card(
    looking: Looking, rows: Sequence[AcademyRow], table: Any, shown: Sequence[AcademyRow], *, reader: bool
) -> ChartCard:
    """The two groups in each academy. `shown` are the rows of the table's page, in its order."""
    measure = looking.measure
    short = names_of(rows)
    lines = [line for row in shown if row.figure and (line := drawn_row(short[row.academy.name], row.figure))]
    named = {v: [short[r.academy.name] for r in rows if r.verdict == v] for v in ("wider", "narrower")}
    told = sum(row.shown for row in rows)
    more = f"The chart shows {len(lines)} of {counted(told, 'academy', 'academies')}." if len(lines) < told else ""
    return ChartCard(
        slug="academies",
        title="The two groups in each academy",
        says=academies_say(named["wider"], named["narrower"], told),
        chart=gaps(
            lines,
            unit=unit_of(measure),
            places=measure.decimals,
            share=tables.value_kind(measure) == "share",
            references=references(measure, looking.academic_year) if looking.beside_england else (),
        ),
        table=table,
        table_url="#all",
        foot=foot(looking, more),
        left_out=left_out_says([short[r.academy.name] for r in rows if r.hidden], threshold_for(reader)),
        empty="No academy has a figure that can be shown for this choice.",
    )


def names_of(rows: Iterable[AcademyRow | PublishedRow]) -> dict[str, str]:
    """Full name -> the short one that charts and their sentences use."""
    return short_names({row.academy.name for row in rows})


def move_of(row: AcademyRow, name: str, direction: str) -> Move | None:
    """How an academy moved: all pupils' attainment (better is up) and its gap; None where a year is missing."""
    now, before = row.figure, row.before
    if now is None or before is None:
        return None
    closer, levels = closer_by(now.gap, now.change_gap), [_level(f) for f in (now, before)]
    if closer is None or levels[0] is None or levels[1] is None:
        return None
    better = 1 if direction == "higher" else -1
    return Move(name, round(better * (levels[0] - levels[1]), ROUNDED), closer, now.others_fell)


def _level(figure: GapFigure) -> float | None:
    """All pupils' mean out of the two groups, weighted by their numbers."""
    n = figure.n_disadvantaged + figure.n_other
    if not n or figure.value_disadvantaged is None or figure.value_other is None:
        return None
    return (figure.value_disadvantaged * figure.n_disadvantaged + figure.value_other * figure.n_other) / n


def bar_card(looking: Looking, rows: Sequence[AcademyRow], table: Any) -> ChartCard:
    """Raising the bar and narrowing the gap."""
    short = names_of(rows)
    found = {name: move_of(row, name, looking.measure.direction) for row in rows if (name := short[row.academy.name])}
    moves = [move for move in found.values() if move]
    missing = [name for name, move in found.items() if move is None]
    of = "attendance" if looking.measure.subject == "Attendance" else "attainment"
    both = sum(move.attainment > 0 and move.narrowed > 0 for move in moves)
    return ChartCard(
        slug="movement",
        title="Raising the bar and narrowing the gap",
        says=bar_says(both, [m.label for m in moves if m.others_fell], len(moves), of=of),
        chart=bar_and_gap(moves, of=of),
        table=table,
        foot=f"Change from {year_label(looking.academic_year - 1)} to {looking.year}.",
        left_out=f"Without two years to compare: {listed(missing)}." if moves and missing else "",
        empty="Two years of the same measure at the same checkpoint will be compared here.",
    )


def trend_points(figures: Iterable[GapFigure], measure: Measure) -> list[TrendPoint]:
    """Both groups over the years, each with the 95% interval of its own value."""
    found = []
    for figure in figures:
        for group, value, n, sd in (
            ("dis", figure.value_disadvantaged, figure.n_disadvantaged, figure.sd_disadvantaged),
            ("oth", figure.value_other, figure.n_other, figure.sd_other),
        ):
            if value is not None:
                low, high = interval(value, n, sd, measure)
                found.append(TrendPoint(figure.academic_year, group, value, low, high, n))
    return found


def trend_card(
    looking: Looking,
    figures: Sequence[GapFigure],
    *,
    title: str = "Over the years",
    everybody: bool = True,
) -> ChartCard:
    """One place's two groups over the years beside England's. England's lines belong to all pupils only."""
    measure = looking.measure
    own = trend_points(figures, measure)
    years = range(min((p.year for p in own), default=0), max((p.year for p in own), default=-1) + 1)
    nation = national_values(measure, years) if everybody and looking.beside_england else {}
    lines = [
        TrendPoint(year, group, value)
        for year, values in nation.items()
        for group, value in zip(("dis", "oth"), values, strict=True)
        if value is not None
    ]
    untold = {measure.why_not_published(y) for y in years if y not in {p.year for p in own}} - {""}
    return ChartCard(
        slug="years",
        title=title,
        says=trend_says(
            [YearValue(f.academic_year, f.value_disadvantaged, f.value_other) for f in figures], places=measure.decimals
        ),
        chart=trend(
            own, lines, unit=unit_of(measure), places=measure.decimals, share=tables.value_kind(measure) == "share"
        ),
        table=tables.series_table(figures, nation, measure),
        foot=f"{looking.checkpoint}. The shaded band is each group’s own 95% interval." if own else "",
        left_out=" ".join(sorted(untold)),
        empty="No year has enough pupils to show without naming them."
        if any(figure.status == "suppressed" for figure in figures)
        else "Each year’s figures will stand here.",
    )


def groups_card(
    looking: Looking, rows: Sequence[BreakdownRow], *, slug: str, title: str, what: str, reader: bool
) -> ChartCard:
    """Breakdowns or year groups of one academy."""
    measure = looking.measure
    lines = [line for row in rows if (line := drawn_row(SHORT_LABELS.get(row.slug, row.label), row.figure))]
    hidden = [row.label for row in rows if row.figure.status == "suppressed"]
    return ChartCard(
        slug=slug,
        title=title,
        says=widest_says([(WHO.get(row.slug, row.label.lower()), row.figure.gap) for row in rows], what),
        chart=gaps(lines, unit=unit_of(measure), places=measure.decimals, share=tables.value_kind(measure) == "share"),
        table=tables.breakdown_table(rows, measure),
        foot=foot(looking),
        left_out=left_out_says(hidden, threshold_for(reader)),
        empty="No group has enough pupils to show without naming them."
        if hidden
        else f"There is no {what} to compare in this measure.",
    )


def funnel_card(looking: Looking, rows: Sequence[AcademyRow], centre: float | None, table: Any) -> ChartCard:
    """Which academies lie outside what chance gives, round the trust's gap."""
    short = names_of(rows)
    dots = [
        FunnelPoint(short[row.academy.name], row.figure.gap, error)
        for row in rows
        if row.figure and row.figure.gap is not None and (error := error_of(row.figure)) > 0
    ]
    middle = centre if centre is not None else 0.0
    far = [(dot.label, dot.gap) for dot in dots if outside(dot, middle)]
    return ChartCard(
        slug="funnel",
        title="Which academies are unusual?",
        says=funnel_says(far, len(dots), middle) if centre is not None else "The trust has no gap to compare with yet.",
        chart=funnel(dots, centre=middle, places=looking.measure.decimals) if centre is not None else None,
        table=table,
        foot=foot(looking, "The limits widen where groups are small."),
        empty="Each academy’s gap will stand here, beside the limits that chance would keep it within.",
    )


def published_card(
    looking: Looking, everybody: Sequence[PublishedRow], rows: Sequence[PublishedRow], table: Any
) -> ChartCard:
    """The department's own figures of each academy in the year looked at. `rows` are those of the table's page."""
    measure, short = looking.measure, names_of(everybody)
    lines = [
        GapRow(
            short[row.academy.name], row.here.disadvantaged.value, row.here.other.value, row.gap_within, None, None,
            row.here.disadvantaged.n or 0, row.here.other.n or 0,
        )
        for row in rows
        if row.here.disadvantaged.value is not None and row.here.other.value is not None and row.gap_within is not None
    ]  # fmt: skip
    withheld = [short[row.academy.name] for row in everybody if row.gap_within is None]
    first = rows[0].national if rows else None
    nation = [
        Reference(group, cell.value, "England")
        for group, cell in ((("dis", first.disadvantaged), ("oth", first.other)) if first else ())
        if cell.value is not None
    ]
    return ChartCard(
        slug="published",
        title="The two groups in each academy, as published",
        says=places_say(published_places(everybody), tables.value_kind(measure), measure.decimals),
        chart=gaps(
            lines, unit=unit_of(measure), places=measure.decimals, references=nation,
            share=tables.value_kind(measure) == "share",
        ),
        table=table,
        foot=f"{looking.year}, performance tables, as printed: letters are the department’s codes for what it "
        "withheld. It publishes no interval.",
        left_out=f"No gap was published for {listed(withheld)}." if withheld else "",
        empty="The department printed no figure for this choice.",
    )  # fmt: skip


def published_places(rows: Sequence[PublishedRow]) -> list[tuple[str, PublishedPlace]]:
    """England and each local authority of the rows, by name, where both groups were printed."""
    found = {row.academy.la_name: row.la for row in rows}
    if rows:
        found = {"England": rows[0].national, **found}
    return [(name, place) for name, place in found.items() if name and place.gap is not None]


def places_say(places: Sequence[tuple[str, PublishedPlace]], kind: TableKind, decimals: int) -> Sentence | str:
    """'England: disadvantaged pupils 48%, other pupils 70%, a gap of −22 points. Cornwall: 46%, 69%, −23.'"""
    told: Sentence | None = None
    for name, place in places:
        values = [place.disadvantaged.value or 0.0, place.other.value or 0.0]
        own, others = (formatted(value, kind, decimals) for value in values)
        gap = formatted(place.gap or 0.0, "points", decimals)
        if told is None:
            told = say(f"{name}: ", dis(), f" {own}, ", oth(), f" {others}, a gap of {gap} points.")
        else:
            told += f" {name}: {own}, {others}, {gap}."
    return told or "The department’s figures, as its tables print them."


def standing(row: AcademyRow, name: str, address: str) -> Standing | None:
    """A row as the rules see it."""
    if row.figure is None or row.figure.gap is None:
        return None
    return Standing(
        name=name,
        url=address,
        gap=row.figure.gap,
        n_disadvantaged=row.figure.n_disadvantaged,
        verdict=row.verdict,  # type: ignore[arg-type]
        closer=closer_by(row.figure.gap, row.figure.change_gap),
        sure=row.before is not None and row.before.ci_low is not None and not can_be_chance(row.figure, row.before),
        others_fell=row.figure.others_fell,
    )


def at(address: str, looking: Looking, cards: Iterable[ChartCard]) -> dict[str, ChartCard]:
    """The cards by their slug, each with the addresses of its CSV and its picture below the page's own address."""
    return {
        card.slug: replace(
            card,
            csv_url=f"{address}{card.slug}.csv?{looking.query}",
            picture_url=f"{address}{card.slug}.svg?{looking.query}",
        )
        for card in cards
    }


def published_years_card(looking: Looking, rows: Sequence[PublishedRow]) -> ChartCard:
    """One academy's published outcomes over the years, beside England's."""
    measure = looking.measure
    own = [
        TrendPoint(row.academic_year, group, cell.value, n=cell.n)
        for row in rows
        for group, cell in (("dis", row.here.disadvantaged), ("oth", row.here.other))
        if cell.value is not None
    ]
    nation = [
        TrendPoint(row.academic_year, group, cell.value)
        for row in rows
        for group, cell in (("dis", row.national.disadvantaged), ("oth", row.national.other))
        if cell.value is not None
    ]
    withheld = [row.year for row in rows if row.withheld]
    return ChartCard(
        slug="published",
        title="As the department published it",
        says=trend_says(
            [YearValue(row.academic_year, row.here.disadvantaged.value, row.here.other.value) for row in rows],
            places=measure.decimals,
        ),
        chart=trend(
            own, nation, unit=unit_of(measure), places=measure.decimals, share=tables.value_kind(measure) == "share"
        ),
        table=tables.published_table(rows, measure, by_year=True),
        foot="Performance tables of the Department for Education, as printed; no interval is published.",
        left_out=f"Withheld by the department: {listed(withheld)}." if withheld else "",
        empty="The department withheld or did not print these figures.",
    )
