"""What checkpoints decided at an academy and what became of it, for its timeline."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.ui.parts import Moment
from checkpoints.models import CheckpointDecision, DecisionKind
from plans.selectors.read_as import read_as

MOST = 50


def checkpoint_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """Two queries at most; none for who knows of no checkpoint there."""
    if not may_at(academy, person, Permission.VIEW_CHECKPOINTS):
        return
    read = read_as(user, person, academy)
    found = CheckpointDecision.objects.visible_to(user).filter(place__academy=academy)
    for one in found.select_related("place__checkpoint").order_by("-at", "-pk")[:MOST]:
        checkpoint = one.place.checkpoint
        says = "An intervention was decided" if one.kind == DecisionKind.INTERVENTION else "No intervention was needed"
        url = reverse("checkpoints:place_show", args=[checkpoint.pk, academy.slug])
        yield Moment(one.at, f"{says} at {checkpoint.title}", url, read(one.because))
