"""A lead asks parents beside a review: from a question set to an open survey and its results, in a real browser."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from reviews.models import Survey
from reviews.models.review import MemberRole
from reviews.models.survey import QuestionForm
from tests import factories as make
from tests.browser import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def review(cast):
    made = make.ReviewFactory(academy=cast.own, state="gathering", title="Reading review")
    make.ReviewMemberFactory(review=made, person=cast.second_leader, role=MemberRole.LEAD)
    return made


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_a_set_to_a_parent_who_answers(open_page: OpenPage, review, cast, client_of, script: bool) -> None:
    url = reverse("reviews:review_show", args=[review.pk])
    page = open_page(url, script=script, client=client_of(cast.second_leader)).page
    page.get_by_role("link", name="Ask pupils or parents").click()
    page.get_by_role("button", name="Begin with Reading at home: parents and carers").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is a draft")
    page.get_by_role("link", name="Change: My child enjoys reading.").click()
    page.get_by_label("Question, or a sentence to agree with").fill("My child loves books.")
    page.get_by_role("button", name="Save the question").click()
    expect(page.get_by_text("My child loves books.")).to_be_visible()
    page.get_by_role("button", name="Take out: The school tells me").click()
    page.get_by_role("button", name="Open it until").click()
    expect(page.get_by_role("img", name="QR code that opens")).to_be_visible()
    survey = Survey.objects.get()
    link = page.locator(".survey-link a")
    expect(link).to_contain_text(survey.token)
    # Somebody else, on a phone of their own.
    parent = open_page(f"/voice/{survey.token}/", width=390, script=script).page
    parent.get_by_role("group", name="My child loves books.").get_by_label("Always").check()
    parent.get_by_role("button", name="Send my answers").click()
    expect(parent.get_by_role("heading", level=1)).to_have_text("Thank you")
    page.get_by_role("link", name="Back to the survey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 parent or carer has answered so far")
    page.get_by_text("Move the last day, close it or call it off").click()
    page.get_by_text("Close it now").click()
    page.get_by_role("button", name="Close it for good").click()
    expect(page.get_by_text("Fewer than ten parents and carers answered")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_no_barrier_on_any_page_of_a_survey(
    open_page: OpenPage, review, cast, client_of, width: int, scheme: str
) -> None:
    draft, opened, closed = (make.SurveyFactory(review=review) for _ in range(3))
    for survey in (draft, opened, closed):
        for says in ("I like reading.", "I can read the words in the book that I take home.", "I read at home."):
            make.SurveyQuestionFactory(survey=survey, says=says)
        make.SurveyQuestionFactory(survey=survey, says="What would help you?", form=QuestionForm.WORDS)
    for survey in (opened, closed):
        make.open_now(survey)
    make.answer_survey(opened, 6)
    make.answer_survey(closed, 24, words="More comics")
    Survey.objects.filter(pk=closed.pk).update(closed_at=timezone.now())
    client: Client = client_of(cast.second_leader)
    for name, *args in (
        ("survey_new", review.pk),
        ("survey_show", draft.pk),
        ("survey_show", opened.pk),
        ("survey_show", closed.pk),
        ("survey_share", opened.pk),
        ("survey_preview", opened.pk),
        ("survey_edit", draft.pk),
        ("survey_question_add", draft.pk),
        ("survey_note", closed.pk, 1),
        ("review_show", review.pk),
        ("report", review.pk),
    ):
        page = open_page(reverse(f"reviews:{name}", args=args), width=width, scheme=scheme, client=client)
        assert (page.status, page.problems(), page.complaints, page.sideways()) == (200, [], [], 0), name
        assert page.page.locator("main h1").count() == 1
