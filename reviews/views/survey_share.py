"""Giving out a survey: its link, its QR code, and a poster for a door or a letter home."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from academies.guards import SignedInRequest
from celt.lib import pdf
from celt.lib.codes import code_for_page, code_for_paper
from celt.lib.days import british
from celt.ui.parts import Link
from reviews.models import Survey
from reviews.models.survey import Who
from reviews.services.asking import state_of
from reviews.views.survey_place import survey_address, survey_frame, survey_to_hand_out


@require_safe
def survey_share(request: SignedInRequest, pk: int) -> HttpResponse:
    survey = survey_to_hand_out(request, pk)
    state = state_of(survey)
    if state not in ("open", "waiting"):
        return redirect(survey_address(survey))
    url = public_url(request, survey)
    context = {
        **survey_frame(request, survey, Link("Give it out")),
        "url": url,
        "typed": url.partition("://")[2],
        # Squares of our own drawing: no text of the address stands in it.
        "code": mark_safe(code_for_page(url)),
        "state": state,
        "pupils": survey.who == Who.PUPILS,
        "actions": [
            Link("Poster as PDF", reverse("reviews:survey_poster", args=[pk]), primary=True),
            Link("Back to the survey", survey_address(survey)),
        ],
    }
    return render(request, "reviews/survey_share.html", context)


@require_safe
def survey_poster(request: SignedInRequest, pk: int) -> HttpResponse:
    """One A4 page, tagged: for a door, a newsletter, a letter home."""
    survey = survey_to_hand_out(request, pk)
    if state_of(survey) not in ("open", "waiting"):
        return redirect(survey_address(survey))
    url = public_url(request, survey)
    academy = survey.review.academy
    data = {
        "academy": academy.name,
        "trust": academy.trust.name,
        "title": survey.title,
        "opening": survey.opening,
        "pupils": survey.who == Who.PUPILS,
        "link": url.partition("://")[2].rstrip("/"),
        "closes": british(survey.closes),
    }
    made = pdf.pdf(
        "poster", data, on=survey.opened_at or survey.made_at, drawings={"code": code_for_paper(url), "url": url}
    )
    response = HttpResponse(made, content_type="application/pdf")
    name = slugify(f"{academy.slug}-{survey.title}-poster")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def public_url(request: HttpRequest, survey: Survey) -> str:
    return request.build_absolute_uri(reverse("reviews:voice", args=[survey.token]))
