"""Whole files that cannot be taken: each a sentence, and nothing written."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from pupils.imports.errors import FileRefused
from pupils.models import ImportBatch, ImportRejection, Pupil
from pupils.services.imports import import_file
from tests.lib.workbook import workbook_bytes
from tests.pupils.sheets import ATTENDANCE_HEADER, PUPIL_HEADER, RESULT_HEADER, attendance, pupil, result

pytestmark = pytest.mark.usefixtures("pupil_rows")


def zipped(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return held.getvalue()


def bomb() -> bytes:
    return zipped(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b"0" * (1200 << 20))


ROW = ",".join(["2024/25", "910001", "A", "B"])
CASES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("results", b"", "empty"),
    "blank lines": ("results", b"\n\n  \n", "nothing but empty lines"),
    "header only": ("results", f"{RESULT_HEADER}\n".encode(), "a header and no rows"),
    "PDF": ("results", b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
    "JPEG": ("pupils", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200), "a picture"),
    "old or locked Excel": ("pupils", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
    "zero bytes": ("results", f"{RESULT_HEADER}\n".encode() + b"2024/25,\x00\x00,,,\n", "bytes that no text has"),
    "bytes of no encoding": ("results", f"{RESULT_HEADER}\n".encode() + b"\x81\x8d\x8f\x90\x9d\n", "not text"),
    "cut in a quote": ("results", f'{RESULT_HEADER}\n2024/25,"'.encode(), "cut off"),
    "one endless cell": ("results", f"{RESULT_HEADER}\n".encode() + b"x" * 200_000, "longer than"),
    "a ZIP of something": ("pupils", zipped(readme=b"hello"), "ZIP archive"),
    "a cut workbook": ("pupils", workbook_bytes([["upn"], ["x"]])[:200], "damaged"),
    "a workbook of nothing": ("pupils", zipped(xl__workbook_xml=b"<workbook/>"), "damaged"),
    "two columns of one name": ("results", b"upn,UPN,value\n1,2,3\n", "same name: upn"),
    "too many columns": ("results", ",".join(f"c{n}" for n in range(401)).encode() + b"\n1\n", "401 columns"),
    "attendance as results": (
        "results", f"{ATTENDANCE_HEADER}\n{attendance(0)}\n".encode(), "looks like an attendance file",
    ),
    "results as pupils": ("pupils", f"{RESULT_HEADER}\n{result(0, '1')}\n".encode(), "looks like a results file"),
    "pupils as attendance": (
        "attendance", f"{PUPIL_HEADER}\n{pupil(0, 910001)}\n".encode(), "looks like a pupils file",
    ),
    "schools as pupils": ("pupils", b"URN,EstablishmentName\n1,A\n", "import_gias"),
    "tables as results": ("results", b"RECTYPE,URN,SCHNAME\n1,2,A\n", "import_performance_tables"),
    "missing columns": ("pupils", b"upn,surname,forename\n1,2,3\n", "urn, sex, nc_year, fsm6 are missing"),
    "no result column": ("results", b"academic_year,upn,checkpoint\n2024/25,A,Autumn\n", "names no results"),
    "long and wide": (
        "results", b"academic_year,upn,checkpoint,assessment,value,mtc\n2024/25,A,Autumn,mtc,1,2\n", "not both",
    ),
}  # fmt: skip


def nothing_written() -> bool:
    return not (ImportBatch.objects.exists() or ImportRejection.objects.exists() or Pupil.objects.exists())


def stage_is_gone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relname LIKE 'imp\\_%'"
        )
        return bool(cursor.fetchone()[0] == 0)


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_cannot_be_taken_is_refused_in_a_sentence(cast, tmp_path: Path, case: str) -> None:
    kind, content, says = CASES[case]
    path = tmp_path / "given.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=says) as refusal:
        import_file(by=cast.data_lead, trust=cast.trust, kind=kind, path=path)
    assert str(refusal.value).endswith(".")
    assert len(str(refusal.value)) < 400
    assert nothing_written()
    assert stage_is_gone()


def test_a_workbook_that_would_fill_the_memory_is_left_closed(cast, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb())
    assert path.stat().st_size < 2 << 20
    with pytest.raises(FileRefused, match="would unpack to"):
        import_file(by=None, trust=cast.trust, kind="pupils", path=path)
    assert nothing_written()


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(cast, tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    with pytest.raises(FileRefused, match="the most that is taken"):
        import_file(by=None, trust=cast.trust, kind="results", path=path)
    assert nothing_written()


def test_a_folder_a_missing_file_and_a_pipe(cast, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "none.csv", tmp_path / "pipe"):
        with pytest.raises(FileRefused):
            import_file(by=None, trust=cast.trust, kind="results", path=path)


def test_a_mapping_that_does_not_exist_names_those_that_do(cast, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n")
    with pytest.raises(FileRefused, match="dfe-pupil-premium"):
        import_file(by=None, trust=cast.trust, kind="results", path=path, mapping="mine")


def test_rejected_rows_come_back_as_they_were_and_go_in_once_mended(cast, tmp_path: Path) -> None:
    from pupils.selectors.imports import rejected_csv

    path = tmp_path / "pupils.csv"
    bad, uneven = pupil(1, cast.own.urn, fsm6="maybe"), pupil(2, cast.own.urn, surname="Smith, junior")
    path.write_text("\n".join([PUPIL_HEADER, pupil(0, cast.own.urn), bad, uneven]) + "\n")
    batch = import_file(by=None, trust=cast.trust, kind="pupils", path=path)
    assert (batch.added, batch.rejected) == (1, 2)
    given_back = tmp_path / "rejected.csv"
    given_back.write_text("".join(rejected_csv(batch, [cast.own.pk])), encoding="utf-8")
    lines = given_back.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == f"reason,{PUPIL_HEADER}"
    assert len(lines) == 3
    again = import_file(by=None, trust=cast.trust, kind="pupils", path=given_back)
    assert (again.added, again.rejected) == (0, 2)
    given_back.write_text(given_back.read_text().replace("maybe", "Y").replace("Smith,junior", "Smith junior"))
    mended = import_file(by=None, trust=cast.trust, kind="pupils", path=given_back)
    assert (mended.added, mended.rejected) == (2, 0)


def test_the_command_tells_what_it_did_and_refuses_in_one_line(cast, tmp_path: Path, capsys) -> None:
    path = tmp_path / "pupils.csv"
    path.write_text("\n".join([PUPIL_HEADER, pupil(0, cast.own.urn), pupil(1, 123456)]) + "\n")
    call_command("import_file", "pupils", str(path), "--trust", "kestrelholt", "--dry-run")
    assert "1 row would be added, 0 changed, 0 unchanged, 1 rejected." in capsys.readouterr().out
    assert nothing_written()
    call_command("import_file", "pupils", str(path), "--trust", "4001", "--by", cast.data_lead.email)
    out = capsys.readouterr().out
    assert "1 row are added" not in out
    assert "1 row is added" in out
    assert "line 3, urn: No academy of the trust has URN 123456." in out
    with pytest.raises(CommandError, match="Say which trust"):
        call_command("import_file", "pupils", str(path))
    with pytest.raises(CommandError, match="Files are brought in by data leads"):
        call_command("import_file", "pupils", str(path), "--trust", "4001", "--by", cast.governor.email)
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_file", "pupils", str(tmp_path / "none.csv"), "--trust", "4001")


def test_a_quote_that_never_closes_in_the_middle_is_refused(cast, tmp_path: Path) -> None:
    rows = [pupil(n, cast.own.urn) for n in range(4)]
    path = tmp_path / "cut.csv"
    path.write_text("\n".join([PUPIL_HEADER, rows[0], rows[1].replace("14/03", '"14/03'), *rows[2:]]) + "\n")
    with pytest.raises(FileRefused, match="begins on line 3"):
        import_file(by=None, trust=cast.trust, kind="pupils", path=path)
    assert nothing_written()
    assert stage_is_gone()
