"""Support between academies in the calendars of both: who receives has a guest, who gives is one short."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.urls import reverse

from academies.access import Person
from academies.models import Academy, Deployment
from academies.providers import Event, EventKind
from accounts.models import User


def deployment_events(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterator[Event]:
    """Agreed and finished ones, from their first day to their last. One query."""
    found = (
        Deployment.objects.visible_to(user)
        .standing()
        .filter(Q(giver__in=academies) | Q(receiver__in=academies), starts__lte=last, ends__gte=first)
        .select_related("giver", "receiver")
    )
    asked = {academy.pk for academy in academies}
    for deployment in found:
        for here, other, way in (
            (deployment.giver, deployment.receiver, "to"),
            (deployment.receiver, deployment.giver, "from"),
        ):
            if here.pk not in asked:
                continue
            yield Event(
                uid=f"deployment-{deployment.pk}-{way}",
                academy=here.pk,
                kind=EventKind.DEPLOYMENT,
                starts=deployment.starts,
                ends=deployment.ends,
                title=f"Support {way} {other}: {deployment.focus}",
                url=reverse("academies:deployment_show", args=[deployment.pk]),
                note=f"{deployment.worked_of_pledged} days worked.",
            )
