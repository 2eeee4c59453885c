"""Reads Ofsted's management information on state-funded schools: rows in, inspections or sentences out. No database.

The file has one row a school and up to three inspections in it: the latest full one, the latest graded one of the
framework before the report card, and the latest ungraded one. Files of 2025 and before have the latest full one, the
one before it and the latest ungraded one. Two lines of title can stand above the header. Columns are found by name,
whatever their case, spaces and hyphens ("Latest OEIF  safeguarding is effective?" has two spaces). "NULL", "Not
judged", "Not applicable" and 9 say that there is no grade.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from academies.imports.gias import parse_date
from academies.inspection import FRAMEWORKS, Framework, framework_on
from celt.lib.days import british
from celt.lib.tabular import Fault, Row, Table, UnreadableFile, columns_missing, header_with

NAME_OF_FILE = "Ofsted’s management information on state-funded schools"
HINT = "Download “latest inspections” as CSV from Ofsted’s page of monthly management information."
NOTHING = {"", "null", "notjudged", "notapplicable", "na", "none", "9"}
NUMBERED = ("outstanding", "good", "requires_improvement", "inadequate")
CATEGORIES = {
    "sm": "special_measures", "specialmeasures": "special_measures", "swk": "serious_weaknesses",
    "sw": "serious_weaknesses", "seriousweaknesses": "serious_weaknesses", "rsi": "significant_improvement",
    "requiressignificantimprovement": "significant_improvement",
}  # fmt: skip
SAFEGUARDING = {"met": "met", "yes": "met", "notmet": "not_met", "no": "not_met"}

# The words by which the file calls an area, after the words of its block.
AREAS = {
    "overall_effectiveness": ("overall effectiveness",),
    "quality_of_education": ("quality of education",),
    "behaviour_and_attitudes": ("behaviour and attitudes",),
    "personal_development": ("personal development", "personal development and wellbeing"),
    "leadership_and_management": ("effectiveness of leadership and management", "leadership and management"),
    "early_years": ("early years provision", "early years"),
    "sixth_form": ("sixth form provision", "post-16 provision", "sixth form"),
    "inclusion": ("inclusion",),
    "curriculum_and_teaching": ("curriculum and teaching",),
    "achievement": ("achievement",),
    "attendance_and_behaviour": ("attendance and behaviour",),
    "leadership_and_governance": ("leadership and governance",),
}


@dataclass(frozen=True)
class Block:
    """One inspection's columns within a row: what its columns begin with, and the names of those that do not."""

    kind: str
    starts: tuple[str, ...]
    published: tuple[str, ...]
    inspected_urn: tuple[str, ...]
    prefixes: tuple[str, ...] = ()
    safeguarding: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()


