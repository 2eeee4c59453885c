"""Rows of the addresses of a coaching visit: for the two of its cycle; what its coach writes, for the coach alone."""

from __future__ import annotations

from typing import Any

from academies.models import Academy
from accounts.models import User
from tests.access.routes.shape import SIGNED_IN, Builder, Route, nothing, row_of
from tests.cast import Cast, World
from tests.worlds.coaching import text


def coaches(cast: Cast, user: User, academy: Academy | None) -> bool:
    """As tests/worlds/coaching.py says; at the sibling the two are nobody of the sweep."""
    return user == (cast.outsider if academy == cast.foreign else cast.coach if academy == cast.own else None)


def is_coached(cast: Cast, user: User, academy: Academy | None) -> bool:
    return academy == cast.own and user == cast.teacher


def one_of_two(cast: Cast, user: User, academy: Academy | None) -> bool:
    return coaches(cast, user, academy) or is_coached(cast, user, academy)


def says(what: str) -> Any:
    return lambda world, academy: text(academy, what)


def a_note(world: World, academy: Academy) -> dict[str, Any]:
    return {"says": "Five pupils asked a question of one another.", "second": "75"}


def a_reply(world: World, academy: Academy) -> dict[str, Any]:
    return {"says": "I will wait longer."}


def a_feedback(world: World, academy: Academy) -> dict[str, Any]:
    return {"revision": "0", "praise": "All were ready.", "writer": _coach(world, academy)}


def _coach(world: World, academy: Academy) -> int:
    return int(world.of("cycle", academy).coach_id)


def of_coach(name: str, args: Builder, **more: Any) -> Route:
    return Route(
        f"coaching:{name}", SIGNED_IN, args=args, may=coaches, knows=is_coached, seen_by=None, **more
    )  # fmt: skip


def of_both(name: str, args: Builder, **more: Any) -> Route:
    return Route(f"coaching:{name}", SIGNED_IN, args=args, may=one_of_two, seen_by=None, **more)


CYCLE = row_of("cycle")
RUNNING, OBSERVED, GIVEN = row_of("visit observing"), row_of("visit observed"), row_of("visit fed_back")
OPENED = frozenset({"coaching_opening", "coaching_visit"})
ROUTES: tuple[Route, ...] = (
    # A script, and no row of anybody's.
    Route("coaching:visit_worker", SIGNED_IN),
    of_coach("visit_start", CYCLE, get=405, post=nothing),
    of_coach("visit_observe", RUNNING, shows=says("observing note")),
    of_coach("note_add", RUNNING, get=405, post=a_note),
    of_coach("visit_stop", RUNNING, get=405, post=nothing),
    of_coach("note_edit", row_of("visit observed note"), shows=says("observed note"), post=a_note),
    of_coach("note_strike", row_of("visit observed note"), get=405, post=nothing),
    of_coach("visit_feedback", OBSERVED, shows=says("observed praise"), post=a_feedback),
    of_coach("visit_save", OBSERVED, get=405, post=a_feedback, post_answers=200),
    of_coach("visit_give", OBSERVED, get=405, post=nothing),
    of_both("visit_show", GIVEN, shows=says("fed_back praise"), logs=OPENED),
    of_both("visit_show", row_of("visit planned"), case="planned", logs=OPENED),
    of_both(
        "step_set_aside", row_of("visit fed_back step"), shows=says("fed_back step"),
        post=lambda w, a: {"why": "Another class."},
    ),
    of_both("step_take_up", row_of("visit fed_back step"), get=405, post=nothing),
    of_both("word_add", GIVEN, get=405, post=a_reply, post_answers=(200, 302)),
    Route(
        "coaching:word_strike", SIGNED_IN, args=row_of("visit fed_back word"), get=405, post=nothing,
        may=is_coached, knows=coaches, seen_by=None, post_answers=(200, 302),
    ),
)  # fmt: skip
