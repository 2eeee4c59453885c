"""In a real browser: notes of a round through a lost network; the board by mouse, touch, keys, menu and without script,
and by two visitors at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from reviews.models import Round, RoundGroup, RoundNote, RoundPrediction
from reviews.models.round import RoundState
from reviews.rules.wording import prompts
from tests import factories as make
from tests.browser import OpenPage
from tests.cast import Cast
from tests.reviews.wordings import TEXTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientOf = Callable[..., Client]
SAYS = ["Eleven of 28 pupils spoke.", "Wait after a question: one second.", "“Tell your partner first,” then 17 hands."]
WAITS = "Kept on this device, not sent yet."


@pytest.fixture
def round(cast: Cast) -> Round:
    """In its debrief at the own academy: the sibling's head facilitates, the coach visits; three notes, two groups."""
    made: Round = make.RoundFactory(host=cast.own, problem="Who talks when we ask?", planned_by=cast.headteacher)
    make.RoundVisitorFactory(round=made, person=cast.sibling_head, facilitates=True)
    make.RoundVisitorFactory(round=made, person=cast.coach)
    room = make.RoundClassroomFactory(round=made, year_group="Year 4", subject="Maths")
    for at, says in enumerate(SAYS):
        seen = datetime.datetime(2026, 11, 24, 9, 20 + at, tzinfo=datetime.UTC)
        make.RoundNoteFactory(round=made, by=cast.coach, classroom=room, says=says, seen_at=seen)
    for order, name in enumerate(["Short answers", "Time to think"], start=1):
        make.RoundGroupFactory(round=made, name=name, order=order, made_by=cast.coach)
    return make.bring_round_to(made, RoundState.DEBRIEFING)


def board_of(round: Round) -> str:
    return reverse("reviews:board", args=[round.pk])


def note(page: Page, at: int) -> Locator:
    return page.locator(".debrief-note", has_text=SAYS[at])


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def live(page: Page) -> Locator:
    """What the board tells, aloud and at the foot of the page."""
    return page.locator("main > p[role=status]")


def lies_in(at: int) -> str:
    found = RoundNote.objects.select_related("group").get(says=SAYS[at])
    return found.group.name if found.group else ""


def test_notes_are_written_without_a_network_and_sent_when_it_is_back(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, round: Round
) -> None:
    Round.objects.update(state=RoundState.OBSERVING)
    opened = open_page(reverse("reviews:round_notes", args=[round.pk]), client=client_of(cast.sibling_head), width=390)
    page = opened.page
    page.get_by_label("Classroom", exact=True).select_option(label="09:20 Year 4, Maths")
    page.context.set_offline(True)
    for says in ("Six pupils waited with their pens down.", "The answer was read out twice."):
        page.get_by_label("What you see and hear").fill(says)
        page.get_by_role("button", name="Keep the note").click()
        expect(page.locator("#outbox")).to_contain_text(says)
    expect(page.get_by_text(WAITS)).to_have_count(2)
    # The debrief opens meanwhile: what comes late is kept all the same, in its classroom.
    Round.objects.update(state=RoundState.DEBRIEFING)
    page.context.set_offline(False)
    expect(page.locator("#outbox")).to_contain_text("2 notes sent at")
    expect(page.locator("#notes-feed")).to_contain_text("The answer was read out twice.")
    late = RoundNote.objects.filter(by=cast.sibling_head)
    assert {each.classroom.subject for each in late if each.classroom} == {"Maths"}
    assert late.count() == 2
    assert opened.problems() == []
    assert opened.sideways() == 0


def test_words_that_judge_are_asked_after_and_hold_nobody_up(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, round: Round
) -> None:
    opened = open_page(reverse("reviews:round_notes", args=[round.pk]), client=client_of(cast.coach), width=820)
    page = opened.page
    page.get_by_label("What you see and hear").fill("A good start; the teacher said “excellent”.")
    told = page.locator("#note-wording")
    expect(told.locator("mark")).to_have_text(["good"])
    expect(told).to_contain_text("What did you see or hear that makes you say so?")
    assert opened.problems() == []
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator("#notes-feed")).to_contain_text("A good start")
    # The server asks the same beside the note, and the script agrees with it on every text that we know.
    expect(page.locator(".note-line", has_text="A good start").locator("mark")).to_have_text(["good"])
    for text in TEXTS:
        asked = [{"kind": p.kind, "asks": p.asks, "words": list(p.words)} for p in prompts(text)]
        assert page.evaluate("text => window.wording.prompts(text)", text) == asked, text
    assert opened.complaints == []


