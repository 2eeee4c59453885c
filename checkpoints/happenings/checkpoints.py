"""Days of hand-in and of decision in calendars, and the last days of interventions."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Event, EventKind
from academies.selectors.together import Asked
from accounts.models import User
from checkpoints.models import CheckpointPlace, Intervention
from checkpoints.models.intervention import PLACE

Days = tuple[datetime.date, datetime.date]


def places_between(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterator[Asked]:
    """Open checkpoints, and what is running. No query of its own."""
    if not academies or not person.can(Permission.VIEW_CHECKPOINTS):
        return
    days = (first, last)
    yield Asked(
        CheckpointPlace.objects.visible_to(user)
        .filter(academy__in=academies, checkpoint__state="open")
        .filter(Q(checkpoint__hand_in_by__range=days) | Q(checkpoint__decide_by__range=days))
        .annotate(
            title=F("checkpoint__title"),
            hand_in_by=F("checkpoint__hand_in_by"),
            decide_by=F("checkpoint__decide_by"),
            slug=F("academy__slug"),
        ),
        also=("title", "hand_in_by", "decide_by", "slug"),
    )
    yield Asked(
        Intervention.objects.visible_to(user)
        .running()
        .filter(**{f"{PLACE}__in": academies}, ends__range=days)
        .annotate(where=F(PLACE)),
        also=("where",),
    )


def place_events(
    user: User,
    person: Person,
    academies: Sequence[Academy],
    first: datetime.date,
    last: datetime.date,
    rows: Sequence[Any],
) -> Iterator[Event]:
    """No query."""
    for row in rows:
        if isinstance(row, CheckpointPlace):
            yield from _days(row, first, last)
        else:
            yield Event(
                uid=f"intervention-ends-{row.pk}", academy=row.__dict__["where"], kind=EventKind.CHECKPOINT,
                starts=row.ends, ends=row.ends, title="Last day of an intervention",
                url=reverse("checkpoints:intervention_show", args=[row.pk]), load=0,
            )  # fmt: skip


def _days(place: CheckpointPlace, first: datetime.date, last: datetime.date) -> Iterator[Event]:
    told = place.__dict__
    url = reverse("checkpoints:place_show", args=[place.checkpoint_id, told["slug"]])
    for kind, words, load in (("hand_in_by", "hand in", 1), ("decide_by", "decision", 0)):
        day = told[kind]
        if first <= day <= last:
            yield Event(
                uid=f"checkpoint-{kind}-{place.pk}", academy=place.academy_id, kind=EventKind.CHECKPOINT,
                starts=day, ends=day, title=f"{told['title']}: {words}", url=url, load=load,
            )  # fmt: skip
