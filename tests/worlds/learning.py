"""What lies in each academy of this room."""

from collections.abc import Sequence

from academies.models import Academy
from tests.cast import World


def build(world: World) -> None:
    """Nothing yet."""


def grow(world: World, academies: Sequence[Academy]) -> None:
    """Nothing yet."""
