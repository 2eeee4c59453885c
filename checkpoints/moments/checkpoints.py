"""What checkpoints decided at an academy and what became of it, for its timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.selectors.together import Asked
from academies.ways import may_at
from accounts.models import User
from celt.ui.parts import Moment
from checkpoints.models import CheckpointDecision, DecisionKind
from plans.selectors.read_as import read_as

MOST = 50


def decisions_at(user: User, person: Person, academy: Academy) -> Iterator[Asked]:
    """No query of its own; nothing for who knows of no checkpoint there."""
    if not may_at(academy, person, Permission.VIEW_CHECKPOINTS):
        return
    found = CheckpointDecision.objects.visible_to(user).filter(place__academy=academy)
    about = found.annotate(checkpoint=F("place__checkpoint"), title=F("place__checkpoint__title"))
    yield Asked(about.order_by("-at", "-pk")[:MOST], also=("checkpoint", "title"))


def checkpoint_moments(user: User, person: Person, academy: Academy, rows: Sequence[Any]) -> Iterator[Moment]:
    """No query; one for who is not shown staff."""
    if not rows:
        return
    read = read_as(user, person, academy)
    for one in sorted(rows, key=lambda each: (each.at, each.pk), reverse=True):
        says = "An intervention was decided" if one.kind == DecisionKind.INTERVENTION else "No intervention was needed"
        url = reverse("checkpoints:place_show", args=[one.checkpoint, academy.slug])
        yield Moment(one.at, f"{says} at {one.title}", url, read(one.because))