def test_a_note_is_dragged_by_mouse(open_page: OpenPage, cast: Cast, client_of: ClientOf, round: Round) -> None:
    opened = open_page(board_of(round), client=client_of(cast.coach))
    page = opened.page
    drag(page, note(page, 0), group(page, "Short answers"))
    expect(live(page)).to_have_text("Note moved to “Short answers”, 1 of 1.")
    drag(page, note(page, 1), group(page, "Short answers"))
    expect(group(page, "Short answers").locator(".debrief-note")).to_have_count(2)
    expect(group(page, "Short answers")).to_contain_text("2 notes, in 1 of 1 classroom")
    drag(page, note(page, 2), page.locator("#group-new"))
    page.get_by_label("What these notes have in common").last.fill("Partners first")
    page.get_by_role("button", name="Make the group").click()
    expect(group(page, "Partners first")).to_contain_text(SAYS[2])
    assert [lies_in(at) for at in range(3)] == ["Short answers", "Short answers", "Partners first"]
    drag(page, note(page, 0), page.locator("#describe"))
    expect(page.locator("#notes-loose .debrief-note")).to_have_count(1)
    expect(live(page)).to_have_text("Note moved to those that are not grouped.")
    assert lies_in(0) == ""
    assert opened.problems() == []
    assert opened.complaints == []


def drag(page: Page, what: Locator, to: Locator) -> None:
    page.evaluate("document.querySelector('.debrief-table').scrollIntoView({behavior: 'instant'})")
    begin, end = what.bounding_box(), to.bounding_box()
    assert begin
    assert end
    page.mouse.move(begin["x"] + 60, begin["y"] + 15)
    page.mouse.down()
    page.mouse.move(begin["x"] + 80, begin["y"] + 25, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + min(end["height"], 160) - 30, steps=8)
    page.mouse.up()


def test_the_same_by_keyboard_alone(open_page: OpenPage, cast: Cast, client_of: ClientOf, round: Round) -> None:
    page = open_page(board_of(round), client=client_of(cast.coach)).page
    note(page, 0).focus()
    page.keyboard.press("1")
    expect(live(page)).to_have_text("Note moved to “Short answers”, 1 of 1.")
    expect(note(page, 1)).to_be_focused()
    # Lifted, carried into the group and above the other, put down.
    page.keyboard.press(" ")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    page.keyboard.press(" ")
    expect(live(page)).to_have_text("Note moved to “Short answers”, 1 of 2.")
    expect(note(page, 1)).to_be_focused()
    # Escape puts back what was lifted, and tells nobody else.
    page.keyboard.press(" ")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(live(page)).to_contain_text("Put back: Short answers, 1 of 2.")
    note(page, 2).focus()
    page.keyboard.press("n")
    page.keyboard.type("Partners first")
    page.keyboard.press("Enter")
    expect(group(page, "Partners first")).to_contain_text(SAYS[2])
    note(page, 0).focus()
    page.keyboard.press("m")
    page.keyboard.press("2")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(live(page)).to_have_text("Note moved to “Time to think”, 1 of 1.")
    note(page, 0).focus()
    page.keyboard.press("0")
    expect(live(page)).to_have_text("Note moved to those that are not grouped.")
    assert [lies_in(at) for at in range(3)] == ["", "Short answers", "Partners first"]


def test_two_at_once_write_and_group_and_disturb_nobody(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, round: Round
) -> None:
    one = open_page(board_of(round), client=client_of(cast.sibling_head))
    other = open_page(board_of(round), client=client_of(cast.coach), width=390, scheme="dark")
    # The other is in the middle of a pattern while the first moves a note into that very group.
    head = group(other.page, "Short answers")
    head.locator("summary", has_text="Write the pattern").click()
    field = head.get_by_label("The pattern")
    field.fill("Answers are of one word")
    note(one.page, 0).focus()
    one.page.keyboard.press("1")
    moved = f"Moved by {cast.sibling_head}: “{SAYS[0]}” lies in Short answers now."
    expect(live(other.page)).to_have_text(moved, timeout=12_000)
    expect(head).to_contain_text(SAYS[0])
    expect(field).to_have_value("Answers are of one word")
    expect(field).to_be_focused()
    # Meanwhile the first names the group anew; the other is shown both versions, and loses nothing.
    mine = group(one.page, "Short answers")
    mine.locator("summary", has_text="Write the pattern").click()
    mine.get_by_label("The pattern").fill("Most answers are short.")
    expect(mine.locator("mark")).to_have_text(["Most"])
    mine.get_by_role("button", name="Save the pattern").click()
    expect(mine.locator(".debrief-pattern")).to_have_text("Most answers are short.")
    field.press_sequentially(".")
    head.get_by_role("button", name="Save the pattern").click()
    expect(head).to_contain_text("Somebody else changed this while you wrote")
    expect(head).to_contain_text("Most answers are short.")
    expect(field).to_have_value("Answers are of one word.")
    head.get_by_role("button", name="Save the pattern").click()
    expect(head.locator(".debrief-pattern")).to_have_text("Answers are of one word.")
    expect(mine.locator(".debrief-pattern")).to_have_text("Answers are of one word.", timeout=12_000)
    assert RoundGroup.objects.get(name="Short answers").pattern == "Answers are of one word."
    # Both move one note: the later move stands, and both see it.
    for opened, key in ((one, "2"), (other, "1")):
        note(opened.page, 1).focus()
        opened.page.keyboard.press(key)
    expect(live(one.page)).to_contain_text("Note moved to")
    expect(live(other.page)).to_contain_text("Note moved to")
    assert lies_in(1)
    for opened in (one, other):
        expect(group(opened.page, lies_in(1))).to_contain_text(SAYS[1], timeout=12_000)
        assert opened.problems() == []
        assert opened.sideways() == 0
        assert opened.complaints == []


