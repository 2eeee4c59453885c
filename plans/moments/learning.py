"""Teams that were set up, enquiries that ended and tours that were walked, for an academy's timeline."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from django.db.models import Value
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.ui.parts import Moment
from plans.models import Enquiry, LearningTeam, Tour
from plans.models.enquiry import ENDED, Decision, EnquiryState
from plans.models.tour import TourState

MOST = 50
TOUR, TEAM = "tour", "team"
NONE = Value("")
SAID = {
    EnquiryState.DECIDED.value: ("Enquiry decided", "plans:enquiry_show"),
    EnquiryState.STOPPED.value: ("Enquiry stopped early", "plans:enquiry_show"),
    TOUR: ("Curriculum tour walked", "plans:tour_show"),
    TEAM: ("Learning team set up", "plans:team_show"),
}


def learning_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """For those who see the academy's learning. One query."""
    if not may_at(academy, person, Permission.VIEW_LEARNING):
        return
    ended = Enquiry.objects.visible_to(user).filter(academy=academy, state__in=ENDED, ended_on__isnull=False)
    walked = Tour.objects.visible_to(user).filter(academy=academy, state=TourState.WALKED)
    begun = LearningTeam.objects.visible_to(user).filter(academy=academy, starts__lte=timezone.localdate())
    # Each with the same columns, so that one query brings them all: what, pk, day, title, note, decision.
    teams = begun.order_by("-starts", "-pk").values_list(Value(TEAM), "pk", "starts", "name", "focus", Value(""))
    tours = walked.order_by("-on", "-pk").values_list(Value(TOUR), "pk", "on", "title", "learnt", Value(""))
    enquiries = ended.order_by("-ended_on", "-pk").values_list(
        "state", "pk", "ended_on", "question", "decision_says", "decision"
    )
    found = teams[:MOST].union(tours[:MOST], enquiries[:MOST], all=True)
    for what, pk, day, title, note, decision in sorted(found, key=itemgetter(2), reverse=True)[:MOST]:
        said, page = SAID[what]
        word = f", {Decision(decision).label.lower()}" if decision else ""
        yield Moment(day, f"{said}{word}: {title}", reverse(page, args=[pk]), note)
