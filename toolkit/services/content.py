"""What a version of a practice says: taken as it was typed, written whole, copied into the next one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model

from toolkit.models import PracticeExample, PracticeSource, PracticeStep, PracticeVersion

STEPS, EXAMPLES, SOURCES, LINES = 10, 8, 10, 12


@dataclass(frozen=True, slots=True)
class StepText:
    """`key`: of the step whose words these are; None for a new one."""

    says: str
    key: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ExampleText:
    phase: str
    subject: str
    says: str


@dataclass(frozen=True, slots=True)
class SourceText:
    citation: str
    url: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a version says. Lists in their order; empty entries are left out when it is written."""

    title: str
    what: str = ""
    why: str = ""
    strength: str = ""
    looks_like: Sequence[str] = ()
    looks_unlike: Sequence[str] = ()
    changes: str = ""
    steps: Sequence[StepText] = ()
    examples: Sequence[ExampleText] = ()
    sources: Sequence[SourceText] = ()


def content_of(version: PracticeVersion, *, changes: bool = True) -> Content:
    """What it says now. `changes` False: for the next version, which has its own news. Three queries."""
    return Content(
        title=version.title,
        what=version.what,
        why=version.why,
        strength=version.strength,
        looks_like=tuple(version.looks_like),
        looks_unlike=tuple(version.looks_unlike),
        changes=version.changes if changes else "",
        steps=tuple(StepText(step.says, step.key) for step in version.steps.all()),
        examples=tuple(ExampleText(each.phase, each.subject, each.says) for each in version.examples.all()),
        sources=tuple(SourceText(each.citation, each.url, each.says) for each in version.sources.all()),
    )


def write_content(version: PracticeVersion, content: Content) -> None:
    """The version, which is a draft, says this and nothing else afterwards. Raises ValidationError."""
    version.title = _line(content.title)
    version.what, version.why = content.what.strip(), content.why.strip()
    version.strength, version.changes = content.strength, content.changes.strip()
    version.looks_like, version.looks_unlike = _lines(content.looks_like), _lines(content.looks_unlike)
    if not version.title:
        raise ValidationError({"title": "Give it a name that colleagues will say to each other."})
    for field, lines in (("looks_like", version.looks_like), ("looks_unlike", version.looks_unlike)):
        if len(lines) > LINES:
            raise ValidationError(
                {field: f"There are {len(lines)} lines, and nobody looks for more than {LINES}. Keep the best."}
            )
    version.full_clean()
    version.save()
    _write_steps(version, content.steps)
    _write_parts(
        list(version.examples.all()),
        [
            PracticeExample(
                version=version, order=at, phase=each.phase, subject=_line(each.subject), says=each.says.strip()
            )
            for at, each in enumerate((e for e in content.examples if e.says.strip()), start=1)
        ],
        EXAMPLES,
    )
    _write_parts(
        list(version.sources.all()),
        [
            PracticeSource(
                version=version, order=at, citation=_line(each.citation), url=each.url.strip(), says=_line(each.says)
            )
            for at, each in enumerate((s for s in content.sources if _line(s.citation)), start=1)
        ],
        SOURCES,
    )


def _write_steps(version: PracticeVersion, steps: Iterable[StepText]) -> None:
    """A step keeps its key as long as it is a step of this practice, once; else it is a new one."""
    known = set(
        PracticeStep.objects.filter(version__practice=version.practice_id).values_list("key", flat=True).order_by()
    )
    held = {step.key: step for step in version.steps.all()}
    made: dict[uuid.UUID, PracticeStep] = {}
    for text in steps:
        if not (says := _line(text.says)):
            continue
        key = text.key if text.key in known and text.key not in made else None
        step = held.pop(key, None) if key else None
        step = step or PracticeStep(version=version, key=key or uuid.uuid4())
        step.says, step.order = says, len(made) + 1
        made[step.key] = step
    if len(made) > STEPS:
        raise ValidationError(
            f"There are {len(made)} steps. Nobody practises more than {STEPS}: make some of them one."
        )
    for gone in held.values():
        gone.delete()
    for step in made.values():
        step.full_clean()
        step.save()


def _write_parts(held: Sequence[Model], wanted: Sequence[Model], most: int) -> None:
    """Row by row in their order, so that the history says what was reworded and not that all was written anew."""
    if len(wanted) > most:
        raise ValidationError(f"There are {len(wanted)} entries of a kind, and {most} fit.")
    for number, part in enumerate(wanted):
        if number < len(held):
            part.pk = held[number].pk
            part._state.adding = False
            if _same(part, held[number]):
                continue
        part.full_clean()
        part.save()
    for gone in held[len(wanted) :]:
        gone.delete()


def _same(part: Model, held: Model) -> bool:
    return all(getattr(part, f.attname) == getattr(held, f.attname) for f in part._meta.concrete_fields)


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(lines: Iterable[str]) -> list[str]:
    return [said for line in lines if (said := _line(line))]
