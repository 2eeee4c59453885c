"""Practices in use: what came of them, who shows them, and visits to colleagues."""

import factory
from factory.django import DjangoModelFactory

from academies.access import Role
from toolkit.models import Offer, Showing, TaughtPhase, Trial
from toolkit.models.trial import Became

__all__ = ["OfferFactory", "ShowingFactory", "TrialFactory"]


def _teacher(row: object) -> object:
    """Somebody who works at the row's academy."""
    from tests import factories as make

    return make.MembershipFactory(academy=row.academy, role=Role.TEACHER).user  # type: ignore[attr-defined]


class TrialFactory(DjangoModelFactory[Trial]):
    """Kept, without a name, by a teacher of the academy."""

    class Meta:
        model = Trial

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    practice = factory.SubFactory(
        "tests.factories.PublishedPracticeFactory", trust=factory.SelfAttribute("..academy.trust")
    )
    by = factory.LazyAttribute(_teacher)
    became = Became.KEPT
    found = factory.Sequence(lambda n: f"More of them answered ({n}).")


class OfferFactory(DjangoModelFactory[Offer]):
    """Of a practice, by a teacher of the academy."""

    class Meta:
        model = Offer

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    practice = factory.SubFactory(
        "tests.factories.PublishedPracticeFactory", trust=factory.SelfAttribute("..academy.trust")
    )
    by = factory.LazyAttribute(_teacher)
    phases = factory.LazyFunction(lambda: [TaughtPhase.PRIMARY.value])
    says = "The first ten minutes of a lesson in Year 4."


class ShowingFactory(DjangoModelFactory[Showing]):
    """Asked for, by a teacher of an academy of the same trust."""

    class Meta:
        model = Showing

    offer = factory.SubFactory(OfferFactory)
    academy = factory.LazyAttribute(lambda showing: showing.offer.academy)
    asked_by = factory.LazyAttribute(_teacher)
    wish = "How it begins."
