"""Factories of graduated support: a promise beyond the category, and what was delivered of one."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from academies.models import SupportDelivery, SupportPromise
from academies.models.support import SupportKind

__all__ = ["DeliveryFactory", "PromiseFactory"]


class PromiseFactory(DjangoModelFactory[SupportPromise]):
    """A visit beyond the category, due in thirty days; `decision=` for one that a decision owes."""

    class Meta:
        model = SupportPromise

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    kind = SupportKind.VISIT
    due = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=30))
    reason = "The new head asked for it."


class DeliveryFactory(DjangoModelFactory[SupportDelivery]):
    class Meta:
        model = SupportDelivery

    promise = factory.SubFactory(PromiseFactory)
    on = factory.LazyFunction(timezone.localdate)
    recorded_by = factory.SubFactory("tests.factories.UserFactory")
