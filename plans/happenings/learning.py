"""Meetings of learning teams, curriculum tours and the days by which evidence is due, in calendars."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

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
    """A team's meeting takes nothing of the day of the academy's leaders; a tour takes half of it. Three queries."""
    if not person.can(Permission.VIEW_LEARNING):
        return
    days = (first, last)
    meetings = TeamMeeting.objects.visible_to(user).standing().filter(team__academy__in=academies, on__range=days)
    for meeting in meetings.select_related("team"):
        yield Event(
            uid=f"team-meeting-{meeting.pk}",
            academy=meeting.team.academy_id,
            kind=EventKind.MEETING,
            starts=meeting.on,
            ends=meeting.on,
            title=f"{meeting.team} meets" if meeting.on >= timezone.localdate() else f"{meeting.team} met",
            url=reverse("plans:team_show", args=[meeting.team_id]),
            note=meeting.team.meets,
            load=0,
        )
    tours = Tour.objects.visible_to(user).filter(academy__in=academies, on__range=days)
    for tour in tours.exclude(state=TourState.CALLED_OFF):
        yield Event(
            uid=f"tour-{tour.pk}",
            academy=tour.academy_id,
            kind=EventKind.VISIT,
            starts=tour.on,
            ends=tour.on,
            title=f"Curriculum tour: {tour.title}",
            url=reverse("plans:tour_show", args=[tour.pk]),
            note=" ".join(tour.visitors.split()),
            load=2,
        )
    due = Enquiry.objects.visible_to(user).under_way().filter(academy__in=academies, due__range=days)
    for enquiry in due:
        yield Event(
            uid=f"enquiry-{enquiry.pk}",
            academy=enquiry.academy_id,
            kind=EventKind.PLAN,
            starts=enquiry.due,
            ends=enquiry.due,
            title=f"Evidence due: {enquiry.question}",
            url=reverse("plans:enquiry_show", args=[enquiry.pk]),
            load=0,
            firm=False,
        )
