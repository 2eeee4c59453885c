"""Reads an extract of Get Information About Schools: plain rows in, establishments or sentences out. No database.

Columns are found by name, because layouts differ: the full daily file has 135 columns with "(code)" twins, the web
extract 111 without most of them, and columns come and go from year to year. Dates are dd-mm-yyyy. In the web extract
the last column, "Linked establishments", is not quoted, so that a row with several links is longer than the header.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from celt.lib.sentences import listed
from celt.lib.tabular import Fault, Row, Table, UnreadableFile, columns_missing, quoted

NAME_OF_FILE = "an extract of Get Information About Schools"
STATUS, PHASE = "EstablishmentStatus (name)", "PhaseOfEducation (name)"
REQUIRED = ("URN", "EstablishmentName", STATUS, PHASE, "LA (code)", "LA (name)")
TRUST_NAME, TRUST_CODE, LINKED = "Trusts (name)", "Trusts (code)", "Linked establishments"
LINK_COLUMNS = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")

PHASES = {
    "nursery": "primary",
    "primary": "primary",
    "middle deemed primary": "primary",
    "secondary": "secondary",
    "middle deemed secondary": "secondary",
    "all-through": "all_through",
    "all through": "all_through",
    "16 plus": "sixteen_plus",
}
STATUSES = {
    "open": "open",
    "open, but proposed to close": "open",
    "closed": "closed",
    "proposed to open": "proposed",
}
_LINKED_CELL = re.compile(r"^(\d{6}) +(\S.*)$")


@dataclass(frozen=True)
class Link:
    """`urn` replaced `old_urn`. `link_type` is as printed, "Successor" where the row was the old school's."""

    urn: int
    old_urn: int
    name: str
    link_type: str
    linked_on: datetime.date | None


@dataclass(frozen=True)
class Establishment:
    line: int
    urn: int
    name: str
    trust_name: str
    phase: str
    status: str
    la_code: int
    la_name: str
    ukprn: int | None = None
    establishment_number: int | None = None
    low_age: int | None = None
    high_age: int | None = None
    opened: datetime.date | None = None
    closed: datetime.date | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class TrustInFile:
    """What the extract says of one trust. `uid` is empty where the layout has no codes."""

    name: str
    uid: str
    establishments: tuple[Establishment, ...]
    faults: tuple[Fault, ...]
    rows_read: int


def plain(name: str) -> str:
    """A name as it is compared: case, spaces and full stops do not count."""
    return " ".join(name.replace(".", " ").casefold().split())


def read_trust(table: Table, wanted: str, *, known_name: str = "") -> TrustInFile:
    """The establishments of the trust called `wanted`, or whose group UID it is.

    `known_name` is the name of that trust in the database, for a UID in a layout without codes. Raises UnreadableFile
    where the file is of another kind, is cut off, or holds no such trust.
    """
    places = _places(table)
    names: dict[str, str] = {}
    own: list[Row] = []
    uids: set[str] = set()
    rows_read, wanted_plain = 0, plain(known_name or wanted)
    for row in table.rows():
        _whole(row, table)
        rows_read += 1
        name = _cell(row, places, TRUST_NAME)
        code = _cell(row, places, TRUST_CODE)
        names.setdefault(plain(name), name)
        if name and (code == wanted if wanted.isdigit() and TRUST_CODE in places else plain(name) == wanted_plain):
            own.append(row)
            if code.isascii() and code.isdigit() and len(code) <= 10:
                uids.add(code)
    if not rows_read:
        raise UnreadableFile("The file has its column names and no rows.")
    if not own:
        raise UnreadableFile(_no_such_trust(known_name or wanted, names, TRUST_CODE in places))
    if len(uids) > 1:
        raise UnreadableFile(
            f"Several trusts in the file are called “{_cell(own[0], places, TRUST_NAME)}”: those with the group UIDs "
            f"{listed(sorted(uids))}. Give the number of the one that is meant."
        )
    establishments, faults = _establishments(own, places)
    return TrustInFile(
        _cell(own[0], places, TRUST_NAME), "".join(uids), tuple(establishments), tuple(faults), rows_read
    )


