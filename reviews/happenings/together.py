"""Reviews, rounds, visits to colleagues and what higher apps join to them in calendars, asked for in one query."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from academies.access import Person
from academies.models import Academy
from academies.providers import Event
from academies.providers.joined import joined_events
from academies.selectors.together import read_together
from accounts.models import User
from reviews.happenings.reviews import review_events, reviews_asked
from reviews.happenings.rounds import round_events, rounds_asked
from reviews.models import Review, Round
from toolkit.happenings.showings import showing_events, showings_between
from toolkit.models import Showing


def visiting_events(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterator[Event]:
    """One query; none for who reads neither."""
    days = (user, person, academies, first, last)
    found = list(
        read_together(reviews_asked(*days), rounds_asked(*days), showings_between(*days), *joined_events.asked(*days))
    )
    yield from review_events([row for row in found if isinstance(row, Review)], first, last)
    yield from round_events(person, [row for row in found if isinstance(row, Round)], academies, first, last)
    yield from showing_events(user, [row for row in found if isinstance(row, Showing)], academies)
    yield from joined_events.told(found, *days)
