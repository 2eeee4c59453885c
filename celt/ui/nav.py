"""The side navigation. Each app tells what it offers to a person; nothing is offered that the person may not open.

def items(request): return [NavItem("Trust", reverse("dashboards:trust"), "Dashboards", 10)]
register(items)          # in the app's AppConfig.ready()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest

GROUPS = ("", "Dashboards", "Improvement", "Practice", "Data", "Administration")


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry. `position` orders entries within their group; `count` is a short text such as '13' or '2 due'."""

    label: str
    url: str
    group: str = ""
    position: int = 50
    count: str = ""
    current: str = ""  # "page" on the page itself, "true" on a page below it
    about: str = ""  # what one finds there, for the home page


@dataclass(frozen=True, slots=True)
class NavGroup:
    label: str
    items: tuple[NavItem, ...]


Provider = Callable[[HttpRequest], Iterable[NavItem]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def navigation(request: HttpRequest) -> list[NavGroup]:
    """The groups that this person sees, with the entry that holds the present page marked."""
    items = [item for provider in _providers for item in provider(request)]
    under = [item.url for item in items if request.path == item.url or _is_below(request.path, item.url)]
    nearest = max(under, key=len, default="")
    marked = [
        replace(item, current="page" if item.url == request.path else "true") if item.url == nearest else item
        for item in items
    ]
    return [
        NavGroup(label, tuple(sorted(mine, key=lambda item: (item.position, item.label))))
        for label in GROUPS
        if (mine := [item for item in marked if item.group == label])
    ]


def _is_below(path: str, url: str) -> bool:
    return url != "/" and path.startswith(url)
