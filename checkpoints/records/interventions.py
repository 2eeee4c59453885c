"""Interventions as records that a plan may name, and as what came of a plan's priority or action."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Answered, Record, RecordKind
from academies.records.keys import key, narrowed
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import span_of_days
from checkpoints.models import Intervention
from checkpoints.models.intervention import PLACE
from plans.selectors.read_as import read_as

INTERVENTION = RecordKind("intervention", "Interventions of checkpoints")


def intervention_records(
    user: User, person: Person, academy: Academy, keys: Collection[str] | None
) -> Iterator[Record]:
    """Two queries at most."""
    if not may_at(academy, person, Permission.VIEW_CHECKPOINTS):
        return
    read = read_as(user, person, academy)
    found = Intervention.objects.visible_to(user).filter(**{PLACE: academy}).order_by("state", "-starts", "-pk")
    for one in narrowed(found, keys):
        yield Record(
            key(INTERVENTION.slug, one.pk),
            read(f"Intervention: {one.what.rstrip('.')}"),
            day=one.starts,
            url=reverse("checkpoints:intervention_show", args=[one.pk]),
            note=f"{one.get_state_display()}, {span_of_days(one.starts, one.ends)}",
        )


def intervention_answers(user: User, person: Person, academy: Academy, keys: Collection[str]) -> Iterator[Answered]:
    """Two queries at most; none for no keys."""
    if not keys or not may_at(academy, person, Permission.VIEW_CHECKPOINTS):
        return
    read = read_as(user, person, academy)
    found = Intervention.objects.visible_to(user).filter(**{PLACE: academy}, origin__in=keys)
    for one in found.order_by("-starts", "-pk"):
        url = reverse("checkpoints:intervention_show", args=[one.pk])
        yield Answered(
            one.origin, read(f"Intervention: {one.what.rstrip('.')}"), one.get_state_display(), url, one.starts
        )
