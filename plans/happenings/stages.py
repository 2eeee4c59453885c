"""Days by which activities of the stages are planned to be done, for the calendar.

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
from plans.models import ActivityProgress
from plans.models.journey import ActivityState
from plans.rules.stage import WORDS

AHEAD = (ActivityState.NOT_STARTED, ActivityState.UNDER_WAY)


def activities_between(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterator[Asked]:
    found = ActivityProgress.objects.visible_to(user).filter(
        academy__in=academies, due__range=(first, last), state__in=AHEAD, activity__archived_at__isnull=True
    )
    also = {"called": F("activity__name"), "stage_number": F("activity__stage__number")}
    yield Asked(found.annotate(**also), "academy", list(also))


def stage_events(
    user: User,
    person: Person,
    academies: Sequence[Academy],
    first: datetime.date,
    last: datetime.date,
    activities: Sequence[ActivityProgress],
) -> Iterator[Event]:
    """No query."""
    for row in activities:
        told = row.__dict__
        if row.due is None:
            continue
        yield Event(
            uid=f"stage-activity-{row.pk}",
            academy=row.academy_id,
            kind=EventKind.PLAN,
            starts=row.due,
            ends=row.due,
            title=told["called"],
            url=f"{reverse('plans:stages', args=[row.academy.slug])}#activity-{row.activity_id}",
            note=f"Stage {WORDS[told['stage_number']]}: planned to be done by this day.",
            load=0,
            firm=False,
        )
