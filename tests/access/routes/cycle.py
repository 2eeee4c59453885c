"""Rows of the addresses of coaching cycles: for the two of each, and one page for whom it is shared with."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from accounts.models import User
from tests.access.routes.shape import SIGNED_IN, Builder, Route, nothing, row_of
from tests.access.routes.visit import coaches, is_coached, one_of_two, says
from tests.cast import Cast, World

MANAGES = Permission.MANAGE_COACHING
OPENED = frozenset({"coaching_opening"})
CYCLE, CLOSED, INVITATION = row_of("cycle"), row_of("closed cycle"), row_of("invitation")
APPROACH = row_of("approach")


def coaches_from_outside(cast: Cast, user: User, academy: Academy | None) -> bool:
    """The cycle of the external coach lies at the cast's own academy."""
    return user in (cast.external_coach, cast.senior_leader)


def reads_along(cast: Cast, user: User, academy: Academy | None) -> bool:
    """Whom the teacher shares one page with. `cast.nobody`, with whom the others do, works for no trust."""
    return academy == cast.own and user == cast.senior_leader


def knows_share(cast: Cast, user: User, academy: Academy | None) -> bool:
    return coaches(cast, user, academy) or reads_along(cast, user, academy)


def of_two(name: str, args: Builder = CYCLE, **more: Any) -> Route:
    return Route(f"coaching:{name}", SIGNED_IN, args=args, may=one_of_two, seen_by=None, **more)


def of_coachee(name: str, args: Builder, **more: Any) -> Route:
    return Route(f"coaching:{name}", SIGNED_IN, args=args, may=is_coached, knows=coaches, seen_by=None, **more)


def planned(world: World, academy: Academy) -> dict[str, Any]:
    return {"day": "2027-01-19", "at": "09:20", "where": "Year 5, science"}


def model(world: World, academy: Academy) -> dict[str, Any]:
    return {
        "name": "Side by side", "says": "Two plan one lesson.", "rhythm_weeks": "2", "visits": "4",
        "praise_prompt": "What worked?", "question_prompt": "Why?", "step_prompt": "What next?",
        "rehearse_prompt": "Say it aloud.",
    }  # fmt: skip


def of_visit(kind: str) -> Builder:
    return row_of(f"visit {kind}")


def first_look(world: World, academy: Academy) -> dict[str, Any]:
    return {"holding": "sometimes", "says": "When I plan for it."}


ROUTES: tuple[Route, ...] = (
    Route("coaching:home", SIGNED_IN),
    Route("waiting_open", SIGNED_IN, get=302),
    Route("coaching:waiting", SIGNED_IN, fragment=True),
    Route("coaching:coming", SIGNED_IN),
    Route("coaching:coming", SIGNED_IN, query="?month=2026-11", case="a month"),
    Route("coaching:reminders", SIGNED_IN, post=lambda w, a: {"at_home": "on"}),
    Route("coaching:invite", Permission.BE_COACHED, post=nothing, post_answers=200),
    Route("coaching:shared_with_me", SIGNED_IN),
    of_two("cycle_show", shows=says("cycle goal"), logs=OPENED),
    of_two("cycle_show", CLOSED, case="closed", shows=says("closed cycle goal"), logs=OPENED),
    Route(
        "coaching:cycle_show", SIGNED_IN, case="of a coach from outside", places=False, may=coaches_from_outside,
        args=row_of("external cycle"), logs=OPENED,
    ),
    of_two("cycle_edit", shows=says("cycle focus"), post=lambda w, a: {
        "goal": "They ask.", "focus": "Questions", "rhythm_weeks": "3",
    }),
    of_two("cycle_close", post=lambda w, a: {"why": "done", "came": "They all think first."}),
    of_two("visit_plan", post=planned),
    of_two("visit_move", of_visit("planned"), shows=says("planned lesson"), post=planned),
    of_two("visit_call_off", of_visit("planned"), post=lambda w, a: {"why": "A trip."}),
    of_two("record", shows=says("fed_back note"), logs=OPENED),
    of_two("record_pdf", shows=says("fed_back praise"), logs=OPENED),
    of_two("openings"),
    of_two("openings", query="?who=all&sort=-person", case="everybody"),
    of_two("openings_csv"),
    of_two(
        "invitation", INVITATION, shows=says("word with it"),
        post=lambda w, a: {"answer": "decline", "no-says": ""}, post_answers=(302, 403),
    ),
    of_coachee("revisit", row_of("revisit"), shows=says("fed_back step"), post=first_look),
    of_coachee(
        "share_add", row_of("shared visit"),
        post=lambda w, a: {"person": w.colleagues[a.pk].user_id},
    ),
    Route(
        "coaching:share_end", SIGNED_IN, args=row_of("share"), may=is_coached, knows=knows_share, seen_by=None,
        get=405, post=nothing,
    ),
    Route(
        "coaching:shared", SIGNED_IN, args=row_of("shared visit"), may=reads_along, seen_by=None,
        shows=says("shared praise"), logs=OPENED,
    ),
    Route("coaching:approach_list", MANAGES, scope="whole_trust"),
    Route("coaching:approach_start", MANAGES, scope="whole_trust", get=405, post=nothing),
    Route("coaching:approach_new", MANAGES, scope="whole_trust", post=model),
    Route("coaching:approach_edit", MANAGES, scope="whole_trust", args=APPROACH, seen_by=None, needed=True, post=model),
    Route(
        "coaching:approach_away", MANAGES, scope="whole_trust", args=APPROACH, seen_by=None, needed=True, get=405,
        post=nothing,
    ),
)  # fmt: skip
