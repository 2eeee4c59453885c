"""Rows of the addresses of the trust report of a theme: for whoever reads the reviews of every academy."""

from __future__ import annotations

from academies.access import Permission
from tests.access.routes.shape import Route

READS = Permission.READ_REVIEWS
# The spring in which tests.worlds.finding publishes.
SPRING = "?theme=reading&year=2025"

ROUTES: tuple[Route, ...] = (
    Route("reviews:themes", READS, scope="whole_trust", needed=True),
    Route("reviews:themes", READS, scope="whole_trust", query=SPRING, needed=True),
    Route("reviews:themes", READS, scope="whole_trust", query=f"{SPRING}&with=published", needed=True),
    Route("reviews:theme_pdf", READS, scope="whole_trust", query=SPRING, needed=True),
    Route("reviews:theme_csv", READS, scope="whole_trust", query=SPRING, needed=True),
)
