"""Drafts: everybody's own, and nobody else's."""

from typing import Any

from academies.models import Academy
from tests.access.routes.shape import SIGNED_IN, Route
from tests.cast import World


def typed(world: World, academy: Academy) -> dict[str, Any]:
    return {"name": "note-1", "url": "/concerns/", "title": "A note", "fields": '{"says": "Half a sentence"}'}


ROUTES: tuple[Route, ...] = (
    Route("academies:draft_list", SIGNED_IN),
    Route("academies:draft_kept", SIGNED_IN, query="?name=note-1"),
    Route("academies:draft_save", SIGNED_IN, get=405, post=typed, post_answers=200),
    Route("academies:draft_discard", SIGNED_IN, get=405, post=lambda w, a: {"name": "note-1"}),
)