def read_links(table: Table, urns: Iterable[int]) -> tuple[list[Link], list[Fault]]:
    """Predecessors of the academies with these URNs, from both directions of the links file."""
    places = {name: place for place, name in enumerate(table.header)}
    if missing := [column for column in LINK_COLUMNS[:4] if column not in places]:
        raise UnreadableFile(f"This is not a links file of Get Information About Schools: {columns_missing(missing)}.")
    wanted = set(urns)
    links: dict[tuple[int, int, str], Link] = {}
    faults: list[Fault] = []
    for row in table.rows():
        _whole(row, table)
        kind = _cell(row, places, "LinkType")
        forward, backward = kind.casefold().startswith("predecessor"), kind.casefold().startswith("successor")
        if not (forward or backward):
            continue
        here, there = _number(_cell(row, places, "URN")), _number(_cell(row, places, "LinkURN"))
        urn, old = (here, there) if forward else (there, here)
        if urn not in wanted:
            continue
        if urn is None or old is None:
            faults.append(Fault(row.line, "LinkURN", _cell(row, places, "LinkURN"), "A URN has six digits.", row.cells))
            continue
        try:
            day = parse_date(_cell(row, places, "LinkEstablishedDate"))
        except ValueError as error:
            faults.append(Fault(row.line, "LinkEstablishedDate", str(error.args[1]), str(error.args[0]), row.cells))
            continue
        name = _cell(row, places, "LinkName") if forward else ""
        links[urn, old, kind[:60]] = Link(urn, old, name[:200], kind[:60], day)
    return list(links.values()), faults


def parse_date(text: str) -> datetime.date | None:
    """dd-mm-yyyy, dd/mm/yyyy or, out of workbooks, yyyy-mm-dd; empty is None. Raises ValueError(sentence, text)."""
    if not text:
        return None
    for form in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise ValueError("This is not a date such as 01-09-2019.", text)


def phase_of(printed: str, kind: str, low_age: int | None, high_age: int | None) -> str:
    """Our phase. Special schools and alternative provision print no phase; others without one go by their ages."""
    if "special" in kind.casefold() or "alternative provision" in kind.casefold():
        return "special"
    if printed.casefold() in PHASES:
        return PHASES[printed.casefold()]
    if low_age is None or high_age is None:
        return ""
    if low_age >= 16:
        return "sixteen_plus"
    if high_age <= 13:
        return "primary"
    return "secondary" if low_age >= 9 else "all_through"


def _places(table: Table) -> dict[str, int]:
    places = {name: place for place, name in reversed(list(enumerate(table.header)))}
    missing = [column for column in REQUIRED if column not in places]
    if TRUST_NAME not in places:
        missing.append(TRUST_NAME)
    if not missing:
        return places
    if "RECTYPE" in places:
        hint = "It looks like a performance table: bring it in as one."
    elif {"URN", "LinkURN"} <= set(places):
        hint = "It looks like the links file, which goes beside the extract."
    elif "Group UID" in places:
        hint = "It looks like the groups file; the file of establishments is needed."
    else:
        hint = "Download “establishment fields” as CSV from get-information-schools.service.gov.uk."
    raise UnreadableFile(f"This is not {NAME_OF_FILE}: {columns_missing(missing)}. {hint}")


def _whole(row: Row, table: Table) -> None:
    if len(row.cells) < len(table.header):
        raise UnreadableFile(
            f"Line {row.line} has {len(row.cells)} of {len(table.header)} columns: the file was cut off or damaged. "
            "Download it again."
        )
    if len(row.cells) > len(table.header) and table.header[-1] != LINKED:
        raise UnreadableFile(
            f"Line {row.line} has {len(row.cells)} columns where the header has {len(table.header)}: a comma in a name "
            "was not quoted. Download the file again."
        )


def _cell(row: Row, places: dict[str, int], column: str) -> str:
    return row.cells[places[column]] if column in places else ""


