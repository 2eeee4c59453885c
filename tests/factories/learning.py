"""Learning teams, cycles of enquiry, tours, and seats in the school improvement team."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from academies.access import Role
from accounts.models import User
from plans.models import (
    Enquiry,
    EnquiryStep,
    LearningTeam,
    TeamMeeting,
    TeamMember,
    TeamSeat,
    Tour,
    TourStop,
    TourStory,
)
from tests import factories as make

__all__ = [
    "EnquiryFactory",
    "LearningTeamFactory",
    "TeamMeetingFactory",
    "TeamMemberFactory",
    "TeamSeatFactory",
    "TourFactory",
    "TourStopFactory",
    "TourStoryFactory",
]


def days_ago(days: int) -> factory.LazyFunction:
    return factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=days))


class LearningTeamFactory(DjangoModelFactory[LearningTeam]):
    class Meta:
        model = LearningTeam

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    name = factory.Sequence(lambda n: f"Team {n}")
    focus = "How rehearsed talk changes writing."
    starts = days_ago(200)


class TeamMemberFactory(DjangoModelFactory[TeamMember]):
    """`person` is a teacher of the team's academy, unless one is named."""

    class Meta:
        model = TeamMember

    team = factory.SubFactory(LearningTeamFactory)
    person = factory.LazyAttribute(lambda member: _teacher_of(member.team))
    starts = factory.LazyAttribute(lambda member: member.team.starts)


class TeamMeetingFactory(DjangoModelFactory[TeamMeeting]):
    """Planned; `notes` makes it held."""

    class Meta:
        model = TeamMeeting

    team = factory.SubFactory(LearningTeamFactory)
    on = factory.LazyFunction(timezone.localdate)
    written_by = factory.SubFactory("tests.factories.UserFactory")


class EnquiryFactory(DjangoModelFactory[Enquiry]):
    """Planned, with the log's first line; `state` says where it stands otherwise."""

    class Meta:
        model = Enquiry
        skip_postgeneration_save = True

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    question = factory.Sequence(lambda n: f"Does rehearsed talk lift writing ({n})?")
    trial = "Three lessons a week in Year 5."
    looks_for = "Fuller first drafts; it does not work if only those who wrote well write more."
    starts = days_ago(30)
    due = factory.LazyAttribute(lambda enquiry: enquiry.starts + datetime.timedelta(weeks=8))
    ended_on = factory.LazyAttribute(
        lambda enquiry: timezone.localdate() if enquiry.state in ("decided", "stopped") else None
    )
    state = "planned"

    @factory.post_generation
    def log(self, create: bool, extracted: User | None, **_: object) -> None:
        enquiry: Enquiry = self
        if create:
            EnquiryStep.objects.create(
                enquiry=enquiry, state=enquiry.state, says=enquiry.question, by=extracted or make.UserFactory()
            )


class TourFactory(DjangoModelFactory[Tour]):
    class Meta:
        model = Tour

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    title = factory.Sequence(lambda n: f"From talk to page {n}")
    on = days_ago(-14)
    planned_by = factory.SubFactory("tests.factories.UserFactory")


class TourStopFactory(DjangoModelFactory[TourStop]):
    class Meta:
        model = TourStop

    tour = factory.SubFactory(TourFactory)
    place = factory.Sequence(lambda n: f"Year {n % 6 + 1}, writing")
    order = factory.Sequence(lambda n: n % 1000)


class TourStoryFactory(DjangoModelFactory[TourStory]):
    class Meta:
        model = TourStory

    tour = factory.SubFactory(TourFactory)
    title = factory.Sequence(lambda n: f"Strips {n}")
    says = "The best sentence of a pair goes on a strip."
    written_by = factory.SubFactory("tests.factories.UserFactory")


class TeamSeatFactory(DjangoModelFactory[TeamSeat]):
    class Meta:
        model = TeamSeat

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    person = factory.SubFactory("tests.factories.UserFactory")
    role = "leads the team"
    starts = days_ago(100)


def _teacher_of(team: LearningTeam) -> object:
    return make.MembershipFactory(academy=team.academy, role=Role.TEACHER).user
