from typing import Any

from academies.access import Permission
from academies.inspection import FRAMEWORKS
from academies.models import Academy
from tests.access.routes.shape import Route, name_of, row_of, slug
from tests.cast import World
from tests.worlds.inspection import OUTCOMES

SEE, RECORD = Permission.VIEW_ACADEMY, Permission.RECORD_INSPECTIONS
CARD = FRAMEWORKS["report_card_2025"]


def grades(world: World, academy: Academy) -> dict[str, Any]:
    """A whole report card of a day that is free."""
    return {
        "started": "2026-06-09",
        "kind": "graded",
        "safeguarding": "met",
        **{f"area_{area}": "strong" for area in CARD.areas if area not in CARD.optional_areas},
    }


def outcome_of(world: World, academy: Academy) -> str:
    return OUTCOMES[academy.slug]


ROUTES: tuple[Route, ...] = (
    Route("academies:inspection_trust", SEE),
    Route("academies:inspection_trust_csv", SEE),
    Route("academies:inspection_list", SEE, args=slug, shows=outcome_of),
    Route("academies:inspection_csv", SEE, args=slug, shows=outcome_of),
    Route("academies:inspection_add", RECORD, args=slug, post=grades),
    Route(
        "academies:inspection_add", RECORD, args=slug, query="?started=2026-06-09&kind=graded", case="second step",
        shows=name_of, post=grades,
    ),
    Route("academies:inspection_show", SEE, args=row_of("inspection"), shows=name_of),
    Route("academies:inspection_edit", RECORD, args=row_of("inspection"), post=grades),
    Route(
        "academies:inspection_set_aside", RECORD, args=row_of("inspection"), get=405,
        post=lambda w, a: {"why": "Entered for the wrong academy."},
    ),
)  # fmt: skip
