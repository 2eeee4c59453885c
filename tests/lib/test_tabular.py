"""Any file at all gives rows or one sentence, never a traceback; and it is not unpacked or read without measure."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from celt.lib.tabular import Row, UnreadableFile, header_with, read_table
from tests.lib.workbook import workbook_bytes

MOST = 1_000_000


def read(folder: Path, content: bytes) -> tuple[tuple[str, ...], list[Row]]:
    path = folder / "given"
    path.write_bytes(content)
    table = read_table(path, max_bytes=MOST)
    return table.header, list(table.rows())


@pytest.mark.parametrize(
    "content",
    [
        "URN,Name\r\n100001,Saint Zoë\r\n".encode("cp1252"),
        "URN,Name\r\n100001,Saint Zoë\r\n".encode(),
        "URN,Name\n100001,Saint Zoë".encode("utf-8-sig"),
        "URN\tName\r\n100001\tSaint Zoë\r\n".encode("utf-16"),
        'URN;Name\n\n"100001" ; "Saint Zoë"\n'.replace('" ; "', '";"').encode(),
        workbook_bytes([["URN", "Name"], [100001, "Saint Zoë"]]),
    ],
    ids=["cp1252", "utf-8", "utf-8 with its mark", "utf-16 with tabs", "semicolons", "workbook"],
)
def test_same_table_from_every_encoding(tmp_path: Path, content: bytes) -> None:
    header, rows = read(tmp_path, content)
    assert header == ("URN", "Name")
    assert [row.cells for row in rows] == [("100001", "Saint Zoë")]


def test_lines_are_counted_as_an_editor_counts(tmp_path: Path) -> None:
    _, rows = read(tmp_path, b'a,b\n1,"two\nlines"\n\n3,4\n')
    assert [row.line for row in rows] == [2, 5]


def zip_of(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty lines"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old or locked Excel"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"<!DOCTYPE html>", "web page"),
        (b"a,b\n\x00\x01\x02", "bytes that no text has"),
        (b"a,b\n1,\x81\n", "not text"),
        (b"\xef\xbb\xbfa,b\n1,\xc3", "cut off"),
        (b'a,b\n1,"2', "ends inside a quoted cell that begins on line 2"),
        (b'a,b\n1,"2"3\n', "Line 2: the quotation marks"),
        (b"a,b\n1," + b"x" * 40_000, "Line 2: a cell is longer"),
        (b"x," * 3_000, "columns"),
        (b"x" * (MOST + 1), "the most that is taken is 1.0 MB"),
        (b"PK\x03\x04rubbish", "damaged"),
        (zip_of(report_csv=b"a,b"), "ZIP archive"),
        (zip_of(xl__workbook_xml=b"<x/>"), "could not be read"),
        (zip_of(xl__workbook_xml=b"0" * 90_000_000), "would unpack to 90.0 MB"),
        (workbook_bytes([["a", "b"], [1, 2]])[:400], "damaged"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says) as refusal:
        read(tmp_path, content)
    assert str(refusal.value).endswith(".")


def test_missing_file_and_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="There is no file"):
        read_table(tmp_path / "nowhere.csv", max_bytes=MOST)
    with pytest.raises(UnreadableFile, match="is not a file"):
        read_table(tmp_path, max_bytes=MOST)


WHOLE = [
    'URN,Name\r\n100001,"Saint, Zoë"\r\n100002,Two\r\n'.encode(),
    workbook_bytes([["URN", "Name"], [100001, "One"], [100002, "Two"]]),
]


@settings(max_examples=int(os.environ.get("FUZZ", "60")), deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_mutated_bytes_give_rows_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, whole: bytes, data: st.DataObject
) -> None:
    mutated = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, max(len(mutated) - 1, 0)))
        mutated[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    try:
        read(tmp_path_factory.getbasetemp(), bytes(mutated))
    except UnreadableFile as refusal:
        sentence = str(refusal)
    else:
        return
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    "content",
    [
        b"URN,Name\n1,One\n2,Two\n",
        b"A title; with its own | marks,,\n\nURN,Name\n1,One\n2,Two\n",
        b'A title, and more\nOf a publisher\n"URN";"Name"\n"1";"One"\n2;Two\n',
        workbook_bytes([["A title"], [], ["URN", "Name"], [1, "One"], [2, "Two"]]),
        workbook_bytes([["URN", "Name"], [1, "One"], [2, "Two"]]),
    ],
    ids=["none", "two lines", "another separator", "workbook", "workbook without"],
)
def test_titles_above_the_header(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "given"
    path.write_bytes(content)
    table = header_with(read_table(path, max_bytes=MOST), "URN")
    assert table is not None
    assert table.header == ("URN", "Name")
    for _ in range(2):
        assert [row.cells for row in table.rows()] == [("1", "One"), ("2", "Two")]


def test_no_line_with_that_column(tmp_path: Path) -> None:
    path = tmp_path / "given"
    for content in (b"Title\nName\nOne\n", b"\n" * 3 + b"Title\n" * 20 + b"URN\n"):
        path.write_bytes(content)
        assert header_with(read_table(path, max_bytes=MOST), "URN") is None
