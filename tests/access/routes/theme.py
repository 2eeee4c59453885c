"""Rows of the addresses of the trust report of a theme: for whoever reads the reviews of every academy."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import Route, row_of
from tests.cast import World

READS = Permission.READ_REVIEWS
# The spring in which tests.worlds.finding publishes.
SPRING = "?theme=reading&year=2025"


def a_story(world: World, academy: Academy) -> dict[str, Any]:
    return {"title": "One way of saying each sound", "says": "Every adult uses the same words and actions."}


ROUTES: tuple[Route, ...] = (
    Route("reviews:themes", READS, scope="whole_trust", needed=True),
    Route("reviews:themes", READS, scope="whole_trust", query=SPRING, needed=True),
    Route("reviews:themes", READS, scope="whole_trust", query=f"{SPRING}&with=published", needed=True),
    Route("reviews:theme_pdf", READS, scope="whole_trust", query=SPRING, needed=True),
    Route("reviews:theme_csv", READS, scope="whole_trust", query=SPRING, needed=True),
    Route("reviews:strength_offer", Permission.LEAD_LEARNING, args=row_of("strength"), seen_by=READS, post=a_story),
)