BLOCKS = (
    Block(
        "graded", ("Inspection start date",), ("Publication date",), ("URN at time of latest full inspection",), ("",),
        ("Safeguarding standards", "Safeguarding is effective?"), ("Category of concern",),
    ),
    Block(
        "graded", ("Inspection start date of latest OEIF graded inspection",),
        ("Publication date of latest OEIF graded inspection",), ("URN at time of latest OEIF graded inspection",),
        ("Latest OEIF",), ("Latest OEIF safeguarding is effective?",), ("Latest OEIF category of concern",),
    ),
    Block(
        "graded", ("Previous inspection start date",), ("Previous publication date",),
        ("URN at time of previous full inspection",), ("Previous", "Previous full inspection"),
        ("Previous safeguarding is effective?",), ("Previous category of concern",),
    ),
    Block(
        "ungraded", ("Date of latest ungraded inspection", "Date of latest section 8 inspection"),
        ("Ungraded inspection publication date", "Section 8 inspection publication date"),
        ("URN at time of the ungraded inspection", "URN at time of the section 8 inspection"),
        outcome=("Ungraded inspection overall outcome", "Section 8 inspection overall outcome"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One inspection of the file. What the file has no column for is None, or not in `covers`, and is left as it is."""

    line: int
    urn: int
    kind: str
    started: datetime.date
    framework: Framework
    published_on: datetime.date | None
    grades: Mapping[str, str]
    covers: frozenset[str]
    safeguarding: str | None = None
    concern_category: str | None = None
    outcome: str = ""
    inspected_urn: int | None = None
    report_url: str = ""


@dataclass
class InspectionsInFile:
    found: list[Found] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows_read: int = 0
    too_early: int = 0
    urns: set[int] = field(default_factory=set)
    not_printed: list[str] = field(default_factory=list)
    without_columns: set[tuple[int, datetime.date]] = field(default_factory=set)

    def add(self, one: Found) -> None:
        """The first of two blocks that tell of one inspection counts."""
        self.without_columns.discard((one.urn, one.started))
        if not any((f.urn, f.kind, f.started) == (one.urn, one.kind, one.started) for f in self.found):
            self.found.append(one)


def under_header(table: Table) -> Table:
    """The table below the titles that stand above its header."""
    found = header_with(table, "URN")
    if found is None:
        raise UnreadableFile(f"This is not {NAME_OF_FILE}: {columns_missing(['URN'])}. {HINT}")
    return found


def read_inspections(table: Table, urns: Iterable[int]) -> InspectionsInFile:
    """The inspections of the schools with these URNs. Raises UnreadableFile where the file is of another kind."""
    table = under_header(table)
    columns = _Columns(table.header)
    if not any(columns.place(*block.starts) is not None for block in BLOCKS):
        wanted = [BLOCKS[0].starts[0], BLOCKS[1].starts[0]]
        raise UnreadableFile(f"This is not {NAME_OF_FILE}: {columns_missing(wanted)}. {HINT}")
    result, wanted_urns = InspectionsInFile(not_printed=columns.not_printed()), set(urns)
    for row in table.rows():
        if len(row.cells) != len(table.header):
            why = "a comma in a name was not quoted" if len(row.cells) > len(table.header) else "it was cut off"
            raise UnreadableFile(
                f"Line {row.line} has {len(row.cells)} columns where the header has {len(table.header)}: the file is "
                f"damaged, or {why}. Download it again."
            )
        result.rows_read += 1
        urn = _number(columns.cell(row, "URN"))
        if urn is None or urn not in wanted_urns:
            continue
        if urn in result.urns:
            reason = "The same URN stands on an earlier line too; that row is taken."
            result.faults.append(Fault(row.line, "URN", str(urn), reason, row.cells))
            continue
        result.urns.add(urn)
        for block in BLOCKS:
            try:
                _read_block(block, row, urn, columns, result)
            except _BadCell as bad:
                column, value, reason = bad.args
                result.faults.append(Fault(row.line, column, value[:200], reason, row.cells))
    if not result.rows_read:
        raise UnreadableFile("The file has its column names and no rows.")
    return result


class _BadCell(Exception):
    """args: column, what stands there, sentence."""


class _Columns:
    """Columns by name, without regard to case, spaces and marks. The first of two of one name counts."""

    def __init__(self, header: tuple[str, ...]) -> None:
        self.header = header
        self.places = {_plain(name): place for place, name in reversed(list(enumerate(header)))}

    def place(self, *names: str) -> int | None:
        return next((self.places[_plain(name)] for name in names if _plain(name) in self.places), None)

    def cell(self, row: Row, *names: str) -> str:
        place = self.place(*names)
        return "" if place is None else row.cells[place]

    def area(self, block: Block, area: str) -> int | None:
        ends = ("", " (where applicable)")
        return self.place(*(f"{p} {word}{end}" for p in block.prefixes for word in AREAS[area] for end in ends))

    def given_on(self, area: str) -> int | None:
        return self.place(*(f"{word} - date of {what}" for word in AREAS[area] for what in ("grade", "judgement")))

    def not_printed(self) -> list[str]:
        """Areas of the newest framework that the file should have a column for and has not."""
        newest = list(FRAMEWORKS.values())[-1]
        missing = [label for area, label in newest.areas.items() if self.area(BLOCKS[0], area) is None]
        return missing if len(missing) < len(newest.areas) else []


def _read_block(block: Block, row: Row, urn: int, columns: _Columns, result: InspectionsInFile) -> None:
    started = _day(row, columns, block.starts)
    if started is None:
        return
    framework = framework_on(started)
    if framework is None:
        result.too_early += 1
        return
    if block.kind not in framework.kinds:
        says = f"There are no {block.kind} inspections under the framework of {british(started)}."
        raise _BadCell(block.starts[0], columns.cell(row, *block.starts), says)
    published = _day(row, columns, block.published)
    if published and published < started:
        says = "The report is published before the inspection began."
        raise _BadCell(block.published[0], columns.cell(row, *block.published), says)
    covers = frozenset(area for area in framework.areas if block.prefixes and columns.area(block, area) is not None)
    if block.kind == "graded" and not covers:
        if not any((f.urn, f.started) == (urn, started) for f in result.found):
            result.without_columns.add((urn, started))
        return
    grades, later = _grades(block, framework, row, columns, published)
    outcome = columns.cell(row, *block.outcome)[:300]
    outcome = "" if _plain(outcome) in NOTHING else outcome
    if block.kind == "graded" and not grades and not later:
        says = f"No grade of the inspection of {british(started)} stands in the file."
        raise _BadCell(block.starts[0], columns.cell(row, *block.starts), says)
    at_the_time = _number(columns.cell(row, *block.inspected_urn))
    link = columns.cell(row, "Web Link (opens in new window)", "Web link")
    found = Found(
        line=row.line, urn=urn, kind=block.kind, started=started, framework=framework, published_on=published,
        grades=grades, outcome=outcome, inspected_urn=at_the_time if at_the_time != urn else None,
        covers=covers,
        safeguarding=_safeguarding(block, row, columns), concern_category=_category(block, framework, row, columns),
        report_url=link if link.startswith(("http://", "https://")) and len(link) <= 200 else "",
    )  # fmt: skip
    if grades or block.kind != "graded":
        result.add(found)
    for day, given in later.items():
        # A grade of a day after the report was given by a later inspection, which the file does not print of its own.
        result.add(
            replace(
                found, kind="monitoring", started=day, published_on=None, grades=given, covers=frozenset(given),
                safeguarding=None, outcome="",
            )
        )  # fmt: skip


def _grades(
    block: Block, framework: Framework, row: Row, columns: _Columns, published: datetime.date | None
) -> tuple[dict[str, str], dict[datetime.date, dict[str, str]]]:
    """The grades that the inspection gave; and those of later days, by day."""
    grades: dict[str, str] = {}
    later: dict[datetime.date, dict[str, str]] = {}
    for area in framework.areas if block.prefixes else ():
        place = columns.area(block, area)
        if place is None or _plain(row.cells[place]) in NOTHING:
            continue
        grade = _grade(framework, row.cells[place])
        if grade is None:
            says = f"This is no grade of {framework.areas[area]} under the framework of that day: {framework.name}."
            raise _BadCell(columns.header[place], row.cells[place], says)
        on = columns.given_on(area) if block is BLOCKS[0] else None
        day = _date(columns.header[on], row.cells[on]) if on is not None else None
        if day and published and day > published and "monitoring" in framework.kinds and framework_on(day) is framework:
            later.setdefault(day, {})[area] = grade
        else:
            grades[area] = grade
    return grades, later


def _grade(framework: Framework, text: str) -> str | None:
    """By its words, or by the number 1 to 4 where the framework has the four grades that Ofsted numbers."""
    if text in ("1", "2", "3", "4") and tuple(framework.grades) == NUMBERED:
        return NUMBERED[int(text) - 1]
    return next((slug for slug, words in framework.grades.items() if _plain(words) == _plain(text)), None)


def _safeguarding(block: Block, row: Row, columns: _Columns) -> str | None:
    place = columns.place(*block.safeguarding)
    if place is None:
        return None
    text = row.cells[place]
    if _plain(text) in NOTHING:
        return ""
    if _plain(text) not in SAFEGUARDING:
        raise _BadCell(columns.header[place], text, "Safeguarding is “Met” or “Not met”, or “Yes” or “No”.")
    return SAFEGUARDING[_plain(text)]


def _category(block: Block, framework: Framework, row: Row, columns: _Columns) -> str | None:
    place = columns.place(*block.category)
    if place is None:
        return None
    text = row.cells[place]
    if _plain(text) in NOTHING:
        return ""
    category = CATEGORIES.get(_plain(text))
    if category not in framework.concern_categories:
        says = f"This is no category of concern under the framework of that day: {framework.name}."
        raise _BadCell(columns.header[place], text, says)
    return category


def _day(row: Row, columns: _Columns, names: tuple[str, ...]) -> datetime.date | None:
    place = columns.place(*names)
    return None if place is None else _date(columns.header[place], row.cells[place])


def _date(column: str, text: str) -> datetime.date | None:
    if _plain(text) in NOTHING:
        return None
    try:
        day = parse_date(text)
    except ValueError as error:
        raise _BadCell(column, text, "This is not a date such as 03/12/2025.") from error
    if day and day > datetime.date.today():  # noqa: DTZ011 - a day, as the file has it
        raise _BadCell(column, text, "This day is still to come.")
    return day


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 6 else None
