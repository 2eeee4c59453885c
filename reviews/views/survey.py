"""A survey for its lead: beginning one, its page, its words and days, opening, closing and calling it off."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.guards import SignedInRequest
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from reviews.forms.survey import OWN, LastDayForm, SetForm, SurveyForm, survey_as_typed
from reviews.selectors.survey import survey_page
from reviews.services.asking import why_nobody_is_asked
from reviews.services.survey import (
    REFUSED,
    call_off_survey,
    change_survey,
    close_survey,
    make_survey,
    open_survey,
    set_last_day,
)
from reviews.strategy.voice import SETS, sets_for
from reviews.tables.survey import VoiceFile, counted_rows
from reviews.views.found_place import review_address, review_frame
from reviews.views.review_place import review_for
from reviews.views.survey_place import (
    WRITERS,
    may_hand_out,
    survey_address,
    survey_for,
    survey_frame,
    survey_or_404,
)

WRITES = ["GET", "HEAD", "POST"]
FOR_DAYS = 14
DONE = {
    "open": (open_survey, "The survey is open. Give out its link or the poster."),
    "close": (close_survey, "The survey is closed, and its results stand."),
    "call-off": (call_off_survey, "The survey is called off. Its answers are not shown."),
}


@require_http_methods(WRITES)
def survey_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begins with a question set, which can be changed before the survey opens."""
    review = review_for(request, pk, sentence=REFUSED)
    if shut := why_nobody_is_asked(review):
        messages.error(request, shut)
        return redirect(review_address(review, "voice"))
    sets = sets_for(review.framework.family, review.academy.phase)
    form = SetForm(request.POST or None, sets=sets)
    if request.method == "POST" and form.is_valid():
        today = timezone.localdate()
        try:
            survey = make_survey(
                by=request.user, review=review, opens=today, closes=today + datetime.timedelta(days=FOR_DAYS),
                **_begun_with(form.cleaned_data["begin"]),
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "This is your draft. Look through it, then open it.")
            return redirect("reviews:survey_show", survey.pk)
    own = [each for each in sets if review.framework.family in each.families]
    context = {
        **review_frame(request, review, Link("Ask pupils or parents")),
        "form": form,
        "own": own,
        "others": [each for each in sets if each not in own],
        "back": review_address(review, "voice"),
    }
    return render(request, "reviews/survey_new.html", context)


@require_safe
def survey_show(request: SignedInRequest, pk: int) -> HttpResponse:
    survey, parties = survey_or_404(request, pk)
    hands_out = may_hand_out(request, survey, parties)
    page = survey_page(request.user, survey, edits=bool(parties & WRITERS), hands_out=hands_out)
    context: dict[str, Any] = {
        **survey_frame(request, survey),
        "page": page,
        "day_form": LastDayForm(now={"closes": survey.closes}) if page.edits and page.takes else None,
        "gathers": bool(parties & {"leads", "observes"}) and survey.review.state == "gathering",
    }
    return render(request, "reviews/survey_show.html", context)


@require_http_methods(WRITES)
def survey_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The words and days of a draft; of an open survey its last day."""
    survey = survey_for(request, pk)
    opened = survey.opened_at is not None
    form: SurveyForm | LastDayForm
    if opened:
        form = LastDayForm(request.POST or None, now={"closes": survey.closes})
    else:
        form = SurveyForm(request.POST or None, who=survey.who, now=survey_as_typed(survey))
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        try:
            (set_last_day if opened else change_survey)(by=request.user, survey=survey, **said)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The last day is moved." if opened else "The draft is changed.")
            return redirect(survey_address(survey))
    answer = "Move the last day" if opened else "Title, opening words and days"
    context = {
        **survey_frame(request, survey, Link(answer)),
        "form": form,
        "answer": answer,
        "submit": "Move it" if opened else "Save them",
        "keep": f"survey-{pk}",
        "back": survey_address(survey),
        "beside": [],
    }
    return render(request, "reviews/review_form.html", context)


@require_POST
def survey_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """open, close or call-off."""
    survey = survey_for(request, pk)
    if step not in DONE:
        raise Http404
    service, said = DONE[step]
    try:
        service(by=request.user, survey=survey)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(survey_address(survey))
    messages.success(request, said)
    if step == "open":
        return redirect("reviews:survey_share", pk)
    return redirect(survey_address(survey) if step == "close" else review_address(survey.review, "voice"))


@require_safe
def survey_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is counted, as far as it is shown on the page: never a free answer, never below the thresholds."""
    survey, _ = survey_or_404(request, pk)
    page = survey_page(request.user, survey, words=False)
    rows = counted_rows(page.results) if page.results is not None else []
    name = slugify(f"{survey.review.academy.slug}-{survey.title}-{survey.opens:%Y-%m-%d}")
    return csv_response(configured(request, VoiceFile(rows)), f"{name}.csv")


def _begun_with(begin: str) -> dict[str, Any]:
    if begin in OWN:
        return {"who": OWN[begin], "title": "What we would like to know"}
    chosen = SETS[begin]
    return {
        "who": chosen.who, "title": chosen.title, "opening": chosen.opening, "young": chosen.young,
        "questions": chosen.questions,
    }  # fmt: skip
