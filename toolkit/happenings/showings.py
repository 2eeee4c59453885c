"""Visits to colleagues in the calendars of the two, and of nobody else.

Read together with reviews and rounds (reviews/happenings/together.py): calendars have no room for a query more.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Event, EventKind
from academies.selectors.together import Asked
from accounts.models import User
from toolkit.models import Showing, ShowingState
from toolkit.todos.showings import ALSO, told_showings


def showings_between(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Asked | None:
    """Those agreed on and made on these days; None for who visits nobody."""
    if person.trust is None or not person.can(Permission.TRY_PRACTICES) or not academies:
        return None
    agreed = (ShowingState.AGREED, ShowingState.MADE)
    found = told_showings(user).filter(offer__academy__trust=person.trust, state__in=agreed, day__range=(first, last))
    return Asked(found, also=ALSO)


def showing_events(user: User, showings: Iterable[Showing], academies: Sequence[Academy]) -> Iterator[Event]:
    """No query. Whoever visits finds it at their own academy, whoever shows at theirs."""
    places = {academy.pk for academy in academies}
    for showing in sorted(showings, key=lambda each: (each.day or datetime.date.min, each.pk)):
        told = showing.__dict__
        shows = told["shown_by"] == user.pk
        at = told["shows_at"] if shows else showing.academy_id
        if at not in places or showing.day is None:
            continue
        what = f"“{told['what']}”"
        visit = f"You visit {told['shows']} at {told['shows_place']}: {what}"
        yield Event(
            uid=f"showing-{showing.pk}",
            academy=at,
            kind=EventKind.VISIT,
            starts=showing.day,
            ends=showing.day,
            title=f"{told['visits']} comes to see {what}" if shows else visit,
            url=reverse("toolkit:showing_show", args=[showing.pk]),
            load=0,
        )
