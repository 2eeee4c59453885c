"""Many send at once: one form is one sheet, and each answer's place is its own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from reviews.models import Survey, SurveyAnswer
from reviews.services.survey import close_survey
from reviews.services.voice import take_sheet
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def survey() -> Survey:
    question = make.SurveyQuestionFactory()
    opened: Survey = make.open_now(question.survey)
    return opened


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    def run(act: Callable[[], object]) -> object:
        try:
            return act()
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def send(survey: Survey, key: uuid.UUID) -> Callable[[], object]:
    question = survey.questions.get()
    return lambda: take_sheet(survey=survey, key=key, answers={question.pk: 3})


def test_one_form_sent_six_times_at_once_is_one_sheet(survey: Survey) -> None:
    key = uuid.uuid4()
    assert sorted(at_once([send(survey, key)] * 6), key=str) == [False] * 5 + [True]
    assert survey.sheets.count() == SurveyAnswer.objects.count() == 1


def test_twelve_who_send_at_once_fill_the_first_step_and_begin_the_next(survey: Survey) -> None:
    assert at_once([send(survey, uuid.uuid4()) for _ in range(12)]) == [True] * 12
    assert sorted(SurveyAnswer.objects.values_list("shown_from", flat=True)) == [10] * 10 + [15] * 2


def test_closing_while_others_send_leaves_no_half_sheet(survey: Survey) -> None:
    leader = make.MembershipFactory(
        user=make.UserFactory(), academy=None, trust=survey.review.academy.trust, role="trust_leader"
    ).user
    told = at_once(
        [*(send(survey, uuid.uuid4()) for _ in range(4)), lambda: bool(close_survey(by=leader, survey=survey))]
    )
    assert all(answer is True or "takes no more answers" in str(answer) for answer in told)
    assert survey.sheets.count() == SurveyAnswer.objects.count() == sum(answer is True for answer in told) - 1
