"""Rows of the addresses of a plan's actions."""

from typing import Any

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import SIGNED_IN, Route, name_of, row_of, slug
from tests.cast import World
from tests.worlds.action import ORIGIN, SAYS

SEES, WRITES = Permission.VIEW_PLAN, Permission.EDIT_PLAN


def says_of(world: World, academy: Academy) -> str:
    return SAYS[academy.slug]


def new(world: World, academy: Academy) -> dict[str, Any]:
    return {"says": "Rehearse in talk", "due": timezone.localdate().isoformat(), "cost": "£1,200.50"}


def new_from(world: World, academy: Academy) -> dict[str, Any]:
    return {**new(world, academy), "priority": world.of("priority", academy).pk}


def report(world: World, academy: Academy) -> dict[str, Any]:
    return {"goes": "green", "says": "Two teams have begun."}


def evidence(world: World, academy: Academy) -> dict[str, Any]:
    return {"evidence": ORIGIN}


ACTION = row_of("action")

ROUTES: tuple[Route, ...] = (
    Route("plans:action_list", SEES, args=slug, shows=says_of),
    Route("plans:action_list", SEES, args=slug, query="?due=soon&rag=amber&state=open&sort=-cost", shows=says_of),
    Route("plans:action_csv", SEES, args=slug, shows=says_of),
    Route("plans:my_actions", SIGNED_IN),
    Route("plans:action_show", SEES, args=ACTION, seen_by=None, shows=says_of),
    Route("plans:action_line", SEES, args=ACTION, seen_by=None, fragment=True, get=(200, 302)),
    Route("plans:action_new", WRITES, args=row_of("priority"), seen_by=SEES, post=new),
    Route("plans:action_edit", WRITES, args=ACTION, seen_by=SEES, shows=says_of, post=new_from),
    Route(
        "plans:action_report", WRITES, args=ACTION, seen_by=SEES, shows=says_of, post=report, post_answers=(200, 302)
    ),
    Route("plans:action_evidence", WRITES, args=ACTION, seen_by=SEES, shows=says_of, post=evidence),
    Route("plans:action_from", WRITES, args=slug, query=f"?from={ORIGIN}", shows=name_of, post=new_from),
    Route(
        "plans:action_from", WRITES, args=slug, query="?from=concern:0", shows=name_of, post=new_from, post_answers=200
    ),
)
