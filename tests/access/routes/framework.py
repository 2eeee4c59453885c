"""Frameworks are the trust’s: whoever reads reviews anywhere in it reads those that are or were in use. That a review’s
team reads its framework too stands in test_framework_pages.py."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import Builder, Route, nothing, row_of
from tests.cast import World
from tests.worlds.framework import ASKED, name_of

WRITE: dict[str, Any] = {"who": Permission.MANAGE_FRAMEWORKS, "scope": "whole_trust"}
# A draft is seen by nobody else; a version in use by whoever may read it.
OF_DRAFT: dict[str, Any] = {**WRITE, "seen_by": None}
OF_USED: dict[str, Any] = {**WRITE, "seen_by": Permission.READ_REVIEWS, "seen_scope": "anywhere"}
LIST: dict[str, Any] = {**WRITE, "needed": True}
WORDS = {"name": "Reading in nurseries", "family": "reading", "phase": "primary", "about": "What it finds out."}
PART = {"name": "Stories", "about": "Every day."}
QUESTION = {"asks": "Who hears a story every day?", "look_for": "Adults who read aloud", "kinds": ["lesson"]}


def sends(**words: Any) -> Builder:
    return lambda world, academy: words


def asked(world: World, academy: Academy) -> str:
    return ASKED[academy.trust.slug]


ROUTES: tuple[Route, ...] = (
    Route("reviews:framework_list", Permission.READ_REVIEWS, scope="anywhere", seen_by=None, needed=True),
    Route("reviews:framework_csv", Permission.READ_REVIEWS, scope="anywhere", seen_by=None, needed=True),
    Route("reviews:framework_start", get=405, post=nothing, **LIST),
    Route("reviews:framework_new", post=sends(**WORDS), **LIST),
    Route(
        "reviews:framework_show", Permission.READ_REVIEWS, args=row_of("framework read"), scope="anywhere",
        seen_by=None, shows=lambda w, a: name_of(a),
    ),
    Route(
        "reviews:framework_show", Permission.READ_REVIEWS, args=row_of("framework read"), scope="anywhere",
        seen_by=None, query="?place=lesson", shows=lambda w, a: name_of(a),
    ),
    Route("reviews:framework_show", case="draft", args=row_of("framework draft"), shows=asked, **OF_DRAFT),
    # There is a draft under way: the page leads to it, and a second one is refused in a sentence.
    Route(
        "reviews:framework_next", args=row_of("framework read"), get=302, post=sends(changes="Why it changes."),
        post_answers=200, **OF_USED,
    ),
    Route(
        "reviews:framework_edit", args=row_of("framework draft"), shows=asked,
        post=sends(about="What it finds out.", changes="All of it."), **OF_DRAFT,
    ),
    Route(
        "reviews:framework_edit", case="in use", args=row_of("framework read"), get=302, post=sends(**WORDS),
        post_answers=200, **OF_USED,
    ),
    Route("reviews:framework_use", args=row_of("framework draft"), post=nothing, **OF_DRAFT),
    Route("reviews:framework_retire", args=row_of("framework read"), get=405, post=nothing, **OF_USED),
    Route("reviews:framework_discard", args=row_of("framework draft"), get=405, post=nothing, **OF_DRAFT),
    Route("reviews:section_add", args=row_of("framework draft"), post=sends(**PART), **OF_DRAFT),
    Route("reviews:section_edit", args=row_of("framework section"), shows=asked, post=sends(**PART), **OF_DRAFT),
    Route(
        "reviews:section_edit", case="in use", args=row_of("framework section in use"), get=302, post=sends(**PART),
        post_answers=200, **OF_USED,
    ),
    Route("reviews:section_move", args=row_of("framework section"), get=405, post=sends(to="up"), **OF_DRAFT),
    Route("reviews:section_remove", args=row_of("framework section"), get=405, post=nothing, **OF_DRAFT),
    Route("reviews:prompt_add", args=row_of("framework section"), post=sends(**QUESTION), **OF_DRAFT),
    Route("reviews:prompt_edit", args=row_of("framework prompt"), shows=asked, post=sends(**QUESTION), **OF_DRAFT),
    Route("reviews:prompt_move", args=row_of("framework prompt"), get=405, post=sends(to="up"), **OF_DRAFT),
    Route("reviews:prompt_remove", args=row_of("framework prompt"), get=405, post=nothing, **OF_DRAFT),
)  # fmt: skip