def test_predictions_are_read_once_ones_own_is_written(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, round: Round
) -> None:
    make.RoundPredictionFactory(round=round, by=cast.coach, says="I would know how to wait.")
    opened = open_page(board_of(round), client=client_of(cast.sibling_head))
    page = opened.page
    predict = page.locator("#predictions")
    expect(predict).to_contain_text("One other visitor has written theirs.")
    assert "know how to wait" not in page.content()
    predict.get_by_label("If you were a pupil here").fill("I would copy quickly.")
    predict.get_by_role("button", name="Keep my prediction").click()
    expect(predict).to_contain_text("I would know how to wait.")
    predict.get_by_label("What the visitors agree on").fill("You would know how to wait and to copy.")
    predict.get_by_role("button", name="Keep what we agree on").click()
    expect(predict.locator(".debrief-agreed")).to_contain_text("You would know how to wait and to copy.")
    round.refresh_from_db()
    assert round.prediction == "You would know how to wait and to copy."
    assert opened.problems() == []
    assert opened.complaints == []


def test_a_lost_network_loses_no_pattern(open_page: OpenPage, cast: Cast, client_of: ClientOf, round: Round) -> None:
    page = open_page(board_of(round), client=client_of(cast.coach)).page
    head = group(page, "Short answers")
    head.locator("summary", has_text="Write the pattern").click()
    head.get_by_label("The pattern").fill("Answers are of one word.")
    page.context.set_offline(True)
    head.get_by_role("button", name="Save the pattern").click()
    expect(live(page)).to_contain_text("No connection.")
    expect(head.get_by_label("The pattern")).to_have_value("Answers are of one word.")
    page.context.set_offline(False)
    head.get_by_role("button", name="Save the pattern").click()
    expect(head.locator(".debrief-pattern")).to_have_text("Answers are of one word.")


def test_the_board_works_without_script(open_page: OpenPage, cast: Cast, client_of: ClientOf, round: Round) -> None:
    page = open_page(board_of(round), client=client_of(cast.coach), script=False, width=390).page

    def move(at: int, to: str) -> None:
        note(page, at).locator("summary").click()
        note(page, at).get_by_label("Move to").select_option(label=to)
        note(page, at).get_by_role("button", name="Move").click()

    move(0, "1 Short answers")
    expect(page.get_by_text("Note moved to “Short answers”, 1 of 1.")).to_be_visible()
    move(1, "A new group")
    page.get_by_label("What these notes have in common").fill("Waiting")
    page.get_by_role("button", name="Make the group").click()
    expect(group(page, "Waiting")).to_contain_text(SAYS[1])
    head = group(page, "Waiting")
    head.locator("summary", has_text="Write the pattern").click()
    head.get_by_label("The pattern").fill("A good wait is one second.")
    head.get_by_role("button", name="Save the pattern").click()
    expect(group(page, "Waiting").locator("mark")).to_have_text(["good"])
    page.get_by_label("If you were a pupil here").fill("I would know how to wait.")
    page.get_by_role("button", name="Keep my prediction").click()
    assert [lies_in(at) for at in range(2)] == ["Short answers", "Waiting"]
    assert RoundPrediction.objects.get().by == cast.coach


def test_by_touch_the_dots_drag_and_the_rest_scrolls(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, round: Round
) -> None:
    page = open_page(board_of(round), client=client_of(cast.coach), width=820).page

    def touch(on: str, to: Any) -> None:
        page.evaluate(
            """([from, to]) => {
              const on = document.querySelector(from), a = on.getBoundingClientRect();
              const b = document.querySelector(to).getBoundingClientRect();
              const finger = { bubbles: true, cancelable: true, pointerId: 7, pointerType: "touch" };
              const send = (name, on, x, y) =>
                on.dispatchEvent(new PointerEvent(name, { ...finger, clientX: x, clientY: y }));
              send("pointerdown", on, a.x + 5, a.y + 12);
              send("pointermove", document, a.x + 25, a.y + 30);
              send("pointermove", document, b.x + 60, b.y + 20);
              send("pointerup", document, b.x + 60, b.y + 20);
            }""",
            [on, to],
        )

    target = f"#group-{RoundGroup.objects.get(name='Short answers').pk}"
    mine = f"#bnote-{RoundNote.objects.get(says=SAYS[0]).pk}"
    touch(f"{mine} .debrief-says", target)
    page.wait_for_timeout(300)
    assert lies_in(0) == ""
    touch(f"{mine} .debrief-grip", target)
    expect(group(page, "Short answers")).to_contain_text(SAYS[0])
    page.wait_for_timeout(300)
    assert lies_in(0) == "Short answers"
