"""In a real browser: photos through a lost network, two observers at once, no script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import FilePayload, Page, expect

from reviews.models import Review, ReviewFile, ReviewNote
from reviews.models.review import MemberRole, ReviewState
from reviews.services import file as service
from tests import factories as make
from tests.browser import OpenPage
from tests.cast import Cast
from tests.factories.file import document, photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientOf = Callable[..., Client]
SAYS = "Six of eight pupils read on by themselves."
TABLET = 820
ADD = "**/files/add/"


@pytest.fixture
def review(cast: Cast) -> Review:
    made: Review = make.ReviewFactory(academy=cast.own, state=ReviewState.GATHERING)
    make.ReviewMemberFactory(review=made, person=cast.sibling_head)
    make.ReviewMemberFactory(review=made, person=cast.second_leader, role=MemberRole.LEAD)
    return made


def notes_of(review: Review) -> str:
    return reverse("reviews:notes", args=[review.pk])


def picture(name: str, color: int = 0) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": photo(size=(320 + color, 240))}


def choose(page: Page, button: Any, *files: FilePayload) -> None:
    with page.expect_file_chooser() as chooser:
        button.click()
    chooser.value.set_files(list(files))


def beside_the_note(page: Page) -> Any:
    return page.locator("#note-files-choose")


def keep(page: Page, says: str) -> None:
    page.get_by_label("What you see and hear").fill(says)
    page.get_by_role("button", name="Keep the note").click()


def test_photos_wait_for_the_network_go_after_their_note_and_arrive_once(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review
) -> None:
    page = open_page(notes_of(review), client=client_of(cast.sibling_head), width=TABLET).page
    page.context.set_offline(True)
    choose(page, beside_the_note(page), picture("IMG_1.jpg"), picture("IMG_2.jpg"))
    expect(page.locator(".files-waiting li")).to_have_count(2)
    page.get_by_role("button", name="Take off IMG_2.jpg").click()
    expect(page.locator(".files-waiting li")).to_have_count(1)
    keep(page, SAYS)
    box = page.locator("#filebox")
    expect(box).to_contain_text("IMG_1.jpg")
    expect(box).to_contain_text("Waiting to be sent after its note. Kept on this device.")
    expect(page.locator(".files-waiting li")).to_have_count(0)
    assert ReviewFile.objects.count() == 0

    # The answer to the first try is lost on its way: the device sends the photo again, and it is one photo.
    lost: list[int] = []

    def lose_the_first(route: Any) -> None:
        answer = route.fetch()
        lost.append(answer.status)
        if len(lost) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route(ADD, lose_the_first)
    page.context.set_offline(False)
    expect(box).to_contain_text("No connection.")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(box).to_contain_text("One photo sent at")
    expect(page.locator("#notes-feed .file img")).to_have_count(1)
    file, note = ReviewFile.objects.get(), ReviewNote.objects.get()
    assert (file.name, file.note, file.by, note.says) == ("IMG_1.jpg", note, cast.sibling_head, SAYS)
    assert lost == [200, 200]


def test_what_waits_survives_a_reload_and_goes_from_any_page(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review
) -> None:
    page = open_page(notes_of(review), client=client_of(cast.sibling_head), width=TABLET).page
    page.route(ADD, lambda route: route.abort())
    choose(page, page.locator("#files-add"), picture("IMG_1.jpg"), picture("IMG_2.jpg"))
    choose(page, beside_the_note(page), picture("IMG_3.jpg"))
    expect(page.locator("#filebox")).to_contain_text("No connection.")
    page.reload()
    expect(page.locator("#filebox")).to_contain_text("IMG_2.jpg")
    expect(page.locator(".files-waiting li")).to_contain_text("IMG_3.jpg")

    page.unroute(ADD)
    page.goto(page.url.split("/reviews/")[0] + "/")
    expect(page.locator("#filebox")).to_contain_text("2 photos sent at")
    expect(page.locator("#filebox")).to_contain_text("One photo waits for a note that you have not kept yet.")
    assert [file.note for file in ReviewFile.objects.all()] == [None, None]
    page.get_by_role("link", name="Go on writing it").click()
    keep(page, SAYS)
    expect(page.locator("#notes-feed .file img")).to_have_count(1)
    assert ReviewFile.objects.get(name="IMG_3.jpg").note == ReviewNote.objects.get()


def test_two_observers_photos_are_both_there(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review
) -> None:
    one = open_page(notes_of(review), client=client_of(cast.sibling_head), width=TABLET)
    other = open_page(notes_of(review), client=client_of(cast.second_leader), width=390, scheme="dark")
    for opened, name in ((one, "IMG_A.jpg"), (other, "IMG_B.jpg")):
        choose(opened.page, beside_the_note(opened.page), picture(name))
        expect(opened.page.locator(".files-waiting li")).to_have_count(1)
    for opened in (one, other):
        keep(opened.page, SAYS)
    for opened in (one, other):
        expect(opened.page.locator("#notes-feed .file img")).to_have_count(2, timeout=20_000)
        own = opened.page.locator(".note-line.is-own")
        expect(own.get_by_role("link", name="Say what it shows")).to_have_count(1)
        opened.page.locator("#notes-feed .file img").last.scroll_into_view_if_needed()
        assert opened.problems() == []
        assert opened.sideways() == 0
        assert opened.complaints == []
    assert {(file.by, file.note.by) for file in ReviewFile.objects.select_related("by", "note__by") if file.note} == {
        (cast.sibling_head, cast.sibling_head),
        (cast.second_leader, cast.second_leader),
    }


def test_a_full_review_and_a_false_file_keep_what_was_chosen_with_the_reason(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "FILES_A_REVIEW", 3)
    page = open_page(notes_of(review), client=client_of(cast.sibling_head), width=TABLET).page
    false: FilePayload = {"name": "budget.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\0"}
    true: FilePayload = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": document()}
    many = [picture(f"IMG_{n}.jpg") for n in range(12)]
    choose(page, page.locator("#files-add"), false, true, *many)
    box = page.locator("#filebox")
    expect(box).to_contain_text("budget.pdf is not a PDF: it is a program.", timeout=20_000)
    expect(box).to_contain_text("as many as it can", timeout=20_000)
    expect(box).to_contain_text("IMG_2.jpg, IMG_3.jpg, IMG_4.jpg, IMG_5.jpg, IMG_6.jpg, IMG_7.jpg and 4 others")
    expect(page.locator("#files-loose .file")).to_have_count(3)
    page.get_by_role("button", name="Take it off this device").click()
    expect(box).not_to_contain_text("budget.pdf")
    monkeypatch.setattr(service, "FILES_A_REVIEW", 200)
    page.get_by_role("button", name="Send them again").click()
    expect(box).to_contain_text("10 photos sent at", timeout=30_000)
    expect(page.locator("#files-loose .file")).to_have_count(13)
    assert ReviewFile.objects.count() == 13


def test_signing_out_asks_before_it_takes_a_photo_off_the_device(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review
) -> None:
    page = open_page(notes_of(review), client=client_of(cast.sibling_head)).page
    choose(page, beside_the_note(page), picture("IMG_1.jpg"))
    expect(page.locator(".files-waiting li")).to_have_count(1)
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.message)
        if len(asked) == 1:
            dialog.dismiss()
        else:
            dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator(".files-waiting li")).to_have_count(1)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/reviews/" not in url)
    assert [says.split(" and ")[0] for says in asked] == ["One photo is kept on this device alone"] * 2


def test_it_is_a_plain_form_without_script(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review
) -> None:
    page = open_page(notes_of(review), client=client_of(cast.sibling_head), script=False).page
    page.get_by_label("Photos and files, if you like").set_input_files([picture("IMG_1.jpg"), picture("IMG_2.jpg")])
    keep(page, SAYS)
    expect(page.get_by_text("Two photos are kept.")).to_be_visible()
    page.get_by_role("link", name="Add photos or files to the note").click()
    page.get_by_label("Photos and files").set_input_files([picture("IMG_3.jpg")])
    page.get_by_role("button", name="Add them").click()
    page.get_by_role("link", name="Say what it shows").last.click()
    page.get_by_label("What it shows").fill("A shelf, sorted by sound.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_alt_text("A shelf, sorted by sound.")).to_be_visible()
    page.locator(".file a", has_text="Change").click()
    page.get_by_role("button", name="Strike it out").click()
    expect(page.get_by_text("nobody but you sees it").first).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    assert ReviewFile.objects.standing().count() == 3
    assert set(ReviewFile.objects.values_list("note", flat=True)) == {ReviewNote.objects.get().pk}


def test_the_pages_of_files_have_no_barrier(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review
) -> None:
    file = make.ReviewFileFactory(review=review, by=cast.sibling_head)
    make.ReviewFileFactory(review=review, by=cast.sibling_head, struck_at=file.written_at)
    for name, pk in (("file_add", review.pk), ("file_caption", file.pk), ("notes", review.pk)):
        for width in (1280, 390):
            opened = open_page(reverse(f"reviews:{name}", args=[pk]), client=client_of(cast.sibling_head), width=width)
            assert opened.problems() == []
            assert opened.sideways() == 0
            assert opened.complaints == []
