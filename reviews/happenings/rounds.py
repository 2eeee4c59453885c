"""Rounds in calendars: the day of the visit at the host, with those who visit from elsewhere, and the follow-up."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Event, EventKind
from academies.selectors.together import Asked
from accounts.models import User
from reviews.models import Round
from reviews.models.round import RoundState, rounds_of

# Visitors walk through, and the host's leaders go with them or sit in the debrief.
LOAD = 2


def rounds_asked(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Asked | None:
    """Those at the academies, and those that the person visits; None for who knows of none before it is agreed."""
    if not person.can(Permission.VIEW_ROUNDS):
        return None
    due = Q(follow_up_on__range=(first, last), state=RoundState.AGREED)
    here = Q(host__in=academies) | Q(pk__in=rounds_of(user).values("round"))
    found = Round.objects.visible_to(user).standing().filter(Q(day__range=(first, last)) | due, here)
    return Asked(found, "host")


def round_events(
    person: Person, rounds: Iterable[Round], academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterator[Event]:
    """No query. Who visits elsewhere finds it in their own academy's calendar."""
    places = {academy.pk for academy in academies}
    home = next((m.academy_id for m in person.here if m.academy_id in places), None)
    for round in sorted(rounds, key=lambda each: (each.day, each.pk)):
        url = reverse("reviews:round_show", args=[round.pk])
        about = f": {round.practice}" if round.practice else ""
        if round.host_id not in places:
            # It takes nothing of their own academy's day.
            if home is not None and first <= round.day <= last:
                yield Event(
                    uid=f"round-visit-{round.pk}",
                    academy=home,
                    kind=EventKind.ROUND,
                    starts=round.day,
                    ends=round.day,
                    title=f"You visit classrooms at {round.host}",
                    url=url,
                    load=0,
                )
            continue
        if first <= round.day <= last:
            yield Event(
                uid=f"round-{round.pk}",
                academy=round.host_id,
                kind=EventKind.ROUND,
                starts=round.day,
                ends=round.day,
                title=f"Instructional round{about}",
                url=url,
                load=LOAD,
            )
        on = round.follow_up_on
        if on is not None and round.state == RoundState.AGREED and first <= on <= last:
            yield Event(
                uid=f"round-follow-up-{round.pk}",
                academy=round.host_id,
                kind=EventKind.ROUND,
                starts=on,
                ends=on,
                title=f"Follow-up of the round{about}",
                url=url,
                firm=False,
            )
