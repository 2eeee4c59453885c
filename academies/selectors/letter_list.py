"""Letters that went astray, for the administrators of whoever was to get them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from academies.models import Letter
from academies.models.letter import LetterState
from accounts.models import User

SHOWN = 100


@dataclass(frozen=True, slots=True)
class AstrayLetter:
    to: str
    kind: str
    day: datetime.date
    state: str
    reason: str
    given_up: bool


def letters_astray(user: User) -> list[AstrayLetter]:
    """The newest first. One query."""
    found = Letter.objects.editable_by(user).astray().select_related("user")
    return [
        AstrayLetter(
            str(letter.user),
            letter.get_kind_display(),
            letter.day,
            letter.get_state_display(),
            letter.reason,
            letter.state == LetterState.LATE,
        )
        for letter in found[:SHOWN]
    ]
