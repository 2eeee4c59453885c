"""Category schemes are the trust's: whoever may see a category anywhere in it reads those that were in use."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import Builder, Route, nothing, row_of
from tests.cast import World

READ: dict[str, Any] = {"who": Permission.VIEW_CATEGORY, "scope": "anywhere", "seen_by": None}
WRITE: dict[str, Any] = {"who": Permission.MANAGE_SCHEMES, "scope": "whole_trust"}
# A draft is seen by nobody else; a scheme in use is seen by whoever may see a category.
OF_DRAFT: dict[str, Any] = {**WRITE, "seen_by": None}
LIST: dict[str, Any] = {**WRITE, "needed": True}
OF_AREA: dict[str, Any] = {**WRITE, "seen_by": Permission.VIEW_ACADEMY, "seen_scope": "anywhere"}


def sends(**words: Any) -> Builder:
    return lambda world, academy: words


def criterion_sent(world: World, academy: Academy) -> dict[str, Any]:
    tiers = list(world.of("draft", academy).tiers.all())
    bounds = {f"bound_{tier.pk}": figure for tier, figure in zip(tiers, (1, 2, 3), strict=False)}
    return {"label": "Another criterion", "phase": "primary", **bounds}


TIER = {
    "word": "Restore", "colour": "violet", "says": "What it means.", "visits": 2, "full_day_reviews": 0,
    "partnership_meetings": 6, "leader_days": "1.5", "coaching_days": 2, "review_rhythm": 2,
}  # fmt: skip


def scheme_name(world: World, academy: Academy) -> str:
    return str(world.of("scheme", academy).name)


def draft_name(world: World, academy: Academy) -> str:
    return str(world.of("draft", academy).name)


ROUTES: tuple[Route, ...] = (
    Route("academies:scheme_list", **{**READ, "needed": True}),
    Route("academies:scheme_csv", **{**READ, "needed": True}),
    # There is a draft under way: the page leads to it, and a second one is refused in a sentence.
    Route("academies:scheme_new", **LIST, get=302, post=sends(changes="Why it changes."), post_answers=200),
    Route("academies:scheme_show", args=row_of("scheme"), shows=scheme_name, **READ),
    Route("academies:scheme_show", case="draft", args=row_of("draft"), shows=draft_name, **OF_DRAFT),
    Route(
        "academies:scheme_edit", args=row_of("draft"), shows=draft_name, post=sends(name="Support", changes="All."),
        **OF_DRAFT,
    ),
    Route(
        "academies:scheme_edit", case="in use", args=row_of("scheme"), get=302, post=sends(name="Support"),
        post_answers=200, **{**WRITE, "seen_by": Permission.VIEW_CATEGORY, "seen_scope": "anywhere"},
    ),
    Route("academies:scheme_use", args=row_of("draft"), post=nothing, **OF_DRAFT),
    Route("academies:scheme_discard", args=row_of("draft"), post=nothing, **OF_DRAFT),
    Route("academies:tier_add", args=row_of("draft"), post=sends(**TIER), **OF_DRAFT),
    Route("academies:tier_edit", args=row_of("draft_tier"), post=sends(**TIER), **OF_DRAFT),
    Route(
        "academies:tier_edit", case="in use", args=row_of("tier"), get=302, post=sends(**TIER), post_answers=200,
        **{**WRITE, "seen_by": Permission.VIEW_CATEGORY, "seen_scope": "anywhere"},
    ),
    Route("academies:tier_move", args=row_of("draft_tier"), get=405, post=sends(to="up"), **OF_DRAFT),
    Route("academies:tier_remove", args=row_of("draft_tier"), post=nothing, **OF_DRAFT),
    Route("academies:criterion_add", args=row_of("draft"), **OF_DRAFT, post=nothing, post_answers=200),
    Route(
        "academies:criterion_add", query="?kind=concerns.open", case="its bounds", args=row_of("draft"),
        post=criterion_sent, **OF_DRAFT,
    ),
    Route(
        "academies:criterion_edit", args=row_of("draft_criterion"), post=criterion_sent, post_answers=(200, 302),
        **OF_DRAFT,
    ),
    Route("academies:criterion_move", args=row_of("draft_criterion"), get=405, post=sends(to="up"), **OF_DRAFT),
    Route("academies:criterion_remove", args=row_of("draft_criterion"), post=nothing, **OF_DRAFT),
    Route("academies:area_list", **LIST),
    Route("academies:area_csv", **LIST),
    Route("academies:area_add", **LIST, post=sends(name="Swimming", kind="subject")),
    Route("academies:area_edit", args=row_of("area"), post=sends(name="Swimming", kind="subject"), **OF_AREA),
    Route("academies:area_archive", args=row_of("area"), get=405, post=nothing, **OF_AREA),
)  # fmt: skip
