"""Replies and reflections below the feedback."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from academies.guards import SignedInRequest
from celt.ui.errors import put_errors
from coaching.forms.visit import WordForm
from coaching.guards import own_rows
from coaching.models import Visit, Word
from coaching.selectors.cycle import CyclePlace
from coaching.selectors.visit import told, told_of, words_of
from coaching.services.words import say_word, strike_word
from coaching.views.visit_place import refused, visit_frame, visit_or_404


@require_POST
@own_rows
def word_add(request: SignedInRequest, pk: int) -> HttpResponse:
    visit, place = visit_or_404(request, pk)
    form = WordForm(request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            say_word(by=request.user, visit=visit, says=sent["says"], kind=sent["kind"], client_key=sent["client_key"])
        except ValidationError as error:
            if not place.runs or not visit.fed_back_at:
                return _not_said(request, visit, place, form, error)
            put_errors(form, error)
        else:
            form = WordForm(initial={"client_key": uuid.uuid4()})
            if not request.htmx:  # type: ignore[attr-defined]
                return redirect(_at(visit))
    if not request.htmx and not visit.fed_back_at:  # type: ignore[attr-defined]
        return refused(request, visit, place, "Replies follow the feedback, and it has not been given yet.")
    return _words(request, visit, place, form)


@require_POST
@own_rows
def word_strike(request: SignedInRequest, pk: int) -> HttpResponse:
    word = Word.objects.visible_to(request.user).filter(pk=pk).first()
    if word is None:
        raise Http404
    visit, place = visit_or_404(request, word.visit_id)
    if word.by_id != request.user.pk:
        raise PermissionDenied("Somebody else said this. Each strikes out their own.")
    form = WordForm(initial={"client_key": uuid.uuid4()})
    try:
        strike_word(by=request.user, word=word, struck=request.POST.get("back") != "1")
    except ValidationError as error:
        return refused(request, visit, place, error.messages[0])
    return _words(request, visit, place, form) if request.htmx else redirect(_at(visit))  # type: ignore[attr-defined]


def _not_said(
    request: SignedInRequest, visit: Visit, place: CyclePlace, form: WordForm, error: ValidationError
) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        put_errors(form, error)
        return _words(request, visit, place, form)
    return refused(request, visit, place, error.messages[0], ("Your reply", form.cleaned_data["says"]))


def _words(request: SignedInRequest, visit: Visit, place: CyclePlace, form: WordForm) -> HttpResponse:
    context = {**visit_frame(request, visit, place, "Replies"), "words": words_of(request.user, visit), "form": form}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "coaching/_words.html", context)
    context |= {"told": told(request.user, visit), "given": True, "answer": told_of(visit, place)}
    return render(request, "coaching/visit_show.html", context)


def _at(visit: Visit) -> str:
    return f"{reverse('coaching:visit_show', args=[visit.pk])}#words"
