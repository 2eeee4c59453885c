"""Notes of observers."""

import factory
from factory.django import DjangoModelFactory

from reviews.models import ReviewNote

__all__ = ["ReviewNoteFactory"]


class ReviewNoteFactory(DjangoModelFactory[ReviewNote]):
    class Meta:
        model = ReviewNote

    review = factory.SubFactory("tests.factories.ReviewFactory")
    by = factory.SubFactory("tests.factories.UserFactory")
    says = factory.Sequence(lambda n: f"Six of eight pupils read on while others were helped ({n}).")
