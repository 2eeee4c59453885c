"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from celt.ui.nav import navigation, tabs
from celt.ui.search import search_address

THEMES = ("light", "dark", "auto")
THEME_COOKIE = "theme"


def shell(request: HttpRequest) -> dict[str, Any]:
    """`nav` (groups), `nav_tabs` (pages beside this one), `search` (its address, or ""), `theme` ('light', 'dark' or
    'auto') and `demo`. Lazy: a fragment pays nothing for them."""
    nav = SimpleLazyObject(lambda: navigation(request))
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "nav": nav,
        "nav_tabs": SimpleLazyObject(lambda: tabs(nav)),
        "search": SimpleLazyObject(lambda: search_address(request)),
        "theme": theme if theme in THEMES else "auto",
        "demo": settings.DEMO,
    }
