"""Rows of the addresses of checkpoints, of one academy's part in them, and of interventions."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from accounts.models import User
from tests.access.routes.shape import Builder, Route, name_of, nothing, row_of, slug
from tests.cast import Cast, World
from tests.worlds.checkpoint import INTERVENTIONS, TITLES

VIEW, SETS = Permission.VIEW_CHECKPOINTS, Permission.SET_CHECKPOINTS
HANDS_IN, RUNS = Permission.HAND_IN, Permission.RUN_INTERVENTIONS


def checkpoint(world: World, academy: Academy) -> dict[str, Any]:
    return {"pk": world.of("checkpoint_place", academy).checkpoint_id}


def place(kind: str = "checkpoint_place") -> Builder:
    return lambda world, academy: {"pk": world.of(kind, academy).checkpoint_id, "slug": academy.slug}


def title_of(world: World, academy: Academy) -> str:
    return TITLES[academy.trust.slug]


def what_of(world: World, academy: Academy) -> str:
    return INTERVENTIONS[academy.slug]


def days(world: World, academy: Academy) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "title": "Spring checkpoint",
        "serves": "Which classes get a second adult.",
        "decides": "The executive.",
        "hand_in_by": today + datetime.timedelta(days=9),
        "decide_by": today + datetime.timedelta(days=20),
    }


def asks(world: World, academy: Academy) -> dict[str, Any]:
    leader = world.cast.foreign_leader if academy == world.cast.foreign else world.cast.trust_leader
    named = {f"owner_{each.pk}": leader.pk for each in (world.cast.own, world.cast.sibling)}
    figure = {"measure_1": "attendance_rate", "of_1": "gap", "among_1": "all", "at_1": "Full year"}
    return {**days(world, academy), **figure, **named}


def handed(world: World, academy: Academy) -> dict[str, Any]:
    return {"confirms": "not_in", "comment": "The test is sat next week."}


def none(world: World, academy: Academy) -> dict[str, Any]:
    return {"decides": "none", "none-because": "The gap closed by itself."}


def owns(cast: Cast, user: User, academy: Academy | None) -> bool:
    """Whom the world named for the academy."""
    return user == (cast.foreign_leader if academy == cast.foreign else cast.trust_leader)


def owner(world: World, academy: Academy) -> dict[str, Any]:
    return {"owner": (world.cast.foreign_leader if academy == world.cast.foreign else world.cast.trust_leader).pk}


def of_checkpoint(name: str, **more: Any) -> Route:
    """Of the whole trust: who knows of it at any academy that it asks, without setting checkpoints, is refused."""
    shape = {"args": checkpoint, "scope": "whole_trust", "seen_by": VIEW, "seen_scope": "anywhere", **more}
    return Route(f"checkpoints:{name}", SETS, **shape)


ROUTES: tuple[Route, ...] = (
    Route("checkpoints:checkpoint_list", VIEW, needed=True),
    Route("checkpoints:academy_checkpoints", VIEW, args=slug, shows=name_of),
    Route("checkpoints:checkpoint_new", SETS, scope="whole_trust", needed=True, post=asks),
    Route("checkpoints:checkpoint_show", VIEW, args=checkpoint, scope="anywhere", seen_by=None, shows=title_of),
    of_checkpoint("checkpoint_edit", post=days),
    of_checkpoint("checkpoint_close", get=405, post=nothing),
    of_checkpoint("checkpoint_call_off", get=405, post=lambda w, a: {"because": "Set twice."}),
    Route("checkpoints:place_show", VIEW, args=place(), seen_by=None, shows=title_of),
    Route(
        "checkpoints:place_show", VIEW, args=place("checkpoint_past"), seen_by=None, case="closed", shows=what_of
    ),
    Route("checkpoints:hand_in_new", HANDS_IN, args=place(), seen_by=VIEW, shows=name_of, post=handed),
    Route(
        "checkpoints:hand_in_withdraw", HANDS_IN, args=place(), seen_by=VIEW, get=405,
        post=lambda w, a: {"because": "A file was missing."},
    ),
    Route("checkpoints:decision_new", RUNS, args=place(), may=owns, seen_by=VIEW, shows=name_of, post=none),
    Route(
        "checkpoints:owner_name", SETS, args=place(), scope="whole_trust", seen_by=VIEW, get=405, post=owner
    ),
    Route("checkpoints:intervention_list", VIEW, needed=True),
    Route("checkpoints:intervention_list", VIEW, needed=True, query="?state=running&academy=heronwick"),
    Route("checkpoints:intervention_show", VIEW, args=row_of("intervention"), seen_by=None, shows=what_of),
    Route(
        "checkpoints:intervention_follow", RUNS, args=row_of("intervention"), seen_by=VIEW, shows=what_of,
        post=lambda w, a: {"went": "going_on", "says": "Every group met."},
    ),
)  # fmt: skip
