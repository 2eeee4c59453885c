"""The theme's switch, and the style page of demo mode."""

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from celt.lib.charts.picture import CONTENT_TYPES, Form, picture
from celt.lib.charts.theme import Theme
from celt.ui.context import THEME_COOKIE, THEMES
from celt.ui.sample import charts, style_context

ONE_YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def theme_set(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen theme in a cookie, so that the server writes it into the next page and nothing flashes."""
    theme = request.POST.get("theme", "")
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response: HttpResponse = redirect(target)
    if theme in THEMES:
        response.set_cookie(THEME_COOKIE, theme, max_age=ONE_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response


@login_not_required
@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every component in every state. Outside demo mode the page does not exist."""
    if not settings.DEMO:
        raise Http404("The style page belongs to demo mode.")
    theme = request.GET.get("theme", "")
    if "picture" in request.GET:
        chart = charts().get(request.GET.get("chart", ""))
        if chart is None or request.GET["picture"] not in CONTENT_TYPES:
            raise Http404("There is no such picture.")
        form: Form = "png" if request.GET["picture"] == "png" else "svg"
        drawn = picture(chart, form=form, theme=cast(Theme, theme) if theme == "dark" else "light")
        return HttpResponse(drawn, content_type=CONTENT_TYPES[form])
    context = style_context(request.path)
    return render(request, "style.html", {**context, "theme": theme} if theme in THEMES else context)
