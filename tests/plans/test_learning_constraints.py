"""What the database holds by itself, past every service."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from plans.models import Enquiry, EnquiryStep, LearningTeam, TeamMeeting, TeamMember, TeamSeat, Tour, TourStory
from tests import factories as make

DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


def refused(attempt, *errors):
    with pytest.raises(errors or (DatabaseError,)), transaction.atomic():
        attempt()


@pytest.mark.parametrize("state", ["decided", "stopped"])
def test_what_ended_stands(state):
    decided = {"decision": "adopt", "found": "It did."} if state == "decided" else {}
    enquiry = make.EnquiryFactory(state=state, **decided)
    refused(lambda: Enquiry.objects.filter(pk=enquiry.pk).update(question="Another?"))
    refused(lambda: Enquiry.objects.filter(pk=enquiry.pk).update(state="trying", ended_on=None, decision=""))


def test_a_decision_is_whole():
    enquiry = make.EnquiryFactory(state="looking")
    mine, today = Enquiry.objects.filter(pk=enquiry.pk), timezone.localdate()
    refused(lambda: mine.update(state="decided", ended_on=today), IntegrityError)
    refused(lambda: mine.update(state="decided", decision="adopt", ended_on=today), IntegrityError)
    refused(lambda: mine.update(state="decided", decision="keep", found="It did.", ended_on=today), IntegrityError)
    refused(lambda: mine.update(state="decided", decision="adopt", found="It did."), IntegrityError)
    refused(lambda: mine.update(decision="adopt"), IntegrityError)
    refused(lambda: mine.update(state="resting"), IntegrityError)
    refused(lambda: mine.update(due=enquiry.starts - DAY), IntegrityError)
    refused(lambda: mine.update(follows=enquiry), IntegrityError)


def test_the_log_only_grows():
    step = make.EnquiryFactory().steps.get()
    refused(lambda: EnquiryStep.objects.filter(pk=step.pk).update(says="Another."))
    refused(lambda: EnquiryStep.objects.filter(pk=step.pk).delete())


@pytest.mark.parametrize(
    "make_row",
    [
        make.LearningTeamFactory,
        make.TeamMemberFactory,
        make.TeamMeetingFactory,
        make.TeamSeatFactory,
        make.TourFactory,
        make.TourStopFactory,
        make.TourStoryFactory,
        lambda: make.EnquiryFactory(state="trying"),
    ],
)
def test_nothing_is_deleted(make_row):
    row = make_row()
    refused(lambda: type(row).objects.filter(pk=row.pk)._raw_delete("default"))


def test_a_team_meets_once_a_day_unless_called_off():
    meeting = make.TeamMeetingFactory()
    again = TeamMeeting(team=meeting.team, on=meeting.on, written_by=meeting.written_by)
    refused(lambda: TeamMeeting.objects.bulk_create([again]), IntegrityError)
    TeamMeeting.objects.filter(pk=meeting.pk).update(called_off_at=timezone.now())
    TeamMeeting.objects.bulk_create([again])


def test_one_belongs_to_a_team_once_in_the_same_days():
    member = make.TeamMemberFactory()
    refused(
        lambda: TeamMember.objects.bulk_create(
            [TeamMember(team=member.team, person=member.person, starts=member.starts + DAY)]
        ),
        IntegrityError,
    )
    refused(lambda: TeamMember.objects.filter(pk=member.pk).update(ends=member.starts - DAY))


def test_one_has_one_seat_in_the_same_days():
    seat = make.TeamSeatFactory()
    again = TeamSeat(academy=seat.academy, person=seat.person, role="more", starts=seat.starts + DAY)
    refused(lambda: TeamSeat.objects.bulk_create([again]), IntegrityError)


def test_a_name_is_a_teams_own_while_it_meets():
    team = make.LearningTeamFactory(name="Strips")
    again = LearningTeam(academy=team.academy, name="STRIPS", focus="Talk.", starts=team.starts)
    refused(lambda: LearningTeam.objects.bulk_create([again]), IntegrityError)
    LearningTeam.objects.filter(pk=team.pk).update(ends=timezone.localdate())
    LearningTeam.objects.bulk_create([again])
    refused(lambda: LearningTeam.objects.filter(pk=team.pk).update(ends=team.starts - DAY), IntegrityError)


def test_a_tours_state_is_known():
    tour = make.TourFactory()
    refused(lambda: Tour.objects.filter(pk=tour.pk).update(state="forgotten"), IntegrityError)


def test_an_offered_story_stands_as_it_was_offered():
    story = make.TourStoryFactory()
    mine = TourStory.objects.filter(pk=story.pk)
    mine.update(offered=make.StoryFactory(academy=story.tour.academy))
    refused(lambda: mine.update(says="Another."))
    mine.update(offered=None)
    mine.update(says="Another.")
