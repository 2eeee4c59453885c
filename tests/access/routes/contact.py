from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import Route, name_of, row_of, slug
from tests.cast import World
from tests.worlds.contact import NAMES

SEES, MANAGES = Permission.VIEW_PEOPLE, Permission.MANAGE_CONTACTS


def contact_of(world: World, academy: Academy) -> str:
    return NAMES[academy.slug]


def typed(world: World, academy: Academy) -> dict[str, Any]:
    return {"name": "Somebody Else", "job": "School office", "phone": "01632 960001"}


ROUTES: tuple[Route, ...] = (
    Route("academies:contact_list", SEES, needed=True),
    Route("academies:contact_list", SEES, needed=True, query="?academy=heronwick&sort=-name"),
    Route("academies:contact_csv", SEES, needed=True),
    Route("academies:contact_add", MANAGES, args=slug, shows=name_of, post=typed),
    Route("academies:contact_edit", MANAGES, args=row_of("contact"), seen_by=SEES, shows=contact_of, post=typed),
    Route(
        "academies:contact_archive",
        MANAGES,
        args=row_of("contact"),
        seen_by=SEES,
        get=405,
        post=lambda world, academy: {},
    ),
)
