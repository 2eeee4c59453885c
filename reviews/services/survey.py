"""Surveys beside a review: made from a question set, changed as drafts, opened, closed or called off."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from celt.lib.days import british
from reviews.models import Review, Survey, SurveyQuestion
from reviews.models.survey import QuestionForm, Who
from reviews.rules.survey import FREE_AT_MOST, QUESTIONS_AT_MOST, SCALES, faults
from reviews.services.asking import state_of, why_nobody_is_asked
from reviews.services.naming import refuse_names
from reviews.strategy.voice import SetQuestion

REFUSED = "Pupils and parents are asked by the review’s lead and the trust’s leaders."
STANDS = "The survey was opened, and its questions stand: everybody answers the same ones."
OVER = "The survey is closed, and stays so: one more answer could be read from the difference."
CALLED_OFF = "The survey was called off. Make a new one if you still want to ask."
WEEKS_AT_MOST = 8


@transaction.atomic
def make_survey(
    *,
    by: User,
    review: Review,
    who: str,
    title: str,
    opens: datetime.date,
    closes: datetime.date,
    opening: str = "",
    young: bool = False,
    questions: Sequence[SetQuestion] = (),
) -> Survey:
    """A draft. Raises PermissionDenied, or ValidationError with what to mend."""
    held = Review.objects.editable_by(by).select_for_update(of=("self",), no_key=True).select_related("academy")
    locked = held.filter(pk=review.pk).first()
    if locked is None:
        raise PermissionDenied(REFUSED)
    if reason := why_nobody_is_asked(locked):
        raise ValidationError(reason)
    survey = Survey(review=locked, who=who, made_by=by)
    _set(survey, title, opening, opens, closes, young=young)
    survey.save()
    SurveyQuestion.objects.bulk_create(
        SurveyQuestion(
            survey=survey, order=order, says=asked.says, scale=list(SCALES[asked.scale]) if asked.scale else [],
            form=QuestionForm.SCALE if asked.scale else QuestionForm.WORDS,
        )
        for order, asked in enumerate(questions, start=1)
    )  # fmt: skip
    return survey


@transaction.atomic
def change_survey(
    *,
    by: User,
    survey: Survey,
    title: str,
    opens: datetime.date,
    closes: datetime.date,
    opening: str = "",
    young: bool = False,
) -> Survey:
    """A draft's. Raises PermissionDenied or ValidationError."""
    locked = hold_draft(by, survey)
    _set(locked, title, opening, opens, closes, young=young)
    locked.save()
    return locked


@transaction.atomic
def set_last_day(*, by: User, survey: Survey, closes: datetime.date) -> Survey:
    """Of one that was opened: later or earlier, never in the past. Raises PermissionDenied or ValidationError."""
    locked = _hold(by, survey)
    if state_of(locked) not in ("open", "waiting"):
        raise ValidationError(CALLED_OFF if locked.called_off_at else OVER if locked.opened_at else "It is a draft.")
    _refuse_days(locked.opens, closes)
    locked.closes = closes
    locked.full_clean()
    locked.save(update_fields=["closes"])
    return locked


@transaction.atomic
def open_survey(*, by: User, survey: Survey) -> Survey:
    """From now on its questions stand and its link can be given out. Twice is once."""
    locked = _hold(by, survey)
    if locked.called_off_at:
        raise ValidationError(CALLED_OFF)
    if locked.opened_at:
        return locked
    if reason := why_nobody_is_asked(locked.review):
        raise ValidationError(reason)
    asked = [(question.says, question.form == QuestionForm.WORDS) for question in locked.questions.all()]
    if wrong := faults(asked):
        raise ValidationError(wrong)
    today = timezone.localdate()
    locked.opens = max(locked.opens, today)
    _refuse_days(locked.opens, locked.closes)
    locked.opened_at = timezone.now()
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def close_survey(*, by: User, survey: Survey) -> Survey:
    """Before its last day, for good. Twice is once. Raises PermissionDenied or ValidationError."""
    locked = _hold(by, survey)
    if locked.called_off_at:
        raise ValidationError(CALLED_OFF)
    if not locked.opened_at:
        raise ValidationError("It was never opened. Call it off if you do not want it.")
    if locked.closed_at is None:
        locked.closed_at = timezone.now()
        locked.save(update_fields=["closed_at"])
    return locked


