"""What every letter about a sign-in ends with: where to look, who wrote it, and why it comes whatever was chosen."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

GUARD = (
    "Closing the Gap writes this by itself, and nobody reads answers to it. Letters about your sign-in guard it, so "
    "they cannot be switched off."
)


def own_address() -> str:
    """Of the page on which somebody sees where they are signed in."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('account_own')}"
