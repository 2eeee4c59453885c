"""Bringing in a file against a bare COPY of the same file."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from academies.models import Trust
from academies.row_scope import every_row
from bench import rows
from bench.rows import YEAR
from bench.timing import peak_megabytes, seconds
from celt.lib.terms import year_label
from pupils.models import Checkpoint
from pupils.services.imports import import_file

ROWS = 1_000_000
COLUMNS = ("academic_year", "urn", "upn", "surname", "forename", "dob", "sex", "nc_year", "fsm6", "looked_after",
           "post_looked_after", "service_child", "sen", "eal", "ethnicity")  # fmt: skip
RESULT_COLUMNS = ("academic_year", "upn", "checkpoint", "assessment", "value")
CHECKPOINTS = tuple(f"Week {week}" for week in range(1, 11))


def write_results(path: Path, count: int) -> None:
    """A results file of `count` rows: ten reading scores for each of count / 10 pupils."""
    with every_row(), connection.cursor() as cursor, path.open("w", newline="") as file:
        cursor.execute("SELECT upn FROM pupils_pupil ORDER BY id LIMIT %s", [count // len(CHECKPOINTS)])
        upns = [upn for (upn,) in cursor.fetchall()]
        writer = csv.writer(file)
        writer.writerow(RESULT_COLUMNS)
        for at, upn in enumerate(upns):
            for week, checkpoint in enumerate(CHECKPOINTS):
                writer.writerow((year_label(YEAR), upn, checkpoint, "reading_sas", 70 + (at * 7 + week * 3) % 60))


def write_pupils(path: Path) -> int:
    """The pupils file of everybody in the database, with every flag turned; returns its rows."""
    with every_row(), connection.cursor() as cursor, path.open("w", newline="") as file:
        cursor.execute(
            "SELECT %s, a.urn, p.upn, p.surname, p.forename, p.dob, p.sex, e.nc_year, NOT e.fsm6, e.looked_after,"
            " e.post_looked_after, e.service_child, e.sen, e.eal, e.ethnicity"
            " FROM pupils_enrolment e JOIN pupils_pupil p ON p.id = e.pupil_id"
            " JOIN academies_academy a ON a.id = e.academy_id ORDER BY e.id",
            [year_label(YEAR)],
        )
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        count = 0
        for row in cursor.fetchall():
            writer.writerow([("Y" if cell else "N") if isinstance(cell, bool) else cell for cell in row])
            count += 1
    return count


def bare_copy(path: Path) -> float:
    """Seconds of a COPY of the file to a table of its columns as text; nothing of it stays."""
    with transaction.atomic(), connection.cursor() as cursor, path.open() as file:
        took = seconds(lambda: cursor.copy_expert(f"COPY {rows.COPY_TABLE} FROM STDIN (FORMAT csv, HEADER)", file))
        transaction.set_rollback(True)
    return took


def copy_with_keys(batch: Any, path: Path) -> float:
    """Seconds to put the batch's rows, ready as they stand, into the table itself, with its keys, foreign keys and
    policies. Nothing of it stays."""
    with transaction.atomic(), every_row(), connection.cursor() as cursor:
        ready = "SELECT enrolment_id, checkpoint_id, assessment, value, code, batch_id FROM pupils_result"
        with path.open("wb") as file:
            cursor.copy_expert(f"COPY ({ready} WHERE batch_id = {batch.pk} ORDER BY id) TO STDOUT", file)
        cursor.execute("DELETE FROM pupils_result WHERE batch_id = %s", [batch.pk])
        cursor.execute(
            "CREATE TEMP TABLE bench_ready (enrolment_id bigint, checkpoint_id bigint, assessment text, value float8,"
            " code text, batch_id bigint) ON COMMIT DROP"
        )
        with path.open("rb") as file:
            cursor.copy_expert("COPY bench_ready FROM STDIN", file)
        # Row-level security takes no COPY, so the rows go in by the shortest INSERT there is.
        took = seconds(
            lambda: cursor.execute(
                "INSERT INTO pupils_result (enrolment_id, checkpoint_id, assessment, value, code, batch_id)"
                " SELECT * FROM bench_ready"
            )
        )
        took += seconds(lambda: cursor.execute("SET CONSTRAINTS ALL IMMEDIATE"))
        transaction.set_rollback(True)
    return took


def _undo(batch: Any) -> None:
    with transaction.atomic(), every_row(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM pupils_result WHERE batch_id = %s", [batch.pk])


def measure(count: int = ROWS) -> dict[str, Any]:
    """{rows, copy, import_, again, ratio, megabytes, megabytes_before}"""
    trust = Trust.objects.get()
    for position, name in enumerate(CHECKPOINTS, start=20):
        Checkpoint.objects.get_or_create(trust=trust, name=name, defaults={"position": position})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.csv"
        write_results(path, count)
        before = peak_megabytes()
        copied = min(bare_copy(path) for _ in range(3))
        found: list[Any] = []
        first = seconds(lambda: found.append(import_file(by=None, trust=trust, kind="results", path=path)))
        again = seconds(lambda: found.append(import_file(by=None, trust=trust, kind="results", path=path)))
        megabytes = path.stat().st_size / 1e6
    if found[0].added != count or found[0].rejected or found[1].unchanged != count:
        raise AssertionError(f"{found[0].added} of {count} rows came in, then {found[1].unchanged} were unchanged")
    peak = peak_megabytes()
    with tempfile.TemporaryDirectory() as folder:
        with_keys = copied + copy_with_keys(found[0], Path(folder) / "ready")
    _undo(found[0])
    return {
        "rows": count, "file_megabytes": megabytes, "copy": copied, "copy_keys": with_keys, "import": first,
        "again": again,
        "megabytes_before": before, "megabytes": peak,
    }  # fmt: skip


def measure_pupils() -> dict[str, Any]:
    """The pupils file of the whole trust, every row changed, and then again with nothing to change."""
    trust = Trust.objects.get()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pupils.csv"
        count = write_pupils(path)
        found: list[Any] = []
        changed = seconds(lambda: found.append(import_file(by=None, trust=trust, kind="pupils", path=path)))
        again = seconds(lambda: found.append(import_file(by=None, trust=trust, kind="pupils", path=path)))
    if found[0].changed != count or found[1].unchanged != count:
        raise AssertionError(f"of {count} pupils {found[0].changed} were changed, then {found[1].unchanged} unchanged")
    return {"rows": count, "changed": changed, "unchanged": again}
