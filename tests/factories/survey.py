"""Surveys of pupils and parents, and what was answered."""

import datetime
import uuid

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from reviews.models import Survey, SurveyAnswer, SurveyQuestion, SurveySheet
from reviews.models.survey import QuestionForm, Who
from reviews.rules.survey import SCALES, shown_from

__all__ = ["SurveyFactory", "SurveyQuestionFactory", "answer_survey", "open_now"]


class SurveyFactory(DjangoModelFactory[Survey]):
    """A draft without questions, for the fortnight around today."""

    class Meta:
        model = Survey

    review = factory.SubFactory("tests.factories.ReviewFactory", state="gathering")
    who = Who.PUPILS
    title = factory.Sequence(lambda n: f"You and your reading {n}")
    opens = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=7))
    closes = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=7))
    made_by = factory.SubFactory("tests.factories.UserFactory")


class SurveyQuestionFactory(DjangoModelFactory[SurveyQuestion]):
    """With four answers; `form=QuestionForm.WORDS` asks for own words."""

    class Meta:
        model = SurveyQuestion

    survey = factory.SubFactory(SurveyFactory)
    order = factory.Sequence(lambda n: n % 1000)
    says = factory.Sequence(lambda n: f"I like reading, said {n} times.")
    form = QuestionForm.SCALE
    scale = factory.LazyAttribute(lambda q: list(SCALES["often"]) if q.form == QuestionForm.SCALE else [])


def open_now(survey: Survey) -> Survey:
    """Opens it by its row alone: its questions stand from now on."""
    Survey.objects.filter(pk=survey.pk).update(opened_at=timezone.now())
    survey.refresh_from_db()
    return survey


def answer_survey(survey: Survey, times: int, *, choice: int = 3, words: str = "") -> None:
    """So many sheets, each answering every question: with `choice`, and with `words` where there are any."""
    SurveySheet.objects.bulk_create(SurveySheet(id=uuid.uuid4(), survey=survey) for _ in range(times))
    answers = []
    for question in survey.questions.all():
        before = question.answers.count()
        for rank in range(before + 1, before + times + 1):
            said = {"choice": choice} if question.form == QuestionForm.SCALE else {"words": words}
            if any(said.values()):
                answers.append(SurveyAnswer(question=question, shown_from=shown_from(rank), **said))
    SurveyAnswer.objects.bulk_create(answers)
