"""What data asks of academies, and by when."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Status
from academies.providers import Event, EventKind
from accounts.models import User
from celt.lib.terms import year_label
from pupils.models import CheckpointDate


def checkpoint_events(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterator[Event]:
    """One for each open academy and checkpoint with a day. One query."""
    dates = (
        CheckpointDate.objects.visible_to(user)
        .filter(checkpoint__trust__in={a.trust_id for a in academies}, due__range=(first, last))
        .select_related("checkpoint")
    )
    leads_on = person.can(Permission.VIEW_STAFF_FIGURES)
    for date in dates:
        checkpoint, year, due = date.checkpoint, date.academic_year, date.due
        assert due is not None
        query = urlencode({"year": year, "checkpoint": checkpoint.pk})
        for academy in academies:
            if academy.trust_id != checkpoint.trust_id or academy.status != Status.OPEN:
                continue
            yield Event(
                uid=f"checkpoint-{checkpoint.pk}-{year}",
                academy=academy.pk,
                kind=EventKind.CHECKPOINT,
                starts=due,
                ends=due,
                title=f"{checkpoint.name} data, {year_label(year)}",
                url=f"{reverse('pupils:coverage')}?{query}" if leads_on else "",
                note="The last day on which results are handed in in time.",
                load=1,
                firm=False,
            )
