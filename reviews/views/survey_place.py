"""Where a page about one survey stands: the survey or 404, what the person may do there, and its frame."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from academies.access import Permission, Person
from academies.guards import SignedInRequest
from academies.ways import may_at
from celt.ui.parts import Link
from reviews.models import Survey, SurveyQuestion
from reviews.rules.review import Party
from reviews.selectors.parties import parties_of
from reviews.selectors.survey import counted_surveys
from reviews.services.survey import REFUSED
from reviews.views.found_place import review_frame

WRITERS: frozenset[Party] = frozenset({"runs", "leads"})
TEAM: frozenset[Party] = frozenset({"runs", "leads", "observes", "moderates"})
HANDED_OUT = "The link is given out by the review’s team and the academy’s leaders."


def survey_or_404(request: SignedInRequest, pk: int) -> tuple[Survey, frozenset[Party]]:
    """With the person's parts in its review. For the rest of the request they act in its academy's trust."""
    survey: Survey = get_object_or_404(counted_surveys(request.user), pk=pk)
    request.person = Person(request.person.memberships, survey.review.academy.trust)
    return survey, parties_of(request.user, survey.review, request.person)


def survey_for(request: SignedInRequest, pk: int) -> Survey:
    """403 for who does not make it."""
    survey, parties = survey_or_404(request, pk)
    if not parties & WRITERS:
        raise PermissionDenied(REFUSED)
    return survey


def may_hand_out(request: SignedInRequest, survey: Survey, parties: frozenset[Party]) -> bool:
    return bool(parties & TEAM) or may_at(survey.review.academy, request.person, Permission.VIEW_REVIEWS)


def survey_to_hand_out(request: SignedInRequest, pk: int) -> Survey:
    survey, parties = survey_or_404(request, pk)
    if not may_hand_out(request, survey, parties):
        raise PermissionDenied(HANDED_OUT)
    return survey


def question_for(request: SignedInRequest, pk: int) -> tuple[SurveyQuestion, Survey]:
    """403 for who does not make the survey."""
    question = get_object_or_404(SurveyQuestion.objects.visible_to(request.user), pk=pk)
    survey = survey_for(request, question.survey_id)
    question.survey = survey
    return question, survey


def survey_address(survey: Survey, part: str = "") -> str:
    return reverse("reviews:survey_show", args=[survey.pk]) + (f"#{part}" if part else "")


def survey_frame(request: SignedInRequest, survey: Survey, *way: Link) -> dict[str, Any]:
    """The academy's tabs and the way here by the review; the last of `way` has no address."""
    here = Link(survey.title, survey_address(survey) if way else "")
    return {"survey": survey, **review_frame(request, survey.review, here, *way)}
