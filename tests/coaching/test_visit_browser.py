"""In a real browser, on a tablet: a visit with the network cut, a reload meanwhile, a second device, a cycle that
closed, a session that ended; and what is left on the device afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from academies.reader_scope import reading_as
from coaching.models import ActionStep, ClosedWhy, Cycle, CycleState, Note, Revisit, Visit, VisitState, Word
from tests import factories as make
from tests.browser import Network, OpenPage, back_online, lose_first_answer
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientOf = Callable[..., Client]
FIRST, SECOND = "Six hands are up after two seconds.", "<b>Bold</b> & <script>alert(1)</script>"
WAITS = "Kept on this device"
ON_DEVICE = "JSON.stringify(Object.entries(localStorage).filter(([key]) => key.startsWith('coaching:')))"
TABLET = 768


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    approach = make.ApproachFactory(trust=cast.trust)
    with reading_as(cast.coach):
        made: Cycle = make.CycleFactory(academy=cast.own, coach=cast.coach, coachee=cast.teacher, approach=approach)
    return made


@pytest.fixture
def running(cycle: Cycle) -> Visit:
    with reading_as(cycle.coach):
        visit: Visit = make.VisitFactory(
            cycle=cycle, state=VisitState.OBSERVING, day=timezone.localdate(), started_at=timezone.now()
        )
    return visit


@pytest.fixture
def observed(running: Visit) -> Visit:
    with reading_as(running.cycle.coach):
        Visit.objects.filter(pk=running.pk).update(state=VisitState.OBSERVED, ended_at=timezone.now(), class_minutes=20)
    return running


def at(name: str, row: Any) -> str:
    return reverse(f"coaching:{name}", args=[row.pk])


def write(page: Page, says: str) -> None:
    page.get_by_label("What you see and hear").fill(says)
    page.get_by_role("button", name="Keep the note").click()


def notes(cast: Cast) -> list[str]:
    with reading_as(cast.coach):
        return list(Note.objects.order_by("written_at").values_list("says", flat=True))


def visit_now(cast: Cast, visit: Visit) -> Visit:
    with reading_as(cast.coach):
        return Visit.objects.get(pk=visit.pk)


def close(cycle: Cycle) -> None:
    with reading_as(cycle.coachee):
        Cycle.objects.filter(pk=cycle.pk).update(
            state=CycleState.CLOSED, closed_at=timezone.now(), closed_why=ClosedWhy.DONE, closed_by=cycle.coachee
        )


def test_a_whole_visit_with_the_network_cut_and_a_reload(
    network: Network, open_page: OpenPage, cast: Cast, client_of: ClientOf, cycle: Cycle
) -> None:
    opened = open_page(at("cycle_show", cycle), client=client_of(cast.coach), width=TABLET)
    page = opened.page
    page.get_by_role("button", name="Start observing").first.click()
    expect(page.get_by_role("timer")).to_be_visible()
    assert opened.problems() == []
    assert opened.sideways() == 0
    page.context.set_offline(True)
    for says in (FIRST, SECOND):
        write(page, says)
        expect(page.locator("[data-notes-list] li").first).to_contain_text(says)
    expect(page.get_by_text(WAITS, exact=True)).to_have_count(2)
    expect(page.locator("[data-notes-list] script, [data-notes-list] b")).to_have_count(0)
    page.get_by_label("What you see and hear").fill("And while I go on")
    page.wait_for_timeout(500)
    assert notes(cast) == []

    # The network is there for the page alone: nothing that is written gets through while it loads again.
    network.refused = "/notes/add/"
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text(WAITS, exact=True)).to_have_count(2)
    expect(page.get_by_label("What you see and hear")).to_have_value("And while I go on")
    assert notes(cast) == []

    network.refused = ""
    back_online(page)
    expect(page.get_by_text(WAITS, exact=True)).to_have_count(0)
    assert notes(cast) == [FIRST, SECOND]
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_role("link", name="Change")).to_have_count(3)
    page.get_by_role("button", name="Stop, and write the feedback").click()

    expect(page.get_by_label("Praise")).to_be_visible()
    page.get_by_label("Praise").fill("You waited four seconds.")
    expect(page.locator("[data-state]")).to_contain_text("Saved at")
    page.context.set_offline(True)
    page.get_by_label("Probing question").fill("Who had not begun to think?")
    page.get_by_label("In the words that you two agree on").fill("Count to four.")
    expect(page.locator("[data-state]")).to_contain_text("No connection.")
    back_online(page)
    expect(page.locator("[data-state]")).to_contain_text("Saved at")
    assert page.evaluate(ON_DEVICE) == "[]", "what the server has is not on the device any more"
    page.get_by_role("button", name="Give the feedback").click()
    expect(page.get_by_text("Given.")).to_be_visible()
    with reading_as(cast.coach):
        visit = Visit.objects.get()
        assert (visit.state, visit.praise) == ("fed_back", "You waited four seconds.")
        assert (ActionStep.objects.get().says, Revisit.objects.count()) == ("Count to four.", 3)


def test_sent_twice_is_one_note(open_page: OpenPage, cast: Cast, client_of: ClientOf, running: Visit) -> None:
    """The server takes the note, its answer is lost on the way back, and the device sends it again."""
    page = open_page(at("visit_observe", running), client=client_of(cast.coach), width=1024).page
    lose_first_answer(page, "/notes/add/")
    write(page, FIRST)
    expect(page.locator("[data-note-state]")).to_contain_text("No connection.")
    expect(page.get_by_text(WAITS, exact=True)).to_be_visible()
    assert notes(cast) == [FIRST]
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text(WAITS, exact=True)).to_have_count(0)
    expect(page.locator("body")).to_have_attribute("data-answered", "200 200")
    assert notes(cast) == [FIRST]


def test_a_second_device_sees_both_versions_and_loses_nothing(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, observed: Visit
) -> None:
    laptop = open_page(at("visit_feedback", observed), client=client_of(cast.coach), width=1280).page
    tablet = open_page(at("visit_feedback", observed), client=client_of(cast.coach), width=TABLET).page
    laptop.get_by_label("Praise").fill("From the laptop.")
    expect(laptop.locator("[data-state]")).to_contain_text("Saved at")
    # Another field is nobody's quarrel.
    tablet.get_by_label("Probing question").fill("Who waited?")
    expect(tablet.locator("[data-state]")).to_contain_text("Saved at")
    expect(tablet.get_by_label("Praise")).to_have_value("From the laptop.")

    with tablet.expect_response("**/save/"):  # "Saved at" stands there already
        tablet.get_by_label("Praise").fill("From the tablet.")
    laptop.get_by_label("Praise").fill("From the laptop, longer.")
    both = laptop.locator("[data-both=praise]")
    expect(both).to_contain_text("From the tablet.")
    expect(laptop.get_by_label("Praise")).to_have_value("From the laptop, longer.")
    assert visit_now(cast, observed).praise == "From the tablet."
    both.get_by_role("button", name="Keep both").click()
    expect(laptop.locator("[data-state]")).to_contain_text("Saved at")
    saved = visit_now(cast, observed)
    assert (saved.praise, saved.question) == ("From the tablet.\nFrom the laptop, longer.", "Who waited?")


def test_feedback_whose_answer_was_lost_is_no_quarrel_with_oneself(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, observed: Visit
) -> None:
    page = open_page(at("visit_feedback", observed), client=client_of(cast.coach), width=TABLET).page
    lose_first_answer(page, "/save/")
    page.get_by_label("Praise").fill("You waited.")
    expect(page.locator("[data-state]")).to_contain_text("No connection.")
    page.get_by_label("Praise").fill("You waited four seconds.")
    expect(page.locator("body")).to_have_attribute("data-answered", "200 409 200")
    expect(page.locator("[data-state]")).to_contain_text("Saved at")
    expect(page.locator("[data-both]")).to_have_count(0)
    assert visit_now(cast, observed).praise == "You waited four seconds."


def test_feedback_goes_by_itself_once_the_server_answers_again(
    network: Network, open_page: OpenPage, cast: Cast, client_of: ClientOf, observed: Visit
) -> None:
    """The tablet had its network all the time, so nothing tells it to try again."""
    page = open_page(at("visit_feedback", observed), client=client_of(cast.coach), width=TABLET).page
    network.refused = "/save/"
    page.get_by_label("Praise").fill("You waited.")
    expect(page.locator("[data-state]")).to_contain_text("No connection.")
    network.refused = ""
    expect(page.locator("[data-state]")).to_contain_text("Saved at")
    assert visit_now(cast, observed).praise == "You waited."


def test_a_cycle_that_closed_meanwhile_keeps_the_text_to_be_copied(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, running: Visit
) -> None:
    page = open_page(at("visit_observe", running), client=client_of(cast.coach), width=TABLET).page
    close(running.cycle)
    write(page, FIRST)
    line = page.locator("[data-notes-list] li")
    expect(line).to_contain_text("This cycle closed on")
    expect(line).to_contain_text(FIRST)
    expect(line.get_by_role("button", name="Copy the text")).to_be_visible()
    assert notes(cast) == []
    # It is on whatever page one goes to, until it is taken off.
    page.goto(page.url.split("/coaching/")[0] + reverse("coaching:home"))
    box = page.locator("#coaching-box")
    expect(box).to_contain_text("This cycle closed on")
    box.get_by_text("A note that was not taken").click()
    expect(box.locator(".outbox-says")).to_have_text(FIRST)
    box.get_by_role("button", name="Take it off this device").click()
    expect(box).to_be_hidden()


def test_feedback_on_a_cycle_that_closed_is_kept_to_be_copied(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, observed: Visit
) -> None:
    page = open_page(at("visit_feedback", observed), client=client_of(cast.coach), width=TABLET).page
    close(observed.cycle)
    page.get_by_label("Praise").fill("You waited.")
    expect(page.locator("[data-state]")).to_contain_text("This cycle closed on")
    expect(page.get_by_role("button", name="Copy all of it")).to_be_visible()
    expect(page.get_by_label("Praise")).to_have_value("You waited.")


def test_a_session_that_ended_keeps_it_and_the_next_person_sees_nothing(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, running: Visit
) -> None:
    page = open_page(at("visit_observe", running), client=client_of(cast.coach), width=TABLET).page
    Session.objects.all().delete()
    write(page, FIRST)
    expect(page.locator("#coaching-box")).to_contain_text("You were signed out.")
    home = page.url.split("/coaching/")[0] + "/"

    def sign_in(client: Client) -> None:
        for name, morsel in client.cookies.items():
            page.context.add_cookies([{"name": name, "value": morsel.value, "url": home}])

    sign_in(client_of(cast.headteacher))
    page.goto(home)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert FIRST not in page.locator("body").inner_text()
    assert notes(cast) == []
    sign_in(client_of(cast.coach))
    page.goto(home)
    expect(page.locator("#coaching-box")).to_contain_text("Sent at")
    assert notes(cast) == [FIRST]


def test_signing_out_asks_and_leaves_no_word_on_the_device(
    network: Network, open_page: OpenPage, cast: Cast, client_of: ClientOf, running: Visit
) -> None:
    page = open_page(at("visit_observe", running), client=client_of(cast.coach)).page
    network.refused = "/notes/add/"
    write(page, FIRST)
    expect(page.get_by_text(WAITS, exact=True)).to_be_visible()
    page.get_by_label("What you see and hear").fill("Half a sentence")
    page.wait_for_timeout(400)
    page.goto(page.url.split("/coaching/")[0] + reverse("coaching:home"))
    assert FIRST in page.evaluate(ON_DEVICE)
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/coaching/" not in url)
    assert [says.split(" is kept")[0] for says in asked] == ["One note of a coaching visit"]
    assert page.evaluate(ON_DEVICE) == "[]"


def test_the_two_read_one_page_and_reply_in_place(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, cycle: Cycle
) -> None:
    with reading_as(cast.coach):
        visit = make.fed_back(cycle)
        make.CoachingNoteFactory(visit=visit, says=SECOND)
    for width in (390, 1280):
        opened = open_page(at("visit_show", visit), client=client_of(cast.teacher), width=width)
        expect(opened.page.get_by_text(SECOND)).to_be_visible()
        assert opened.problems() == []
        assert opened.sideways() == 0
        assert opened.complaints == []
    page = opened.page
    page.get_by_label("What do you think, and what will you try?").fill("I will <i>wait</i>.")
    page.get_by_role("button", name="Reply").click()
    expect(page.locator("#words li")).to_contain_text("I will <i>wait</i>.")
    expect(page.get_by_role("button", name="Reply")).to_be_focused()
    expect(page.get_by_label("What do you think, and what will you try?")).to_have_value("")
    assert page.evaluate(ON_DEVICE) == "[]"
    with reading_as(cast.teacher):
        assert Word.objects.get().says == "I will <i>wait</i>."


def test_it_is_plain_forms_without_script(open_page: OpenPage, cast: Cast, client_of: ClientOf, cycle: Cycle) -> None:
    page = open_page(at("cycle_show", cycle), client=client_of(cast.coach), script=False, width=TABLET).page
    page.get_by_role("button", name="Start observing").first.click()
    write(page, FIRST)
    page.get_by_role("link", name="Change").click()
    page.get_by_label("What you saw and heard").fill(SECOND)
    page.get_by_role("button", name="Save the note").click()
    page.get_by_role("button", name="Stop, and write the feedback").click()
    page.get_by_label("Praise").fill("You waited.")
    page.get_by_role("button", name="Give the feedback").click()
    expect(page.get_by_role("alert")).to_contain_text("Agree on one action step")
    expect(page.get_by_label("Praise")).to_have_value("You waited.")
    page.get_by_label("Probing question").fill("Who did not?")
    page.get_by_label("In the words that you two agree on").fill("Count to four.")
    page.get_by_role("button", name="Give the feedback").click()
    expect(page.get_by_text("Given.")).to_be_visible()
    page.get_by_label("Write to").fill("Until Friday.")
    page.get_by_role("button", name="Reply").click()
    expect(page.get_by_text("Until Friday.")).to_be_visible()
    assert notes(cast) == [SECOND]


def test_the_pages_of_a_visit_have_no_barrier(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, cycle: Cycle, observed: Visit
) -> None:
    with reading_as(cast.coach):
        note = make.CoachingNoteFactory(visit=observed)
        make.fed_back(cycle)
    for name, row in (("visit_feedback", observed), ("note_edit", note)):
        for width, scheme in ((1280, "light"), (1024, "dark"), (390, "light")):
            opened = open_page(at(name, row), client=client_of(cast.coach), width=width, scheme=scheme)
            assert opened.problems() == []
            assert opened.sideways() == 0
            assert opened.complaints == []
