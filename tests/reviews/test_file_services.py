"""Photos and files arrive once, made fit, under a note of their sender; what is refused leaves nothing on the disk."""

from __future__ import annotations

import io
import uuid
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction
from PIL import Image

from celt.lib import pictures
from reviews.models import Review, ReviewFile, ReviewNote
from reviews.models.file import FileKind
from reviews.models.review import MemberRole, ReviewState
from reviews.selectors.file import rests_on
from reviews.services import file as service
from reviews.services.file import FILES, add_file, add_files, describe_file, strike_file
from reviews.services.note import strike_note
from tests import factories as make
from tests.cast import Cast
from tests.factories.file import EXCEL, document, office, photo

GPS, MADE_AT, TURNED = 0x8825, 0x0132, 0x0112


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def review(cast: Cast) -> Review:
    made: Review = make.ReviewFactory(academy=cast.own, state=ReviewState.GATHERING)
    make.ReviewMemberFactory(review=made, person=cast.sibling_head)
    make.ReviewMemberFactory(review=made, person=cast.second_leader, role=MemberRole.LEAD)
    return made


@pytest.fixture
def note(cast: Cast, review: Review) -> ReviewNote:
    made: ReviewNote = make.ReviewNoteFactory(review=review, by=cast.sibling_head)
    return made


def sent(name: str, content: bytes, said: str = "application/octet-stream") -> Any:
    return SimpleUploadedFile(name, content, said)


def on_disk() -> list[Path]:
    folder = Path(settings.MEDIA_ROOT) / "reviews"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_photo_is_kept_small_and_upright_without_place_and_time(cast: Cast, review: Review, note: ReviewNote) -> None:
    exif = Image.Exif()
    exif[TURNED], exif[MADE_AT] = 6, "2026:11:20 10:15:00"
    exif.get_ifd(GPS)[2] = (50.0, 24.0, 12.0)
    out = io.BytesIO()
    Image.new("RGB", (3000, 1500), "teal").save(out, "JPEG", exif=exif, comment="Ms Ludgrove’s room")
    assert Image.open(io.BytesIO(out.getvalue())).getexif().get_ifd(GPS)

    file = add_file(by=cast.sibling_head, review=review, note=note, upload=sent("IMG_7.JPEG", out.getvalue()))

    assert (file.kind, file.name, file.note, file.width, file.height) == ("photo", "IMG_7.jpg", note, 1000, 2000)
    content = FILES.path_of(file.stored_as).read_bytes()
    assert len(content) == file.size
    kept = Image.open(io.BytesIO(content))
    assert (kept.format, kept.size, dict(kept.getexif()), kept.info.get("comment")) == ("JPEG", (1000, 2000), {}, None)
    assert b"2026:11" not in content
    with Image.open(FILES.path_of(file.stored_as, ".thumb")) as small:
        assert max(small.size) == pictures.THUMB
    assert [path.stat().st_mode & 0o777 for path in on_disk()] == [0o600, 0o600]


@pytest.mark.parametrize("form", ["PNG", "WEBP", "HEIF"])
def test_each_kind_of_photo_becomes_a_jpeg(cast: Cast, review: Review, form: str) -> None:
    name = {"PNG": "a.png", "WEBP": "a.webp", "HEIF": "a.heic"}[form]
    file = add_file(by=cast.sibling_head, review=review, upload=sent(name, photo(form)))
    assert (file.kind, file.name, file.width, file.height) == (FileKind.PHOTO, "a.jpg", 64, 48)
    assert FILES.path_of(file.stored_as).read_bytes().startswith(b"\xff\xd8\xff")


