from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import Route
from tests.cast import World

YEAR = 2031
TYPED = {
    "autumn_starts": "2031-09-02",
    "autumn_ends": "2031-12-19",
    "autumn_half_starts": "2031-10-27",
    "autumn_half_ends": "2031-10-31",
    "spring_starts": "2032-01-05",
    "spring_ends": "2032-03-25",
    "spring_half_starts": "2032-02-16",
    "spring_half_ends": "2032-02-20",
    "summer_starts": "2032-04-12",
    "summer_ends": "2032-07-21",
    "summer_half_starts": "2032-05-31",
    "summer_half_ends": "2032-06-04",
    "inset": "1 September 2031",
}


def year(world: World, academy: Academy) -> dict[str, Any]:
    return {"year": YEAR}


WRITE: dict[str, Any] = {
    "who": Permission.MANAGE_ACADEMIES,
    "scope": "whole_trust",
    "needed": True,
    "args": year,
    "places": False,
}

ROUTES: tuple[Route, ...] = (
    Route("academies:term_list", Permission.MANAGE_ACADEMIES, scope="whole_trust", needed=True),
    Route("academies:term_edit", **WRITE, post=lambda w, a: {**TYPED, "keep": "1"}),
    Route("academies:term_edit", **WRITE, case="preview", post=lambda w, a: dict(TYPED), post_answers=200),
)
