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
    tabs: tuple[NavItem, ...] = ()  # pages that stand side by side under this entry, itself first; none or several


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
    addresses = {each.url for item in items for each in (item, *item.tabs)}
    nearest = max((url for url in addresses if _holds(url, request.path)), key=len, default="")
    marked = [_marked(item, nearest, request.path) for item in items]
    return [
        NavGroup(label, tuple(sorted(mine, key=lambda item: (item.position, item.label))))
        for label in GROUPS
        if (mine := [item for item in marked if item.group == label])
    ]


def tabs(groups: Iterable[NavGroup]) -> tuple[NavItem, ...]:
    """Those that stand beside the present page. Of pages further down, none: they have a way back instead."""
    return next(
        (item.tabs for group in groups for item in group.items if any(tab.current == "page" for tab in item.tabs)), ()
    )


def _holds(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _marked(item: NavItem, nearest: str, path: str) -> NavItem:
    if item.url != nearest and all(tab.url != nearest for tab in item.tabs):
        return item
    current = "page" if path == nearest else "true"
    return replace(
        item,
        current="page" if item.url == path else "true",
        tabs=tuple(replace(tab, current=current) if tab.url == nearest else tab for tab in item.tabs),
    )
