"""Where a record's history stands. The app that shows histories says so here, so that every page can lead there.

{% load ui %}{% history_of decision %}
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

Provider = Callable[[HttpRequest, Any], str]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def history_address(request: HttpRequest, record: Any) -> str:
    """The address of the record's history; empty where this person may not read it."""
    return next((address for provider in _providers if (address := provider(request, record))), "")
