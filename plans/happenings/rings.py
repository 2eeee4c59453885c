"""The day by which people are asked to rate, in the calendars of those who rate.

Read together with reviews and rounds (reviews/happenings/together.py): calendars have no room for a query more.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.urls import reverse

from academies.access import Person
from academies.models import Academy
from academies.providers import Event, EventKind
from academies.selectors.together import Asked
from accounts.models import User
from plans.models import SelfEvaluation


def ratings_between(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterator[Asked]:
    yield Asked(
        SelfEvaluation.objects.visible_to(user)
        .ratable_by(user)
        .filter(academy__in=academies, closes_on__range=(first, last))
    )


def ring_events(
    user: User,
    person: Person,
    academies: Sequence[Academy],
    first: datetime.date,
    last: datetime.date,
    evaluations: Sequence[SelfEvaluation],
) -> Iterator[Event]:
    """No query."""
    for evaluation in evaluations:
        assert evaluation.closes_on is not None
        yield Event(
            uid=f"self-evaluation-{evaluation.pk}",
            academy=evaluation.academy_id,
            kind=EventKind.PLAN,
            starts=evaluation.closes_on,
            ends=evaluation.closes_on,
            title="Rate the conditions of the five rings",
            url=reverse("plans:evaluation_show", args=[evaluation.pk]),
            note="Each person rates in about ten minutes.",
            load=0,
            firm=False,
            people=(user.pk,),
        )
