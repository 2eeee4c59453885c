"""One's own sign-in: password, second factor, and where one is signed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.confirm import asked_first, went_elsewhere
from accounts.models import SignIn, User
from accounts.selectors.own import own_page
from accounts.services.sign_ins import end_sign_in, end_sign_ins
from celt.lib.sentences import counted


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_safe
def sign_in_own(request: HttpRequest) -> HttpResponse:
    page = own_page(_user(request), request.session.session_key)
    return render(request, "account/own.html", {"page": page})


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(SignIn.objects.visible_to(_user(request)), pk=pk)
    return asked_first(request, "accounts.views.own.one_ended", pk=pk) or one_ended(request, {"pk": pk})


def one_ended(request: HttpRequest, which: dict[str, int]) -> HttpResponse:
    if elsewhere := went_elsewhere(request):
        return elsewhere
    sign_in = get_object_or_404(SignIn.objects.visible_to(_user(request)), pk=which["pk"])
    end_sign_in(by=_user(request), sign_in=sign_in)
    messages.success(request, f"Signed out on {sign_in.device}.")
    return redirect("account_own")


@require_POST
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    return asked_first(request, "accounts.views.own.others_ended") or others_ended(request, {})


def others_ended(request: HttpRequest, _: dict[str, int]) -> HttpResponse:
    if elsewhere := went_elsewhere(request):
        return elsewhere
    ended = end_sign_ins(user=_user(request), but=request.session.session_key)
    said = (
        f"Signed out in {counted(ended, 'other place', 'other places')}." if ended else "You were signed in here alone."
    )
    messages.success(request, said)
    return redirect("account_own")
