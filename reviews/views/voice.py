"""The page on which pupils and parents answer. Nobody signs in, no cookie is set, nothing is kept of who asks.

Without a cookie there is no token against forged forms: what the browser says of where a form comes from stands for it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from redis.exceptions import RedisError

from celt.ui.errors import put_errors
from reviews.forms.survey import SheetForm
from reviews.models import Survey
from reviews.models.survey import Who
from reviews.selectors.voice import survey_at
from reviews.services.asking import state_of
from reviews.services.voice import SHUT, take_sheet

# A whole school behind one address, in one assembly.
SHEETS_IN_A_WHILE, A_WHILE = 400, 10 * 60
OFTEN = "Many answers came from here in a short time. Wait a minute and send yours again: it still stands below."
ELSEWHERE = "This form came from another site. Open the link of the survey itself."


# No cookie is set on whoever answers, so there is no token: `_from_here` asks where the form came from.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def voice(request: HttpRequest, token: str) -> HttpResponse:
    survey = survey_at(token)
    if survey is None:
        return _unknown(request)
    state = state_of(survey)
    if state != "open":
        sent = SHUT if request.method == "POST" else ""
        return _page(request, survey, "voice_shut", {"state": state, "sent": sent}, status=409 if sent else 200)
    questions = list(survey.questions.all())
    form = SheetForm(request.POST if request.method == "POST" else None, questions=questions)
    status = 200
    if request.method == "POST":
        if not _from_here(request):
            return _page(request, survey, "voice_shut", {"state": state, "sent": ELSEWHERE}, status=403)
        if too_many(request, survey):
            form.is_valid()
            form.add_error(None, OFTEN)
            status = 429
        elif form.is_valid():
            try:
                take_sheet(survey=survey, key=form.cleaned_data["key"], answers=form.answers)
            except ValidationError as error:
                put_errors(form, error)
            else:
                return redirect("reviews:voice_thanks", survey.token)
    return _page(request, survey, "voice", {"form": form}, status=status)


@login_not_required
@require_safe
def voice_thanks(request: HttpRequest, token: str) -> HttpResponse:
    survey = survey_at(token)
    if survey is None:
        return _unknown(request)
    return _page(request, survey, "voice_thanks", {"open": state_of(survey) == "open"})


def too_many(request: HttpRequest, survey: Survey) -> bool:
    """Counts the sheets from one address for a while. The address is not kept: only a keyed hash of it, for minutes."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:  # a server behind a socket that no proxy tells of: then all count as one
        address = ""
    key = "voice:" + salted_hmac("reviews.voice.often", f"{survey.pk}:{address}", algorithm="sha256").hexdigest()[:32]
    try:
        cache.add(key, 0, A_WHILE)
        return bool(cache.incr(key) > SHEETS_IN_A_WHILE)
    except (RedisError, ValueError):
        # Without its counter the page goes on: an answer is worth more.
        return False


def _from_here(request: HttpRequest) -> bool:
    """Whether the form was sent by a page of this site, as far as the browser says so."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def _page(request: HttpRequest, survey: Survey, name: str, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    academy = survey.review.academy
    context = {"survey": survey, "academy": academy, "trust": academy.trust, "pupils": survey.who == Who.PUPILS, **more}
    return _kept_nowhere(render(request, f"reviews/{name}.html", context, status=status))


def _unknown(request: HttpRequest) -> HttpResponse:
    return _kept_nowhere(render(request, "reviews/voice_unknown.html", status=404))


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    """On a shared tablet the next person must not find what the one before chose; no search engine lists the page."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
