"""Instructional rounds: networks, lists, planning one, its page, its visitors and schedule, its steps."""

from __future__ import annotations

from typing import Any

from academies.access import Permission, user_can
from academies.models import Academy
from accounts.models import User
from tests.access.routes.shape import SIGNED_IN, Route, name_of, nothing, row_of, slug
from tests.cast import Cast, World
from tests.worlds.round import text

READS, SEES, RUNS = Permission.READ_ROUNDS, Permission.VIEW_ROUNDS, Permission.RUN_ROUNDS


def said(what: str) -> Any:
    return lambda world, academy: text(academy, what)


def facilitates(cast: Cast, user: User, academy: Academy | None) -> bool:
    """Who of the sweep's people facilitates the rounds there: see tests/worlds/round.py."""
    return (user, academy) in ((cast.coach, cast.own), (cast.outsider, cast.foreign))


def edits(cast: Cast, user: User, academy: Academy | None) -> bool:
    return facilitates(cast, user, academy) or (academy is not None and user_can(user, RUNS, academy=academy))


def step(state: str, name: str, may: Any = edits, **post: Any) -> Route:
    return Route(
        "reviews:round_step", RUNS, case=name, seen_by=SEES, may=may, shows=name_of,
        args=lambda world, academy: {"pk": world.of(f"round {state}", academy).pk, "step": name},
        post=lambda world, academy: post,
    )  # fmt: skip


def planned(world: World, academy: Academy) -> dict[str, Any]:
    network = world.of("network", academy)
    return {"network": network.pk, "problem": "Who asks the questions here?", "day": "2027-02-03"}


def networked(world: World, academy: Academy) -> dict[str, Any]:
    places = [place.academy_id for place in world.of("network", academy).places.all()]
    return {"name": "Hill and valley", "academies": places}


def asked(world: World, academy: Academy) -> dict[str, Any]:
    return {"people": [world.colleagues[academy.pk].user_id]}


def room(world: World, academy: Academy) -> dict[str, Any]:
    return {"starts": "10:40", "year_group": "Year 3", "subject": "Science"}


def of(name: str, kind: str, **more: Any) -> Route:
    """A page for whoever prepares the round; the host's other staff, who know of it, are refused."""
    return Route(f"reviews:{name}", RUNS, args=row_of(kind), seen_by=SEES, may=edits, **more)


ROUTES: tuple[Route, ...] = (
    Route("reviews:round_list", SIGNED_IN),
    Route("reviews:round_list", SIGNED_IN, query="?state=under_way&year=2026&sort=-day"),
    Route("reviews:round_csv", SIGNED_IN),
    Route("reviews:academy_rounds", READS, args=slug, shows=name_of),
    Route("reviews:round_new", RUNS, args=slug, shows=name_of, post=planned, offers_network=True),
    Route("reviews:network_list", SEES, needed=True, scope="anywhere", seen_by=None, offers_network=True),
    Route("reviews:network_new", RUNS, needed=True, scope="whole_trust", seen_by=None, post=networked, args=None),
    Route(
        "reviews:network_edit", RUNS, args=row_of("network"), scope="whole_trust", seen_by=READS, seen_scope="anywhere",
        post=networked,
    ),
    Route(
        "reviews:network_end", RUNS, args=row_of("network"), scope="whole_trust", seen_by=READS, seen_scope="anywhere",
        post=nothing,
    ),
    Route("reviews:round_show", SEES, args=row_of("round preparing"), seen_by=None, shows=said("preparing subject")),
    Route(
        "reviews:round_show", SEES, args=row_of("round debriefing"), seen_by=None, shows=said("debriefing problem"),
        case="debriefing",
    ),
    Route(
        "reviews:round_show", READS, args=row_of("round followed"), seen_by=None, shows=said("followed came"),
        case="followed",
    ),
    Route(
        "reviews:schedule_print", SEES, args=row_of("round preparing"), seen_by=None, shows=said("preparing subject")
    ),
    of("round_edit", "round preparing", shows=said("preparing problem"), post=planned),
    of("visitor_add", "round preparing", post=asked, offers_network=True),
    of("visitor_end", "round preparing seat", post=nothing),
    of("visitor_lead", "round preparing seat", get=405, post=nothing),
    of("classroom_add", "round preparing", shows=said("preparing subject"), post=room, post_answers=(200, 302)),
    of("classroom_edit", "round preparing room", shows=said("preparing subject"), post=room),
    of("classroom_drop", "round preparing room", get=405, post=nothing),
    of("schedule_spread", "round preparing", get=405, post=lambda w, a: {"groups": "2"}),
    step("preparing", "begin"),
    step("preparing", "call_off", None, says="The host’s hall is flooded."),
    step("observing", "debrief", facilitates),
    step("debriefing", "reopen", facilitates, says="Two classrooms are still to be seen."),
)  # fmt: skip
