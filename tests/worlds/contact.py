"""A contact of each academy, named by a text that stands nowhere else, and one that was set aside."""

from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from tests import factories as make
from tests.cast import World

NAMES = {
    "heronwick": "Philomena Garderobe",
    "otterbourne-vale": "Ignatius Pennywhistle",
    "puffinscar": "Wilhelmina Quatrefoil",
}


def build(world: World) -> None:
    for academy in world.academies:
        world.put("contact", academy, make.ContactFactory(academy=academy, name=NAMES[academy.slug]))
        make.ContactFactory(academy=academy, name="Long Gone", archived_at=timezone.now())
        world.plant(academy, "a contact", NAMES[academy.slug], Permission.VIEW_PEOPLE)


def grow(world: World, academies: Sequence[Academy]) -> None:
    for academy in academies:
        make.ContactFactory(academy=academy)
        make.ContactFactory(academy=world.cast.own)
