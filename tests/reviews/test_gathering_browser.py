"""In a real browser: two observers at once, a network that is cut and comes back, a session that ends, no script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from reviews.models import Review, ReviewNote, SectionJudgement
from reviews.models.review import MemberRole, ReviewState
from tests import factories as make
from tests.browser import OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientOf = Callable[..., Client]
FIRST, SECOND = "Six of eight pupils read on by themselves.", "Two books were of last term."
WAITS = "Kept on this device, not sent yet."
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('note:')).length"
TABLET = 820


@pytest.fixture
def review(cast: Cast) -> Review:
    """In progress at the own academy; the sibling's head observes, a second trust leader leads."""
    made: Review = make.ReviewFactory(academy=cast.own, state=ReviewState.GATHERING)
    make.ReviewMemberFactory(review=made, person=cast.sibling_head)
    make.ReviewMemberFactory(review=made, person=cast.second_leader, role=MemberRole.LEAD)
    return made


def notes_of(review: Review) -> str:
    return reverse("reviews:notes", args=[review.pk])


def write(page: Page, says: str) -> None:
    page.get_by_label("What you see and hear").fill(says)
    page.get_by_role("button", name="Keep the note").click()


def test_two_observers_at_once_see_each_other_and_disturb_nobody(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review
) -> None:
    one = open_page(notes_of(review), client=client_of(cast.sibling_head), width=TABLET)
    other = open_page(notes_of(review), client=client_of(cast.second_leader), width=390, scheme="dark")
    field = other.page.get_by_label("What you see and hear")
    field.fill("I am in the middle of")
    write(one.page, FIRST)
    expect(one.page.locator("#notes-feed")).to_contain_text(FIRST)
    expect(other.page.locator("#notes-feed")).to_contain_text(FIRST, timeout=15_000)
    expect(field).to_have_value("I am in the middle of")
    expect(field).to_be_focused()
    field.press_sequentially(" a sentence.")
    other.page.get_by_role("button", name="Keep the note").click()
    expect(other.page.locator("#notes-feed")).to_contain_text("I am in the middle of a sentence.")
    assert set(ReviewNote.objects.values_list("by", "says")) == {
        (cast.sibling_head.pk, FIRST),
        (cast.second_leader.pk, "I am in the middle of a sentence."),
    }

    expect(one.page.locator("h1")).to_have_text("Two notes from two people; two have no part yet.", timeout=15_000)

    # One's own note is sorted with a tap each; the other's offers nothing.
    own = one.page.locator(".note-line.is-own")
    own.get_by_role("button", name="Phonics").click()
    own.get_by_role("button", name="Lesson visit").click()
    expect(own.locator(".tag", has_text="Lesson visit")).to_be_visible()
    expect(one.page.locator(".note-line:not(.is-own) .taps, .note-line:not(.is-own) .note-own")).to_have_count(0)
    own.get_by_role("button", name="Strike out").click()
    expect(own.locator("s")).to_contain_text(FIRST)
    note = ReviewNote.objects.get(by=cast.sibling_head)
    assert (note.section.name if note.section else "", note.kind, bool(note.struck_at)) == ("Phonics", "lesson", True)
    for opened in (one, other):
        assert opened.problems() == []
        assert opened.sideways() == 0
        assert opened.complaints == []


def test_the_network_is_cut_and_comes_back(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review
) -> None:
    page = open_page(notes_of(review), client=client_of(cast.sibling_head), width=TABLET).page
    page.context.set_offline(True)
    for says in (FIRST, SECOND):
        write(page, says)
        expect(page.locator("#outbox")).to_contain_text(says)
    expect(page.get_by_text(WAITS)).to_have_count(2)
    assert ReviewNote.objects.count() == 0
    page.get_by_label("What you see and hear").fill("And while I go on")
    page.wait_for_timeout(700)

    page.context.set_offline(False)
    expect(page.locator("#outbox")).to_contain_text("2 notes sent at")
    expect(page.get_by_text(WAITS)).to_have_count(0)
    expect(page.locator("#notes-feed")).to_contain_text(SECOND)
    expect(page.get_by_label("What you see and hear")).to_have_value("And while I go on")
    assert list(ReviewNote.objects.values_list("says", flat=True)) == [FIRST, SECOND]
    assert page.evaluate(KEPT) == 0

    page.reload()
    expect(page.get_by_label("What you see and hear")).to_have_value("And while I go on")


def test_sent_twice_is_one_note(open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review) -> None:
    """The server takes the note, and its answer is lost on the way back: the device sends it again."""
    page = open_page(notes_of(review), client=client_of(cast.sibling_head), width=TABLET).page
    answers: list[int] = []

    def lose_the_first(route: Any) -> None:
        answer = route.fetch()
        answers.append(answer.status)
        if len(answers) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route("**/notes/add/", lose_the_first)
    write(page, FIRST)
    expect(page.locator("#outbox")).to_contain_text("No connection.")
    expect(page.get_by_text(WAITS)).to_be_visible()
    assert ReviewNote.objects.count() == 1
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#outbox")).to_contain_text("Sent at")
    assert answers == [200, 200]
    assert ReviewNote.objects.get().says == FIRST


