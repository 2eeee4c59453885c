"""Days by which activities of the stages are planned to be done, for the calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.urls import reverse

from academies.access import Person
from academies.models import Academy
from academies.providers import Event, EventKind
from accounts.models import User
from plans.models import ActivityProgress
from plans.models.journey import ActivityState
from plans.rules.stage import WORDS

AHEAD = (ActivityState.NOT_STARTED, ActivityState.UNDER_WAY)


def stage_events(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterator[Event]:
    """One query."""
    rows = ActivityProgress.objects.visible_to(user).filter(
        academy__in=academies, due__range=(first, last), state__in=AHEAD, activity__archived_at__isnull=True
    )
    for row in rows.select_related("academy", "activity__stage"):
        if row.due is None:
            continue
        yield Event(
            uid=f"stage-activity-{row.pk}",
            academy=row.academy_id,
            kind=EventKind.PLAN,
            starts=row.due,
            ends=row.due,
            title=row.activity.name,
            url=f"{reverse('plans:stages', args=[row.academy.slug])}#activity-{row.activity_id}",
            note=f"Stage {WORDS[row.activity.stage.number]}: planned to be done by this day.",
            load=0,
            firm=False,
        )
