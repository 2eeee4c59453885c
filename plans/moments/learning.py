"""Teams that were set up, enquiries that ended and tours that were walked, for an academy's timeline."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.ui.parts import Moment
from plans.models import Enquiry, LearningTeam, Tour
from plans.models.enquiry import ENDED, EnquiryState
from plans.models.tour import TourState

MOST = 50


def learning_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """For those who see the academy's learning. Three queries."""
    if not may_at(academy, person, Permission.VIEW_LEARNING):
        return
    found = [*_enquiries(user, academy), *_tours(user, academy), *_teams(user, academy)]
    yield from [moment for _, moment in sorted(found, key=lambda each: each[0], reverse=True)[:MOST]]


def _enquiries(user: User, academy: Academy) -> Iterator[tuple[datetime.date, Moment]]:
    ended = Enquiry.objects.visible_to(user).filter(academy=academy, state__in=ENDED, ended_on__isnull=False)
    for enquiry in ended.order_by("-ended_on", "-pk")[:MOST]:
        assert enquiry.ended_on is not None
        decided = enquiry.state == EnquiryState.DECIDED
        what = f"Enquiry decided, {enquiry.get_decision_display().lower()}" if decided else "Enquiry stopped early"
        url = reverse("plans:enquiry_show", args=[enquiry.pk])
        yield enquiry.ended_on, Moment(enquiry.ended_on, f"{what}: {enquiry.question}", url, enquiry.decision_says)


def _tours(user: User, academy: Academy) -> Iterator[tuple[datetime.date, Moment]]:
    walked = Tour.objects.visible_to(user).filter(academy=academy, state=TourState.WALKED)
    for tour in walked.order_by("-on", "-pk")[:MOST]:
        url = reverse("plans:tour_show", args=[tour.pk])
        yield tour.on, Moment(tour.on, f"Curriculum tour walked: {tour.title}", url, tour.learnt)


def _teams(user: User, academy: Academy) -> Iterator[tuple[datetime.date, Moment]]:
    begun = LearningTeam.objects.visible_to(user).filter(academy=academy, starts__lte=timezone.localdate())
    for team in begun.order_by("-starts", "-pk")[:MOST]:
        url = reverse("plans:team_show", args=[team.pk])
        yield team.starts, Moment(team.starts, f"Learning team set up: {team.name}", url, team.focus)
