"""Days by which actions are due, in calendars: deadlines, which take nothing of an academy's day.

Read together with reviews and rounds (reviews/happenings/together.py): calendars have no room for a query more.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import F
from django.urls import reverse

from academies.access import Person
from academies.models import Academy
from academies.providers import Event, EventKind
from academies.selectors.together import Asked
from accounts.models import User
from plans.models import Action
from plans.rules.withhold import withheld
from plans.selectors.named import SOMEBODY, names_at


def actions_between(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterator[Asked]:
    """Open actions by the day on which each is due."""
    found = (
        Action.objects.visible_to(user).open().filter(priority__plan__academy__in=academies, due__range=(first, last))
    )
    also = {"academy_pk": F("priority__plan__academy"), "owner_name": F("owner__full_name")}
    yield Asked(found.annotate(**also), also=list(also))


def action_events(
    user: User,
    person: Person,
    academies: Sequence[Academy],
    first: datetime.date,
    last: datetime.date,
    actions: Sequence[Action],
) -> Iterator[Event]:
    """No query, and one for whoever is not told staff everywhere."""
    named = names_at(user, person, academies)
    for action in actions:
        told = action.__dict__
        academy = told["academy_pk"]
        owner = User(pk=action.owner_id, full_name=told["owner_name"]) if action.owner_id else None
        yield Event(
            uid=f"action-{action.pk}",
            academy=academy,
            kind=EventKind.PLAN,
            starts=action.due,
            ends=action.due,
            title=f"Action: {withheld(action.says, named.hidden(academy), SOMEBODY.lower())}",
            url=reverse("plans:action_show", args=[action.pk]),
            note=named.of(owner, academy) if named.sees(academy) else "",
            load=0,
            firm=False,
            people=(action.owner_id,) if action.owner_id else (),
        )
