"""Whom to call or write to."""

import factory
from factory.django import DjangoModelFactory

from academies.models import Contact

__all__ = ["ContactFactory"]


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    name = factory.Sequence(lambda n: f"Contact {n}")
    job = "School office"
    email = factory.Sequence(lambda n: f"office{n}@example.org")
    phone = "01632 960000"
