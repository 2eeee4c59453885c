"""Rows of the addresses of what reviews found: their findings, reports, open next steps and what came of them."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import Route, nothing, row_of, slug
from tests.cast import World
from tests.worlds.finding import DRAFTED, PUBLISHED, SHOWN

RUNS, KNOWS, READS = Permission.RUN_REVIEWS, Permission.VIEW_REVIEWS, Permission.READ_REVIEWS


def drafted(world: World, academy: Academy) -> str:
    return DRAFTED[academy.slug]


def published(world: World, academy: Academy) -> str:
    return PUBLISHED[academy.slug]


def shown(world: World, academy: Academy) -> str:
    return SHOWN[academy.slug]


def a_finding(world: World, academy: Academy) -> dict[str, Any]:
    return {"says": "Give every class an hour in the library.", "owner": "Librarian"}


def a_move(world: World, academy: Academy) -> dict[str, Any]:
    return {"to": "down"}


def a_check(world: World, academy: Academy) -> dict[str, Any]:
    pk = world.of("next step", academy).pk
    return {"finding": pk, f"step{pk}-met": "met", f"step{pk}-says": "It hangs lower."}


WRITING, FOUND, FINDING = row_of("review finding"), row_of("review found"), row_of("finding")
# Leaders of the academy know of the review that is being written; what it finds they do not read yet.
ROUTES: tuple[Route, ...] = (
    Route("reviews:open_findings", READS, needed=True),
    Route("reviews:open_findings", READS, query="?theme=reading&due=past&sort=-since", needed=True),
    Route("reviews:open_findings_csv", READS, needed=True),
    Route("reviews:academy_findings", READS, args=slug, shows=published),
    Route("reviews:finding_add", RUNS, args=WRITING, seen_by=KNOWS, post=a_finding),
    Route("reviews:finding_add", RUNS, args=WRITING, seen_by=KNOWS, query="?kind=strength", post=a_finding),
    Route("reviews:finding_edit", RUNS, args=FINDING, seen_by=None, shows=drafted, post=a_finding),
    Route("reviews:finding_move", RUNS, args=FINDING, seen_by=None, get=405, post=a_move),
    Route("reviews:finding_drop", RUNS, args=FINDING, seen_by=None, shows=drafted, post=nothing),
    Route("reviews:finding_take_up", RUNS, args=FINDING, seen_by=None, get=405, post=nothing),
    Route("reviews:check", RUNS, args=WRITING, seen_by=KNOWS, shows=shown, post=a_check),
    Route("reviews:report", READS, args=FOUND, seen_by=None, shows=published),
    Route("reviews:report", RUNS, args=WRITING, case="of a draft", seen_by=KNOWS, shows=drafted),
    Route("reviews:report_pdf", READS, args=FOUND, seen_by=None),
    Route("reviews:report_pdf", RUNS, args=WRITING, case="of a draft", seen_by=KNOWS),
)