def _no_such_trust(wanted: str, names: dict[str, str], has_codes: bool) -> str:
    if wanted.isdigit() and not has_codes:
        return "This layout of the extract carries no group UIDs. Give the trust's name instead of its number."
    near = [names[key] for key in difflib.get_close_matches(plain(wanted), [key for key in names if key], 3, 0.6)]
    near += [name for key, name in sorted(names.items()) if key and plain(wanted) in key and name not in near][:3]
    said = f"No school in the file belongs to a trust {'with the UID' if wanted.isdigit() else 'called'} “{wanted}”."
    if not near:
        return said
    return f"{said} The nearest {'name is' if len(near) == 1 else 'names are'} {quoted(near)}."


def _establishments(rows: list[Row], places: dict[str, int]) -> tuple[list[Establishment], list[Fault]]:
    found: dict[int, Establishment] = {}
    faults: list[Fault] = []
    for row in rows:
        try:
            school = _establishment(row, places)
        except _BadCell as bad:
            column, reason = bad.args
            faults.append(Fault(row.line, column, _cell(row, places, column)[:200], reason, row.cells))
            continue
        if school.urn in found:
            reason = f"The same URN stands on line {found[school.urn].line} too; that row is taken."
            faults.append(Fault(row.line, "URN", str(school.urn), reason, row.cells))
        else:
            found[school.urn] = school
    return list(found.values()), faults


class _BadCell(Exception):
    """args: column, sentence."""


def _establishment(row: Row, places: dict[str, int]) -> Establishment:
    def text(column: str) -> str:
        return _cell(row, places, column)

    def whole(column: str, least: int, most: int) -> int | None:
        if not (value := text(column)):
            return None
        number = _number(value)
        if number is None or not least <= number <= most:
            raise _BadCell(column, f"A whole number from {least} to {most} is needed.")
        return number

    def day(column: str) -> datetime.date | None:
        try:
            return parse_date(text(column))
        except ValueError as error:
            raise _BadCell(column, str(error.args[0])) from error

    urn = whole("URN", 100000, 999999)
    if urn is None:
        raise _BadCell("URN", "Every school has a URN of six digits.")
    for column in ("EstablishmentName", "LA (name)"):
        if not text(column):
            raise _BadCell(column, "This cell is empty.")
    la_code = whole("LA (code)", 1, 999)
    if la_code is None:
        raise _BadCell("LA (code)", "Every school has a local authority.")
    status = STATUSES.get(text(STATUS).casefold())
    if status is None:
        raise _BadCell(STATUS, "This status is not known here.")
    low_age, high_age = whole("StatutoryLowAge", 0, 99), whole("StatutoryHighAge", 0, 99)
    phase = phase_of(text(PHASE), text("TypeOfEstablishment (name)"), low_age, high_age)
    if not phase:
        raise _BadCell(PHASE, "The phase is not known here, and the ages do not tell it.")
    opened, closed = day("OpenDate"), day("CloseDate")
    if opened and closed and closed < opened:
        raise _BadCell("CloseDate", "The closing date is before the opening date.")
    return Establishment(
        line=row.line, urn=urn, name=text("EstablishmentName")[:200], trust_name=text(TRUST_NAME), phase=phase,
        status=status, la_code=la_code, la_name=text("LA (name)")[:100], ukprn=whole("UKPRN", 10000000, 19999999),
        establishment_number=whole("EstablishmentNumber", 1, 9999), low_age=low_age, high_age=high_age,
        opened=opened, closed=closed, links=_linked(row, places, urn),
    )  # fmt: skip


def _linked(row: Row, places: dict[str, int], urn: int) -> tuple[Link, ...]:
    """The predecessors that the web extract prints in its last column and in the cells that spill out of it."""
    if LINKED not in places:
        return ()
    printed = ",".join(row.cells[places[LINKED] :])
    matches = (_LINKED_CELL.match(part.strip()) for part in re.split("[,;]", printed))
    return tuple(
        Link(urn, int(match[1]), "", match[2][:60], None)
        for match in matches
        if match and match[2].casefold().startswith("predecessor")
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
