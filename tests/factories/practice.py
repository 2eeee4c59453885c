"""Practices, their versions and what these say."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from toolkit.models import Practice, PracticeVersion, Strand, Strength, TaughtPhase
from toolkit.models.practice import PracticeKind
from toolkit.services.content import Content, ExampleText, SourceText, StepText, write_content
from toolkit.services.practice import publish_version

__all__ = ["PracticeFactory", "PracticeVersionFactory", "PublishedPracticeFactory", "practice_content"]


def practice_content(title: str, **more: Any) -> Content:
    """All that a version needs before a colleague can review it."""
    said: dict[str, Any] = {
        "what": "Ask, wait, then choose who answers.\n\nIt is an invitation and not a trap.",
        "why": "Waiting gives **everybody** time to think.",
        "strength": Strength.PROMISING,
        "looks_like": ["After a question there is a quiet."],
        "looks_unlike": ["The name comes before the question."],
        "steps": [StepText("Write two questions worth thinking about."), StepText("Count silently to five.")],
        "examples": [ExampleText(TaughtPhase.PRIMARY, "Mathematics, Year 2", "Is 27 nearer to 20 or to 30?")],
        "sources": [SourceText("Rowe (1986) Wait time", "https://doi.org/10.1177/002248718603700110", "It helps.")],
    }
    return Content(title=title, **{**said, **more})


class PracticeFactory(DjangoModelFactory[Practice]):
    """In the making: nobody but those who write in the toolkit sees it."""

    class Meta:
        model = Practice
        skip_postgeneration_save = True

    trust = factory.SubFactory("tests.factories.TrustFactory")
    slug = factory.Sequence(lambda n: f"practice-{n}")
    title = factory.Sequence(lambda n: f"Practice {n}")
    kind = PracticeKind.TEACHING
    strand = Strand.QUESTIONING
    phases = factory.LazyFunction(lambda: [TaughtPhase.PRIMARY.value, TaughtPhase.SECONDARY.value])


class PublishedPracticeFactory(PracticeFactory):
    """Its first version is published. `content`: what it says, where it matters."""

    @factory.post_generation
    def content(self: Any, create: bool, extracted: Content | None, **kwargs: Any) -> None:
        version = PracticeVersion(practice=self, number=1, title=self.title)
        write_content(version, extracted or practice_content(self.title))
        publish_version(version, None)


class PracticeVersionFactory(DjangoModelFactory[PracticeVersion]):
    """A draft without a word but its name."""

    class Meta:
        model = PracticeVersion

    practice = factory.SubFactory(PracticeFactory)
    number = factory.LazyAttribute(lambda it: it.practice.versions.count() + 1)
    title = factory.LazyAttribute(lambda it: it.practice.title)
    written_by = factory.SubFactory("tests.factories.UserFactory")
