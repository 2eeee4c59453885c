"""When boards meet, and when what they read was issued, in calendars."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import WHOLE_TRUST, Event, EventKind
from accounts.models import User
from readers.models import BoardMeeting, Edition


def board_events(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterator[Event]:
    """One query. What is of the trust board lands on no academy but on the trust, for those who read for it."""
    if not person.can(Permission.VIEW_READERS):
        return
    here = Q(academy__in=academies) | Q(academy__isnull=True, trust=person.trust)
    of_meeting = Q(meeting__academy__in=academies) | Q(meeting__academy__isnull=True, meeting__trust=person.trust)
    meetings = BoardMeeting.objects.visible_to(user).standing().filter(here, on__range=(first, last))
    issued = (
        Edition.objects.visible_to(user)
        .standing()  # one that was corrected gives way to its correction
        .filter(of_meeting)
        .annotate(issued_on=TruncDate("issued_at"))
        .filter(issued_on__gte=first, issued_on__lte=last)
    )
    # Each with the same columns, so that one query brings both: what, pk, academy, its slug, day, title, meeting's day.
    rows = (
        meetings.order_by()
        .values_list(Value("meeting"), "pk", "academy", "academy__slug", "on", "title", Cast("on", DateField()))
        .union(
            issued.order_by().values_list(
                Value("edition"), "pk", F("meeting__academy"), F("meeting__academy__slug"), "issued_on",
                F("meeting__title"), F("meeting__on"),
            ),
            all=True,
        )
    )  # fmt: skip
    tell = {"meeting": _meeting, "edition": _issued}
    for what, *row in rows:
        yield tell[what](*row)


def _meeting(pk: int, academy: int | None, slug: str | None, on: datetime.date, title: str, _: datetime.date) -> Event:
    return Event(
        uid=f"board-meeting-{pk}",
        academy=academy or WHOLE_TRUST,
        kind=EventKind.MEETING,
        starts=on,
        ends=on,
        title=f"The {'' if slug else 'trust '}board {'meets' if on >= timezone.localdate() else 'met'}: {title}",
        url=reverse("readers:academy_readers", args=[slug]) if slug else reverse("readers:reader_list"),
        load=1,
    )


def _issued(
    pk: int, academy: int | None, slug: str | None, on: datetime.date, title: str, meets: datetime.date
) -> Event:
    return Event(
        uid=f"reader-issued-{pk}",
        academy=academy or WHOLE_TRUST,
        kind=EventKind.MEETING,
        starts=on,
        ends=on,
        title=f"Reader issued: {title}",
        url=reverse("readers:edition_show", args=[pk]),
        note=f"For the meeting on {meets.day} {meets:%B}.",
        load=0,
    )
