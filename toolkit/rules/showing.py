"""A visit to a colleague's classroom, from the question to the day on which it was made. Pure."""

from __future__ import annotations

import datetime
from typing import Final, Literal

Step = Literal["agree", "decline", "withdraw", "made"]
Side = Literal["visits", "shows"]

# From which states, and by whom. An agreed day can be moved by whoever shows.
FROM: Final[dict[Step, tuple[str, ...]]] = {
    "agree": ("asked", "agreed"),
    "decline": ("asked", "agreed"),
    "withdraw": ("asked", "agreed"),
    "made": ("agreed",),
}
BY: Final[dict[Step, tuple[Side, ...]]] = {
    "agree": ("shows",),
    "decline": ("shows",),
    "withdraw": ("visits",),
    "made": ("visits", "shows"),
}
TO: Final[dict[Step, str]] = {"agree": "agreed", "decline": "declined", "withdraw": "withdrawn", "made": "made"}
STANDS: Final[dict[str, str]] = {
    "asked": "No day is agreed yet.",
    "agreed": "The day is agreed already.",
    "declined": "It was answered meanwhile: the visit is not possible.",
    "withdrawn": "The visitor took the question back meanwhile.",
    "made": "The visit was made already.",
}


class NotYours(Exception):
    """Somebody else takes this step."""


class NotNow(Exception):
    """Why the step cannot be taken as it stands; `field`: where the form asks for it."""

    def __init__(self, says: str, field: str = "") -> None:
        super().__init__(says)
        self.field = field


def may(step: Step, state: str, side: Side, day: datetime.date | None, today: datetime.date) -> bool:
    """Whether the step is offered; a visit is made once its day has come."""
    if side not in BY[step] or state not in FROM[step]:
        return False
    return step != "made" or (day is not None and day <= today)


def after(
    step: Step, state: str, side: Side, *, day: datetime.date | None, today: datetime.date, says: str = ""
) -> str:
    """The state that it leads to. `day`: the one agreed on, or to be agreed on. Raises NotYours or NotNow."""
    if side not in BY[step]:
        raise NotYours("Whoever shows it answers; whoever asked for it takes it back.")
    if state not in FROM[step]:
        raise NotNow(STANDS[state])
    if step == "agree" and day is None:
        raise NotNow("Say on which day.", "day")
    if step == "agree" and day is not None and day < today:
        raise NotNow("That day has passed. Choose one that is still to come.", "day")
    if step == "decline" and not says.strip():
        raise NotNow("Say why, or when it would suit better: your colleague reads it.", "answer")
    if step == "made" and (day is None or day > today):
        raise NotNow("The day of the visit has not come yet.")
    return TO[step]
