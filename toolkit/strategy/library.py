"""Reads library/*.toml, once: the guidance, reviews of research and sequences that the library begins with."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.strategy.practice import PRACTICES
from toolkit.strategy.told import PHASES, STRANDS, SUBJECT, Source, Told, read

KINDS = ("guidance", "research", "sequence")
TITLE, SUMMARY = 80, 300
FIELDS = (
    "title", "kind", "strand", "phases", "subject", "summary", "body", "practices", "sources", "lessons",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson of a sequence. `learns`: what pupils can do after it; `practice`: a slug."""

    title: str
    learns: str
    tasks: str
    practice: str


@dataclass(frozen=True, slots=True)
class StrategyPiece:
    """`body` is markdown. `practices` are slugs. `lessons` is empty but in a sequence."""

    slug: str
    title: str
    kind: str
    strand: str
    phases: tuple[str, ...]
    subject: str
    summary: str
    body: str
    practices: tuple[str, ...]
    sources: tuple[Source, ...]
    lessons: tuple[Lesson, ...]


def _lesson(told: Told, known: tuple[str, ...]) -> Lesson:
    told.only(("title", "learns", "tasks", "practice"))
    return Lesson(
        told.text("title", most=TITLE), told.text("learns"), told.text("tasks"), told.one_of("practice", known)
    )


def piece_of(slug: str, told: Told) -> StrategyPiece:
    """A piece from its table. Raises ValueError with a sentence that names the file and the field."""
    told.only(FIELDS)
    known = tuple(practice.slug for practice in PRACTICES)
    kind = told.one_of("kind", KINDS)
    if kind != "sequence" and told.table.get("lessons"):
        raise told.wrong("lessons", "belongs to a sequence alone")
    lessons = told.tables("lessons", least=3 if kind == "sequence" else 0)
    return StrategyPiece(
        slug=slug,
        title=told.text("title", most=TITLE),
        kind=kind,
        strand=told.one_of("strand", STRANDS),
        phases=told.many("phases", 1, known=PHASES),
        subject=told.maybe("subject", most=SUBJECT),
        summary=told.text("summary", most=SUMMARY),
        body=told.text("body"),
        practices=told.many("practices", 1, known=known),
        sources=told.sources(),
        lessons=tuple(_lesson(lesson, known) for lesson in lessons),
    )


PIECES = read("library", piece_of)
