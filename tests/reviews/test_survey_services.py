"""Surveys are made by a review's lead, asked as they were opened, answered by nobody known, and closed for good."""

from __future__ import annotations

import datetime
import itertools
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from academies.row_scope import every_row
from reviews.models import Survey, SurveyAnswer, SurveySheet
from reviews.models.review import MemberRole
from reviews.models.survey import QuestionForm
from reviews.rules.survey import QUESTIONS_AT_MOST, SCALES
from reviews.selectors.survey import closed_counts, counted_surveys, survey_page
from reviews.services import survey as services
from reviews.services import voice
from reviews.services.survey import make_survey, open_survey
from reviews.services.voice import take_sheet
from reviews.strategy.voice import SETS
from tests import factories as make
from tests.worlds.finding import publish

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def review(cast):
    made = make.ReviewFactory(academy=cast.own, state="gathering")
    make.ReviewMemberFactory(review=made, person=cast.second_leader, role=MemberRole.LEAD)
    return made


@pytest.fixture
def lead(cast):
    return cast.second_leader


@pytest.fixture
def survey(review, lead):
    today = timezone.localdate()
    chosen = SETS["reading_primary_pupils"]
    return make_survey(
        by=lead, review=review, who=chosen.who, title=chosen.title, opening=chosen.opening, young=True, opens=today,
        closes=today + 14 * DAY, questions=chosen.questions,
    )  # fmt: skip


def answer(survey, times=1, choice=3, words=""):
    """By the service, each on a form of its own."""
    for _ in range(times):
        said = {
            question.pk: choice if question.form == QuestionForm.SCALE else words for question in survey.questions.all()
        }
        take_sheet(survey=survey, key=uuid.uuid4(), answers=said)


def total(shown):
    """How many answers are shown of a question: its four counts, or how many own words."""
    return sum(shown) if isinstance(shown, tuple) else shown


def results(user, survey):
    found = counted_surveys(user).filter(pk=survey.pk).first()
    return survey_page(user, found).results if found else None


def test_a_set_becomes_a_draft_that_can_be_changed(survey, lead):
    assert [question.says for question in survey.questions.all()] == [
        asked.says for asked in SETS["reading_primary_pupils"].questions
    ]
    first = survey.questions.first()
    services.change_question(by=lead, question=first, says="I love  reading.", scale="agree")
    first.refresh_from_db()
    assert (first.says, first.scale) == ("I love reading.", list(SCALES["agree"]))
    services.move_question(by=lead, question=first, up=False)
    assert list(survey.questions.all())[1] == first
    services.move_question(by=lead, question=first, up=True)
    services.move_question(by=lead, question=first, up=True)
    assert survey.questions.first() == first
    services.remove_question(by=lead, question=first)
    services.add_question(by=lead, survey=survey, says="I read to my dog.", scale="often")
    assert survey.questions.last().says == "I read to my dog."
    today = timezone.localdate()
    changed = services.change_survey(by=lead, survey=survey, title="Books", opens=today, closes=today + DAY)
    assert (changed.title, changed.opening, changed.young) == ("Books", "", False)


def test_only_its_lead_and_who_runs_reviews_make_one(cast, review, survey):
    for name in ("headteacher", "governor", "teacher", "foreign_leader", "sibling_head"):
        by = getattr(cast, name)
        for act in (
            lambda by=by: make_survey(
                by=by, review=review, who="pupils", title="T", opens=survey.opens, closes=survey.closes
            ),
            lambda by=by: open_survey(by=by, survey=survey),
            lambda by=by: services.add_question(by=by, survey=survey, says="Hm?"),
            lambda by=by: services.close_survey(by=by, survey=survey),
            lambda by=by: services.call_off_survey(by=by, survey=survey),
        ):
            with pytest.raises(PermissionDenied):
                act()
    assert open_survey(by=cast.trust_leader, survey=survey).opened_at


def test_an_observer_reads_and_does_not_open(cast, review, survey):
    observer = cast.coach
    make.ReviewMemberFactory(review=review, person=observer)
    assert survey in Survey.objects.visible_to(observer)
    with pytest.raises(PermissionDenied):
        open_survey(by=observer, survey=survey)


