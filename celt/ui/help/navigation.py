"""Help in the side navigation, for everybody who signed in, whatever their roles."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from celt.ui.nav import NavItem


def items(request: HttpRequest) -> Iterator[NavItem]:
    if request.user.is_authenticated:
        about = "Your first ten minutes, how to read a gap, and what the words mean."
        yield NavItem("Help", reverse("help:index"), "", 90, about=about)
