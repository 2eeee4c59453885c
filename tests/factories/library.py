"""Pieces of the library with lessons, sources, files and who works with them."""

import hashlib
from collections.abc import Callable
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.file import document, office, photo
from toolkit.models import Adoption, Lesson, Piece, PieceFile, PiecePractice, PieceSource, Strand, TaughtPhase
from toolkit.models.library import AdoptionHow, PieceFileKind, PieceKind, PieceState
from toolkit.services.piece_file import FILES

__all__ = [
    "AdoptionFactory", "DraftPieceFactory", "LessonFactory", "PieceFactory", "PieceFileFactory", "PiecePracticeFactory",
    "PieceSourceFactory", "slides",
]  # fmt: skip
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def slides(**parts: bytes) -> bytes:
    """A PowerPoint file as far as anybody looks into one."""
    return office(SLIDES, **parts)


class PieceFactory(DjangoModelFactory[Piece]):
    """Published by an academy; `academy=None, trust=...` makes it the trust's."""

    class Meta:
        model = Piece

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    trust = factory.SelfAttribute("academy.trust")
    kind = PieceKind.SEQUENCE
    title = factory.Sequence(lambda n: f"Piece {n}")
    summary = "Six lessons that lead from talk to a written argument."
    body = "What it **leads to**."
    strand = Strand.LITERACY
    phases = factory.LazyFunction(lambda: [TaughtPhase.PRIMARY.value])
    subject = "English"
    year_groups = "Year 5"
    state = PieceState.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)


class DraftPieceFactory(PieceFactory):
    state = PieceState.DRAFT
    published_at = None


class LessonFactory(DjangoModelFactory[Lesson]):
    class Meta:
        model = Lesson

    piece = factory.SubFactory(PieceFactory)
    order = factory.Sequence(lambda n: n % 1000)
    title = factory.Sequence(lambda n: f"Lesson {n}")
    learns = "Pupils can say what an argument is."
    tasks = "They argue in pairs, then write one sentence."


class PieceSourceFactory(DjangoModelFactory[PieceSource]):
    class Meta:
        model = PieceSource

    piece = factory.SubFactory(PieceFactory)
    order = factory.Sequence(lambda n: n % 1000)
    citation = "Mercer (2000) Words and minds, Routledge"


class PiecePracticeFactory(DjangoModelFactory[PiecePractice]):
    class Meta:
        model = PiecePractice

    piece = factory.SubFactory(PieceFactory)
    practice = factory.SubFactory(
        "tests.factories.PublishedPracticeFactory", trust=factory.SelfAttribute("..piece.trust")
    )


class PieceFileFactory(DjangoModelFactory[PieceFile]):
    """With its bytes on the disk; a PDF has `content_text` for its title."""

    class Meta:
        model = PieceFile

    piece = factory.SubFactory(PieceFactory)
    by = factory.SubFactory("tests.factories.UserFactory")
    kind = PieceFileKind.PDF
    name = factory.LazyAttribute(lambda file: f"lesson.{'jpg' if file.kind == PieceFileKind.PHOTO else file.kind}")

    @classmethod
    def _create(cls, model_class: type[PieceFile], *args: Any, **kwargs: Any) -> PieceFile:
        kind, text = kwargs["kind"], kwargs.pop("content_text", "Lesson")
        makers: dict[str, Callable[[], bytes]] = {"photo": photo, "pdf": lambda: document(text), "pptx": slides}
        content = makers.get(kind, office)()
        kwargs |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        file: PieceFile = super()._create(model_class, *args, **kwargs)
        FILES.path_of(file.stored_as).parent.mkdir(parents=True, exist_ok=True)
        FILES.path_of(file.stored_as).write_bytes(content)
        return file


class AdoptionFactory(DjangoModelFactory[Adoption]):
    class Meta:
        model = Adoption

    piece = factory.SubFactory(PieceFactory)
    academy = factory.SubFactory("tests.factories.AcademyFactory")
    how = AdoptionHow.ADOPTED
    by = factory.SubFactory("tests.factories.UserFactory")
