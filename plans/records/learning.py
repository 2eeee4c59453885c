"""Decided enquiries, walked tours and noted meetings as evidence, for those who see the academy's learning."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.db.models import F, QuerySet, Value
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Record, RecordKind
from academies.records.keys import key, narrowed, of_kind
from academies.ways import may_at
from accounts.models import User
from plans.models import Enquiry, TeamMeeting, Tour
from plans.models.enquiry import Decision, EnquiryState
from plans.models.tour import TourState

ENQUIRY = RecordKind("enquiry", "Cycles of enquiry")
TOUR = RecordKind("tour", "Curriculum tours")
MEETING = RecordKind("meeting", "Meetings of learning teams")
LEARNING = (ENQUIRY, TOUR, MEETING)
# Of each row: its kind, number, words, day, the page that it stands on by its number, and what was decided.
COLUMNS = ("slug", "row", "words", "day", "page", "decided")


def _enquiries(user: User, academy: Academy) -> QuerySet[Any]:
    found = Enquiry.objects.visible_to(user).filter(academy=academy, state=EnquiryState.DECIDED)
    return found.order_by("-ended_on", "-pk").annotate(
        words=F("question"), day=F("ended_on"), page=F("pk"), decided=F("decision")
    )


def _tours(user: User, academy: Academy) -> QuerySet[Any]:
    found = Tour.objects.visible_to(user).filter(academy=academy, state=TourState.WALKED)
    return found.order_by("-on", "-pk").annotate(words=F("title"), day=F("on"), page=F("pk"), decided=Value(""))


def _meetings(user: User, academy: Academy) -> QuerySet[Any]:
    held = TeamMeeting.objects.visible_to(user).standing().filter(team__academy=academy).exclude(notes="")
    return held.order_by("-on", "-pk").annotate(words=F("team__name"), day=F("on"), page=F("team"), decided=Value(""))


PARTS: dict[str, tuple[Callable[[User, Academy], QuerySet[Any]], str, str]] = {
    ENQUIRY.slug: (_enquiries, "Enquiry: ", "plans:enquiry_show"),
    TOUR.slug: (_tours, "Curriculum tour: ", "plans:tour_show"),
    MEETING.slug: (_meetings, "Meeting of ", "plans:team_show"),
}


def learning_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    """What was decided, walked, and held and noted; the newest of each kind first. One query for all three kinds."""
    if not may_at(academy, person, Permission.VIEW_LEARNING):
        return
    parts = []
    for slug, (found, _, _) in PARTS.items():
        mine = of_kind(slug, keys)
        if mine is None or mine:
            named = found(user, academy).annotate(slug=Value(slug), row=F("pk"))
            parts.append(narrowed(named, mine).values_list(*COLUMNS))
    if not parts:
        return
    decisions = dict(Decision.choices)
    rows = sorted(parts[0].union(*parts[1:], all=True), key=lambda told: (told[3], told[1]), reverse=True)
    for slug, row, words, day, page, decided in rows:
        _, opens, name = PARTS[slug]
        yield Record(
            key(slug, row), f"{opens}{words}", day, reverse(name, args=[page]), decisions[decided] if decided else ""
        )