def test_a_session_that_ended_keeps_the_note_until_one_signs_in_again(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review
) -> None:
    page = open_page(notes_of(review), client=client_of(cast.sibling_head), width=TABLET).page
    Session.objects.all().delete()
    write(page, FIRST)
    expect(page.locator("#outbox")).to_contain_text("You were signed out.")
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.wait_for_timeout(7000)  # the list asks meanwhile, and leads nobody away
    assert page.url.endswith(notes_of(review))

    home = page.url.split("/reviews/")[0] + "/"

    def sign_in(client: Client) -> None:
        for name, morsel in client.cookies.items():
            page.context.add_cookies([{"name": name, "value": morsel.value, "url": home}])

    # Somebody else signs in on the device: the note is not taken for theirs.
    sign_in(client_of(cast.second_leader))
    page.goto(home)
    assert page.locator("#outbox").count() == 0
    assert page.evaluate(KEPT) == 1
    # Its writer does, and it goes from whatever page they open.
    sign_in(client_of(cast.sibling_head))
    page.goto(home)
    expect(page.locator("#outbox")).to_contain_text("Sent at")
    note = ReviewNote.objects.get()
    assert (note.says, note.by) == (FIRST, cast.sibling_head)


def test_what_the_server_refuses_stays_with_the_reason(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review
) -> None:
    page = open_page(notes_of(review), client=client_of(cast.sibling_head), width=TABLET).page
    field = page.get_by_label("What you see and hear")
    write(page, "x" * 50_000)
    expect(page.locator("#outbox")).to_contain_text("50,000 characters long and 20,000 fit")
    assert len(field.input_value()) == 50_000

    Review.objects.update(state=ReviewState.DRAFTED)
    write(page, FIRST)
    expect(page.locator("#outbox")).to_contain_text("its notes are closed")
    expect(page.locator("#outbox")).to_contain_text(FIRST)
    Review.objects.update(state=ReviewState.GATHERING)
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator("#outbox")).to_contain_text("Sent at")
    assert ReviewNote.objects.get().says == FIRST


def test_signing_out_asks_before_it_takes_a_note_off_the_device(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review
) -> None:
    page = open_page(notes_of(review), client=client_of(cast.sibling_head)).page
    page.context.set_offline(True)
    write(page, FIRST)
    expect(page.get_by_text(WAITS)).to_be_visible()
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", stay)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_timeout(500)
    assert asked
    assert asked[0].startswith("One note is kept on this device alone")
    assert page.evaluate(KEPT) == 1
    page.context.set_offline(False)
    expect(page.locator("#outbox")).to_contain_text("Sent at")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/reviews/" not in url)
    assert ReviewNote.objects.get().says == FIRST


def test_a_prompt_is_written_to_without_losing_what_was_typed(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review
) -> None:
    page = open_page(notes_of(review), client=client_of(cast.sibling_head), width=TABLET).page
    page.get_by_label("What you see and hear").fill(FIRST)
    page.locator("summary", has_text="Phonics").click()
    page.get_by_role("link", name="Write to this").first.click()
    expect(page.locator(".note-about")).to_contain_text("Phonics: Which books")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".note-line .tag")).to_contain_text("Phonics")
    note = ReviewNote.objects.get()
    assert (note.says, note.prompt) == (FIRST, review.framework.sections.all()[0].prompts.get())


def test_it_is_a_plain_form_without_script(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review
) -> None:
    page = open_page(notes_of(review), client=client_of(cast.sibling_head), script=False).page
    write(page, FIRST)
    expect(page.get_by_text("Your note is kept.")).to_be_visible()
    page.get_by_role("button", name="Phonics").click()
    page.get_by_role("button", name="Lesson visit").click()
    page.get_by_role("link", name="Change").click()
    page.get_by_label("What you see and hear").fill(SECOND)
    page.get_by_role("button", name="Save the note").click()
    page.get_by_role("button", name="Strike out").click()
    page.get_by_role("button", name="Bring it back").click()
    note = ReviewNote.objects.get()
    assert (note.says, note.kind, note.struck_at) == (SECOND, "lesson", None)


def test_the_lead_judges_in_place(open_page: OpenPage, cast: Cast, client_of: ClientOf, review: Review) -> None:
    section = review.framework.sections.all()[0]
    make.ReviewNoteFactory(review=review, section=section, says=FIRST)
    opened = open_page(reverse("reviews:judge", args=[review.pk]), client=client_of(cast.second_leader), width=TABLET)
    part = opened.page.locator(f"#part-{section.pk}")
    expect(part).to_contain_text(FIRST)
    part.get_by_label("Secure").check()
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_role("alert")).to_contain_text("Say in two sentences what was found.")
    part.get_by_label("What was found").fill("Books match what is taught. Two were of last term.")
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_text("Saved", exact=True)).to_be_visible()
    assert SectionJudgement.objects.get().standing == 3
    assert opened.problems() == []
    assert opened.sideways() == 0
    assert opened.complaints == []
