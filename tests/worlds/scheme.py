from collections.abc import Sequence

from academies.models import Academy
from tests.cast import World


def build(world: World) -> None:
    """Rows for each of the three academies."""


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More rows, for the new academies and for the cast's own."""