def test_what_is_see_through_is_laid_on_white(cast: Cast, review: Review) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(out, "PNG")
    file = add_file(by=cast.sibling_head, review=review, upload=sent("a.png", out.getvalue()))
    with Image.open(FILES.path_of(file.stored_as)) as kept:
        assert kept.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Timetable.pdf", document(), "pdf"),
        ("Plan.docx", office(), "docx"),
        ("Marks.xlsx", office(EXCEL), "xlsx"),
        ("no ending", document(), "pdf"),
    ],
)
def test_a_document_is_kept_as_it_is(cast: Cast, review: Review, name: str, content: bytes, kind: str) -> None:
    file = add_file(by=cast.sibling_head, review=review, upload=sent(name, content, "image/jpeg"))
    assert (file.kind, file.width) == (kind, None)
    assert file.name == (name if "." in name else f"{name}.pdf")
    assert FILES.path_of(file.stored_as).read_bytes() == content
    assert len(on_disk()) == 1


def test_what_is_not_taken_leaves_nothing_behind(cast: Cast, review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 10_000)
    for name, content, says in (
        ("budget.pdf", b"MZ\x90\0", "budget.pdf is not a PDF: it is a program."),
        ("photo.jpg", photo()[:300], "photo.jpg is damaged"),
        ("bomb.png", photo("PNG", (400, 400)), "bomb.png has more than"),
        ("plan.docx", office(word__vbaProject=b"x"), "plan.docx has macros"),
        ("big.pdf", document() + b" " * (10 * 1024 * 1024), "big.pdf has 10 MB, and a PDF may have 10"),
        ("empty.jpg", b"", "empty.jpg is empty"),
    ):
        with pytest.raises(ValidationError) as refused:
            add_file(by=cast.sibling_head, review=review, upload=sent(name, content))
        assert says in refused.value.messages[0]
    assert not ReviewFile.objects.exists()
    assert on_disk() == []


def test_a_picture_of_more_pixels_than_memory_is_refused_before_it_is_drawn(cast: Cast, review: Review) -> None:
    """A PNG of few bytes that says it is 40,000 by 40,000."""
    png = bytearray(photo("PNG"))
    png[16:24] = (40_000).to_bytes(4, "big") * 2
    png[29:33] = zlib.crc32(bytes(png[12:29])).to_bytes(4, "big")
    with pytest.raises(ValidationError, match="million pixels"):
        add_file(by=cast.sibling_head, review=review, upload=sent("a.png", bytes(png)))


def test_sent_twice_it_is_one_file(cast: Cast, review: Review, note: ReviewNote) -> None:
    key = uuid.uuid4()
    first = add_file(by=cast.sibling_head, review=review, note=note, upload=sent("a.jpg", photo()), client_key=key)
    again = add_file(by=cast.sibling_head, review=review, upload=sent("b.pdf", document()), client_key=key)
    assert again == first
    assert len(on_disk()) == 2
    Review.objects.update(state=ReviewState.DRAFTED)
    assert add_file(by=cast.sibling_head, review=review, upload=sent("a.jpg", photo()), client_key=key) == first


def test_where_the_row_is_not_written_the_bytes_go_again(
    cast: Cast, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*args: Any) -> None:
        assert len(on_disk()) == 2
        raise DatabaseError("the line was cut")

    monkeypatch.setattr(service, "_write", breaks)
    with pytest.raises(DatabaseError):
        add_file(by=cast.sibling_head, review=review, upload=sent("a.jpg", photo()))
    assert on_disk() == []


def test_a_file_goes_under_a_note_of_ones_own_on_the_same_review(cast: Cast, review: Review, note: ReviewNote) -> None:
    elsewhere = make.ReviewFactory(academy=cast.own, state=ReviewState.GATHERING)
    make.ReviewMemberFactory(review=elsewhere, person=cast.sibling_head)
    for by, at in ((cast.second_leader, review), (cast.sibling_head, elsewhere)):
        with pytest.raises(PermissionDenied, match="under a note of your own"):
            add_file(by=by, review=at, note=note, upload=sent("a.jpg", photo()))
    strike_note(by=cast.sibling_head, note=note)
    with pytest.raises(ValidationError, match="Bring it back first"):
        add_file(by=cast.sibling_head, review=review, note=note, upload=sent("a.jpg", photo()))
    assert on_disk() == []


