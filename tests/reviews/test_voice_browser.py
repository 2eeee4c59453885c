"""A pupil answers on a phone and a class on a tablet, with script and without; nothing stands in the way."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reviews.models import SurveyAnswer, SurveySheet
from reviews.models.survey import QuestionForm
from tests import factories as make
from tests.browser import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def survey():
    made = make.SurveyFactory(title="You and your reading", young=True)
    for says in ("I like reading.", "I can read the words in the book that I take home."):
        make.SurveyQuestionFactory(survey=made, says=says)
    make.SurveyQuestionFactory(survey=made, says="What would help you to read more?", form=QuestionForm.WORDS)
    return make.open_now(made)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1024, "light")])
def test_no_barrier_on_any_of_its_pages(open_page: OpenPage, survey, width: int, scheme: str) -> None:
    closed = make.SurveyQuestionFactory(survey__review__state="planned").survey
    make.open_now(closed)
    type(closed).objects.filter(pk=closed.pk).update(closed_at=closed.made_at)
    for path, status in (
        (reverse("reviews:voice", args=[survey.token]), 200),
        (reverse("reviews:voice_thanks", args=[survey.token]), 200),
        (reverse("reviews:voice", args=[closed.token]), 200),
        ("/voice/nowhere/", 404),
    ):
        opened = open_page(path, width=width, scheme=scheme)
        assert opened.status == status
        assert opened.problems() == []
        assert opened.sideways() == 0
        assert [said for said in opened.complaints if "404" not in said] == []
        assert opened.page.context.cookies() == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_class_answers_on_one_tablet(open_page: OpenPage, survey, script: bool) -> None:
    page = open_page(reverse("reviews:voice", args=[survey.token]), width=390, script=script).page
    for number in (1, 2):
        page.get_by_role("group", name="I like reading.").get_by_label("Always").check()
        box = page.get_by_label("What would help you to read more?")
        expect(box).to_have_value("")
        box.fill(f"More comics {number}")
        page.get_by_role("button", name="I am done: send").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
        page.get_by_role("link", name="Next person").click()
        expect(page.get_by_label("Always").first).not_to_be_checked()
    assert SurveySheet.objects.count() == 2
    assert SurveyAnswer.objects.filter(choice=4).count() == 2


def test_going_back_shows_no_answers_of_the_one_before(open_page: OpenPage, survey) -> None:
    page = open_page(reverse("reviews:voice", args=[survey.token]), width=390).page
    page.get_by_label("Always").first.check()
    page.get_by_role("button", name="I am done: send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    page.go_back()
    expect(page.get_by_label("Always").first).not_to_be_checked()


def test_the_keyboard_alone_answers(open_page: OpenPage, survey) -> None:
    page = open_page(reverse("reviews:voice", args=[survey.token]), width=390).page
    page.get_by_label("Never").first.focus()
    for key in ("ArrowDown", "ArrowDown", "Tab"):
        page.keyboard.press(key)
    expect(page.get_by_label("Mostly").first).to_be_checked()
    page.get_by_role("button", name="I am done: send").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert list(SurveyAnswer.objects.values_list("choice", flat=True)) == [3]


def test_targets_are_large_enough_for_small_fingers(open_page: OpenPage, survey) -> None:
    page = open_page(reverse("reviews:voice", args=[survey.token]), width=390).page
    heights = [box["height"] for label in page.locator(".voice-choices label").all() if (box := label.bounding_box())]
    assert len(heights) == 8
    assert min(heights) >= 48
