"""One file from bytes to rows: open, stage, check, count, and where it is wanted, write. Used by services.

Nothing here decides who may: the scope says which academies may be written to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DataError, connection

from academies.row_scope import every_row
from pupils.models import ImportBatch, ImportRejection

from . import files, staging
from .errors import Busy, FileRefused
from .kinds import attendance, pupils, results
from .kinds.base import Kind, Scope
from .layouts import make_plan

KINDS: dict[str, Kind] = {"pupils": pupils, "results": results, "attendance": attendance}
KEPT_REJECTIONS = 100_000
_LOCK = 0x43454C54  # the first half of the advisory lock's key; the trust is the second

Progress = Callable[[int, str], None]


def quiet(percent: int, doing: str) -> None:
    """For callers who show no progress."""


@dataclass(frozen=True)
class Checked:
    """What a file would do or has done. The staged rows live until the block that made it ends."""

    stage: staging.Stage
    kind: Kind
    sha256: str
    size: int
    rows: int
    added: int
    changed: int
    unchanged: int
    rejected: int
    ignored: tuple[str, ...]
    header: tuple[str, ...]
    touched: dict[str, Any]


@contextmanager
def checked(
    path: Path,
    kind: str,
    scope: Scope,
    *,
    columns: dict[str, str] | None,
    fixed: dict[str, str] | None,
    progress: Progress = quiet,
) -> Iterator[Checked]:
    """Reads and checks the file. Writes to temporary tables alone, and drops them at the end."""
    progress(1, "Looking at the file")
    with files.opened(path, max_bytes=settings.IMPORT_MAX_BYTES) as opened, every_row():
        plan = make_plan(kind, opened.header, columns, fixed)
        stage = staging.stage(plan)
        try:
            try:
                stage.fill(opened, lambda percent: progress(5 + percent * 45 // 100, "Reading rows"))
                progress(50, "Checking rows")
                KINDS[kind].check(stage, scope)
            except DataError as error:
                raise FileRefused("The file holds text that cannot be stored. Save it as “CSV UTF-8”.") from error
            progress(75, "Counting")
            counts = _counts(stage)
            yield Checked(
                stage=stage,
                kind=KINDS[kind],
                sha256=opened.sha256,
                size=opened.size,
                rows=stage.rows,
                ignored=plan.ignored,
                header=plan.header,
                touched=KINDS[kind].touched(stage),
                **counts,
            )
        finally:
            if not connection.needs_rollback and connection.connection is not None:
                stage.drop()


def _counts(stage: staging.Stage) -> dict[str, int]:
    stage.cursor.execute("SELECT coalesce(action, 'rejected'), count(*) FROM imp_checked GROUP BY 1")
    counts = {"added": 0, "changed": 0, "unchanged": 0, "rejected": 0, **dict(stage.cursor.fetchall())}
    stage.cursor.execute("SELECT count(*) FROM imp_width")
    counts["rejected"] += stage.cursor.fetchone()[0]
    return counts


def keep_rejections(found: Checked, batch: ImportBatch) -> None:
    """Stores the rejected rows of the file, in place of those stored before."""
    stage, width = found.stage, len(found.header)
    ImportRejection.objects.filter(batch=batch).delete()
    labels = json.dumps({ours: stage.plan.label(ours) for ours in stage.plan.given})
    cells = ", ".join(f"s.c{i}" for i in range(width))
    stage.cursor.execute(
        f"""
        INSERT INTO pupils_importrejection (batch_id, line, "column", value, reason, "row")
        SELECT %(batch)s, r.line, left(coalesce(%(labels)s::jsonb ->> r.col, r.col, ''), 100),
               left(coalesce(r.raw, ''), 200), left(r.reason, 300), r.cells
        FROM (
            SELECT c.line, c.col, coalesce(c.raw, {stage.expression("upn")}) AS raw, c.reason,
                   to_jsonb(ARRAY[{cells}]) AS cells
            FROM imp_checked c JOIN imp_stage s USING (line) WHERE c.reason IS NOT NULL
            UNION ALL
            SELECT w.line, '', '', 'This row has ' || cardinality(w.cells) || ' fields and the header has {width}. '
                   || 'A comma inside a cell shifts the cells after it: put the cell in double quotes.',
                   to_jsonb(w.cells)
            FROM imp_width w
        ) r
        ORDER BY r.line LIMIT {KEPT_REJECTIONS}
        """,
        {"batch": batch.pk, "labels": labels},
    )


def note_counts(found: Checked, batch: ImportBatch) -> None:
    """Puts what was found on the batch, unsaved."""
    batch.added, batch.changed, batch.unchanged = found.added, found.changed, found.unchanged
    batch.rejected, batch.touched = found.rejected, found.touched
    batch.options = {**batch.options, "header": list(found.header), "ignored": list(found.ignored), "rows": found.rows}


def write(found: Checked, batch: ImportBatch) -> None:
    """Writes the good rows. The caller holds the lock and the transaction."""
    assert connection.in_atomic_block
    found.stage.cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    found.kind.write(found.stage, batch)
    found.stage.cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def only_writer(trust_id: int, *, wait: bool = True) -> Iterator[None]:
    """Holds the trust's import lock: from the check to the write nobody else changes the trust's pupil rows."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOCK, trust_id])
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, trust_id])
            if not cursor.fetchone()[0]:
                raise Busy("Another file of this trust is being applied. Try again in a minute.")
    try:
        yield
    finally:
        # A lost connection has given the lock back already; in a broken transaction no statement runs.
        if connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, trust_id])
