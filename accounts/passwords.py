"""What a password may be, besides what Django asks; and what is said of it beside each field for a new one."""

from __future__ import annotations

from typing import Any

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.urls import reverse

HINT = "Twelve characters or more, nothing common, not your name. Four words known to you alone do well."
LONGEST = 128


def way_to_a_new_one(user: Any) -> str:
    """The path of a page that sets it, as a letter for a forgotten one names: once, and for two hours."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


class NoLongerThan:
    """A password beyond any that somebody types or a manager makes only gives the server work."""

    def __init__(self, longest: int = LONGEST) -> None:
        self.longest = longest

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > self.longest:
            raise ValidationError(f"This has {len(password)} characters. Take {self.longest} or fewer.")

    def get_help_text(self) -> str:
        return f"It has {self.longest} characters or fewer."