@pytest.mark.parametrize("state", ["shared", "published", "called_off"])
def test_nobody_is_asked_beside_a_review_that_is_over(state, cast, lead):
    fields: dict[str, object] = (
        {"moderated": "agreed", "reply_by": "2026-12-01"} if state in ("shared", "published") else {}
    )
    if state == "published":
        fields["published_at"] = timezone.now()
    review = make.ReviewFactory(academy=cast.own, state=state, **fields)
    today = timezone.localdate()
    with pytest.raises(ValidationError, match=r"next one|any more"):
        make_survey(by=cast.trust_leader, review=review, who="pupils", title="T", opens=today, closes=today)


def test_a_survey_without_a_question_does_not_open(review, lead):
    today = timezone.localdate()
    bare = make_survey(by=lead, review=review, who="parents", title="T", opens=today, closes=today, young=True)
    assert not bare.young, "parents are not asked as young pupils"
    with pytest.raises(ValidationError, match="Add a question first"):
        open_survey(by=lead, survey=bare)


def test_ten_questions_and_two_in_own_words_at_most(survey, lead):
    services.add_question(by=lead, survey=survey, says="What else?")
    with pytest.raises(ValidationError, match="Two questions are answered in own words already"):
        services.add_question(by=lead, survey=survey, says="And what else?")
    for number in range(QUESTIONS_AT_MOST - survey.questions.count()):
        services.add_question(by=lead, survey=survey, says=f"Number {number}", scale="yes")
    with pytest.raises(ValidationError, match="10 questions at most"):
        services.add_question(by=lead, survey=survey, says="One too many", scale="yes")


def test_the_same_question_twice_and_an_unknown_scale_are_refused(survey, lead):
    with pytest.raises(ValidationError, match="asks this already"):
        services.add_question(by=lead, survey=survey, says=survey.questions.first().says, scale="often")
    with pytest.raises(ValidationError, match="one of the answers offered"):
        services.add_question(by=lead, survey=survey, says="Hm?", scale="loud")


def test_a_question_names_nobody(cast, survey, lead):
    with pytest.raises(ValidationError, match=cast.teacher.full_name):
        services.add_question(by=lead, survey=survey, says=f"{cast.teacher.full_name} is kind.", scale="often")


@pytest.mark.parametrize(
    ("opens", "closes", "says"),
    [(0, -1, "is over"), (5, 3, "before the first"), (0, 60, "eight weeks")],
)
def test_days_that_cannot_be(opens, closes, says, review, lead):
    today = timezone.localdate()
    with pytest.raises(ValidationError, match=says):
        make_survey(
            by=lead, review=review, who="pupils", title="T", opens=today + opens * DAY, closes=today + closes * DAY
        )


def test_once_open_its_questions_stand_and_only_its_last_day_moves(survey, lead):
    opened = open_survey(by=lead, survey=survey)
    assert open_survey(by=lead, survey=survey).opened_at == opened.opened_at, "twice is once"
    for act in (
        lambda: services.add_question(by=lead, survey=survey, says="Hm?", scale="yes"),
        lambda: services.change_question(by=lead, question=survey.questions.first(), says="Hm?"),
        lambda: services.remove_question(by=lead, question=survey.questions.first()),
        lambda: services.change_survey(by=lead, survey=survey, title="Hm", opens=survey.opens, closes=survey.closes),
    ):
        with pytest.raises(ValidationError, match="its questions stand"):
            act()
    later = timezone.localdate() + 20 * DAY
    assert services.set_last_day(by=lead, survey=survey, closes=later).closes == later


def test_closed_is_closed(survey, lead):
    with pytest.raises(ValidationError, match="never opened"):
        services.close_survey(by=lead, survey=survey)
    open_survey(by=lead, survey=survey)
    closed = services.close_survey(by=lead, survey=survey)
    assert services.close_survey(by=lead, survey=survey).closed_at == closed.closed_at
    with pytest.raises(ValidationError, match="stays so"):
        services.set_last_day(by=lead, survey=survey, closes=survey.closes + DAY)
    with pytest.raises(ValidationError, match="what was answered stands"):
        services.call_off_survey(by=lead, survey=survey)
    with pytest.raises(ValidationError, match="takes no more answers"):
        answer(survey)


