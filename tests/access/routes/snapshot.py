from typing import Any

from academies.access import Permission
from academies.models import Academy
from plans.rules.year import year_slug
from tests.access.routes.shape import Route, name_of, row_of, slug
from tests.cast import World
from tests.worlds.snapshot import REASONS, TITLES

READS, WRITES = Permission.VIEW_PLAN, Permission.EDIT_PLAN


def plan(world: World, academy: Academy) -> dict[str, Any]:
    return {"slug": academy.slug, "year": year_slug(world.of("plan", academy).academic_year)}


def beside_now(world: World, academy: Academy) -> dict[str, Any]:
    return {"pk": world.of("snapshot", academy).pk, "other": "now"}


def beside_itself(world: World, academy: Academy) -> dict[str, Any]:
    return {"pk": world.of("snapshot", academy).pk, "other": str(world.of("snapshot", academy).pk)}


def title_of(world: World, academy: Academy) -> str:
    return TITLES[academy.slug]


def reason_of(world: World, academy: Academy) -> str:
    return REASONS[academy.slug]


def titled(world: World, academy: Academy) -> dict[str, Any]:
    return {"title": "Governors’ meeting, December"}


snapshot = row_of("snapshot")

ROUTES: tuple[Route, ...] = (
    Route("plans:snapshot_list", READS, args=slug, shows=title_of),
    Route("plans:snapshot_list", READS, args=slug, query="?year=2024/25&sort=day", shows=title_of),
    Route("plans:snapshot_csv", READS, args=slug, shows=title_of),
    Route("plans:snapshot_pair", READS, args=slug, get=302),
    # A year that is over: why no snapshot is taken any more stands on the page, and nothing is written.
    Route("plans:snapshot_take", WRITES, args=plan, shows=name_of, post=titled, post_answers=(200, 302)),
    Route("plans:snapshot_show", READS, args=snapshot, seen_by=None, shows=reason_of),
    Route("plans:snapshot_pdf", READS, args=snapshot, seen_by=None, shows=reason_of),
    Route("plans:snapshot_summary", READS, args=snapshot, seen_by=None, shows=reason_of),
    Route("plans:snapshot_summary_pdf", READS, args=snapshot, seen_by=None, shows=reason_of),
    Route("plans:snapshot_compare", READS, args=beside_now, seen_by=None, shows=name_of),
    Route("plans:snapshot_compare", READS, args=beside_itself, case="with itself", seen_by=None, shows=name_of),
    Route("plans:plan_print", READS, args=plan, shows=name_of),
    Route("plans:plan_summary", READS, args=plan, shows=name_of),
    Route("plans:plan_pdf", READS, args=plan, shows=name_of),
    Route("plans:plan_summary_pdf", READS, args=plan, shows=name_of),
)
