"""Instructional rounds: networks, rounds, visitors, classrooms, what visitors write, and the next work."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from reviews.models import (
    Network,
    NextWork,
    Round,
    RoundClassroom,
    RoundGroup,
    RoundNote,
    RoundPrediction,
    RoundVisitor,
)
from reviews.models.next_work import Horizon
from reviews.models.round import ROUND_TOLD, RoundState

__all__ = [
    "NetworkFactory",
    "NextWorkFactory",
    "RoundClassroomFactory",
    "RoundFactory",
    "RoundGroupFactory",
    "RoundNoteFactory",
    "RoundPredictionFactory",
    "RoundVisitorFactory",
    "bring_round_to",
]


class NetworkFactory(DjangoModelFactory[Network]):
    """`academies=`: who is in it."""

    class Meta:
        model = Network
        skip_postgeneration_save = True

    trust = factory.SubFactory("tests.factories.TrustFactory")
    name = factory.Sequence(lambda n: f"Network {n}")

    @factory.post_generation
    def academies(self: Network, create: bool, extracted: object, **kwargs: object) -> None:
        for academy in extracted or ():  # type: ignore[attr-defined]
            self.places.create(academy=academy)


class RoundFactory(DjangoModelFactory[Round]):
    """Being prepared, in a network of its host alone, with nobody and nothing on it. `bring_round_to` moves it on."""

    class Meta:
        model = Round

    host = factory.SubFactory("tests.factories.AcademyFactory")
    network = factory.LazyAttribute(lambda round: NetworkFactory(trust=round.host.trust, academies=[round.host]))
    problem = factory.Sequence(lambda n: f"What do pupils do while they are stuck ({n})?")
    day = datetime.date(2026, 11, 24)
    planned_by = factory.SubFactory("tests.factories.UserFactory")


class RoundVisitorFactory(DjangoModelFactory[RoundVisitor]):
    """A visitor with a role at the host: whoever has left the trust visits no more."""

    class Meta:
        model = RoundVisitor

    round = factory.SubFactory(RoundFactory)
    person = factory.LazyAttribute(lambda visitor: _colleague(visitor.round))


class RoundClassroomFactory(DjangoModelFactory[RoundClassroom]):
    class Meta:
        model = RoundClassroom

    round = factory.SubFactory(RoundFactory)
    year_group = factory.Sequence(lambda n: f"Year {n % 6 + 1}")
    subject = "Writing"
    starts = datetime.time(9, 20)


class RoundNoteFactory(DjangoModelFactory[RoundNote]):
    class Meta:
        model = RoundNote

    round = factory.SubFactory(RoundFactory)
    by = factory.LazyAttribute(lambda note: RoundVisitorFactory(round=note.round).person)
    says = factory.Sequence(lambda n: f"{n} of 28 pupils had begun to write after four minutes.")


class RoundGroupFactory(DjangoModelFactory[RoundGroup]):
    class Meta:
        model = RoundGroup

    round = factory.SubFactory(RoundFactory)
    name = factory.Sequence(lambda n: f"Waiting for help {n}")
    made_by = factory.SubFactory("tests.factories.UserFactory")


class RoundPredictionFactory(DjangoModelFactory[RoundPrediction]):
    class Meta:
        model = RoundPrediction

    round = factory.SubFactory(RoundFactory)
    by = factory.LazyAttribute(lambda prediction: RoundVisitorFactory(round=prediction.round).person)
    says = "You would be able to say much, and to write a little."


class NextWorkFactory(DjangoModelFactory[NextWork]):
    class Meta:
        model = NextWork

    round = factory.SubFactory(RoundFactory)
    horizon = Horizon.WEEK
    says = factory.Sequence(lambda n: f"Teachers leave two minutes of talk before writing ({n}).")
    made_by = factory.SubFactory("tests.factories.UserFactory")


def bring_round_to(round: Round, state: str, **fields: object) -> Round:
    """Moves it there past the service, by the states that lead there, so that what the database holds to holds."""
    if state in ROUND_TOLD and round.state not in ROUND_TOLD:
        agreed = {"prediction": round.prediction or "You would know how to begin.", "agreed_at": timezone.now()}
        Round.objects.filter(pk=round.pk).update(state=RoundState.AGREED, **{**agreed, **fields})
    if state == RoundState.FOLLOWED:
        Round.objects.filter(pk=round.pk).update(state=state, came=fields.get("came", "Most begin by themselves now."))
    elif state not in ROUND_TOLD:
        Round.objects.filter(pk=round.pk).update(state=state, **fields)
    round.refresh_from_db()
    return round


def _colleague(round: Round) -> object:
    from tests.factories import MembershipFactory

    return MembershipFactory(academy=round.host, role="teacher").user
