"""The checkpoints that a trust starts with. It renames them and adds its own on the Data pages."""

from academies.models import Trust
from pupils.models import Checkpoint

STARTING = ("Baseline", "Autumn", "Spring", "Summer", "Statutory")


def ensure_checkpoints(trust: Trust) -> None:
    """Gives a trust that has none the usual five, in the order of the year; a trust with any keeps its own."""
    if not trust.checkpoints.exists():
        Checkpoint.objects.bulk_create(
            Checkpoint(trust=trust, name=name, position=place) for place, name in enumerate(STARTING, start=1)
        )
