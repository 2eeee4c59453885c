"""The search box of the frame. The app that searches says where to, for whoever may.

def address(request): return reverse("academies:search") or ""     # "" where this person may not
register(address)                                               # in the app's AppConfig.ready()
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

Address = Callable[[HttpRequest], str]
_addresses: list[Address] = []


def register(address: Address) -> None:
    if address not in _addresses:
        _addresses.append(address)


def search_address(request: HttpRequest) -> str:
    """Where this person's searches go; empty where there is nothing that they may search."""
    return next(filter(None, (address(request) for address in _addresses)), "")
