"""The points of the year at which a figure can be asked for."""

from __future__ import annotations

from academies.models import Trust
from accounts.models import User
from pupils.models import Checkpoint

WHOLE_YEAR = "Full year"


def points_of(user: User, trust: Trust | None) -> list[str]:
    """The trust's own names in their order, and the whole year. One query."""
    found = Checkpoint.objects.visible_to(user).filter(trust=trust)
    names = list(found.order_by("position", "name").values_list("name", flat=True))
    return names if WHOLE_YEAR in names else [*names, WHOLE_YEAR]
