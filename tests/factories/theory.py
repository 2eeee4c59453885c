"""Theories of action with their signs, verdicts and stories; and what a trust as a whole works on."""

import factory
from factory.django import DjangoModelFactory

from plans.models import TrustPriority
from toolkit.models import Signal, Story, Theory, Verdict
from toolkit.models.theory import Held, SignalOf

__all__ = ["SignalFactory", "StoryFactory", "TheoryFactory", "TrustPriorityFactory", "VerdictFactory"]


class TheoryFactory(DjangoModelFactory[Theory]):
    """The trust's; `academy=` makes it that academy's own."""

    class Meta:
        model = Theory

    academy = None
    trust = factory.Maybe(
        "academy", factory.SelfAttribute("academy.trust"), factory.SubFactory("tests.factories.TrustFactory")
    )
    name = factory.Sequence(lambda n: f"Theory {n}")
    when = "teachers read aloud to their class every day"
    then = "pupils read more, and with more pleasure"


class SignalFactory(DjangoModelFactory[Signal]):
    class Meta:
        model = Signal

    theory = factory.SubFactory(TheoryFactory)
    of = SignalOf.PRACTICE
    says = factory.Sequence(lambda n: f"A book lies on the teacher's desk ({n}).")


class VerdictFactory(DjangoModelFactory[Verdict]):
    """An academy's; `academy=None` is the trust's."""

    class Meta:
        model = Verdict

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    theory = factory.SubFactory(TheoryFactory, trust=factory.SelfAttribute("..academy.trust"))
    held = Held.NOT_YET
    says = "One term is too short to tell."
    by = factory.SubFactory("tests.factories.UserFactory")


class StoryFactory(DjangoModelFactory[Story]):
    class Meta:
        model = Story

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    title = factory.Sequence(lambda n: f"Story {n}")
    says = "Pupils read to younger ones every Friday, and both read more."
    offered_by = factory.SubFactory("tests.factories.UserFactory")


class TrustPriorityFactory(DjangoModelFactory[TrustPriority]):
    """Running since 2024/25, until further notice."""

    class Meta:
        model = TrustPriority

    trust = factory.SubFactory("tests.factories.TrustFactory")
    title = factory.Sequence(lambda n: f"Trust priority {n}")
    from_year = 2024
    order = factory.Sequence(lambda n: n % 1000)
