"""Concerns, and watch lists. `ConcernFactory` writes the first line of the log too, as raising one does."""

import factory
from factory.django import DjangoModelFactory

from academies.models import Concern, ConcernEntry, WatchedAcademy
from academies.models.concern import EntryKind

__all__ = ["ConcernEntryFactory", "ConcernFactory", "WatchedAcademyFactory"]


class ConcernFactory(DjangoModelFactory[Concern]):
    class Meta:
        model = Concern
        skip_postgeneration_save = True

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    title = factory.Sequence(lambda n: f"Concern {n}")
    detail = "Seen on a visit."
    raised_by = factory.SubFactory("tests.factories.UserFactory")

    @factory.post_generation
    def log(self, create: bool, extracted: object, **_: object) -> None:
        concern: Concern = self
        if create:
            ConcernEntry.objects.create(
                concern=concern,
                kind=EntryKind.RAISED,
                level=concern.level,
                says=concern.detail,
                by=concern.raised_by,
                at=concern.raised_at,
            )


class ConcernEntryFactory(DjangoModelFactory[ConcernEntry]):
    class Meta:
        model = ConcernEntry

    concern = factory.SubFactory(ConcernFactory)
    kind = EntryKind.NOTE
    level = factory.SelfAttribute("concern.level")
    says = "Spoke to the head."
    by = factory.SubFactory("tests.factories.UserFactory")


class WatchedAcademyFactory(DjangoModelFactory[WatchedAcademy]):
    class Meta:
        model = WatchedAcademy

    user = factory.SubFactory("tests.factories.UserFactory")
    academy = factory.SubFactory("tests.factories.AcademyFactory")
