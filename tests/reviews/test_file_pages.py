"""Pages of photos and files: who reaches their bytes and how, and what bad or far too much input is told."""

from __future__ import annotations

import datetime
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from reviews.models import Review, ReviewFile, ReviewNote
from reviews.models.file import FileKind
from reviews.models.review import MemberRole, ReviewState
from reviews.services import file as service
from reviews.services.file import FILES
from tests import factories as make
from tests.access.reading import text_of
from tests.factories.file import document, office, photo

SEEN = "Six of eight pupils read on while the adult helped others."
BY_SCRIPT = {"HTTP_X_REQUESTED_WITH": "fetch"}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def review(cast) -> Review:
    made: Review = make.ReviewFactory(academy=cast.own, state=ReviewState.GATHERING)
    make.ReviewMemberFactory(review=made, person=cast.sibling_head)
    make.ReviewMemberFactory(review=made, person=cast.second_leader, role=MemberRole.LEAD)
    return made


@pytest.fixture
def note(cast, review) -> ReviewNote:
    made: ReviewNote = make.ReviewNoteFactory(review=review, by=cast.sibling_head, says=SEEN)
    return made


def to(name, pk):
    return reverse(f"reviews:{name}", args=[pk])


def sent(name="IMG_1.jpg", content=None):
    return SimpleUploadedFile(name, content or photo(), "image/jpeg")


def test_photos_are_added_under_ones_own_note_without_script(cast, client_of, review, note):
    client = client_of(cast.sibling_head)
    page = text_of(client.get(to("notes", review.pk)))
    address = f"{to('file_add', review.pk)}?note={note.client_key}"
    assert address in page
    form = text_of(client.get(address))
    assert SEEN in form
    assert "the place and time that the camera wrote into it are taken away" in form
    answer = client.post(address, {"files": [sent(), sent("Plan.pdf", document())]})
    assert answer.url == f"{to('notes', review.pk)}#note-{note.pk}"
    assert [file.note for file in ReviewFile.objects.all()] == [note, note]
    for reader in (cast.sibling_head, cast.second_leader, cast.trust_leader):
        page = text_of(client_of(reader).get(to("notes", review.pk)))
        for file in ReviewFile.objects.all():
            assert to("file_show", file.pk) in page
    assert "2 files are kept." not in page


def test_a_note_brings_its_photos_in_one_form(cast, client_of, review):
    client = client_of(cast.sibling_head)
    key = str(uuid.uuid4())
    for _ in range(2):
        client.post(to("note_add", review.pk), {"says": SEEN, "client_key": key, "files": [sent(), sent("b.jpg")]})
    assert ReviewNote.objects.get().files.count() == 2
    client.post(to("note_add", review.pk), {"says": "More.", "files": [sent("run.pdf", b"MZ")]})
    assert "run.pdf is not a PDF: it is a program." in text_of(client.get(to("notes", review.pk)))
    assert ReviewNote.objects.count() == 2


def test_a_note_that_is_refused_says_that_its_photos_are_chosen_again(cast, client_of, review):
    client = client_of(cast.sibling_head)
    for says in ("", f"{cast.teacher.full_name} waited."):
        page = text_of(client.post(to("note_add", review.pk), {"says": says, "files": [sent()]}))
        assert "Your photos and files go with the note. Mend it, and choose them once more." in page
        assert says in page
    assert not ReviewFile.objects.exists()


