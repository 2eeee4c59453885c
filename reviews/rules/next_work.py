"""The next level of work: when it is written, how it is worded, when one says what came of it, and what to say of it
all in a sentence. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Final

from celt.lib.sentences import inside, listed, opened
from reviews.rules.across import number

# By value of reviews.models.next_work.Horizon: what to think of while one writes.
ASKS: Final = {
    "week": "What can somebody begin on Monday, or stop, without asking anybody?",
    "month": "What do a team or a year group try together, and look at again after four weeks?",
    "year": "What do leaders make possible: time, training, what is planned and what is dropped?",
}
EXAMPLES: Final = {
    "week": "Ask each question, wait three seconds, then name who answers.",
    "month": "Plan one lesson a week together, and begin from what pupils will say aloud.",
    "year": "Give each year team an hour a fortnight to watch each other teach.",
}
# Words behind which one sees nothing: told, and never refused.
_VAGUE: Final = (
    "embed", "ensure", "focus on", "continue to", "improve", "raise awareness", "consider", "be aware", "high-quality",
    "high quality", "consistently", "effective", "effectively", "robust", "where appropriate",
)  # fmt: skip
_PUPILS_FIRST: Final = re.compile(r"^(?:all |every |more )?(?:pupils?|children|students|learners)\b", re.IGNORECASE)


def why_not_written(state: str) -> str:
    """Why nothing is written, changed or dropped now; empty where it may be."""
    match state:
        case "debriefing":
            return ""
        case "preparing" | "observing":
            return "The debrief comes first: the next level of work follows from the patterns that are agreed there."
        case "called_off":
            return "The round was called off; nothing follows from it."
        case _:
            return "The next level of work is agreed and stands."


def why_no_outcome(state: str) -> str:
    """Why nobody says now what came of it; empty where the head may."""
    match state:
        case "agreed":
            return ""
        case "followed":
            return "The round is followed up, and what was said of it stands."
        case "called_off":
            return "The round was called off; nothing follows from it."
        case _:
            return "Nothing can have come of it yet: the next level of work is not agreed."


def is_due(state: str, follow_up_on: datetime.date | None, today: datetime.date) -> bool:
    """Whether the follow-up waits for the host's head."""
    return state == "agreed" and follow_up_on is not None and follow_up_on <= today


def hints(says: str) -> list[str]:
    """What would make a piece plainer, for who writes it; none for a plain one."""
    found = [word for word in _VAGUE if re.search(rf"\b{re.escape(word)}\b", says, re.IGNORECASE)]
    told = []
    if _PUPILS_FIRST.search(says.strip()):
        told.append("It says what pupils do. What do adults begin to do, or stop, so that they can?")
    if found:
        words = listed([f"“{word}”" for word in found], most=len(found))
        behind = "it" if len(found) == 1 else "them"
        told.append(f"What would one see or hear behind {words}? Write that instead of {behind}.")
    return told


def written_says(by_horizon: Sequence[tuple[str, int]]) -> str:
    """'Four pieces of next work: two for this week, one for this month and one for this year.' Empty for none.
    `by_horizon`: label ("This week") and how many."""
    parts = [(label, n) for label, n in by_horizon if n]
    total = sum(n for _, n in parts)
    if not total:
        return ""
    if len(parts) == 1:
        return f"{opened(total, 'piece')} of next work, for {inside(parts[0][0])}"
    told = listed([f"{number(n)} for {inside(label)}" for label, n in parts], most=len(parts))
    return f"{opened(total, 'piece')} of next work: {told}"


def came_says(outcomes: Sequence[str]) -> str:
    """'Two of four pieces of next work are done, one partly.' `outcomes`: one for each piece, empty where nobody has
    said. Empty for no pieces, and where nobody has said anything."""
    total, done, partly = len(outcomes), outcomes.count("done"), outcomes.count("partly")
    if not any(outcomes):
        return ""
    if done == total:
        return "All of the next work is done" if total > 1 else "The next work is done"
    of = f"of {inside(opened(total, 'piece'))} of next work" if total > 1 else ""
    if not of:
        return "The next work is partly done" if partly else "The next work is not done"
    if not done:
        return f"None {of} is done" + (f", {number(partly)} partly" if partly else "")
    is_ = "is" if done == 1 else "are"
    return f"{number(done).capitalize()} {of} {is_} done" + (f", {number(partly)} partly" if partly else "")