def test_a_survey_that_is_called_off_tells_nothing(survey, lead):
    open_survey(by=lead, survey=survey)
    answer(survey, 12)
    services.call_off_survey(by=lead, survey=survey)
    assert services.call_off_survey(by=lead, survey=survey).called_off_at
    assert results(lead, survey) is None
    with pytest.raises(ValidationError, match="called off"):
        open_survey(by=lead, survey=survey)


def test_an_answer_is_kept_without_a_person_a_moment_or_a_tie_to_the_next(survey, lead):
    open_survey(by=lead, survey=survey)
    answer(survey, words="More comics")
    assert SurveySheet.objects.filter(survey=survey).count() == 1
    assert SurveyAnswer.objects.filter(question__survey=survey).count() == survey.questions.count()
    for model in (SurveySheet, SurveyAnswer):
        kinds = {type(field).__name__ for field in model._meta.fields}
        assert not kinds & {"DateTimeField", "DateField", "GenericIPAddressField", "BigAutoField"}
        assert not any(field.name == "events" for field in model._meta.related_objects)
    assert {f.related_model.__name__ for f in SurveyAnswer._meta.fields if f.related_model} == {"SurveyQuestion"}


def test_a_form_that_is_sent_twice_is_one_sheet(survey, lead):
    open_survey(by=lead, survey=survey)
    key, first = uuid.uuid4(), survey.questions.first()
    assert take_sheet(survey=survey, key=key, answers={first.pk: 4})
    assert not take_sheet(survey=survey, key=key, answers={first.pk: 1})
    assert list(first.answers.values_list("choice", flat=True)) == [4]
    assert not SurveySheet.objects.filter(pk=key).exists(), "the form's key finds no sheet in the table"


@pytest.mark.parametrize("answers", [{}, {0: 3}, "blank"])
def test_a_blank_sheet_is_refused(answers, survey, lead):
    open_survey(by=lead, survey=survey)
    free = survey.questions.get(form=QuestionForm.WORDS)
    with pytest.raises(ValidationError, match="Answer at least one question"):
        take_sheet(survey=survey, key=uuid.uuid4(), answers={free.pk: "  "} if answers == "blank" else answers)
    assert not survey.sheets.exists()


@pytest.mark.parametrize("choice", [5, -1, "4; drop"])
def test_an_answer_that_was_not_offered_is_refused(choice, survey, lead):
    open_survey(by=lead, survey=survey)
    with pytest.raises(ValidationError, match="one of the four"):
        take_sheet(survey=survey, key=uuid.uuid4(), answers={survey.questions.first().pk: choice})


def test_a_survey_is_full_one_day(survey, lead, monkeypatch):
    open_survey(by=lead, survey=survey)
    monkeypatch.setattr(voice, "SHEETS_AT_MOST", 2)
    answer(survey, 2)
    with pytest.raises(ValidationError, match="all the answers that it can take"):
        answer(survey)


def test_nobody_answers_before_the_first_day(survey, lead):
    today = timezone.localdate()
    services.change_survey(by=lead, survey=survey, title="T", opens=today + DAY, closes=today + 2 * DAY)
    open_survey(by=lead, survey=survey)
    with pytest.raises(ValidationError, match="takes no more"):
        answer(survey)


def test_nothing_below_ten_and_nothing_between_steps(survey, lead):
    """Somebody looks after each answer and subtracts: no two looks differ by fewer than five answers."""
    open_survey(by=lead, survey=survey)
    looks = []
    for number in range(1, 24):
        answer(survey, choice=1 + number % 4, words="More time")
        told = results(lead, survey)
        counts = {q.pk: tuple(choice.n for choice in q.choices) or len(q.words) for q in told.questions if q.n}
        looks.append((number, counts))
    for number, counts in looks:
        assert bool(counts) == (number >= 15)
    survey.refresh_from_db()
    services.close_survey(by=lead, survey=survey)
    told = results(lead, survey)
    looks.append((24, {q.pk: tuple(choice.n for choice in q.choices) or len(q.words) for q in told.questions}))
    seen = [counts for _, counts in looks]
    for before, after in itertools.pairwise(seen):
        for pk, now in after.items():
            was = before.get(pk, 0)
            more = total(now) - total(was)
            assert more == 0 or more >= 5
    assert all(q.n == 23 for q in told.questions)


