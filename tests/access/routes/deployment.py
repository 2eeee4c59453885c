from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import Route, row_of, slug
from tests.cast import World
from tests.factories.deployment import days_ahead

SEE, PROPOSE, SIGN = Permission.VIEW_SUPPORT, Permission.PROPOSE_DEPLOYMENT, Permission.SIGN_DEPLOYMENT


def terms(world: World, academy: Academy) -> dict[str, Any]:
    return {
        "person": "Somebody Else",
        "focus_kind": "practice",
        "focus": "Talk in mathematics",
        "days_pledged": "6",
        "starts": days_ahead(-10).isoformat(),
        "ends": days_ahead(30).isoformat(),
        "intended_impact": "Pupils explain.",
    }


def new(world: World, academy: Academy) -> dict[str, Any]:
    return {**terms(world, academy), "giver": world.cast.own.pk, "receiver": world.cast.sibling.pk}


def signature(world: World, academy: Academy) -> dict[str, Any]:
    return {"side": "giver", "seen": world.of("proposed", academy).proposed_at.isoformat()}


def line(world: World, academy: Academy) -> dict[str, Any]:
    return {"pk": world.of("agreed", academy).pk, "line": world.of("released", academy).pk}


def focus(world: World, academy: Academy) -> str:
    return f"Focus of {academy.slug}"


def reason(world: World, academy: Academy) -> dict[str, Any]:
    return {"reason": "We cannot spare her."}


proposed, agreed = row_of("proposed"), row_of("agreed")

ROUTES: tuple[Route, ...] = (
    Route("academies:ledger", SEE, args=slug, shows=focus),
    Route("academies:ledger_trust", SEE),
    Route("academies:ledger_csv", SEE),
    Route("academies:deployment_list", SEE),
    Route("academies:deployment_csv", SEE),
    # Whoever proposes chooses among the academies of the trust, by name.
    Route("academies:deployment_new", PROPOSE, post=new, post_answers=(200, 302), offers_partners=True),
    Route("academies:deployment_show", SEE, args=proposed, seen_by=None, shows=focus),
    Route("academies:deployment_show", SEE, args=agreed, seen_by=None, shows=focus, case="agreed"),
    Route("academies:deployment_change", PROPOSE, args=proposed, seen_by=SEE, post=terms),
    Route("academies:deployment_sign", SIGN, args=proposed, seen_by=SEE, post=signature),
    Route("academies:deployment_decline", SIGN, args=proposed, seen_by=SEE, post=reason),
    # Nobody of the cast proposed it, so that it is the trust's to withdraw.
    Route("academies:deployment_withdraw", PROPOSE, args=proposed, scope="whole_trust", seen_by=SEE, post=reason),
    Route(
        "academies:deployment_close",
        PROPOSE,
        args=agreed,
        seen_by=SEE,
        post=lambda w, a: {"actual_impact": "Pupils explain more."},
    ),
    Route(
        "academies:deployment_log_days",
        PROPOSE,
        args=agreed,
        seen_by=SEE,
        post=lambda w, a: {"on": days_ahead(-1).isoformat(), "days": "1"},
    ),
    Route("academies:deployment_strike", PROPOSE, args=line, seen_by=SEE, post=reason),
)
