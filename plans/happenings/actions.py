"""Days by which actions are due, in calendars: deadlines, which take nothing of an academy's day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.urls import reverse

from academies.access import Person
from academies.models import Academy
from academies.providers import Event, EventKind
from accounts.models import User
from plans.models import Action
from plans.rules.withhold import withheld
from plans.selectors.named import SOMEBODY, names_at


def action_events(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterable[Event]:
    """Open actions by the day on which each is due. One query, and one for whoever is not told staff everywhere."""
    found = (
        Action.objects.visible_to(user).open().filter(priority__plan__academy__in=academies, due__range=(first, last))
    )
    actions = list(found.select_related("owner", "priority__plan"))
    if not actions:
        return
    named = names_at(user, person, academies)
    for action in actions:
        academy = action.priority.plan.academy_id
        owner = named.of(action.owner, academy) if named.sees(academy) else ""
        yield Event(
            uid=f"action-{action.pk}",
            academy=academy,
            kind=EventKind.PLAN,
            starts=action.due,
            ends=action.due,
            title=f"Action: {withheld(action.says, named.hidden(academy), SOMEBODY.lower())}",
            url=reverse("plans:action_show", args=[action.pk]),
            note=owner,
            load=0,
            firm=False,
            people=(action.owner_id,) if action.owner_id else (),
        )
