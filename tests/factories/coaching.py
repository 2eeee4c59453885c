"""Coaching: models of coaching, cycles and what lies in them. Make them inside `reading_as(coach)` or of the coachee:
to anybody else the database refuses each row."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from academies.access import Role
from coaching.models import (
    ActionStep,
    Approach,
    Cycle,
    CycleState,
    Note,
    Opening,
    Revisit,
    Share,
    StepCheck,
    StepState,
    Visit,
    VisitState,
    Word,
)

__all__ = [
    "ActionStepFactory",
    "ApproachFactory",
    "CoachingNoteFactory",
    "CycleFactory",
    "InvitationFactory",
    "OpeningFactory",
    "RevisitFactory",
    "ShareFactory",
    "StepCheckFactory",
    "VisitFactory",
    "WordFactory",
    "colleague_of",
    "fed_back",
]


def colleague_of(academy, role=Role.TEACHER, **person):
    """Somebody who works there; to be made before `reading_as` opens."""
    from tests.factories import MembershipFactory, UserFactory

    return MembershipFactory(academy=academy, role=role, user=UserFactory(**person)).user


class ApproachFactory(DjangoModelFactory[Approach]):
    class Meta:
        model = Approach

    trust = factory.SubFactory("tests.factories.TrustFactory")
    name = factory.Sequence(lambda n: f"Coaching model {n}")
    says = "A coach sees ten minutes of a lesson, and the two choose one small step."
    praise_prompt = "What worked, and what did pupils do because of it?"
    question_prompt = "What did you want pupils to be thinking here?"
    step_prompt = "One thing, small enough to practise today."
    rehearse_prompt = "Stand up and do it, twice."
    order = factory.Sequence(lambda n: n % 1000)


class CycleFactory(DjangoModelFactory[Cycle]):
    """A running one of `coach` and `coachee`, both of whom must be named; the reader is one of them."""

    class Meta:
        model = Cycle

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    trust = factory.SelfAttribute("academy.trust")
    approach = factory.SubFactory(ApproachFactory, trust=factory.SelfAttribute("..trust"))
    focus = factory.Sequence(lambda n: f"Waiting after a question ({n})")
    goal = "All pupils think before one of them answers."
    invited_by = factory.SelfAttribute("coach")
    expires_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=21))
    state = CycleState.ACTIVE
    answered_at = factory.LazyFunction(timezone.now)


class InvitationFactory(CycleFactory):
    """By the coach, not answered yet."""

    goal = ""
    state = CycleState.INVITED
    answered_at = None


class VisitFactory(DjangoModelFactory[Visit]):
    """Planned for next week."""

    class Meta:
        model = Visit

    cycle = factory.SubFactory(CycleFactory)
    day = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=7))
    where = "Year 4, maths"


class CoachingNoteFactory(DjangoModelFactory[Note]):
    class Meta:
        model = Note

    visit = factory.SubFactory(VisitFactory)
    cycle = factory.SelfAttribute("visit.cycle")
    by = factory.SelfAttribute("cycle.coach")
    second = factory.Sequence(lambda n: n % 1000)
    says = factory.Sequence(lambda n: f"{n % 30} hands are up after four seconds.")


class WordFactory(DjangoModelFactory[Word]):
    class Meta:
        model = Word

    visit = factory.SubFactory(VisitFactory)
    cycle = factory.SelfAttribute("visit.cycle")
    by = factory.SelfAttribute("cycle.coachee")
    says = "I had not seen that they wait for one another."


class ActionStepFactory(DjangoModelFactory[ActionStep]):
    """Given today, open."""

    class Meta:
        model = ActionStep

    visit = factory.SubFactory(VisitFactory)
    cycle = factory.SelfAttribute("visit.cycle")
    says = factory.Sequence(lambda n: f"Count to four before you choose somebody ({n}).")
    state = StepState.OPEN
    given_on = factory.LazyFunction(timezone.localdate)


class StepCheckFactory(DjangoModelFactory[StepCheck]):
    class Meta:
        model = StepCheck

    step = factory.SubFactory(ActionStepFactory)
    cycle = factory.SelfAttribute("step.cycle")
    visit = factory.SubFactory(VisitFactory, cycle=factory.SelfAttribute("..cycle"))
    seen = "partly"
    by = factory.SelfAttribute("cycle.coach")


class RevisitFactory(DjangoModelFactory[Revisit]):
    """Due today."""

    class Meta:
        model = Revisit

    step = factory.SubFactory(ActionStepFactory)
    cycle = factory.SelfAttribute("step.cycle")
    weeks = 1
    due_on = factory.LazyFunction(timezone.localdate)


class ShareFactory(DjangoModelFactory[Share]):
    """Make it as the coachee."""

    class Meta:
        model = Share

    visit = factory.SubFactory(VisitFactory)
    cycle = factory.SelfAttribute("visit.cycle")
    person = factory.SubFactory("tests.factories.UserFactory")
    by = factory.SelfAttribute("cycle.coachee")


class OpeningFactory(DjangoModelFactory[Opening]):
    """Make it as `person`."""

    class Meta:
        model = Opening

    cycle = factory.SubFactory(CycleFactory)
    person = factory.SelfAttribute("cycle.coach")
    what = "cycle"


def fed_back(
    cycle, *, days_ago=7, praise="You waited, and 24 of 28 wrote.", step="", question="Who was not thinking yet?"
):
    """A visit whose feedback was given so many days ago, with its action step."""
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    at = timezone.now() - datetime.timedelta(days=days_ago)
    visit = VisitFactory(
        cycle=cycle, day=day, state=VisitState.FED_BACK, started_at=at, ended_at=at + datetime.timedelta(minutes=20),
        class_minutes=20, talk_minutes=15, praise=praise, question=question,
        fed_back_at=at + datetime.timedelta(hours=3),
    )  # fmt: skip
    ActionStepFactory(visit=visit, given_on=day, **({"says": step} if step else {}))
    return visit
