"""What is kept of the care for data: who took it out, what is to be erased, what went by a rule."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from stewardship.models import AccessEntry, AccessForm, AccessKind, Erasure, RetentionRun, SubjectKind

__all__ = ["AccessEntryFactory", "ErasureFactory", "RetentionRunFactory"]


class AccessEntryFactory(DjangoModelFactory[AccessEntry]):
    class Meta:
        model = AccessEntry

    trust = factory.SubFactory("tests.factories.TrustFactory")
    person = factory.SubFactory("tests.factories.UserFactory")
    kind = AccessKind.EXPORT
    form = AccessForm.CSV
    what = "contacts.csv"
    address = "/contacts/contacts.csv"
    rows = 12
    came_from = "192.0.2.7"


class ErasureFactory(DjangoModelFactory[Erasure]):
    class Meta:
        model = Erasure

    trust = factory.SubFactory("tests.factories.TrustFactory")
    kind = SubjectKind.PERSON
    subject = factory.Sequence(lambda n: 900_000 + n)
    reason = "Asked for by the person, who left."
    asked_by = factory.SubFactory("tests.factories.UserFactory")


class RetentionRunFactory(DjangoModelFactory[RetentionRun]):
    class Meta:
        model = RetentionRun

    rule = "access-log"
    before = factory.LazyFunction(timezone.now)
    rows = 3
