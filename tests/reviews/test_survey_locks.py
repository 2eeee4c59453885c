"""What the database itself refuses of surveys and their answers, past every service."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from reviews.models import Review, Survey, SurveyAnswer, SurveyQuestion, SurveySheet
from reviews.models.survey import QuestionForm
from tests import factories as make
from tests.worlds.finding import publish

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def question():
    made = make.SurveyQuestionFactory()
    make.SurveyQuestionFactory(survey=made.survey, form=QuestionForm.WORDS)
    return made


@pytest.fixture
def opened(question):
    return make.open_now(question.survey)


def test_questions_stand_once_the_survey_is_open(question, opened):
    refused(lambda: SurveyQuestion.objects.filter(pk=question.pk).update(says="Other words"))
    refused(lambda: SurveyQuestion.objects.filter(pk=question.pk).update(scale=["a", "b", "c", "d"]))
    refused(lambda: SurveyQuestion.objects.bulk_create([SurveyQuestion(survey=opened, says="More", scale=["a"] * 4)]))
    refused(lambda: run("DELETE FROM reviews_surveyquestion WHERE id = %s", question.pk))
    elsewhere = make.SurveyQuestionFactory()
    refused(lambda: SurveyQuestion.objects.filter(pk=elsewhere.pk).update(survey=opened))


@pytest.mark.parametrize(
    "change",
    [
        "title = 'Other'", "opening = 'Other'", "who = 'parents'", "token = 'zzzz-zzzz-zzzz'", "opens = opens - 1",
        "opened_at = NULL", "opened_at = now() + interval '1 day'", "young = true",
    ],
)  # fmt: skip
def test_what_an_open_survey_says_stands(change, opened):
    refused(lambda: run(f"UPDATE reviews_survey SET {change} WHERE id = %s", opened.pk))


@pytest.mark.parametrize("stamp", ["closed_at", "called_off_at"])
@pytest.mark.parametrize(
    "change", ["closed_at = NULL, called_off_at = NULL", "closes = closes + 10", "closed_at = now() + interval '1 day'"]
)
def test_closed_stays_closed(stamp, change, opened):
    Survey.objects.filter(pk=opened.pk).update(**{stamp: timezone.now()})
    refused(lambda: run(f"UPDATE reviews_survey SET {change} WHERE id = %s", opened.pk))


def test_a_last_day_that_is_over_is_not_moved(opened):
    run("UPDATE reviews_survey SET closes = current_date - 3 WHERE id = %s", opened.pk)
    refused(lambda: run("UPDATE reviews_survey SET closes = current_date + 3 WHERE id = %s", opened.pk))


def test_surveys_sheets_and_answers_are_never_deleted_or_changed(opened):
    make.answer_survey(opened, 1, words="More books")
    for table in ("survey", "surveysheet", "surveyanswer"):
        refused(lambda table=table: run(f"DELETE FROM reviews_{table}"))
    refused(lambda: SurveyAnswer.objects.filter(choice=3).update(choice=1))
    refused(lambda: SurveyAnswer.objects.update(shown_from=10))
    refused(lambda: SurveySheet.objects.update(survey=make.SurveyFactory()))


def sheet(survey):
    return lambda: SurveySheet.objects.create(id=uuid.uuid4(), survey=survey)


def answer(question, **said):
    return lambda: SurveyAnswer.objects.create(question=question, shown_from=10, **{"choice": 2, **said})


def test_nothing_is_answered_but_while_it_is_open(question):
    survey = question.survey
    refused(sheet(survey))
    refused(answer(question))
    make.open_now(survey)
    sheet(survey)()
    answer(question)()
    Survey.objects.filter(pk=survey.pk).update(closed_at=timezone.now())
    refused(sheet(survey))
    refused(answer(question))


@pytest.mark.parametrize("state", ["published", "called_off"])
def test_nothing_is_answered_once_the_review_is_over(state, question, opened):
    if state == "published":
        publish(opened.review)
    else:
        Review.objects.filter(pk=opened.review_id).update(state=state)
    refused(sheet(opened))
    refused(answer(question))


@pytest.mark.parametrize(
    "said", [{"choice": 0}, {"choice": 5}, {"choice": None}, {"choice": None, "words": "Hm"}, {"words": "Hm"}]
)
def test_an_answer_is_one_of_four(said, question, opened):
    refused(answer(question, **said))


def test_own_words_are_no_choice_and_no_answer_is_shown_below_ten(opened):
    free = opened.questions.get(form=QuestionForm.WORDS)
    refused(answer(free))
    answer(free, choice=None, words="More books")()
    refused(lambda: SurveyAnswer.objects.create(question=free, words="Hm", shown_from=5))


def test_nothing_of_an_answer_reaches_a_history(question, opened):
    make.answer_survey(opened, 3, words="More books")
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'reviews_survey%%'")
        tables = {name for (name,) in cursor.fetchall()}
    assert tables == {
        "reviews_survey", "reviews_surveyevent", "reviews_surveyquestion", "reviews_surveyquestionevent",
        "reviews_surveysheet", "reviews_surveyanswer",
    }  # fmt: skip
