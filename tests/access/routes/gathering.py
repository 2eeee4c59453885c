"""Rows of the addresses of a review's notes and of judging its parts."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import Route, row_of
from tests.cast import World
from tests.worlds.gathering import JUDGED, NOTED

RUNS, KNOWS = Permission.RUN_REVIEWS, Permission.VIEW_REVIEWS


def first_part(world: World, academy: Academy) -> Any:
    return world.of("review gathering", academy).framework.sections.first()


def a_note(world: World, academy: Academy) -> dict[str, Any]:
    return {"says": "Five pupils asked a question of one another.", "where": "Year 4, writing"}


def a_part(world: World, academy: Academy) -> dict[str, Any]:
    return {"about": f"s{first_part(world, academy).pk}"}


def a_judgement(world: World, academy: Academy) -> dict[str, Any]:
    """Without a word of the scale: refused with a sentence."""
    return {"section": first_part(world, academy).pk}


REVIEW, NOTE = row_of("review gathering"), row_of("own note")
# Leaders of the academy know of the review; its notes are for the team alone.
ROUTES: tuple[Route, ...] = (
    Route("reviews:notes", RUNS, args=REVIEW, seen_by=KNOWS, shows=lambda w, a: NOTED[a.slug]),
    Route(
        "reviews:notes_feed", RUNS, args=REVIEW, seen_by=KNOWS, fragment=True, shows=lambda w, a: NOTED[a.slug]
    ),
    Route("reviews:note_add", RUNS, args=REVIEW, seen_by=KNOWS, get=405, post=a_note),
    Route("reviews:note_csv", RUNS, args=REVIEW, seen_by=KNOWS, shows=lambda w, a: NOTED[a.slug]),
    Route("reviews:note_edit", RUNS, args=NOTE, seen_by=None, shows=lambda w, a: NOTED[a.slug], post=a_note),
    Route("reviews:note_sort", RUNS, args=NOTE, seen_by=None, get=405, post=a_part, post_answers=(200, 302)),
    Route("reviews:note_strike", RUNS, args=NOTE, seen_by=None, get=405, post=a_part, post_answers=(200, 302)),
    Route(
        "reviews:judge", RUNS, args=REVIEW, seen_by=KNOWS, post=a_judgement, post_answers=200,
        shows=lambda w, a: JUDGED[a.slug],
    ),
)  # fmt: skip
