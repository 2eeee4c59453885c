"""Mutated files: the importer writes what it says it wrote, or refuses in a sentence and writes nothing.

FUZZ=2000 gives that many mutations to each importer.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pupils.imports.errors import FileRefused
from pupils.models import Attendance, Enrolment, ImportBatch, ImportChange, ImportRejection, Pupil, Result
from pupils.services.imports import import_file
from tests.lib.workbook import workbook_bytes
from tests.pupils.sheets import (
    ATTENDANCE_HEADER,
    PUPIL_HEADER,
    RESULT_HEADER,
    UPNS,
    attendance,
    pupil,
    pupils_file,
    result,
)

pytestmark = [pytest.mark.usefixtures("pupil_rows"), pytest.mark.fuzz]
EXAMPLES = int(os.environ.get("FUZZ", "60"))
TABLES = (Pupil, Enrolment, Result, Attendance, ImportBatch, ImportRejection, ImportChange)
BASES = {
    "pupils": "\n".join([PUPIL_HEADER, *(pupil(n, 910001, fsm6="NY"[n % 2]) for n in range(4, 9))]) + "\n",
    "results": "\n".join([RESULT_HEADER, *(result(n, str(95 + n)) for n in range(6)), result(1, "A", assessment="mtc")])
    + "\n",
    "attendance": "\n".join([ATTENDANCE_HEADER, *(attendance(n, authorised=n) for n in range(6))]) + "\n",
}
TOKENS = [
    b",", b"\n", b"\r", b'"', b'""', b";", b"\t", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"'", b"\\",
    b"\\.",
    b"%", b"%s", b"{}", b"$1", b"-", b"-1", b"1e999", b"NaN", b"Infinity", b"99999999999999999999", b"2024/25",
    b"2099/00", b"31/02/2020", b"X", b"U", b"NULL", b"null", b"=1+1", b"never", b"A" * 3000, "é".encode(), b"\xe9",
    b"; DROP TABLE pupils_pupil; --", UPNS[0].encode(), UPNS[3].encode(), b"Autumn", b"ks2_reading", b"upn", b"value",
    b"910001", b"910003", b" ", "\u2028".encode(), "\U0001f600".encode(), b"0", b"400", b"401",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, base: bytes) -> bytes:
    content = base
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, max(len(content) - 1, 0)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        match draw(st.sampled_from(["cut", "insert", "replace", "twice", "swap", "truncate", "noise"])):
            case "cut":
                content = content[:start] + content[end:]
            case "insert":
                content = content[:start] + draw(st.sampled_from(TOKENS)) + content[start:]
            case "replace":
                content = content[:start] + draw(st.sampled_from(TOKENS)) + content[end:]
            case "twice":
                content = content[:end] + content[start:end] + content[end:]
            case "swap":
                content = content[end:] + content[:end]
            case "truncate":
                content = content[:start]
            case _:
                content = content[:start] + draw(st.binary(max_size=30)) + content[end:]
    return content


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES}


def give(cast, kind: str, path: Path) -> None:
    """Brings the file in and takes it back by rolling back, having compared what was said with what was written."""
    before, refused = counts(), ""
    with transaction.atomic():
        try:
            batch = import_file(by=cast.data_lead, trust=cast.trust, kind=kind, path=path)
        except FileRefused as refusal:
            refused = str(refusal)
        if refused:
            assert refused.endswith(".")
            assert counts() == before
        else:
            after = counts()
            model: Any = {"pupils": Enrolment, "results": Result, "attendance": Attendance}[kind]
            assert after[model.__name__] - before[model.__name__] == batch.added
            assert after["ImportBatch"] == before["ImportBatch"] + 1
            assert after["ImportRejection"] - before["ImportRejection"] == batch.rejected
            assert model.objects.filter(batch=batch).count() == batch.added + batch.changed
        transaction.set_rollback(True)
    assert counts() == before


@pytest.fixture
def ground(cast, tmp_path: Path):
    """Six pupils, with a result and attendance each for the mutated files to change."""
    for kind, content in {
        "pupils": pupils_file(tmp_path / "ground.csv", cast.own.urn).read_text(),
        "results": BASES["results"],
        "attendance": BASES["attendance"],
    }.items():
        path = tmp_path / f"ground-{kind}.csv"
        path.write_text(content)
        import_file(by=None, trust=cast.trust, kind=kind, path=path)
    return cast, tmp_path / "given.csv"


@pytest.mark.parametrize("kind", BASES)
def test_mutated_text(ground, kind: str) -> None:
    cast, path = ground

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(mutated(BASES[kind].encode()))
    def run(content: bytes) -> None:
        path.write_bytes(content)
        give(cast, kind, path)

    run()


@pytest.mark.parametrize("kind", BASES)
def test_mutated_workbooks(ground, kind: str) -> None:
    cast, path = ground
    rows = [line.split(",") for line in BASES[kind].splitlines()]

    @settings(
        max_examples=max(EXAMPLES // 10, 5), deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(mutated(workbook_bytes(rows)))
    def run(content: bytes) -> None:
        path.write_bytes(content)
        give(cast, kind, path)

    run()


@pytest.mark.parametrize("kind", BASES)
def test_workbooks_with_strange_cells(ground, kind: str) -> None:
    cast, path = ground
    rows = [line.split(",") for line in BASES[kind].splitlines()]
    cell = st.none() | st.text(max_size=30) | st.integers() | st.floats() | st.sampled_from(["NaN", "1e5", "#N/A"])

    @settings(
        max_examples=max(EXAMPLES // 10, 5), deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(st.integers(0, len(rows) - 1), st.integers(0, len(rows[0]) - 1), cell)
    @example(1, 0, "\x00")
    def run(row: int, column: int, content: object) -> None:
        changed: list[list[Any]] = [list(cells) for cells in rows]
        changed[row][column] = content
        path.write_bytes(workbook_bytes(changed))
        give(cast, kind, path)

    run()
