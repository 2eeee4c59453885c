"""One's own coaching visits in one's own calendar, and in nobody else's (docs/adr/0018)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.providers import OwnEvent
from academies.reader_scope import reading_as
from accounts.models import User
from coaching.models import Visit, VisitState
from coaching.selectors.cycle import first_name

PLAIN = "Coaching visit"


def own_visits(user: User, person: Person, first: datetime.date, last: datetime.date) -> Iterator[OwnEvent]:
    """Those planned and made in cycles of which the person is coach or coachee, in the trust looked at. Three queries,
    two of which open and close what is one's own; none for whoever neither coaches nor is coached.

    A first name and a day, and not a word of what is worked on. A calendar program is told neither the name nor the
    address of the cycle: it is read by assistants, and over one's shoulder."""
    if person.trust is None or not person.can(Permission.COACH):
        return
    found = Visit.objects.visible_to(user).exclude(state=VisitState.CALLED_OFF)
    mine = found.filter(cycle__trust=person.trust, day__range=(first, last))
    with reading_as(user):
        # A page that somebody shares is a page to read, not a visit of one's own.
        visits = [
            visit
            for visit in mine.select_related("cycle__coach", "cycle__coachee")
            if user.pk in (visit.cycle.coach_id, visit.cycle.coachee_id)
        ]
    for visit in visits:
        coaches = visit.cycle.coach_id == user.pk
        other = first_name(visit.cycle.coachee if coaches else visit.cycle.coach)
        at = f" at {visit.at:%H:%M}" if visit.at else ""
        yield OwnEvent(
            uid=f"coaching-visit-{visit.pk}",
            kind="Coaching",
            day=visit.day,
            title=f"You visit {other}{at}" if coaches else f"{other} visits you{at}",
            url=reverse("coaching:cycle_show", args=[visit.cycle_id]),
            plain=f"{PLAIN}{at}",
            plain_url=reverse("coaching:home"),
        )
