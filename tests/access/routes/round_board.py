"""Notes of a round, its board, its predictions: for its visitors. Who knows of the round is refused with the reason."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from accounts.models import User
from tests.access.routes.round import said
from tests.access.routes.shape import Route, nothing, row_of
from tests.cast import Cast, World

SEES, READS = Permission.VIEW_ROUNDS, Permission.READ_ROUNDS
# The board anew to a script, else back to its page.
BOTH = (200, 302)
PLACES = {"coach": "own", "sibling_head": "sibling", "outsider": "foreign"}


def visits(cast: Cast, user: User, academy: Academy | None) -> bool:
    """Who of the sweep's people visits the rounds there: see tests/worlds/round.py."""
    return any((user, academy) == (getattr(cast, who), getattr(cast, where)) for who, where in PLACES.items())


def a_note(world: World, academy: Academy) -> dict[str, Any]:
    return {"says": "Nine of 28 pupils asked a question.", "classroom": ""}


def a_group(world: World, academy: Academy) -> dict[str, Any]:
    return {"name": "Who asks", "pattern": "Adults ask, and one pupil in three answers."}


def in_group(world: World, academy: Academy) -> dict[str, Any]:
    return {"group": world.of("round debriefing group", academy).pk}


def words(world: World, academy: Academy) -> dict[str, Any]:
    return {"says": "You would know how to wait."}


def of(name: str, kind: str, *, seen_by: Permission | None = SEES, **more: Any) -> Route:
    return Route(f"reviews:{name}", SEES, args=row_of(kind), seen_by=seen_by, may=visits, **more)


ROUTES: tuple[Route, ...] = (
    of("round_notes", "round observing", shows=said("observing note")),
    of("round_notes", "round debriefing", shows=said("debriefing note"), case="debriefing"),
    of("round_notes", "round followed", shows=said("followed note"), case="followed", seen_by=READS),
    of("round_notes_feed", "round debriefing", shows=said("debriefing note"), fragment=True),
    of("round_notes_csv", "round debriefing", shows=said("debriefing note")),
    of("round_note_add", "round observing", get=405, post=a_note),
    of("round_note_edit", "round debriefing note", seen_by=None, shows=said("debriefing note"), post=a_note),
    of("round_note_strike", "round debriefing note", seen_by=None, get=405, post=nothing, post_answers=BOTH),
    of("board", "round observing", case="observing"),
    of("board", "round debriefing", shows=said("debriefing other note")),
    of("board", "round debriefing", query="?wall=1", shows=said("debriefing pattern")),
    of("board", "round followed", shows=said("followed other note"), case="followed", seen_by=READS),
    of("board_feed", "round debriefing", shows=said("debriefing other note"), fragment=True),
    of("board_csv", "round debriefing", shows=said("debriefing other note")),
    of("note_move", "round debriefing note", seen_by=None, get=405, post=in_group, post_answers=BOTH),
    of("group_add", "round debriefing", post=a_group, post_answers=BOTH),
    of(
        "group_edit",
        "round debriefing group",
        seen_by=None,
        shows=said("debriefing pattern"),
        post=a_group,
        post_answers=BOTH,
    ),
    of(
        "group_edit",
        "round followed group",
        seen_by=READS,
        shows=said("followed pattern"),
        case="followed",
        post=a_group,
        post_answers=200,
    ),
    of("group_drop", "round debriefing group", seen_by=None, get=405, post=nothing, post_answers=BOTH),
    of("predict", "round debriefing", get=405, post=words, post_answers=BOTH),
    of("prediction_agree", "round debriefing", get=405, post=words, post_answers=BOTH),
)