@transaction.atomic
def call_off_survey(*, by: User, survey: Survey) -> Survey:
    """Its answers, if it has any, are never shown. Twice is once. Raises PermissionDenied or ValidationError."""
    locked = _hold(by, survey)
    if locked.called_off_at is None:
        if state_of(locked) == "closed":
            raise ValidationError("It is closed, and what was answered stands.")
        locked.called_off_at = timezone.now()
        locked.save(update_fields=["called_off_at"])
    return locked


@transaction.atomic
def add_question(*, by: User, survey: Survey, says: str, scale: str = "") -> SurveyQuestion:
    """At the end. `scale`: a key of SCALES, empty for own words. Raises PermissionDenied or ValidationError."""
    locked = hold_draft(by, survey)
    if locked.questions.count() >= QUESTIONS_AT_MOST:
        raise ValidationError(f"A survey asks {QUESTIONS_AT_MOST} questions at most. Take one out first.")
    last = locked.questions.aggregate(last=Max("order"))["last"] or 0
    return _worded(SurveyQuestion(survey=locked, order=last + 1), says, scale)


@transaction.atomic
def change_question(*, by: User, question: SurveyQuestion, says: str, scale: str = "") -> SurveyQuestion:
    return _worded(_hold_question(by, question), says, scale)


@transaction.atomic
def move_question(*, by: User, question: SurveyQuestion, up: bool) -> None:
    """One place up or down; at either end it stays where it is."""
    held = _hold_question(by, question)
    rows = list(SurveyQuestion.objects.filter(survey=held.survey_id))
    here = next(place for place, row in enumerate(rows) if row.pk == held.pk)
    there = here + (-1 if up else 1)
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for place, row in enumerate(rows, start=1):
        row.order = place
    SurveyQuestion.objects.bulk_update(rows, ["order"])


@transaction.atomic
def remove_question(*, by: User, question: SurveyQuestion) -> None:
    """The history keeps it."""
    _hold_question(by, question).delete()


def hold_draft(by: User, survey: Survey) -> Survey:
    locked = _hold(by, survey)
    if locked.called_off_at:
        raise ValidationError(CALLED_OFF)
    if locked.opened_at:
        raise ValidationError(STANDS)
    return locked


def _hold(by: User, survey: Survey) -> Survey:
    """Locked, with its review and academy. Raises PermissionDenied."""
    held = Survey.objects.editable_by(by).select_for_update(of=("self",)).select_related("review__academy")
    locked: Survey | None = held.filter(pk=survey.pk).first()
    if locked is None:
        raise PermissionDenied(REFUSED)
    return locked


def _hold_question(by: User, question: SurveyQuestion) -> SurveyQuestion:
    locked = hold_draft(by, question.survey)
    found = SurveyQuestion.objects.filter(pk=question.pk, survey=locked).first()
    if found is None:
        raise ValidationError("Somebody else took this question out meanwhile.")
    found.survey = locked
    return found


def _set(survey: Survey, title: str, opening: str, opens: datetime.date, closes: datetime.date, *, young: bool) -> None:
    survey.title, survey.opening = title.strip(), opening.strip()
    survey.opens, survey.closes = opens, closes
    survey.young = young and survey.who == Who.PUPILS
    refuse_names(survey.review.academy, title=survey.title, opening=survey.opening)
    _refuse_days(opens, closes)
    survey.full_clean()


def _refuse_days(opens: datetime.date, closes: datetime.date) -> None:
    if closes < timezone.localdate():
        raise ValidationError({"closes": f"{british(closes)} is over. Choose a day to come, or today."})
    if closes < opens:
        raise ValidationError({"closes": "The last day comes before the first."})
    if closes - opens > datetime.timedelta(weeks=WEEKS_AT_MOST):
        raise ValidationError({"closes": "A survey stays open for eight weeks at most. Choose an earlier last day."})


def _worded(question: SurveyQuestion, says: str, scale: str) -> SurveyQuestion:
    if scale and scale not in SCALES:
        raise ValidationError({"scale": "Choose one of the answers offered."})
    question.says = " ".join(says.split())
    question.scale = list(SCALES[scale]) if scale else []
    question.form = QuestionForm.SCALE if scale else QuestionForm.WORDS
    free = SurveyQuestion.objects.filter(survey=question.survey_id, form=QuestionForm.WORDS).exclude(pk=question.pk)
    if not scale and free.count() >= FREE_AT_MOST:
        raise ValidationError({"scale": "Two questions are answered in own words already: more than two are not read."})
    refuse_names(question.survey.review.academy, says=question.says)
    question.full_clean()
    question.save()
    return question
