"""What the side navigation offers of this app."""

from collections.abc import Iterator

from django.http import HttpRequest

from celt.ui.nav import NavItem


def items(request: HttpRequest) -> Iterator[NavItem]:
    yield from ()
