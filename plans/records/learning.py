"""Decided enquiries, walked tours and noted meetings as evidence, for those who see the academy's learning."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Record, RecordKind
from academies.records.keys import key, narrowed
from academies.ways import may_at
from accounts.models import User
from plans.models import Enquiry, TeamMeeting, Tour
from plans.models.enquiry import EnquiryState
from plans.models.tour import TourState

ENQUIRY = RecordKind("enquiry", "Cycles of enquiry")
TOUR = RecordKind("tour", "Curriculum tours")
MEETING = RecordKind("meeting", "Meetings of learning teams")


def enquiry_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    """What was decided. One query."""
    if not may_at(academy, person, Permission.VIEW_LEARNING):
        return
    decided = Enquiry.objects.visible_to(user).filter(academy=academy, state=EnquiryState.DECIDED)
    for enquiry in narrowed(decided.order_by("-ended_on", "-pk"), keys):
        yield Record(
            key(ENQUIRY.slug, enquiry.pk),
            f"Enquiry: {enquiry.question}",
            enquiry.ended_on,
            reverse("plans:enquiry_show", args=[enquiry.pk]),
            enquiry.get_decision_display(),
        )


def tour_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    """What was walked. One query."""
    if not may_at(academy, person, Permission.VIEW_LEARNING):
        return
    walked = Tour.objects.visible_to(user).filter(academy=academy, state=TourState.WALKED)
    for tour in narrowed(walked.order_by("-on", "-pk"), keys):
        url = reverse("plans:tour_show", args=[tour.pk])
        yield Record(key(TOUR.slug, tour.pk), f"Curriculum tour: {tour.title}", tour.on, url)


def meeting_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    """What was held and noted. One query."""
    if not may_at(academy, person, Permission.VIEW_LEARNING):
        return
    held = TeamMeeting.objects.visible_to(user).standing().filter(team__academy=academy).exclude(notes="")
    for meeting in narrowed(held.select_related("team").order_by("-on", "-pk"), keys):
        url = reverse("plans:team_show", args=[meeting.team_id])
        yield Record(key(MEETING.slug, meeting.pk), f"Meeting of {meeting.team}", meeting.on, url)