def test_only_the_team_adds_while_the_review_is_in_progress(cast: Cast, review: Review) -> None:
    for person in (cast.trust_leader, cast.headteacher, cast.outsider, cast.nobody):
        with pytest.raises(PermissionDenied, match="Only the team"):
            add_file(by=person, review=review, upload=sent("a.jpg", photo()))
    Review.objects.update(state=ReviewState.DRAFTED)
    with pytest.raises(ValidationError, match="its notes are closed"):
        add_file(by=cast.sibling_head, review=review, upload=sent("a.jpg", photo()))


def test_a_photo_gives_up_a_name_that_names_somebody_and_a_document_asks_for_another(
    cast: Cast, review: Review
) -> None:
    teacher = cast.teacher.full_name.replace(" ", "_")
    assert add_file(by=cast.sibling_head, review=review, upload=sent(f"{teacher}.jpg", photo())).name == "photo.jpg"
    with pytest.raises(ValidationError, match="has somebody’s name in its own"):
        add_file(by=cast.sibling_head, review=review, upload=sent(f"{teacher}.pdf", document()))
    with pytest.raises(ValidationError, match="This names"):
        add_file(by=cast.sibling_head, review=review, upload=sent("a.jpg", photo()), says=cast.teacher.full_name)


def test_two_hundred_and_one_are_one_too_many(cast: Cast, review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "FILES_A_REVIEW", 3)
    uploads = [sent(f"IMG_{n}.jpg", photo()) for n in range(9)]
    given = add_files(by=cast.sibling_head, review=review, uploads=uploads, form_key=uuid.uuid4())
    assert [file.name for file in given.kept] == ["IMG_0.jpg", "IMG_1.jpg", "IMG_2.jpg"]
    assert given.faults == [service.FULL, "Not kept: 6 files, IMG_3.jpg and those after it."]
    struck = strike_file(by=cast.sibling_head, file=given.kept[0])
    add_file(by=cast.sibling_head, review=review, upload=sent("a.jpg", photo()))
    with pytest.raises(ValidationError, match="as many as it can"):
        strike_file(by=cast.sibling_head, file=struck, struck=False)


def test_of_several_each_goes_for_itself_and_the_form_twice_is_once(cast: Cast, review: Review) -> None:
    key = uuid.uuid4()
    uploads = [sent("a.jpg", photo()), sent("b.pdf", b"MZ"), sent("c.pdf", document())]
    given = add_files(by=cast.sibling_head, review=review, uploads=uploads, form_key=key)
    assert [file.name for file in given.kept] == ["a.jpg", "c.pdf"]
    assert len(given.faults) == 1
    again = add_files(by=cast.sibling_head, review=review, uploads=uploads, form_key=key)
    assert again.kept == given.kept
    assert ReviewFile.objects.count() == 2


def test_what_is_struck_out_its_sender_alone_sees_and_brings_back(cast: Cast, review: Review) -> None:
    file = add_file(by=cast.sibling_head, review=review, upload=sent("a.jpg", photo()))

    def seen_by() -> list[bool]:
        people = (cast.sibling_head, cast.second_leader, cast.trust_leader, cast.headteacher, cast.outsider)
        return [ReviewFile.objects.visible_to(person).exists() for person in people]

    assert seen_by() == [True, True, True, False, False]
    strike_file(by=cast.sibling_head, file=file)
    assert seen_by() == [True, False, False, False, False]
    with pytest.raises(ValidationError, match="Bring it back first"):
        describe_file(by=cast.sibling_head, file=file, says="A shelf.")
    strike_file(by=cast.sibling_head, file=file, struck=False)
    assert seen_by() == [True, True, True, False, False]
    assert len(on_disk()) == 2


