"""The log of a round: one line for each step, and for each visitor who joins, leaves or facilitates. It only grows."""

from __future__ import annotations

import datetime

from django.utils import timezone

from accounts.models import User
from reviews.models import Round, RoundStep

# Lines about a person, whose words are their name.
ABOUT_PEOPLE = ("join", "leave", "lead")


def log(round: Round, step: str, says: str, by: User, at: datetime.datetime | None = None) -> None:
    line = RoundStep(
        round=round, step=step, state=round.state, says=says.strip(), by=by, at=at or timezone.now()
    )  # fmt: skip
    line.full_clean()
    line.save()


def moved_on(round: Round) -> str:
    """What somebody reads whose page showed an older state than the round's."""
    last = round.steps.exclude(step__in=ABOUT_PEOPLE).select_related("by").last()
    who = f"{last.by} moved it on while you looked" if last else "It was moved on while you looked"
    now = round.get_state_display().lower()
    return f"{who}: it stands at “{now}” now. What you meant to do was not done: look at the round again first."
