from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import Route, name_of, row_of, slug
from tests.cast import World
from tests.worlds.concern import TITLES

SEES, MANAGES = Permission.VIEW_CONCERNS, Permission.MANAGE_CONCERNS


def title_of(world: World, academy: Academy) -> str:
    return TITLES[academy.slug]


def raised(world: World, academy: Academy) -> dict[str, Any]:
    return {"title": "Reading fell", "detail": "Seen on a visit."}


def note(world: World, academy: Academy) -> dict[str, Any]:
    return {"note-step": "note", "note-says": "Spoke to the head."}


ROUTES: tuple[Route, ...] = (
    Route("academies:concern_list", SEES, needed=True),
    Route("academies:concern_list", SEES, needed=True, query="?state=open&level=1&sort=-days"),
    Route("academies:concern_csv", SEES, needed=True),
    Route("academies:academy_concerns", SEES, args=slug, shows=title_of),
    Route("academies:concern_raise", MANAGES, args=slug, shows=name_of, post=raised),
    Route("academies:concern_raise", MANAGES, args=slug, query="?kind=concerns.open", shows=name_of, post=raised),
    Route("academies:concern_show", SEES, args=row_of("concern"), seen_by=None, shows=title_of, post=note),
    Route(
        "academies:watch_toggle",
        Permission.VIEW_ACADEMY,
        args=slug,
        get=405,
        post=lambda world, academy: {"do": "watch", "note": "Why."},
    ),
)
