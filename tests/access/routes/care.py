"""History, exports and openings, personal data: who may read what the product keeps of itself."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import Route
from tests.cast import World

HISTORY, LOG = Permission.READ_HISTORY, Permission.READ_ACCESS_LOG


def record(kind: str, app: str, model: str) -> Any:
    def args(world: World, academy: Academy) -> dict[str, Any]:
        return {"app": app, "model": model, "pk": str(world.of(kind, academy).pk)}

    return args


def line_of_the_log(world: World, academy: Academy) -> str:
    return f"taken-from-{academy.trust.slug}.csv"


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
)