def test_photos_stand_where_the_lead_judges_and_draws_and_the_report_counts_them(cast, client_of, review, note):
    file = make.ReviewFileFactory(review=review, by=cast.sibling_head, note=note)
    make.ReviewFileFactory(review=review, by=cast.sibling_head, kind=FileKind.PDF)
    make.ReviewFileFactory(review=review, by=cast.sibling_head, note=note, struck_at=timezone.now())
    ReviewNote.objects.update(section=review.framework.sections.all()[0])
    make.FindingFactory(review=review).notes.add(note)
    small = to("file_thumb", file.pk)
    lead = client_of(cast.second_leader)
    assert small in text_of(lead.get(to("judge", review.pk)))
    page = text_of(lead.get(to("review_show", review.pk)))
    assert small in page
    assert "Drawn from 1 note with 1 photo or file" in page
    Review.objects.update(state="shared", moderated="agreed", reply_by=timezone.localdate())
    head = client_of(cast.headteacher)
    for address in (to("report", review.pk), reverse("reviews:report_pdf", args=[review.pk])):
        told = text_of(head.get(address))
        assert "It rests on 1 note, 1 photo and 1 file, kept by the team." in told
        assert "/reviews/files/" not in told
    assert "/reviews/files/" not in text_of(head.get(to("review_show", review.pk)))


def test_what_belongs_to_no_note_stands_with_the_review(cast, client_of, review):
    client = client_of(cast.sibling_head)
    answer = client.post(to("file_add", review.pk), {"files": sent("Plan.pdf", document())})
    assert answer.url == f"{to('notes', review.pk)}#files-loose"
    page = text_of(client.get(to("notes", review.pk)))
    assert "1 of 200 photos and files" in page
    assert "Plan.pdf" in page
    assert "Plan.pdf" in text_of(client.get(to("notes_feed", review.pk)))


