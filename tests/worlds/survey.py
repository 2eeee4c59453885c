"""Surveys beside reviews: at each academy a draft, one that is open with too few answers to be shown, and one beside a
published review that twelve answered; and one elsewhere, whose public page anybody may open."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from reviews.models import Survey
from reviews.models.review import MemberRole, ReviewState
from reviews.models.survey import QuestionForm
from tests import factories as make
from tests.cast import World
from tests.worlds.finding import publish
from tests.worlds.review import leader_of

# Texts that stand nowhere else.
WORDS = {"heronwick": "cowslip", "otterbourne-vale": "marsh pea", "puffinscar": "sea kale"}
PUBLIC = "bcde-fghj-kmnp"


def text(academy: Academy, what: str) -> str:
    return f"The {WORDS[academy.slug]} of the {what}"


def _asked(survey: Survey, says: str) -> Survey:
    make.SurveyQuestionFactory(survey=survey, says=says)
    make.SurveyQuestionFactory(survey=survey)
    make.SurveyQuestionFactory(survey=survey)
    make.SurveyQuestionFactory(survey=survey, form=QuestionForm.WORDS)
    return survey


def told(academy: Academy, says: str = "I read at home.", words: str = "More books") -> Survey:
    """Closed, answered by twelve, its review published."""
    review = make.ReviewFactory(
        academy=academy, state=ReviewState.GATHERING, starts=datetime.date(2026, 5, 4), ends=datetime.date(2026, 5, 6)
    )
    survey: Survey = make.open_now(_asked(make.SurveyFactory(review=review), says))
    make.answer_survey(survey, 12, words=words)
    Survey.objects.filter(pk=survey.pk).update(closed_at=timezone.now())
    publish(review)
    survey.refresh_from_db()
    return survey


def build(world: World) -> None:
    for academy in world.academies:
        review = make.ReviewFactory(academy=academy, state=ReviewState.GATHERING)
        make.ReviewMemberFactory(review=review, person=leader_of(world, academy), role=MemberRole.LEAD)
        if academy != world.cast.foreign:
            make.ReviewMemberFactory(review=review, person=world.cast.trust_leader)
        draft = _asked(make.SurveyFactory(review=review), text(academy, "draft"))
        opened = make.open_now(_asked(make.SurveyFactory(review=review), text(academy, "open one")))
        make.answer_survey(opened, 6, words=text(academy, "too few"))
        answered = make.open_now(_asked(make.SurveyFactory(review=review), text(academy, "one that is closed")))
        make.answer_survey(answered, 11, words=text(academy, "team alone"))
        Survey.objects.filter(pk=answered.pk).update(closed_at=timezone.now())
        shown = told(academy, text(academy, "question told"), text(academy, "own words"))
        world.put("survey review", academy, review)
        world.put("survey draft", academy, draft)
        world.put("survey question", academy, draft.questions.all()[0])
        world.put("survey open", academy, opened)
        world.put("survey answered", academy, answered)
        world.put("survey told", academy, shown)
        world.plant(academy, "a question of a draft", text(academy, "draft"), Permission.RUN_REVIEWS)
        world.plant(academy, "a question that is asked", text(academy, "open one"), Permission.VIEW_REVIEWS)
        world.plant(academy, "own words that are not shared", text(academy, "team alone"), Permission.RUN_REVIEWS)
        world.plant(academy, "a question told", text(academy, "question told"), Permission.READ_REVIEWS)
        world.plant(academy, "own words", text(academy, "own words"), Permission.VIEW_REVIEWS)
        # Nobody reads what six wrote.
        world.plant(academy, "own words of too few", text(academy, "too few"), make.UserFactory())
    elsewhere = make.SurveyFactory(token=PUBLIC, title="You and your library")
    make.open_now(_asked(elsewhere, "I go to the library."))


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More surveys beside the same review and others, more answers, more questions."""
    own = world.cast.own
    review, draft, opened = (world.of(kind, own) for kind in ("survey review", "survey draft", "survey open"))
    for number, academy in enumerate(academies):
        told(academy)
        told(own)
        make.open_now(_asked(make.SurveyFactory(review=review), f"I ask again {number}."))
        if draft.questions.count() < 9:
            make.SurveyQuestionFactory(survey=draft)
    make.answer_survey(opened, 30, words="More time")
