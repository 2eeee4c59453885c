from typing import Any

from academies.access import ROLE_PERMISSIONS, Permission, Role
from academies.models import Academy, Membership
from accounts.models import User
from plans.strategy import CONDITIONS
from tests.access.routes.shape import Route, name_of, row_of, slug
from tests.cast import Cast, World
from tests.worlds.ring import AGREED, SAID

READS, RATES, AGREES = Permission.VIEW_PLAN, Permission.RATE_CONDITIONS, Permission.AGREE_CONDITIONS


def holds(user: User, academy: Academy, permission: Permission) -> bool:
    return any(
        permission in ROLE_PERMISSIONS[Role(m.role)] and m.academy_id in (None, academy.pk)
        for m in Membership.objects.filter(user=user, trust=academy.trust)
    )


def reads_or_rates(cast: Cast, user: User, academy: Academy | None) -> bool:
    """Whoever reads an academy's plan or rates its conditions sees what was agreed of them."""
    return academy is not None and (holds(user, academy, READS) or holds(user, academy, RATES))


def several(cast: Cast, user: User, academy: Academy | None) -> bool:
    """Whoever reads the plans of more than one academy of the trust."""
    return sum(holds(user, one, READS) for one in (cast.own, cast.sibling)) > 1


def agreed_text(world: World, academy: Academy) -> str:
    return AGREED[academy.slug]


def said(world: World, academy: Academy) -> str:
    return SAID[academy.slug]


def opening(world: World, academy: Academy) -> dict[str, Any]:
    """One is open already: the form says so, and keeps what was typed."""
    return {"term": "autumn-2026", "closes_on": "2026-12-04"}


def rating(world: World, academy: Academy) -> dict[str, Any]:
    return {"literacy-standing": "3", "literacy-says": "Books of three years.", "numeracy-standing": "cannot"}


def one_of_six(world: World, academy: Academy) -> dict[str, Any]:
    return {"networking-standing": "1", "enquiry-standing": "4"}


def all_agreed(world: World, academy: Academy) -> dict[str, Any]:
    return {"do": "agree", "says": "It stands.", **{f"{slug}-standing": "2" for slug in CONDITIONS}}


def draft(world: World, academy: Academy) -> dict[str, Any]:
    return {"do": "draft", "literacy-standing": "2"}


def why(world: World, academy: Academy) -> dict[str, Any]:
    return {"why": "The term is too full."}


EVALUATION, ENDED = row_of("evaluation"), row_of("evaluation agreed")
OFF = row_of("evaluation called off")
ROUTES: tuple[Route, ...] = (
    Route("plans:rings", READS, args=slug, may=reads_or_rates, shows=agreed_text),
    Route("plans:rings_csv", READS, args=slug, may=reads_or_rates, shows=agreed_text),
    Route("plans:rings_compare", READS, args=slug, may=reads_or_rates, shows=name_of),
    Route("plans:rings_compare", READS, args=slug, may=reads_or_rates, query="?from=x&to=999999999999999999999"),
    Route("plans:evaluation_open", AGREES, args=slug, shows=name_of, post=opening, post_answers=200),
    Route("plans:evaluation_show", RATES, args=EVALUATION, seen_by=None, shows=name_of),
    Route(
        "plans:evaluation_show", READS, args=ENDED, case="agreed", seen_by=None, may=reads_or_rates,
        shows=agreed_text,
    ),
    Route("plans:evaluation_show", RATES, args=OFF, case="called off", seen_by=None, shows=name_of),
    Route("plans:evaluation_rate", RATES, args=EVALUATION, seen_by=None, shows=name_of, post=rating),
    Route("plans:evaluation_rate", RATES, args=EVALUATION, query="?ring=organisation", seen_by=None, post=one_of_six),
    Route(
        "plans:evaluation_rate", RATES, args=ENDED, case="agreed meanwhile", seen_by=READS, get=302,
        post=rating, post_answers=409,
    ),
    Route("plans:evaluation_agree", AGREES, args=EVALUATION, seen_by=RATES, shows=said, post=all_agreed),
    Route("plans:evaluation_agree", AGREES, args=EVALUATION, query="?names=1", seen_by=RATES, shows=said, post=draft),
    Route("plans:evaluation_call_off", AGREES, args=EVALUATION, seen_by=RATES, shows=name_of, post=why),
    Route("plans:pillars", READS, may=several, needed=True),
    Route("plans:pillars", READS, may=several, needed=True, query="?pillar=vision&phase=primary&sort=-vision"),
    Route("plans:pillars_csv", READS, may=several, needed=True),
)  # fmt: skip
