"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from celt.ui.nav import navigation

THEMES = ("light", "dark", "auto")
THEME_COOKIE = "theme"


def shell(request: HttpRequest) -> dict[str, Any]:
    """`nav` (groups), `theme` ('light', 'dark' or 'auto') and `demo`. Lazy: a fragment pays nothing for them."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "theme": theme if theme in THEMES else "auto",
        "demo": settings.DEMO,
    }
