"""How a survey stands, as its rules ask it."""

from __future__ import annotations

import datetime

from django.utils import timezone

from academies.models.academy import Status
from reviews.models import Review, Survey
from reviews.models.survey import ASKING_ENDS_WITH
from reviews.rules.survey import Stamps, State, state_on


def stamps_of(survey: Survey) -> Stamps:
    """`survey` comes with its review."""
    return Stamps(
        survey.opens,
        survey.closes,
        opened=survey.opened_at is not None,
        closed=survey.closed_at is not None,
        called_off=survey.called_off_at is not None,
        review_over=survey.review.state in ASKING_ENDS_WITH,
    )


def state_of(survey: Survey, today: datetime.date | None = None) -> State:
    return state_on(today or timezone.localdate(), stamps_of(survey))


def why_nobody_is_asked(review: Review) -> str:
    """Why no survey begins beside this review; empty where one may. `review` comes with its academy."""
    if review.academy.status != Status.OPEN:
        return f"{review.academy} is not open, and nobody can be asked there."
    if review.state == "called_off":
        return "The review was called off, and asks nobody any more."
    if review.state in ASKING_ENDS_WITH:
        return "The head has the review already. What pupils and parents say belongs to the next one."
    return ""
