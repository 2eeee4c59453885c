"""The file's rows in temporary tables, where SQL checks them as a whole.

`imp_stage` holds the cells as text, one column a column of the file. Every column's different texts are read once by
the parser in pupils/rules.py and joined back, so that a million rows cost a few thousand calls and one rule stands in
one place.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from celt.lib.tabular import Row, UnreadableFile

from .files import Opened
from .layouts import Plan

BUFFER = 1 << 20
MANY_ROWS = 2000
TABLES = ("imp_checked", "imp_value", "imp_src", "imp_stage", "imp_width")


@dataclass
class Stage:
    plan: Plan
    cursor: CursorWrapper
    rows: int = 0
    parsed: list[str] = field(default_factory=list)

    def fill(self, opened: Opened, progress: Callable[[int], None]) -> None:
        """Copies the rows in; rows with more or fewer fields than the header go to `imp_width`."""
        width = len(self.plan.header)
        columns = ", ".join(f"c{i} text NOT NULL" for i in range(width))
        self.cursor.execute(f"CREATE TEMP TABLE imp_stage (line integer NOT NULL, {columns})")
        self.cursor.execute("CREATE TEMP TABLE imp_width (line integer NOT NULL, cells text[] NOT NULL)")
        uneven: list[tuple[int, tuple[str, ...]]] = []
        reader = _Copy(self._even(opened, width, uneven), opened.size, progress)
        names = ", ".join(f"c{i}" for i in range(width))
        self._raw().copy_expert(
            f"COPY imp_stage (line, {names}) FROM STDIN WITH (FORMAT csv, NULL 'never', FORCE_NOT_NULL ({names}))",
            reader,
            BUFFER,
        )
        if reader.failed is not None:
            raise reader.failed
        for start in range(0, len(uneven), 1000):
            rows = [(line, list(cells)) for line, cells in uneven[start : start + 1000]]
            self.cursor.executemany("INSERT INTO imp_width VALUES (%s, %s)", rows)
        self.rows = reader.rows + len(uneven)
        self.cursor.execute("ANALYZE imp_stage")
        if self.rows > MANY_ROWS:
            # Tables filled a moment ago have no statistics yet, and a nested loop over them would take hours.
            self.cursor.execute("SET enable_nestloop = off")

    def _even(self, opened: Opened, width: int, uneven: list[tuple[int, tuple[str, ...]]]) -> Iterator[Row]:
        for row in opened.table.rows():
            if len(row.cells) == width:
                yield row
            else:
                uneven.append((row.line, row.cells))

    def source(self, names: Sequence[str], where: str = "", **extra: str) -> None:
        """The view `imp_src`: line and each of our columns as text. A column that the file lacks is empty."""
        columns = [f"{self.expression(name)} AS {name}" for name in names]
        columns += [f"{sql} AS {name}" for name, sql in extra.items()]
        self.cursor.execute(f"CREATE TEMP VIEW imp_src AS SELECT s.line, {', '.join(columns)} FROM imp_stage s {where}")

    def expression(self, ours: str) -> str:
        """SQL for our column: the fixed text, the file's column, or of several the number before the code."""
        if ours in self.plan.fixed:
            return str(self.cursor.mogrify("%s::text", [self.plan.fixed[ours]]).decode())
        positions = self.plan.sources.get(ours, ())
        if len(positions) < 2:
            return f"s.c{positions[0]}" if positions else "''::text"
        numbers = [f"CASE WHEN s.c{i} ~ '^ *[0-9.]+ *$' THEN s.c{i} END" for i in positions]
        texts = [f"nullif(btrim(s.c{i}), '')" for i in positions]
        return f"coalesce({', '.join(numbers + texts)}, '')"

    def parse(self, name: str, sql_type: str, parser: Callable[[str], Any], where: str = "") -> None:
        """The table `imp_p_<name>` (raw, val, reason): every different text of the column, read once."""
        self.cursor.execute(f"CREATE TEMP TABLE imp_p_{name} (raw text, val {sql_type}, reason text)")
        self.parsed.append(f"imp_p_{name}")
        self.cursor.execute(f"SELECT DISTINCT s.{name} FROM imp_src s {where}")
        self._copy_parsed(f"imp_p_{name}", ((raw, *_parse(parser, raw)) for (raw,) in self.cursor.fetchall()))

    def parse_pairs(self, parser: Callable[[str, str], tuple[float | None, str]]) -> None:
        """The table `imp_value` (assessment, raw, val, code, reason) for every pair of assessment and text."""
        self.cursor.execute(
            "CREATE TEMP TABLE imp_value (assessment text, raw text, val float8, code text, reason text)"
        )
        self.cursor.execute(
            "SELECT DISTINCT a.val, s.value FROM imp_src s JOIN imp_p_assessment a ON a.raw = s.assessment "
            "WHERE a.val IS NOT NULL"
        )
        rows: list[tuple[str, str, float | None, str | None, str | None]] = []
        for assessment, raw in self.cursor.fetchall():
            try:
                value, code = parser(assessment, raw)
                rows.append((assessment, raw, value, code, None))
            except ValueError as error:
                rows.append((assessment, raw, None, None, str(error)))
        self._copy_parsed("imp_value", rows)

    def _copy_parsed(self, table: str, rows: Any) -> None:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        for row in rows:
            writer.writerow([_NULL if cell is None else f"+{cell}" for cell in row])
        buffer.seek(0)
        # Every text wears a plus sign on its way, so that an empty text and no value stay two things.
        self.cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        columns = [column.name for column in self.cursor.description]
        self.cursor.execute("DROP TABLE IF EXISTS imp_carry")
        self.cursor.execute(f"CREATE TEMP TABLE imp_carry ({', '.join(f'{name} text' for name in columns)})")
        self._raw().copy_expert(f"COPY imp_carry FROM STDIN WITH (FORMAT csv, NULL '{_NULL}')", buffer)
        self.cursor.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = %s::regclass "
            "AND attnum > 0 ORDER BY attnum",
            [table],
        )
        casts = ", ".join(f"substr({name}, 2)::{kind}" for name, kind in self.cursor.fetchall())
        self.cursor.execute(f"INSERT INTO {table} SELECT {casts} FROM imp_carry")
        self.cursor.execute(f"ANALYZE {table}")

    def drop(self) -> None:
        self.cursor.execute("RESET enable_nestloop")
        self.cursor.execute("DROP VIEW IF EXISTS imp_src")
        for table in [*(t for t in TABLES if t != "imp_src"), "imp_carry", *self.parsed]:
            self.cursor.execute(f"DROP TABLE IF EXISTS {table} CASCADE")

    def _raw(self) -> Any:
        return self.cursor.cursor


