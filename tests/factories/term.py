"""Factories of INSET days."""

from __future__ import annotations

import datetime

import factory
from factory.django import DjangoModelFactory

from academies.models import InsetDay

__all__ = ["InsetDayFactory"]


class InsetDayFactory(DjangoModelFactory[InsetDay]):
    """Of the whole trust."""

    class Meta:
        model = InsetDay

    trust = factory.SubFactory("tests.factories.TrustFactory")
    academic_year = 2026
    day = datetime.date(2026, 9, 1)
