"""What a password may be, besides what Django asks; and what is said of it beside each field for a new one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

HINT = "Twelve characters or more, nothing common, not your name. Four words known to you alone do well."
LONGEST = 128


class NoLongerThan:
    """A password beyond any that somebody types or a manager makes only gives the server work."""

    def __init__(self, longest: int = LONGEST) -> None:
        self.longest = longest

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > self.longest:
            raise ValidationError(f"This has {len(password)} characters. Take {self.longest} or fewer.")

    def get_help_text(self) -> str:
        return f"It has {self.longest} characters or fewer."
