"""Agreements between academies: proposed (`DeploymentFactory`), or signed by both and under way (`AgreedFactory`)."""

import datetime
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from academies.models import Deployment, ReleasedDays
from academies.models.deployment import DeploymentStatus, FocusKind

__all__ = ["AgreedFactory", "DeploymentFactory", "ReleasedDaysFactory"]


def days_ahead(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


class DeploymentFactory(DjangoModelFactory[Deployment]):
    """Proposed, by somebody of neither academy, and signed by nobody: 8 days, under way since a month."""

    class Meta:
        model = Deployment

    giver = factory.SubFactory("tests.factories.AcademyFactory")
    receiver = factory.SubFactory("tests.factories.AcademyFactory", trust=factory.SelfAttribute("..giver.trust"))
    person = factory.Sequence(lambda n: f"Lent Person {n}")
    focus_kind = FocusKind.PRACTICE
    focus = factory.Sequence(lambda n: f"Practice {n}")
    days_pledged = Decimal("8")
    starts = factory.LazyFunction(lambda: days_ahead(-30))
    ends = factory.LazyFunction(lambda: days_ahead(60))
    intended_impact = "Every lesson begins with a question."
    proposed_by = factory.SubFactory("tests.factories.UserFactory")


class AgreedFactory(DeploymentFactory):
    """The same, signed by both heads a month and more ago."""

    status = DeploymentStatus.AGREED
    giver_signed_by = factory.SubFactory("tests.factories.UserFactory")
    giver_signed_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=40))
    receiver_signed_by = factory.SubFactory("tests.factories.UserFactory")
    receiver_signed_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=39))


class ReleasedDaysFactory(DjangoModelFactory[ReleasedDays]):
    class Meta:
        model = ReleasedDays

    deployment = factory.SubFactory(AgreedFactory)
    on = factory.LazyFunction(lambda: days_ahead(-7))
    days = Decimal("1")
    recorded_by = factory.SubFactory("tests.factories.UserFactory")
