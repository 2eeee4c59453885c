"""Rows of the addresses of what a round leads to: its next work, what came of it, its report, rounds side by side."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from accounts.models import User
from tests.access.routes.shape import Builder, Route, nothing, row_of
from tests.cast import Cast, World
from tests.worlds.round import text

READS, KNOWS, RUNS = Permission.READ_ROUNDS, Permission.VIEW_ROUNDS, Permission.RUN_ROUNDS


def visits(cast: Cast, user: User, academy: Academy | None) -> bool:
    """Whoever visits the rounds of tests.worlds.round; no permission says it."""
    leads = {cast.own: cast.coach, cast.sibling: cast.sibling_head, cast.foreign: cast.outsider}
    return academy is not None and user == leads[academy]


def words(what: str) -> Any:
    return lambda world, academy: text(academy, what)


def a_piece(world: World, academy: Academy) -> dict[str, Any]:
    return {"horizon": "month", "month-says": "Plan the questions together.", "month-who": "Year leaders"}


def a_change(world: World, academy: Academy) -> dict[str, Any]:
    return {"horizon": "year", "says": "Plan the questions together.", "who": "Year leaders"}


def a_move(world: World, academy: Academy) -> dict[str, Any]:
    return {"horizon": "month"}


def an_outcome(world: World, academy: Academy) -> dict[str, Any]:
    prefix = f"work{world.of('round agreed work', academy).pk}"
    return {f"{prefix}-outcome": "done", f"{prefix}-says": "One hears it in every corridor."}


def what_came(world: World, academy: Academy) -> dict[str, Any]:
    """Refused, with a sentence, as long as a piece has no word of its own."""
    return {"says": "Pupils speak in sentences."}


def visitors(name: str, args: Builder, case: str = "", **more: Any) -> Route:
    return Route(f"reviews:{name}", KNOWS, args=args, case=case, may=visits, **more)


OPEN, OPEN_WORK = row_of("round debriefing"), row_of("round debriefing work")
AGREED, AGREED_WORK, FOLLOWED = row_of("round agreed"), row_of("round agreed work"), row_of("round followed")
EITHER = (200, 302)
ROUTES: tuple[Route, ...] = (
    visitors("next_work", OPEN, "in the debrief", seen_by=KNOWS, shows=words("debriefing work")),
    Route("reviews:next_work", READS, args=AGREED, seen_by=None, shows=words("agreed work"), case="agreed"),
    visitors("work_add", OPEN, seen_by=KNOWS, get=405, post=a_piece, post_answers=EITHER),
    visitors("work_edit", OPEN_WORK, seen_by=None, shows=words("debriefing work"), post=a_change, post_answers=EITHER),
    visitors("work_move", OPEN_WORK, seen_by=None, get=405, post=a_move, post_answers=EITHER),
    visitors("work_drop", OPEN_WORK, seen_by=None, get=405, post=nothing, post_answers=EITHER),
    Route(
        "reviews:work_outcome", RUNS, args=AGREED_WORK, seen_by=READS, get=405, post=an_outcome, post_answers=EITHER
    ),
    Route(
        "reviews:round_follow_up", RUNS, args=AGREED, seen_by=READS, shows=words("agreed work"), post=what_came,
        post_answers=200,
    ),
    Route("reviews:round_report", READS, args=AGREED, seen_by=None, shows=words("agreed pattern"), case="agreed"),
    Route("reviews:round_report", READS, args=FOLLOWED, seen_by=None, shows=words("followed came"), case="followed up"),
    visitors("round_report", OPEN, "in the debrief", seen_by=KNOWS, shows=words("debriefing pattern")),
    Route("reviews:round_report_pdf", READS, args=AGREED, seen_by=None, shows=words("agreed pattern")),
    Route("reviews:rounds_across", READS, needed=True),
    Route("reviews:rounds_across", READS, query="?by=practice&year=2026&phase=primary", needed=True),
    Route("reviews:rounds_across_csv", READS, needed=True),
    Route(
        "reviews:theory_rounds", READS, "for the whole trust: whoever reads rounds anywhere in it",
        args=row_of("theory"), scope="anywhere", seen_by=None, get=EITHER,
    ),
)  # fmt: skip