_NULL = "-"


def _parse(parser: Callable[[str], Any], raw: str) -> tuple[Any, str | None]:
    try:
        return parser(raw), None
    except ValueError as error:
        return None, str(error)


class _Copy(io.TextIOBase):
    """Hands rows to COPY as CSV a megabyte at a time, so that memory does not grow with the file."""

    def __init__(self, rows: Iterator[Row], size: int, progress: Callable[[int], None]) -> None:
        self.source, self.size, self.progress = rows, max(size, 1), progress
        self.rows = self.read_so_far = 0
        self.pending = ""
        self.failed: UnreadableFile | None = None

    def read(self, size: int | None = -1) -> str:
        wanted = size if size and size > 0 else BUFFER
        if len(self.pending) < wanted:
            self._more(max(wanted, BUFFER))
        taken, self.pending = self.pending[:wanted], self.pending[wanted:]
        return taken

    def _more(self, wanted: int) -> None:
        buffer = io.StringIO()
        buffer.write(self.pending)
        writer = csv.writer(buffer)
        try:
            for row in self.source:
                writer.writerow((row.line, *row.cells))
                self.rows += 1
                if buffer.tell() >= wanted:
                    break
        except UnreadableFile as error:
            # Raised again once COPY has ended; raised within it, it would reach nobody.
            self.failed = error
        self.read_so_far += buffer.tell() - len(self.pending)
        self.pending = buffer.getvalue()
        self.progress(min(100, 100 * self.read_so_far // self.size))


def stage(plan: Plan) -> Stage:
    """An empty stage on the present connection, with whatever an earlier import left behind cleared away."""
    made = Stage(plan, connection.cursor())
    made.cursor.execute(
        "SELECT c.relname, c.relkind FROM pg_class c WHERE c.relnamespace = pg_my_temp_schema() "
        "AND c.relname LIKE 'imp\\_%%' AND c.relkind IN ('r', 'v')"
    )
    for name, kind in made.cursor.fetchall():
        made.cursor.execute(f"DROP {'VIEW' if kind == 'v' else 'TABLE'} IF EXISTS pg_temp.{name} CASCADE")
    return made
