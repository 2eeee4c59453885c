from collections.abc import Sequence

from academies.models import Academy
from tests.cast import World


def build(world: World) -> None:
    pass


def grow(world: World, academies: Sequence[Academy]) -> None:
    pass
