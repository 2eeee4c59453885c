"""What somebody answers who is not known: taken without a name, an address or a moment."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.crypto import salted_hmac

from reviews.models import Survey, SurveyAnswer, SurveySheet
from reviews.models.survey import WORDS_AT_MOST, QuestionForm
from reviews.rules.survey import SHEETS_AT_MOST, shown_from
from reviews.services.asking import state_of

BLANK = "Nothing is answered yet. Answer at least one question, or close this page."
SHUT = "This survey takes no more answers. What you chose was not sent to anybody."
FULL = "This survey has all the answers that it can take. What you chose was not sent to anybody."


@transaction.atomic
def take_sheet(*, survey: Survey, key: uuid.UUID, answers: Mapping[int, int | str]) -> bool:
    """Keeps the answers by question; False where this form was sent before, which changes nothing. There is no `by`:
    nobody knows who answers. Raises ValidationError with a sentence for whoever sent it.
    """
    # One sheet after the other: the count, and each answer's place in it, must hold.
    held = Survey.objects.select_for_update(of=("self",), no_key=True).select_related("review")
    locked = held.get(pk=survey.pk)
    if state_of(locked) != "open":
        raise ValidationError(SHUT)
    new = [
        SurveyAnswer(question=question, **_said(question.form, answers[question.pk]))
        for question in locked.questions.all()
        if str(answers.get(question.pk, "")).strip()
    ]
    if not new:
        raise ValidationError(BLANK)
    sheet = _sheet_of(locked, key)
    if SurveySheet.objects.filter(pk=sheet).exists():
        return False
    if locked.sheets.count() >= SHEETS_AT_MOST:
        raise ValidationError(FULL)
    SurveySheet.objects.create(pk=sheet, survey=locked)
    before = Counter(
        dict(
            SurveyAnswer.objects.filter(question__survey=locked)
            .values_list("question")
            .annotate(n=Count("pk"))
            .order_by()
        )
    )
    for answer in new:
        answer.shown_from = shown_from(before[answer.question_id] + 1)
    SurveyAnswer.objects.bulk_create(new)
    return True


def _said(form: str, said: int | str) -> dict[str, int | str]:
    if form == QuestionForm.WORDS:
        return {"words": str(said).strip()[:WORDS_AT_MOST]}
    if not isinstance(said, int) or not 1 <= said <= 4:
        raise ValidationError("Choose one of the four answers.")
    return {"choice": said}


def _sheet_of(survey: Survey, key: uuid.UUID) -> uuid.UUID:
    """The sheet's key. Keyed by the secret of this installation: from a form that stands open on a tablet, nobody who
    has the table alone finds its sheet."""
    digest = salted_hmac("reviews.voice", f"{survey.pk}:{key}", algorithm="sha256").digest()
    return uuid.UUID(bytes=digest[:16], version=4)
