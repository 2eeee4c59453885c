"""What a file is, found from its content, whatever its name says."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest
from PIL import ExifTags, Image

from celt.lib import file_kinds as rules
from celt.lib.file_kinds import FileFault, cleaned, ending, looked_at, office_fault, size_fault
from celt.lib.pictures import PictureFault, made_fit
from reviews.rules.file import TAKES
from tests.factories.file import EXCEL, document, office, photo

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("IMG_1.JPG", photo(), "photo"),
        ("IMG_1.png", photo("PNG"), "photo"),
        ("IMG_1.webp", photo("WEBP"), "photo"),
        ("IMG_1.heic", HEIC, "photo"),
        # A phone calls one kind of photo by the ending of another.
        ("IMG_1.jpg", HEIC, "photo"),
        ("no ending", photo(), "photo"),
        ("Timetable.pdf", document(), "pdf"),
        ("Plan.docx", office(), "docx"),
        ("Plan.XLSX", office(EXCEL), "xlsx"),
    ],
)
def test_a_file_is_what_its_content_says(name: str, content: bytes, kind: str) -> None:
    assert looked_at(name, content[: rules.HEAD_BYTES], TAKES) == kind


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("budget.pdf", b"MZ\x90\0", "budget.pdf is not a PDF: it is a program. Photos (JPEG"),
        ("budget.pdf", photo(), "budget.pdf is not a PDF: it is a photo. Give it the right ending"),
        ("photo.jpg", document(), "photo.jpg is not a photo: it is a PDF."),
        ("photo.jpg", b"GIF89a", "photo.jpg is not a photo: it is a GIF picture."),
        ("photo.jpg", b"\0\0\0\x18ftypqt  ", "it is a film"),
        ("photo.jpg", b'<?xml version="1.0"?><svg onload="x()"/>', "it is an SVG drawing"),
        ("photo.png", b"\xef\xbb\xbf<!DOCTYPE html><script>", "it is a web page"),
        ("page.html", b"<html>", "page.html was not added: it is a web page."),
        ("run.exe", photo(), "run.exe is not what its name says: it is a photo."),
        ("run.sh", b"#!/bin/sh\n", "it is a program"),
        ("notes.txt", "Ä text".encode() * 900, "it is a text"),
        ("archive.zip", office(), "archive.zip was not added: it is a ZIP archive."),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "an Office file of the old kind, or one with a password"),
        ("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1", "plan.docx is not a Word document: it is an Office file of the old"),
        ("what.bin", b"\x01\x02\x03\xff", "something that is not known here"),
        ("empty.pdf", b"", "empty.pdf is empty."),
    ],
)
def test_what_is_not_taken_is_told_in_a_sentence(name: str, content: bytes, says: str) -> None:
    with pytest.raises(FileFault) as fault:
        looked_at(name, content[: rules.HEAD_BYTES], TAKES)
    assert says in str(fault.value)
    assert str(fault.value).endswith(".")


def test_an_office_file_is_opened_and_looked_through() -> None:
    assert office_fault("a.docx", "docx", io.BytesIO(office()), TAKES) == ""
    assert office_fault("a.xlsx", "xlsx", io.BytesIO(office(EXCEL)), TAKES) == ""
    for content, says in (
        (office(word__vbaProject=b"x"), "has macros in it"),
        (office("application/vnd.ms-word.document.macroEnabled.main+xml"), "has macros in it"),
        (office(EXCEL), "a.docx is not a Word document: it is an Excel workbook."),
        (
            office("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
            "another Office",
        ),
        (b"PK\x03\x04 and no more", "is damaged"),
    ):
        assert says in office_fault("a.docx", "docx", io.BytesIO(content), TAKES)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.txt", "hello")
    assert "it is a ZIP archive" in office_fault("a.docx", "docx", out, TAKES)


def test_an_office_file_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "UNPACKED_BYTES", 1_000_000)
    assert "unpacks to more than" in office_fault("a.docx", "docx", io.BytesIO(office(big=b"\0" * 2_000_000)), TAKES)
    monkeypatch.setattr(rules, "UNPACKED_PARTS", 2)
    assert "unpacks to more than" in office_fault("a.docx", "docx", io.BytesIO(office(a=b"1", b=b"2")), TAKES)


def test_an_office_file_that_lies_about_its_size_is_damaged() -> None:
    content = office(big=b"\0" * 300_000)
    lied = content.replace(struct.pack("<L", 300_000), struct.pack("<L", 10))
    assert lied != content
    assert "is damaged" in office_fault("a.docx", "docx", io.BytesIO(lied), TAKES)


def test_a_list_of_parts_that_would_fill_the_memory_is_not_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(rules.CONTENT_TYPES, rules.WORD + b" " * (rules.TYPES_BYTES + 1))
    tracemalloc.start()
    try:
        assert "is damaged" in office_fault("a.docx", "docx", out, TAKES)
        assert tracemalloc.get_traced_memory()[1] < rules.TYPES_BYTES
    finally:
        tracemalloc.stop()


def test_whatever_is_broken_in_an_office_file_it_is_damaged_and_no_error() -> None:
    whole = office()
    for at in range(len(whole)):
        for byte in (0, 255):
            office_fault("a.docx", "docx", io.BytesIO(whole[:at] + bytes([byte]) + whole[at + 1 :]), TAKES)
    end = whole.rindex(b"PK\x05\x06") + 16
    assert "is damaged" in office_fault(
        "a.docx", "docx", io.BytesIO(whole[:end] + b"\xff\xff\xff\x00" + whole[end + 4 :]), TAKES
    )


def test_a_photo_whose_camera_wrote_nonsense_is_kept_and_no_error() -> None:
    out = io.BytesIO()
    written = Image.Exif()
    written[ExifTags.Base.Orientation], written[ExifTags.Base.Make] = 6, "x" * 20
    Image.new("RGB", (8, 4)).save(out, "JPEG", exif=written)
    whole = out.getvalue()
    turned = 0
    for at in range(whole.index(b"Exif"), whole.index(b"x" * 20)):
        for byte in (0, 1, 7, 255):
            try:
                made = made_fit(io.BytesIO(whole[:at] + bytes([byte]) + whole[at + 1 :]))
            except PictureFault:
                continue
            turned += (made.width, made.height) == (4, 8)
    assert turned


def test_sizes_are_told_with_what_to_do() -> None:
    assert size_fault("a.jpg", "photo", 25 * rules.MB) == ""
    assert size_fault("a.jpg", "photo", 26 * rules.MB).startswith("a.jpg has 26 MB, and a photo may have 25.")
    assert size_fault("a.pdf", "pdf", 11 * rules.MB).startswith("a.pdf has 11 MB, and a PDF may have 10.")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\Plan.docx", "Plan.docx"),
        ("a\0b\u202egpj.exe", "abgpj.exe"),
        ('a"b<c>|d?.pdf', "a-b-c-d-.pdf"),
        ("  two \t words.pdf", "two words.pdf"),
        ("...", "file"),
        ("", "file"),
        (f"{'x' * 300}.jpeg", f"{'x' * 114}….jpeg"),
    ],
)
def test_a_name_is_only_ever_a_name(sent: str, kept: str) -> None:
    assert cleaned(sent) == kept
    assert len(cleaned(sent)) <= 120


def test_endings() -> None:
    assert [ending(name) for name in ("a.PDF", "a", ".jpg", "Mr. Smith", "a.tar.gz")] == ["pdf", "", "", "", "gz"]
