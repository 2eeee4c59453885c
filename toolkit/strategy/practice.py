"""Reads practices/*.toml, once: the protocols of teaching and of learning that the toolkit begins with."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.strategy.load import THEORIES
from toolkit.strategy.told import LINE, PHASES, STRANDS, SUBJECT, Source, Told, read

KINDS = ("teaching", "learning")
STRENGTHS = ("strong", "promising", "mixed", "early")
TITLE, STEP = 80, 200
FIELDS = (
    "title", "kind", "strand", "phases", "subjects", "theory", "what", "why", "strength",
    "steps", "looks_like", "looks_unlike", "examples", "sources",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """`subject` is a word for the reader (“Mathematics”, “Form time”), not a key."""

    phase: str
    subject: str
    says: str


@dataclass(frozen=True, slots=True)
class StrategyPractice:
    """`kind`: done by the teacher or by pupils. `subjects`: empty for any. `theory`: the name of one, or empty.

    `what` and `why` are markdown. `strength` is how strong the evidence is, by our own reading of `sources`.
    """

    slug: str
    title: str
    kind: str
    strand: str
    phases: tuple[str, ...]
    subjects: tuple[str, ...]
    theory: str
    what: str
    why: str
    strength: str
    steps: tuple[str, ...]
    looks_like: tuple[str, ...]
    looks_unlike: tuple[str, ...]
    examples: tuple[Example, ...]
    sources: tuple[Source, ...]


def _example(told: Told) -> Example:
    told.only(("phase", "subject", "says"))
    return Example(told.one_of("phase", PHASES), told.text("subject", most=SUBJECT), told.text("says"))


def practice_of(slug: str, told: Told) -> StrategyPractice:
    """A practice from its table. Raises ValueError with a sentence that names the file and the field."""
    told.only(FIELDS)
    if told.maybe("theory"):
        told.one_of("theory", [theory.name for theory in THEORIES])
    return StrategyPractice(
        slug=slug,
        title=told.text("title", most=TITLE),
        kind=told.one_of("kind", KINDS),
        strand=told.one_of("strand", STRANDS),
        phases=told.many("phases", 1, known=PHASES),
        subjects=told.many("subjects", length=SUBJECT),
        theory=told.maybe("theory"),
        what=told.text("what"),
        why=told.text("why"),
        strength=told.one_of("strength", STRENGTHS),
        steps=told.many("steps", 5, 8, length=STEP),
        looks_like=told.many("looks_like", 4, 6, length=LINE),
        looks_unlike=told.many("looks_unlike", 3, 5, length=LINE),
        examples=tuple(_example(example) for example in told.tables("examples", least=2)),
        sources=told.sources(),
    )


PRACTICES = read("practices", practice_of)