def test_a_review_rests_on_no_photo_of_a_note_that_is_struck_out(cast: Cast, review: Review, note: ReviewNote) -> None:
    add_file(by=cast.sibling_head, review=review, note=note, upload=sent("a.jpg", photo()))
    add_file(by=cast.sibling_head, review=review, upload=sent("b.jpg", photo()))
    assert rests_on(cast.second_leader, review) == "1 note and 2 photos"
    strike_note(by=cast.sibling_head, note=note)
    assert rests_on(cast.second_leader, review) == "1 photo"


def test_what_is_struck_out_can_be_erased_and_comes_back_no_more(cast: Cast, review: Review) -> None:
    file = add_file(by=cast.sibling_head, review=review, upload=sent("a.jpg", photo()))
    with pytest.raises(CommandError, match="is not struck out"):
        call_command("erase_file", file.pk)
    strike_file(by=cast.sibling_head, file=file)
    out = io.StringIO()
    call_command("erase_file", file.pk, stdout=out)
    assert "a.jpg is erased" in out.getvalue()
    assert on_disk() == []
    with pytest.raises(ValidationError, match="erased for good"):
        strike_file(by=cast.sibling_head, file=file, struck=False)
    assert ReviewFile.objects.filter(pk=file.pk).exists()
    with pytest.raises(CommandError, match="No photo or file"):
        call_command("erase_file", 0)


def test_only_its_sender_says_what_it_shows_and_strikes_it_out(cast: Cast, review: Review) -> None:
    file = add_file(by=cast.sibling_head, review=review, upload=sent("a.jpg", photo()))
    for write in (lambda: describe_file(by=cast.second_leader, file=file, says="Mine."),
                  lambda: strike_file(by=cast.second_leader, file=file)):  # fmt: skip
        with pytest.raises(PermissionDenied, match="somebody else’s"):
            write()
    assert describe_file(by=cast.sibling_head, file=file, says=" A shelf. ").says == "A shelf."
    with pytest.raises(ValidationError, match="This names"):
        describe_file(by=cast.sibling_head, file=file, says=f"{cast.teacher.full_name} reads.")
    with pytest.raises(ValidationError):
        describe_file(by=cast.sibling_head, file=file, says="x" * 201)


def test_the_database_keeps_files(cast: Cast, review: Review, note: ReviewNote) -> None:
    """Past the services: not deleted, not changed, not sent twice, and under no note of somebody else."""
    file = add_file(by=cast.sibling_head, review=review, note=note, upload=sent("a.jpg", photo()))
    mine = ReviewFile.objects.filter(pk=file.pk)
    theirs = make.ReviewNoteFactory(review=review, by=cast.second_leader)
    other = make.ReviewNoteFactory(by=cast.sibling_head)
    like = {"review": review, "by": cast.sibling_head, "name": "a.pdf", "kind": "pdf", "size": 9, "sha256": "x"}
    for write in (
        mine.delete,
        lambda: mine.update(by=cast.second_leader),
        lambda: mine.update(note=None),
        lambda: mine.update(name="b.jpg"),
        lambda: mine.update(stored_as=uuid.uuid4()),
        lambda: mine.update(sha256="0"),
        lambda: ReviewFile.objects.bulk_create([ReviewFile(**like, client_key=file.client_key)]),
        lambda: ReviewFile.objects.bulk_create([ReviewFile(**like, note=theirs)]),
        lambda: ReviewFile.objects.bulk_create([ReviewFile(**like, note=other)]),
        lambda: ReviewFile.objects.bulk_create([ReviewFile(**{**like, "kind": "exe"})]),
        lambda: ReviewFile.objects.bulk_create([ReviewFile(**{**like, "kind": "photo"})]),
        lambda: ReviewFile.objects.bulk_create([ReviewFile(**{**like, "size": 0})]),
        lambda: ReviewFile.objects.bulk_create([ReviewFile(**like, width=3, height=3)]),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            write()
    assert mine.count() == 1
