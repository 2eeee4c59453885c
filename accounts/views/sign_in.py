"""Signing in and out, and passwords: allauth's views, of which only those in accounts/urls.py are mounted."""

from typing import Any

from allauth.account import views as allauth
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.forms import RemovePasskeyForm
from accounts.models import User


class PasswordChangeView(allauth.PasswordChangeView):
    """For people who sign in by password; whoever has none is told why there is nothing to change."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        user = request.user
        if isinstance(user, User) and not user.has_usable_password():
            messages.info(request, "You sign in without a password here, so there is none to change.")
            return redirect("home")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_default_success_url(self) -> str:
        return reverse("home")


class PasskeyRemoveView(RemoveWebAuthnView):
    """allauth asks only for an app whether it is somebody's last second factor; here a passkey is asked for as well."""

    form_class = RemovePasskeyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        # What forbids it is said before anybody presses the button.
        return {"data": {}, **super().get_form_kwargs(), "authenticator": self.object}


@require_safe
def sign_up_closed(request: HttpRequest) -> HttpResponse:
    return render(request, "account/signup_closed.html")
