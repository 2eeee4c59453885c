"""Rows of the addresses of plans, their priorities and success criteria."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from plans.rules.year import year_slug
from tests.access.routes.shape import Route, name_of, nothing, row_of, slug
from tests.cast import World
from tests.worlds.plan import AIMS, REASONS, SIGNS, WHY_DROPPED, running

VIEW, EDIT = Permission.VIEW_PLAN, Permission.EDIT_PLAN


def this_year(world: World, academy: Academy) -> dict[str, Any]:
    return {"slug": academy.slug, "year": year_slug(running())}


def last_year(world: World, academy: Academy) -> dict[str, Any]:
    return {"slug": academy.slug, "year": year_slug(running() - 1)}


def text_of(texts: dict[str, str]) -> Any:
    return lambda world, academy: texts[academy.slug]


def at(kind: str, name: str, **more: Any) -> Route:
    """What is done to one row: whoever reads the plan and does not write it gets 403, everybody else 404."""
    return Route(f"plans:{name}", EDIT, args=row_of(kind), seen_by=VIEW, **more)


ROUTES: tuple[Route, ...] = (
    Route("plans:plan", VIEW, args=slug, shows=text_of(AIMS)),
    Route("plans:plan_year", VIEW, args=this_year, shows=text_of(REASONS)),
    Route("plans:plan_year", VIEW, args=last_year, case="of last year", shows=name_of),
    Route("plans:plan_rings", VIEW, args=slug, fragment=True),
    # There is a plan for the year already: refused with a sentence.
    Route("plans:plan_begin", EDIT, args=slug, post=lambda w, a: {"year": running()}, post_answers=200),
    Route(
        "plans:plan_edit",
        EDIT,
        args=this_year,
        query="?part=rationale",
        shows=text_of(REASONS),
        post=lambda w, a: {"rationale": "Because."},
    ),
    Route("plans:priority_new", EDIT, args=this_year, shows=name_of, post=lambda w, a: {"title": "Talk more"}),
    Route("plans:priority_show", VIEW, args=row_of("priority"), seen_by=None, shows=text_of(SIGNS)),
    Route(
        "plans:priority_show",
        VIEW,
        args=row_of("dropped priority"),
        seen_by=None,
        case="that was dropped",
        shows=text_of(WHY_DROPPED),
    ),
    at("priority", "priority_edit", shows=text_of(AIMS), post=lambda w, a: {"title": "Talk more"}),
    at("priority", "priority_evidence", shows=text_of(AIMS), post=lambda w, a: {"seen": ""}),
    at("priority", "priority_move", get=405, post=lambda w, a: {"to": "down"}),
    at("priority", "priority_drop", shows=text_of(AIMS), post=lambda w, a: {"because": "It is done."}),
    at("dropped priority", "priority_take_up", get=405, post=nothing),
    at("priority", "criterion_add", shows=text_of(AIMS), post=lambda w, a: {"says": "All of them can."}),
    at("criterion", "criterion_edit", shows=text_of(SIGNS), post=lambda w, a: {"says": "All can.", "met": ""}),
    at("criterion", "criterion_put_away", get=405, post=nothing),
)
