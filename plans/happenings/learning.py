"""Meetings of learning teams, curriculum tours and the days by which evidence is due, in calendars."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import F, Value
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Event, EventKind
from accounts.models import User
from plans.models import Enquiry, TeamMeeting, Tour
from plans.models.tour import TourState


def learning_events(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterator[Event]:
    """A team's meeting takes nothing of the day of the academy's leaders; a tour takes half of it. One query."""
    if not person.can(Permission.VIEW_LEARNING):
        return
    days = (first, last)
    meetings = TeamMeeting.objects.visible_to(user).standing().filter(team__academy__in=academies, on__range=days)
    tours = Tour.objects.visible_to(user).filter(academy__in=academies, on__range=days)
    due = Enquiry.objects.visible_to(user).under_way().filter(academy__in=academies, due__range=days)
    # Each with the same columns, so that one query brings all: what, pk, pk of its page, academy, day, title, note.
    rows = (
        meetings.order_by()
        .values_list(Value("meeting"), "pk", "team", "team__academy", "on", "team__name", "team__meets")
        .union(
            tours.exclude(state=TourState.CALLED_OFF)
            .order_by()
            .values_list(Value("tour"), "pk", F("pk"), "academy", "on", "title", "visitors"),
            due.order_by().values_list(Value("enquiry"), "pk", F("pk"), "academy", "due", "question", Value("")),
            all=True,
        )
    )
    tell = {"meeting": _meeting, "tour": _tour, "enquiry": _enquiry}
    for what, *row in rows:
        yield tell[what](*row)


def _meeting(pk: int, team: int, academy: int, on: datetime.date, name: str, meets: str) -> Event:
    return Event(
        uid=f"team-meeting-{pk}",
        academy=academy,
        kind=EventKind.MEETING,
        starts=on,
        ends=on,
        title=f"{name} meets" if on >= timezone.localdate() else f"{name} met",
        url=reverse("plans:team_show", args=[team]),
        note=meets,
        load=0,
    )


def _tour(pk: int, page: int, academy: int, on: datetime.date, title: str, visitors: str) -> Event:
    return Event(
        uid=f"tour-{pk}",
        academy=academy,
        kind=EventKind.VISIT,
        starts=on,
        ends=on,
        title=f"Curriculum tour: {title}",
        url=reverse("plans:tour_show", args=[page]),
        note=" ".join(visitors.split()),
        load=2,
    )


def _enquiry(pk: int, page: int, academy: int, due: datetime.date, question: str, _: str) -> Event:
    return Event(
        uid=f"enquiry-{pk}",
        academy=academy,
        kind=EventKind.PLAN,
        starts=due,
        ends=due,
        title=f"Evidence: {question}",
        url=reverse("plans:enquiry_show", args=[page]),
        load=0,
        firm=False,
    )
