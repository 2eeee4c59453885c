"""Rows of the addresses of the trust's views of all plans, and of its own priorities."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from tests.access.routes.shape import Route, row_of

VIEW, SET = Permission.VIEW_PLAN, Permission.MANAGE_PROGRAMME
PRIORITY = {"title": "Talk in every lesson", "from_year": "2026"}


def of_priority(name: str, **more: Any) -> Route:
    return Route(
        f"plans:{name}",
        SET,
        args=row_of("trust priority"),
        scope="whole_trust",
        seen_by=VIEW,
        seen_scope="anywhere",
        **more,
    )


ROUTES: tuple[Route, ...] = (
    Route("plans:plan_list", VIEW),
    Route("plans:plan_csv", VIEW),
    Route("plans:alignment", VIEW),
    Route("plans:alignment_csv", VIEW),
    Route("plans:theories_in_use", VIEW),
    Route("plans:theories_in_use_csv", VIEW),
    Route("plans:trust_priorities", VIEW),
    Route("plans:trust_priorities_csv", VIEW),
    Route("plans:trust_priority_add", SET, scope="whole_trust", post=lambda w, a: PRIORITY),
    of_priority("trust_priority_edit", post=lambda w, a: PRIORITY, shows=lambda w, a: w.of("trust priority", a).title),
    of_priority("trust_priority_move", get=405, post=lambda w, a: {"down": "1"}),
)
