"""What reviews found."""

import factory
from factory.django import DjangoModelFactory

from reviews.models import Finding, FindingCheck
from reviews.models.finding import FindingKind, Met

__all__ = ["FindingCheckFactory", "FindingFactory"]


class FindingFactory(DjangoModelFactory[Finding]):
    class Meta:
        model = Finding

    review = factory.SubFactory("tests.factories.ReviewFactory")
    kind = FindingKind.NEXT_STEP
    says = factory.Sequence(lambda n: f"Match the books that go home to the sounds that are taught ({n}).")
    written_by = factory.SubFactory("tests.factories.UserFactory")


class FindingCheckFactory(DjangoModelFactory[FindingCheck]):
    class Meta:
        model = FindingCheck

    finding = factory.SubFactory(FindingFactory)
    review = factory.SubFactory("tests.factories.ReviewFactory")
    met = Met.PARTLY
    by = factory.SubFactory("tests.factories.UserFactory")
