"""When each academy of a network hosted last, and hosts next: days alone, whoever asks. Hands out no row."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import timezone

from reviews.models import Network, Round
from reviews.models.round import RoundState


def hosting_days(networks: Iterable[Network]) -> dict[tuple[int, int], list[datetime.date]]:
    """(network pk, host pk) -> days of its rounds that took place or will, the oldest first. One query."""
    found: dict[tuple[int, int], list[datetime.date]] = {}
    rounds = (
        Round.objects.standing()
        .filter(network__in=[network.pk for network in networks])
        .exclude(state=RoundState.PREPARING, day__lt=timezone.localdate())
    )
    for network, host, day in rounds.order_by("day").values_list("network", "host", "day"):
        found.setdefault((network, host), []).append(day)
    return found
