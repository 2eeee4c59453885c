"""Rows of the addresses of practices and their versions."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import Builder, Route, nothing
from tests.cast import World
from tests.worlds.practice import DRAFTED, MAKING, PUBLISHED

VIEW, WRITE, MANAGE = Permission.VIEW_TOOLKIT, Permission.WRITE_TOOLKIT, Permission.MANAGE_TOOLKIT
ABOUT = {"kind": "teaching", "strand": "memory", "phases": ["primary"], "subjects": "", "theory": ""}


def of(kind: str = "practice", **more: Any) -> Builder:
    return lambda world, academy: {"slug": world.of(kind, academy).slug, **more}


def title(world: World, academy: Academy) -> str:
    return PUBLISHED[academy.trust.slug]


def written(name: str, **more: Any) -> Route:
    """Of a practice that every reader sees and whoever writes in the toolkit changes."""
    shape = {"args": of(), "scope": "anywhere", "seen_by": VIEW, "seen_scope": "anywhere", **more}
    return Route(f"toolkit:{name}", WRITE, **shape)


def managed(name: str, **more: Any) -> Route:
    shape = {"args": of(), "scope": "whole_trust", "seen_by": VIEW, "seen_scope": "anywhere", **more}
    return Route(f"toolkit:{name}", MANAGE, **shape)


ROUTES: tuple[Route, ...] = (
    Route("toolkit:practice_list", VIEW),
    Route("toolkit:practice_csv", VIEW),
    Route("toolkit:practice_new", WRITE, post=lambda w, a: {**ABOUT, "title": "Say it first"}),
    Route("toolkit:practice_start", MANAGE, scope="whole_trust", get=405, post=nothing),
    Route("toolkit:preview", VIEW, get=405, post=lambda w, a: {"text": "**bold**"}, post_answers=200),
    Route("toolkit:practice_show", VIEW, args=of(), scope="anywhere", seen_by=None, shows=title),
    Route(
        "toolkit:practice_show", WRITE, args=of("practice in the making"), scope="anywhere", seen_by=None,
        case="in the making", shows=lambda w, a: MAKING[a.trust.slug],
    ),
    written("practice_edit", post=lambda w, a: {"title": "Ask anew", "what": "Ask.", "preview": "1"}, post_answers=200),
    managed("practice_about", post=lambda w, a: {**ABOUT, "owner": ""}),
    managed("practice_archive", get=405, post=nothing),
    written("version_new", get=405, post=nothing),
    written("version_step", args=of(step="ask"), get=405, post=nothing),
    Route("toolkit:version_show", VIEW, args=of(number=1), scope="anywhere", seen_by=None, shows=title),
    Route(
        "toolkit:version_show", WRITE, args=of(number=2), scope="anywhere", seen_by=None, case="a draft",
        shows=lambda w, a: DRAFTED[a.trust.slug],
    ),
    Route(
        "toolkit:version_compare", WRITE, args=of(number=1, other=2), scope="anywhere", seen_by=None,
        shows=lambda w, a: DRAFTED[a.trust.slug],
    ),
)  # fmt: skip
