"""Factories of category decisions, and invented evidence to decide on."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from academies.access import Person
from academies.models import Academy, CategoryDecision
from academies.models.decision import DecisionStatus
from academies.providers import Fact, FactKind, facts
from accounts.models import User

__all__ = ["TEST_KINDS", "DecisionFactory", "a_fact", "awaiting_decision", "told"]

# What the criteria of `scheme_in_use` ask for.
TEST_KINDS = (
    FactKind("test_gap", "Gap at reading", "Gaps", "lower", unit="points behind"),
    FactKind("test_attendance", "Attendance", "Attendance", "higher", unit="%"),
)


class DecisionFactory(DjangoModelFactory[CategoryDecision]):
    """A confirmed decision of this academic year, in force today. Needs `academy` and `tier`."""

    class Meta:
        model = CategoryDecision

    scheme = factory.LazyAttribute(lambda d: d.tier.scheme)
    status = DecisionStatus.CONFIRMED
    starts = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=60))
    ends = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=200))
    planned_end = factory.SelfAttribute("ends")
    rationale = "The gap narrowed, and leaders know why."
    decided_by = factory.SubFactory("tests.factories.UserFactory")
    moderated_by = factory.SubFactory("tests.factories.UserFactory")
    moderated_at = factory.LazyFunction(timezone.now)
    moderated_tier = factory.SelfAttribute("tier")


def awaiting_decision(**named: object) -> CategoryDecision:
    """One that nobody has moderated."""
    bare = {"status": DecisionStatus.AWAITING, "moderated_by": None, "moderated_at": None, "moderated_tier": None}
    made: CategoryDecision = DecisionFactory(**{**bare, **named})
    return made


def a_fact(value: float | None, low: float | None = None, high: float | None = None, **more: Any) -> Fact:
    """A figure of forty pupils; `told` fills in its kind and its academy."""
    shown = {"figure": "" if value is None else f"{value:g}", "source": "Gap run of the night", "n": 40, **more}
    return Fact(kind="", academy=0, value=value, low=low, high=high, **shown)


@contextmanager
def told(**figures: Fact | None) -> Iterator[None]:
    """While it lasts a provider tells these facts of every academy: slug of a kind -> fact.

    with told(test_gap=a_fact(12.4, 6, 19)): ...
    """
    kinds, providers = dict(facts.kinds), dict(facts._providers)

    def provider(user: User, person: Person, academies: Sequence[Academy]) -> Iterator[Fact]:
        for academy in academies:
            for kind, fact in figures.items():
                if fact is not None:
                    yield replace(fact, kind=kind, academy=academy.pk)

    facts.register(TEST_KINDS, provider)
    try:
        yield
    finally:
        facts.kinds, facts._providers = kinds, providers
