"""The signs of a theory of action, changed in place on its page."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from academies.guards import SignedInRequest
from celt.ui.errors import put_errors
from toolkit.forms.theory import SignalForm
from toolkit.models import Signal, Theory
from toolkit.models.theory import SignalOf
from toolkit.services.signal import add_signal, change_signal, move_signal, put_away_signal
from toolkit.views.theory import editable_or_403, shown


@require_POST
def signal_add(request: SignedInRequest, pk: int) -> HttpResponse:
    theory = editable_or_403(request, pk)
    of = SignalOf.PUPILS if request.POST.get("of") == SignalOf.PUPILS else SignalOf.PRACTICE
    form = SignalForm(request.POST, of=of)
    if form.is_valid():
        try:
            add_signal(by=request.user, theory=theory, of=of, says=form.cleaned_data["says"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The sign is added.")
            return _back(theory)
    return shown(request, theory, form)


@require_POST
def signal_change(request: SignedInRequest, pk: int) -> HttpResponse:
    theory, signal = _signal(request, pk)
    form = SignalForm(request.POST, of=signal.of, signal=signal)
    if form.is_valid():
        try:
            change_signal(by=request.user, signal=signal, says=form.cleaned_data["says"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The sign is saved.")
            return _back(theory)
    return shown(request, theory, form)


@require_POST
def signal_move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Up, or down where `down` is sent."""
    theory, signal = _signal(request, pk)
    try:
        move_signal(by=request.user, signal=signal, up="down" not in request.POST)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return _back(theory)


@require_POST
def signal_away(request: SignedInRequest, pk: int) -> HttpResponse:
    """Puts it away, or brings it back where `back` is sent."""
    theory, signal = _signal(request, pk)
    away = "back" not in request.POST
    try:
        put_away_signal(by=request.user, signal=signal, away=away)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "The sign is put away." if away else "The sign is back.")
    return _back(theory)


def _signal(request: SignedInRequest, pk: int) -> tuple[Theory, Signal]:
    signal = get_object_or_404(Signal.objects.visible_to(request.user), pk=pk)
    theory = editable_or_403(request, signal.theory_id)
    signal.theory = theory
    return theory, signal


def _back(theory: Theory) -> HttpResponse:
    return redirect(f"{reverse('toolkit:theory_show', args=[theory.pk])}#signs")
