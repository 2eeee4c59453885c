"""Factories of letters by e-mail."""

from __future__ import annotations

import datetime

import factory
from factory.django import DjangoModelFactory

from academies.models import Letter, LetterChoice

__all__ = ["LetterChoiceFactory", "LetterFactory"]


class LetterChoiceFactory(DjangoModelFactory[LetterChoice]):
    class Meta:
        model = LetterChoice

    user = factory.SubFactory("tests.factories.UserFactory")


class LetterFactory(DjangoModelFactory[Letter]):
    """A weekly letter that waits."""

    class Meta:
        model = Letter

    user = factory.SubFactory("tests.factories.UserFactory")
    kind = "weekly"
    day = datetime.date(2026, 11, 23)
