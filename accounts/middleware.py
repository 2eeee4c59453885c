"""Sign-in is required everywhere; a view opts out with `login_not_required`. What was read stays with its reader."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import middleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url

from accounts.adapter import KeyLostError
from accounts.selectors.sign_ins import SEEN
from accounts.sessions import BEGAN

View = Callable[..., HttpResponseBase]
log = logging.getLogger(__name__)


class SignInRequired(middleware.LoginRequiredMiddleware):
    """As Django's, but a fragment asked for by htmx never answers with the sign-in page in its place."""

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponseBase:  # type: ignore[override]
        htmx = getattr(request, "htmx", None)
        if not htmx:
            return super().handle_no_permission(request, view_func)
        response = HttpResponse("Your session has ended. Sign in again, then repeat this step.", status=401)
        if request.method in ("GET", "HEAD"):
            page = htmx.current_url_abs_path or resolve_url(settings.LOGIN_REDIRECT_URL)
            response["HX-Redirect"] = redirect_to_login(page, resolve_url(settings.LOGIN_URL)).url
        return response


class PrivatePages:
    """What somebody signed in reads is kept by no shared cache, and asked for anew by their own browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response


SEEN_EVERY = 600  # seconds: often enough to tell a session in use from a forgotten one


class SeenSessions:
    """A session says when it was used last, so that its owner tells a forgotten one from one in use. Saying so renews
    it, up to its last day (accounts/sessions.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        now = int(time.time())
        if request.user.is_authenticated and now - request.session.get(SEEN, 0) > SEEN_EVERY:
            # One that was opened before sessions ended counts from here.
            request.session.setdefault(BEGAN, now)
            request.session[SEEN] = now
        return self.get_response(request)


class LostKeys:
    """Whose recovery codes no key opens any more is told how to have new ones, and the log tells whoever runs the
    server. Where a code is given, accounts.forms says so beside it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, KeyLostError):
            return None
        log.error("Recovery codes are sealed under a key that SECRET_KEY_FALLBACKS does not name.")
        return render(request, "mfa/lost_key.html", status=409)
