from __future__ import annotations

import datetime
from typing import Any

from academies.access import Permission
from academies.evidence import read_facts
from academies.models import Academy
from tests.access.routes.shape import Route, name_of, row_of, slug
from tests.cast import World
from tests.worlds.category import rationale, taken_back, unsaid

SEES, DECIDES, ANSWERS = Permission.VIEW_CATEGORY, Permission.DECIDE_CATEGORY, Permission.ANSWER_CATEGORY


def a_decision(world: World, academy: Academy) -> dict[str, Any]:
    """A period after the present decision's; the evidence of the world has no figure to tick."""
    ends = world.of("decision", academy).ends
    evidence = read_facts(world.of("scheme", academy), academy, {})
    return {
        "read": evidence.digest,
        "tier": world.of("tier", academy).pk,
        "starts": (ends + datetime.timedelta(days=1)).isoformat(),
        "ends": (ends + datetime.timedelta(days=90)).isoformat(),
        "rationale": "As before.",
    }


def why(world: World, academy: Academy) -> str:
    return rationale(academy)


ROUTES: tuple[Route, ...] = (
    Route("academies:decision_list", SEES, needed=True),
    Route("academies:decision_list", SEES, query="?state=waits&phase=primary", needed=True),
    Route("academies:decision_csv", SEES, needed=True),
    Route("academies:category", SEES, args=slug, shows=why),
    Route("academies:category_csv", SEES, args=slug, shows=why),
    Route("academies:decision_new", DECIDES, args=slug, shows=name_of, post=a_decision),
    Route("academies:decision_show", SEES, args=row_of("decision"), seen_by=None, shows=why),
    Route(
        "academies:decision_show",
        DECIDES,
        args=row_of("awaiting"),
        seen_by=None,
        case="that waits for a second person",
        shows=lambda w, a: unsaid(a),
    ),
    Route(
        "academies:decision_show",
        DECIDES,
        args=row_of("withdrawn"),
        seen_by=None,
        case="that was withdrawn",
        shows=lambda w, a: taken_back(a),
    ),
    Route(
        "academies:decision_moderate",
        DECIDES,
        args=row_of("awaiting"),
        seen_by=None,
        post=lambda w, a: {"tier": w.of("tier", a).pk},
    ),
    Route(
        "academies:decision_withdraw",
        DECIDES,
        args=row_of("awaiting"),
        seen_by=None,
        post=lambda w, a: {"reason": "Decided too early."},
    ),
    Route(
        "academies:decision_answer",
        ANSWERS,
        args=row_of("decision"),
        seen_by=SEES,
        shows=why,
        post=lambda w, a: {"answer": "accepts"},
    ),
)
