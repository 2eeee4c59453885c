"""The index of the search of both trusts, over whatever the rooms before have published, taken and offered."""

from collections.abc import Sequence

from academies.models import Academy
from tests.cast import World
from toolkit.services.index import rebuild


def build(world: World) -> None:
    for trust in (world.cast.trust, world.cast.foreign_trust):
        rebuild(trust)


def grow(world: World, academies: Sequence[Academy]) -> None:
    rebuild(world.cast.trust)
