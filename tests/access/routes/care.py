"""History, exports and openings, personal data: who may read what the product keeps of itself."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from accounts.models import User
from tests.access.routes.shape import SIGNED_IN, Route, nothing, row_of
from tests.cast import Cast, World

KEEPS, AGREES = Permission.KEEP_PERSONAL_DATA, Permission.AGREE_ERASURE
HISTORY, LOG = Permission.READ_HISTORY, Permission.READ_ACCESS_LOG


def record(kind: str, app: str, model: str) -> Any:
    def args(world: World, academy: Academy) -> dict[str, Any]:
        return {"app": app, "model": model, "pk": str(world.of(kind, academy).pk)}

    return args


def line_of_the_log(world: World, academy: Academy) -> str:
    return f"taken-from-{academy.trust.slug}.csv"


def why_asked(world: World, academy: Academy) -> str:
    return f"Asked for in {academy.trust.slug}."


def another_agrees(cast: Cast, user: User, academy: Academy | None) -> bool:
    """The data lead asked for it in the trust of the cast."""
    ours = academy is not None and academy.trust_id == cast.trust.pk
    return ours and user in (cast.trust_leader, cast.administrator)


def asked_it(cast: Cast, user: User, academy: Academy | None) -> bool:
    return academy is not None and academy.trust_id == cast.trust.pk and user == cast.data_lead


ROUTES: tuple[Route, ...] = (
    Route(
        "stewardship:history_show",
        HISTORY,
        args=lambda w, a: {"app": "academies", "model": "academy", "pk": str(a.pk)},
        seen_by=None,
        case="of an academy",
    ),
    Route("stewardship:access_list", LOG, scope="whole_trust"),
    Route("stewardship:access_csv", LOG, scope="whole_trust"),
    Route("stewardship:register_list", KEEPS, scope="whole_trust"),
    Route("stewardship:register_csv", KEEPS, scope="whole_trust"),
    Route("stewardship:retention_list", KEEPS, scope="whole_trust"),
    Route("stewardship:own_data", SIGNED_IN, post=nothing, post_answers=200),
    Route("stewardship:pupil_data", Permission.IMPORT_DATA, scope="whole_trust", post=nothing, post_answers=200),
    Route(
        "stewardship:pupil_changes",
        Permission.IMPORT_DATA,
        scope="whole_trust",
        get=405,
        post=nothing,
        post_answers=400,
    ),
    Route("stewardship:erasure_list", AGREES, scope="whole_trust"),
    Route("stewardship:erasure_ask", KEEPS, scope="whole_trust", post=nothing, post_answers=200),
    Route(
        "stewardship:erasure_show", AGREES, args=row_of("erasure"), scope="whole_trust", seen_by=None, shows=why_asked
    ),
    Route(
        "stewardship:erasure_agree",
        AGREES,
        args=row_of("erasure"),
        scope="whole_trust",
        seen_by=AGREES,
        seen_scope="whole_trust",
        may=another_agrees,
        knows=asked_it,
        get=405,
        post=nothing,
    ),
    Route(
        "stewardship:erasure_refuse",
        AGREES,
        args=row_of("erasure"),
        scope="whole_trust",
        seen_by=AGREES,
        seen_scope="whole_trust",
        may=another_agrees,
        knows=asked_it,
        get=405,
        post=lambda world, academy: {"answer": "A dispute is open."},
    ),
)
