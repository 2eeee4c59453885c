"""Files of the library: taken by what they are, refused in a sentence, handed over so that nothing in them can act."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction
from django.urls import reverse

from tests import factories as make
from tests.cast import Cast
from tests.factories.file import EXCEL
from toolkit.models import Piece, PieceFile
from toolkit.services.piece_file import FILES, FILES_A_PIECE, add_piece_file, add_piece_files, strike_piece_file

MACROS = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"


@pytest.fixture
def piece(cast: Cast) -> Piece:
    made: Piece = make.PieceFactory(academy=cast.own)
    return made


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


def kept() -> set[str]:
    """What lies on the disk."""
    folder = FILES.path_of(uuid.uuid4()).parent
    return {each.name for each in folder.iterdir()} if folder.exists() else set()


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("cards.pdf", make.document(), "pdf"),
        ("plan.docx", make.office(), "docx"),
        ("marks.xlsx", make.office(EXCEL), "xlsx"),
        ("slides.pptx", make.slides(), "pptx"),
        ("wall.png", make.photo("PNG"), "photo"),
    ],
)
def test_a_file_is_kept_by_what_it_is(cast: Cast, piece: Piece, name: str, content: bytes, kind: str) -> None:
    file = add_piece_file(by=cast.coach, piece=piece, upload=sent(name, content), says=" Cards,  for lesson 2 ")
    assert (file.kind, file.says, file.by) == (kind, "Cards, for lesson 2", cast.coach)
    assert FILES.path_of(file.stored_as).stat().st_size == file.size
    assert name not in str(FILES.path_of(file.stored_as))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.pdf", b"", "is empty"),
        ("page.html", b"<html><script>alert(1)</script>", "it is a web page"),
        ("cards.pdf", b"<!doctype html><script>alert(1)</script>", "is not a PDF: it is a web page"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "it is an SVG drawing"),
        ("wall.jpg", b'<?xml version="1.0"?><svg onload="x()"/>', "it is an SVG drawing"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "an Office file of the old kind"),
        ("run.pdf", b"MZ\x90\0", "it is a program"),
        ("all.zip", make.office(), "it is a ZIP archive"),
        ("slides.pptx", make.slides(ppt__vbaProject=b"x"), "has macros in it"),
        ("slides.pptx", make.office(MACROS), "has macros in it"),
        ("slides.pptm", make.slides(), "slides.pptm was not added"),
        ("slides.pptx", make.office(), "is not a PowerPoint presentation: it is a Word document"),
        ("slides.pptx", b"PK\x03\x04 and no more", "is damaged"),
        ("wall.png", make.photo("PNG")[:60], "is damaged"),
        ("cards.docx", make.document(), "is not a Word document: it is a PDF"),
    ],
)
def test_what_is_refused_is_told_in_a_sentence(cast: Cast, piece: Piece, name: str, content: bytes, says: str) -> None:
    before = kept()
    with pytest.raises(ValidationError) as refused:
        add_piece_file(by=cast.coach, piece=piece, upload=sent(name, content))
    assert says in refused.value.messages[0]
    assert refused.value.messages[0].endswith(".")
    assert not PieceFile.objects.filter(piece=piece).exists()
    assert kept() == before


def test_what_is_too_big_is_refused_with_what_to_do(cast: Cast, piece: Piece) -> None:
    big = make.document() + b"\0" * (11 * 1024 * 1024)
    with pytest.raises(ValidationError, match="a PDF may have 10"):
        add_piece_file(by=cast.coach, piece=piece, upload=sent("all.pdf", big))


def test_a_name_is_only_shown_and_never_a_path(cast: Cast, piece: Piece) -> None:
    file = add_piece_file(by=cast.coach, piece=piece, upload=sent("x.pdf", make.document()))
    odd = SimpleUploadedFile("x.pdf", make.document("Other"))
    odd._name = '..\\..\\etc\u202e"pass\r\nwd.pdf'  # type: ignore[attr-defined]
    other = add_piece_file(by=cast.coach, piece=piece, upload=odd)
    assert FILES.path_of(other.stored_as).parent == FILES.path_of(file.stored_as).parent
    assert not set(other.name) & set('\r\n"\\/\u202e')
    named = f"{cast.teacher.full_name.replace(' ', '_')}.pdf"
    with pytest.raises(ValidationError, match="somebody’s name"):
        add_piece_file(by=cast.coach, piece=piece, upload=sent(named, make.document("Third")))


def test_the_same_file_twice_is_one(cast: Cast, piece: Piece) -> None:
    given = add_piece_files(
        by=cast.coach, piece=piece, uploads=[sent("a.pdf", make.document()), sent("b.pdf", make.document())]
    )
    assert given.kept[0] == given.kept[1]
    assert PieceFile.objects.filter(piece=piece).count() == 1


def test_one_that_is_not_taken_stops_no_other(cast: Cast, piece: Piece) -> None:
    uploads = [sent("a.html", b"<html>"), sent("b.pdf", make.document())]
    given = add_piece_files(by=cast.coach, piece=piece, uploads=uploads)
    assert ([file.name for file in given.kept], len(given.faults)) == (["b.pdf"], 1)


def test_a_piece_that_is_full_takes_no_more(cast: Cast, piece: Piece) -> None:
    make.PieceFileFactory.create_batch(FILES_A_PIECE, piece=piece)
    struck = make.PieceFileFactory(piece=piece, struck_at=piece.written_at)
    given = add_piece_files(by=cast.coach, piece=piece, uploads=[sent("b.pdf", make.document("New"))])
    assert given.faults[0].startswith(f"It holds {FILES_A_PIECE} files")
    assert given.faults[1] == "Not kept: b.pdf."
    with pytest.raises(ValidationError, match="as many as it can"):
        strike_piece_file(by=cast.coach, file=struck, struck=False)


def test_who_does_not_write_it_adds_and_strikes_nothing(cast: Cast, piece: Piece) -> None:
    file = make.PieceFileFactory(piece=piece)
    for who in (cast.teacher, cast.sibling_head, cast.governor, cast.outsider):
        with pytest.raises(PermissionDenied):
            add_piece_file(by=who, piece=piece, upload=sent("b.pdf", make.document()))
        with pytest.raises(PermissionDenied):
            strike_piece_file(by=who, file=file)
    with pytest.raises(InternalError), transaction.atomic():
        PieceFile.objects.filter(pk=file.pk).update(kind="docx")
    with pytest.raises(InternalError), transaction.atomic():
        file.delete()


@pytest.mark.parametrize(
    ("kind", "media", "begins"),
    [
        ("pdf", "application/pdf", "inline"),
        ("photo", "image/jpeg", "inline"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
        ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "attachment"),
    ],
)
def test_a_file_is_handed_over_so_that_nothing_acts(
    cast: Cast, piece: Piece, client_of: Any, kind: str, media: str, begins: str
) -> None:
    file = make.PieceFileFactory(piece=piece, kind=kind)
    response = client_of(cast.sibling_teacher).get(reverse("toolkit:piece_file", args=[file.pk]))
    assert response.status_code == 200
    assert response.content == FILES.path_of(file.stored_as).read_bytes()
    assert response["Content-Type"] == media
    assert response["Content-Disposition"].startswith(begins)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    saved = client_of(cast.teacher).get(reverse("toolkit:piece_file", args=[file.pk]), {"save": "1"})
    assert saved["Content-Disposition"].startswith("attachment")
    again = client_of(cast.teacher).get(
        reverse("toolkit:piece_file", args=[file.pk]), headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 304


def test_what_is_struck_out_is_gone_for_readers(cast: Cast, piece: Piece, client_of: Any) -> None:
    file = make.PieceFileFactory(piece=piece)
    address = reverse("toolkit:piece_file", args=[file.pk])
    strike = reverse("toolkit:piece_file_strike", args=[file.pk])
    assert client_of(cast.teacher).post(strike).status_code == 403
    assert client_of(cast.coach).post(strike).status_code == 302
    assert client_of(cast.teacher).get(address).status_code == 404
    assert client_of(cast.coach).get(address).status_code == 200
    client_of(cast.coach).post(strike, {"back": "1"})
    assert client_of(cast.teacher).get(address).status_code == 200


def test_a_file_of_a_draft_and_one_gone_from_the_disk(cast: Cast, client_of: Any) -> None:
    draft = make.PieceFileFactory(piece=make.DraftPieceFactory(academy=cast.own))
    address = reverse("toolkit:piece_file", args=[draft.pk])
    assert client_of(cast.teacher).get(address).status_code == 404
    assert client_of(cast.headteacher).get(address).status_code == 200
    FILES.take_away(draft.stored_as)
    assert client_of(cast.headteacher).get(address).status_code == 404


def test_the_page_tells_what_was_not_kept(cast: Cast, piece: Piece, client_of: Any) -> None:
    address = reverse("toolkit:piece_file_add", args=[piece.pk])
    client = client_of(cast.headteacher)
    response = client.post(address, {"files": [sent("a.svg", b"<svg/>"), sent("b.pdf", make.document())]})
    assert "a.svg was not added: it is an SVG drawing." in told(response)
    assert "One file is kept." in told(response)
    assert "Choose a file first." in told(client.post(address))
    many = [sent(f"{n}.html", b"<html>") for n in range(settings.FILES_AT_ONCE + 2)]
    assert f"At most {settings.FILES_AT_ONCE} files go at once: 2 files not kept." in told(
        client.post(address, {"files": many})
    )
