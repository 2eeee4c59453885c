"""Frameworks of reviews, in use: a section with a prompt each."""

import datetime

import factory
from factory.django import DjangoModelFactory

from reviews.models import Framework, FrameworkPrompt, FrameworkSection
from reviews.models.framework import Family, FrameworkStatus

__all__ = ["FrameworkFactory", "FrameworkPromptFactory", "FrameworkSectionFactory", "framework_in_use"]


class FrameworkFactory(DjangoModelFactory[Framework]):
    """A draft: only a draft can be made, and be given sections."""

    class Meta:
        model = Framework

    trust = factory.SubFactory("tests.factories.TrustFactory")
    family = Family.READING
    name = factory.Sequence(lambda n: f"Reading {n}")
    scale = factory.LazyFunction(lambda: ["Not yet", "Emerging", "Secure", "Strong"])


class FrameworkSectionFactory(DjangoModelFactory[FrameworkSection]):
    class Meta:
        model = FrameworkSection

    framework = factory.SubFactory(FrameworkFactory)
    order = factory.Sequence(lambda n: n % 1000)
    name = factory.Sequence(lambda n: f"Part {n}")


class FrameworkPromptFactory(DjangoModelFactory[FrameworkPrompt]):
    class Meta:
        model = FrameworkPrompt

    section = factory.SubFactory(FrameworkSectionFactory)
    order = factory.Sequence(lambda n: n % 1000)
    asks = factory.Sequence(lambda n: f"Which books do pupils take home? ({n})")
    kinds = factory.LazyFunction(lambda: ["lesson", "pupils"])


def framework_in_use(*sections: str, **fields: object) -> Framework:
    """A framework in use with sections of these names, each with a prompt."""
    framework: Framework = FrameworkFactory(**fields)
    for place, name in enumerate(sections or ("Phonics", "Books at home")):
        FrameworkPromptFactory(section=FrameworkSectionFactory(framework=framework, order=place, name=name))
    Framework.objects.filter(pk=framework.pk).update(
        status=FrameworkStatus.IN_USE, in_use_from=datetime.date(2025, 9, 1)
    )
    framework.refresh_from_db()
    return framework