def test_ten_are_enough_once_it_is_closed(survey, lead):
    open_survey(by=lead, survey=survey)
    answer(survey, 9)
    assert not results(lead, survey).shown
    answer(survey, 1)
    assert not results(lead, survey).shown, "the newest five are kept back while it is open"
    services.close_survey(by=lead, survey=survey)
    survey.refresh_from_db()
    told = results(lead, survey)
    assert told.shown
    assert {q.n for q in told.counted} == {10}


def test_nine_stay_hidden_when_it_closes(survey, lead):
    open_survey(by=lead, survey=survey)
    answer(survey, 9, words="More books")
    services.close_survey(by=lead, survey=survey)
    told = results(lead, survey)
    assert not told.shown
    assert not any(q.words or q.choices for q in told.questions)


def test_a_question_that_few_answered_shows_nothing_among_others_that_do(survey, lead):
    open_survey(by=lead, survey=survey)
    first, second, *_ = survey.questions.all()
    for number in range(14):
        said = {first.pk: 3} | ({second.pk: 1} if number < 9 else {})
        take_sheet(survey=survey, key=uuid.uuid4(), answers=said)
    services.close_survey(by=lead, survey=survey)
    told = {q.pk: q for q in results(lead, survey).questions}
    assert told[first.pk].n == 14
    assert told[second.pk].n == 0
    assert told[second.pk].hidden.startswith("Fewer than ten answered this question")


def test_names_are_struck_from_own_words(cast, survey, lead):
    open_survey(by=lead, survey=survey)
    with every_row():
        pupil = make.PupilFactory(trust=cast.trust, forename="Demelza", surname="Chenoweth")
        make.EnrolmentFactory(academy=cast.own, pupil=pupil, academic_year=survey.opens.year - 1)
    answer(survey, 9, words="More books")
    answer(survey, 1, words=f"Ask {cast.teacher.full_name}, Demelza and Mrs Polglaze.")
    services.close_survey(by=lead, survey=survey)
    words = next(q.words for q in results(lead, survey).questions if q.free)
    assert "Ask [name], [name] and [name]." in words


def test_who_reads_what(cast, review, survey, lead):
    """The team at once; the academy's leaders once it is shared; governors once it is published, and counts alone."""
    open_survey(by=lead, survey=survey)
    answer(survey, 12, words="More books")
    services.close_survey(by=lead, survey=survey)
    assert results(lead, survey).shown
    assert results(cast.trust_leader, survey).shown
    assert survey in Survey.objects.visible_to(cast.headteacher), "the head hands out the link"
    assert survey not in Survey.objects.told_to(cast.headteacher)
    assert not SurveyAnswer.objects.visible_to(cast.headteacher).exists()
    assert survey not in Survey.objects.visible_to(cast.governor)
    type(review).objects.filter(pk=review.pk).update(
        state="shared", moderated="agreed", reply_by=timezone.localdate() + DAY
    )
    assert any(q.words for q in results(cast.headteacher, survey).questions)
    assert survey not in Survey.objects.visible_to(cast.governor)
    publish(review)
    told = results(cast.governor, survey)
    assert told.shown
    assert not any(q.free for q in told.questions)
    assert [r.survey for r in closed_counts(cast.governor, review)] == [survey]
    for name in ("teacher", "sibling_head", "foreign_leader", "nobody", "outsider"):
        assert not Survey.objects.visible_to(getattr(cast, name)).filter(pk=survey.pk).exists()
        assert not SurveyAnswer.objects.visible_to(getattr(cast, name)).filter(question__survey=survey).exists()


def test_a_draft_is_for_those_who_make_it(cast, survey):
    for name in ("headteacher", "governor", "senior_leader"):
        assert survey not in Survey.objects.visible_to(getattr(cast, name))
    assert survey in Survey.objects.visible_to(cast.trust_leader)


def test_sharing_the_review_ends_the_asking(review, survey, lead):
    open_survey(by=lead, survey=survey)
    answer(survey, 3)
    type(review).objects.filter(pk=review.pk).update(
        state="shared", moderated="agreed", reply_by=timezone.localdate() + DAY
    )
    with pytest.raises(ValidationError, match="takes no more"):
        answer(survey)
