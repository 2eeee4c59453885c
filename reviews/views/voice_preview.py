"""A survey as those see it who answer, for those who give it out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academies.guards import SignedInRequest
from reviews.forms.survey import SheetForm
from reviews.models.survey import Who
from reviews.views.survey_place import survey_address, survey_to_hand_out


@require_safe
def survey_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    survey = survey_to_hand_out(request, pk)
    academy = survey.review.academy
    context = {
        "survey": survey,
        "academy": academy,
        "trust": academy.trust,
        "pupils": survey.who == Who.PUPILS,
        "form": SheetForm(questions=survey.questions.all()),
        "preview": survey_address(survey),
    }
    return render(request, "reviews/voice.html", context)