def test_a_photo_is_shown_and_a_document_handed_over(cast, client_of, review):
    picture = make.ReviewFileFactory(review=review, by=cast.sibling_head, name='a "b".jpg')
    paper = make.ReviewFileFactory(review=review, by=cast.sibling_head, kind=FileKind.DOCX, name="Plän.docx")
    client = client_of(cast.second_leader)
    shown, handed = client.get(to("file_show", picture.pk)), client.get(to("file_show", paper.pk))
    assert shown.content == FILES.path_of(picture.stored_as).read_bytes()
    assert handed.content == FILES.path_of(paper.stored_as).read_bytes()
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Disposition"].startswith("inline")
    assert handed["Content-Disposition"] == "attachment; filename*=utf-8''Pl%C3%A4n.docx"
    for answer in (shown, handed, client.get(to("file_thumb", picture.pk))):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cache-Control"] == "private, no-cache"
    assert client.get(to("file_thumb", paper.pk)).status_code == 404
    again = client.get(to("file_show", picture.pk), headers={"If-None-Match": shown["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-cache")


def test_who_reads_no_notes_reaches_no_file(cast, client_of, review, note):
    file = make.ReviewFileFactory(review=review, by=cast.sibling_head, note=note)
    past = timezone.localdate() - datetime.timedelta(days=1)
    make.ReviewMemberFactory(review=review, person=cast.coach, ends=past)
    make.ReviewMemberFactory(review=review, person=cast.moderator, role=MemberRole.MODERATOR)
    for name in ("file_show", "file_thumb"):
        for person in (cast.headteacher, cast.senior_leader, cast.governor, cast.coach, cast.outsider, cast.nobody):
            assert client_of(person).get(to(name, file.pk)).status_code == 404
        assert client_of(cast.moderator).get(to(name, file.pk)).status_code == 200
        assert Client().get(to(name, file.pk)).status_code == 302
    # Published or not, what the team photographed stays with the team.
    Review.objects.update(
        state="published", moderated="agreed", reply_by=timezone.localdate(), published_at=timezone.now()
    )
    for person in (cast.headteacher, cast.governor):
        assert client_of(person).get(to("file_show", file.pk)).status_code == 404
    report = text_of(client_of(cast.headteacher).get(reverse("reviews:report", args=[review.pk])))
    assert "/reviews/files/" not in report


def test_no_address_leads_to_the_folder(cast, client_of, review):
    """What is stored lies beside everything that is served, under no address of media or static files."""
    file = make.ReviewFileFactory(review=review, by=cast.sibling_head)
    stored = FILES.path_of(file.stored_as)
    for served in (project.STATIC_ROOT, *project.STATICFILES_DIRS, project.BASE_DIR / "templates"):
        assert not stored.is_relative_to(served)
    client = client_of(cast.sibling_head)
    for way in ("media/", "static/", "", "media/reviews/", "static/reviews/", "static/../media/reviews/", "reviews/"):
        for name in (stored.name, f"{stored.name}.thumb", f"reviews/{stored.name}", str(stored)):
            assert client.get(f"/{way}{name}").status_code == 404
            with pytest.raises(Resolver404):
                resolve(f"/{way}{name}".replace("..", ""))
    assert project.MEDIA_URL in ("", "/")


def test_a_file_that_is_gone_from_the_disk_is_not_found(cast, client_of, review):
    file = make.ReviewFileFactory(review=review, by=cast.sibling_head)
    FILES.path_of(file.stored_as).unlink()
    assert client_of(cast.sibling_head).get(to("file_show", file.pk)).status_code == 404


def test_two_hundred_photos_at_once_keep_twenty_and_say_so(cast, client_of, review):
    client = client_of(cast.sibling_head)
    many = [sent(f"IMG_{n}.jpg") for n in range(200)]
    answer = client.post(to("file_add", review.pk), {"files": many})
    assert answer.status_code == 302
    assert ReviewFile.objects.count() == 20
    page = text_of(client.get(answer.url))
    assert "20 photos are kept." in page
    assert "At most 20 files go at once. Not kept: IMG_20.jpg and 179 files after it." in page


def test_a_review_that_is_full_says_which_were_not_kept(cast, client_of, review, monkeypatch):
    monkeypatch.setattr(service, "FILES_A_REVIEW", 2)
    client = client_of(cast.sibling_head)
    page = text_of(client.post(to("file_add", review.pk), {"files": [sent(f"IMG_{n}.jpg") for n in range(4)]}))
    assert "2 photos are kept." in page or "Two photos are kept." in page
    assert "as many as it can" in page
    assert "Not kept: IMG_2.jpg and IMG_3.jpg." in page


def test_more_files_than_any_form_sends_get_a_page_with_words(cast, client_of, review, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    answer = client_of(cast.sibling_head).post(to("file_add", review.pk), {"files": [sent() for _ in range(4)]})
    assert answer.status_code == 400
    assert "Send at most 20 files at a time." in answer.content.decode()


def test_what_is_refused_is_told_on_the_page(cast, client_of, review):
    client = client_of(cast.sibling_head)
    page = text_of(
        client.post(to("file_add", review.pk), {"files": [sent(), sent("plan.docx", office(a__vbaProject=b"1"))]})
    )
    assert "One photo is kept." in page
    assert "plan.docx has macros in it" in page
    assert "Choose a photo or a file first." in text_of(client.post(to("file_add", review.pk), {}))


def from_device(client, review, by, **more):
    data = {"file": sent(), "client_key": str(uuid.uuid4()), "writer": by.pk, "note": "", **more}
    return client.post(to("file_add", review.pk), data, **BY_SCRIPT)


def test_a_device_sends_one_at_a_time_and_twice_is_once(cast, client_of, review, note):
    client, key = client_of(cast.sibling_head), str(uuid.uuid4())
    for _ in range(2):
        answer = from_device(client, review, cast.sibling_head, client_key=key, note=str(note.client_key))
        assert answer.json() == {"sent": True}
    assert ReviewFile.objects.get().note == note


def test_a_device_is_told_why_not(cast, client_of, review, monkeypatch):
    client = client_of(cast.sibling_head)
    wrong = from_device(client, review, cast.sibling_head, file=sent("a.pdf", b"MZ"))
    assert (wrong.status_code, wrong.json()["full"]) == (400, False)
    assert "it is a program" in wrong.json()["says"]
    assert from_device(client, review, cast.second_leader).status_code == 409
    assert from_device(client, review, cast.sibling_head, client_key="no key").status_code == 400
    assert from_device(client_of(cast.trust_leader), review, cast.trust_leader).status_code == 403
    assert from_device(client_of(cast.outsider), review, cast.outsider).status_code == 404
    monkeypatch.setattr(service, "FILES_A_REVIEW", 0)
    assert from_device(client, review, cast.sibling_head).json() == {"says": service.FULL, "full": True}
    assert not ReviewFile.objects.exists()


def test_a_photo_whose_note_never_came_stays_with_the_review(cast, client_of, review):
    theirs = make.ReviewNoteFactory(review=review, by=cast.second_leader)
    client = client_of(cast.sibling_head)
    for key in (str(uuid.uuid4()), str(theirs.client_key), "²"):
        assert from_device(client, review, cast.sibling_head, note=key).json() == {"sent": True}
    assert [file.note for file in ReviewFile.objects.all()] == [None, None, None]


def test_its_sender_says_what_it_shows(cast, client_of, review, note):
    file = make.ReviewFileFactory(review=review, by=cast.sibling_head, note=note)
    client = client_of(cast.sibling_head)
    assert "not described yet" in text_of(client.get(to("notes", review.pk)))
    assert client.post(to("file_caption", file.pk), {"says": "A shelf, sorted by sound."}).status_code == 302
    page = text_of(client_of(cast.second_leader).get(to("notes", review.pk)))
    assert 'alt="A shelf, sorted by sound."' in page
    assert to("file_caption", file.pk) not in page
    assert "200 characters fit" in text_of(client.post(to("file_caption", file.pk), {"says": "x" * 201}))
    assert client_of(cast.second_leader).get(to("file_caption", file.pk)).status_code == 403
    assert client_of(cast.headteacher).get(to("file_caption", file.pk)).status_code == 404


def test_a_caption_opened_twice_shows_both_versions(cast, client_of, review):
    file = make.ReviewFileFactory(review=review, by=cast.sibling_head)
    client, address = client_of(cast.sibling_head), to("file_caption", file.pk)
    seen = re.findall(r'name="seen" value="(\w+)"', text_of(client.get(address)))[0]
    client.post(address, {"says": "A shelf.", "seen": seen})
    page = text_of(client.post(address, {"says": "A wall.", "seen": seen}))
    assert "A shelf." in page
    assert "A wall." in page


def test_what_is_struck_out_goes_from_everybody_else(cast, client_of, review, note):
    file = make.ReviewFileFactory(review=review, by=cast.sibling_head, note=note, says="A shelf.")
    own, other = client_of(cast.sibling_head), client_of(cast.second_leader)
    assert other.post(to("file_strike", file.pk)).status_code == 403
    assert own.post(to("file_strike", file.pk)).url == f"{to('notes', review.pk)}#note-{note.pk}"
    assert "<s>A shelf.</s>" in text_of(own.get(to("notes", review.pk)))
    assert "A shelf." not in text_of(other.get(to("notes", review.pk)))
    assert (own.get(to("file_show", file.pk)).status_code, other.get(to("file_show", file.pk)).status_code) == (
        200,
        404,
    )
    own.post(to("file_strike", file.pk), {"back": "1"})
    assert other.get(to("file_show", file.pk)).status_code == 200


def test_nothing_is_added_once_the_review_is_drafted(cast, client_of, review, note):
    file = make.ReviewFileFactory(review=review, by=cast.sibling_head, note=note)
    Review.objects.update(state=ReviewState.DRAFTED)
    client = client_of(cast.sibling_head)
    assert "its notes are closed" in text_of(client.get(to("file_add", review.pk)))
    assert client.post(to("file_add", review.pk), {"files": sent()}).status_code == 403
    assert from_device(client, review, cast.sibling_head).json()["says"].startswith("The review is drafted")
    client.post(to("file_strike", file.pk))
    assert ReviewFile.objects.standing().count() == 1
    page = text_of(client.get(to("notes", review.pk)))
    assert to("file_show", file.pk) in page
    assert "Add photos or files" not in page
