"""Reads a school performance table: rows of text in, published figures or sentences out. No database.

A cell is a number, a percentage ("39%"), a code in place of a figure ("SUPP") or blank; a code is never a number, and
blank stays blank. Trailing blank cells are left off some rows. The national rows stand at the end of each download,
so that a file that was cut off has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from celt.lib.sentences import listed
from celt.lib.tabular import Fault, Row, Table, UnreadableFile, columns_missing
from celt.lib.terms import year_label

from .columns import CODES, IDENTITY, LAYOUTS, Layout, PublishedMeasure, column_key

_NUMBER = re.compile(r"^[+-]?\d{1,9}(\.\d{1,9})?%?$", re.ASCII)
_CODE = re.compile(r"^[A-Z]{2,8}$")
_EARLIER = re.compile(r"_([12]\d)$")
CANCELLED = {2019, 2020}  # academic years without performance tables of schools
GROUPS = ("all", "disadvantaged", "other")
_HIGHEST_COUNT = 2_000_000


@dataclass(frozen=True)
class Cell:
    """A figure, or the code printed in its stead; neither where the cell is blank."""

    value: float | None = None
    code: str = ""

    def __bool__(self) -> bool:
        return self.value is not None or bool(self.code)


@dataclass(frozen=True)
class Figure:
    measure: str
    values: Mapping[str, Cell]  # by group
    counts: Mapping[str, int | None]  # by group
    gap: Cell


@dataclass(frozen=True)
class Place:
    """A school, a local authority or England. `next_urn` is the academy that a school became during the year."""

    line: int
    name: str
    urn: int | None
    la_code: int | None
    next_urn: int | None
    figures: tuple[Figure, ...]


@dataclass
class PublishedFile:
    key_stage: str
    schools: dict[int, Place] = field(default_factory=dict)
    local_authorities: dict[int, Place] = field(default_factory=dict)
    national: Place | None = None
    faults: list[Fault] = field(default_factory=list)
    absent_measures: list[str] = field(default_factory=list)
    new_codes: set[str] = field(default_factory=set)
    rows_read: int = 0


class _BadCell(Exception):
    """args: column key, text, sentence."""


def read_published(table: Table, year: int, *, urns: Set[int], la_codes: Set[int]) -> PublishedFile:
    """The rows of these schools (or of schools that became one of them), of these local authorities, and of England.

    Raises UnreadableFile with a sentence where the file is of another kind or year, or was cut off.
    """
    places, layout = _layout(table)
    _check_year(places, layout, year)
    found = PublishedFile(layout.key_stage)
    found.absent_measures = [m.slug for m in layout.measures if m.all not in places]
    for row in table.rows():
        found.rows_read += 1
        if len(row.cells) > len(table.header):
            raise UnreadableFile(
                f"Line {row.line} has {len(row.cells)} columns where the header has {len(table.header)}: the file is "
                "damaged. Download it again."
            )
        record = _text(row, places, "RECTYPE")
        if not record.isdigit():
            raise UnreadableFile(
                f"Line {row.line} has “{record[:20]}” as its record type (RECTYPE): the file is damaged. "
                "Download it again."
            )
        _take(found, row, record, places, layout, urns, la_codes)
    if found.national is None:
        raise UnreadableFile(
            f"The row for England (RECTYPE {layout.national}), which ends every download, is missing: the file was cut "
            "off or filtered. Download it again."
        )
    return found


def parse_cell(text: str, least: float, most: float) -> Cell:
    """Raises ValueError(sentence) for what is no figure, no code, or out of range."""
    if not text:
        return Cell()
    if _NUMBER.match(text):
        value = float(text.rstrip("%"))
        if not least <= value <= most:
            raise ValueError(f"A figure from {least:g} to {most:g} is needed.")
        return Cell(value)
    if text in CODES or _CODE.match(text):
        return Cell(code=text)
    raise ValueError("This is neither a figure nor a code such as SUPP.")


def _layout(table: Table) -> tuple[dict[str, int], Layout]:
    keys = [column_key(name) for name in table.header]
    places = {key: place for place, key in reversed(list(enumerate(keys)))}
    layout = next((each for each in LAYOUTS if each.signs <= set(places)), None)
    if layout is None:
        raise UnreadableFile(f"This is not a school performance table of key stage 2 or 4. {_hint(places)}")
    if missing := [key for key in IDENTITY if key not in places]:
        raise UnreadableFile(f"This performance table cannot be used: {columns_missing(missing)}.")
    used = {*IDENTITY, *_columns(layout)}
    if twice := sorted(key for key in used if keys.count(key) > 1):
        raise UnreadableFile(f"The column {table.header[places[twice[0]]]} stands in the file twice.")
    return places, layout


def _columns(layout: Layout) -> set[str]:
    return {key for measure in layout.measures for key in (*measure.values, *measure.counts, measure.gap) if key}


def _hint(places: dict[str, int]) -> str:
    if "ESTABLISHMENTNAME" in places:
        return "It looks like an extract of Get Information About Schools: bring it in as one."
    if "TRUST_UID" in places:
        return "It looks like the table of trusts; the table of schools is needed (england_ks2final, england_ks4final)."
    if "TIME_PERIOD" in places:
        return "It looks like a file of Explore Education Statistics, which has another layout."
    if {"UPN", "ASSESSMENT"} & set(places):
        return "It looks like a file of pupils: bring it in as results or pupils."
    if "RECTYPE" in places:
        return "It is one of the other tables; those taken are ks2final, ks2revised, ks4final and ks4revised."
    return "Download the key stage 2 or 4 results as CSV from compare-school-performance.service.gov.uk."


def _check_year(places: dict[str, int], layout: Layout, year: int) -> None:
    """The file does not name its year, but the earlier years that it prints for comparison give it away."""
    if year in CANCELLED:
        raise UnreadableFile(f"No performance tables of schools were published for {year_label(year)}.")
    ends = {
        2000 + int(found[1])
        for key in places
        if (found := _EARLIER.search(key)) and key[: found.start()] == layout.earlier
    }
    if not ends:
        return
    # A table prints the year before it for comparison: 2018/19 prints _18, which is 2017/18.
    before = year - 1
    while before in CANCELLED:
        before -= 1
    if max(ends) - 1 != before:
        after = max(ends)
        while after in CANCELLED:
            after += 1
        raise UnreadableFile(
            f"This is not the table of {year_label(year)}: the latest earlier year that it prints for comparison is "
            f"{year_label(max(ends) - 1)}, as the table of {year_label(after)} does. Check the year."
        )


def _take(
    found: PublishedFile, row: Row, record: str, places: dict[str, int], layout: Layout, urns: Set[int], las: Set[int]
) -> None:
    urn, la_code = _whole(_text(row, places, "URN")), _whole(_text(row, places, "LEA"))
    next_urn = _whole(_text(row, places, "URN_AC")) or None
    if record == layout.national:
        last = max(places[key] for key in _columns(layout) if key in places)
        if found.national is not None or len(row.cells) <= last:
            fault = "stands in the file twice" if found.national else "is not whole: the file was cut off"
            raise UnreadableFile(f"Line {row.line}: the row for England {fault}. Download it again.")
        found.national = _place(found, row, places, layout, None, None, None, strict=True)
    elif record == layout.local_authority and la_code is not None and la_code in las:
        if la_code in found.local_authorities:
            raise UnreadableFile(f"Line {row.line}: local authority {la_code} stands in the file twice.")
        found.local_authorities[la_code] = _place(found, row, places, layout, None, la_code, None, strict=True)
    elif record in layout.schools and urn is not None and (urn in urns or next_urn in urns):
        if urn in found.schools:
            reason = f"The same URN stands on line {found.schools[urn].line} too; that row is taken."
            found.faults.append(Fault(row.line, "URN", str(urn), reason, row.cells))
            return
        try:
            found.schools[urn] = _place(found, row, places, layout, urn, la_code, next_urn)
        except _BadCell as bad:
            key, text, reason = bad.args
            found.faults.append(Fault(row.line, key, text[:200], reason, row.cells))


def _place(
    found: PublishedFile, row: Row, places: dict[str, int], layout: Layout, urn: int | None, la_code: int | None,
    next_urn: int | None, *, strict: bool = False,
) -> Place:  # fmt: skip
    try:
        figures = tuple(
            figure
            for measure in layout.measures
            if measure.all in places and (figure := _figure(found, row, places, measure))
        )
    except _BadCell as bad:
        if not strict:
            raise
        key, text, reason = bad.args
        raise UnreadableFile(
            f"Line {row.line}, column {key}: “{text[:40]}” stands there. {reason} Download the file again."
        ) from bad
    return Place(row.line, _text(row, places, "SCHNAME")[:200], urn, la_code, next_urn, figures)


def _figure(found: PublishedFile, row: Row, places: dict[str, int], measure: PublishedMeasure) -> Figure | None:
    """None where nothing is printed for the measure: an infant school in a key stage 2 table, say."""

    def cell(key: str, least: float, most: float) -> Cell:
        text = _text(row, places, key)
        try:
            parsed = parse_cell(text, least, most)
        except ValueError as error:
            raise _BadCell(key.format(D="FSM6CLA1A", O="NOTFSM6CLA1A"), text, str(error)) from error
        if parsed.code and parsed.code not in CODES:
            found.new_codes.add(parsed.code)
        return parsed

    values = {group: cell(key, measure.least, measure.most) for group, key in zip(GROUPS, measure.values, strict=True)}
    span = measure.most - measure.least
    gap = cell(measure.gap, -span, span) if measure.gap else Cell()
    if not (gap or any(values.values())):
        return None
    counts: dict[str, int | None] = {}
    for group, key in zip(GROUPS, measure.counts, strict=True):
        count = cell(key, 0, _HIGHEST_COUNT).value
        counts[group] = None if count is None else round(count)
    return Figure(measure.slug, values, counts, gap)


def _text(row: Row, places: dict[str, int], key: str) -> str:
    place = places.get(key)
    return row.cells[place] if place is not None and place < len(row.cells) else ""


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def new_codes_sentence(codes: set[str]) -> str:
    return f"Codes that were not known here were kept as they stand: {listed(sorted(codes), most=10)}." if codes else ""
