"""The parts of a draft and their questions. Each write holds the draft, so that it cannot be put in use half-way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts.models import User
from reviews.models import Framework, FrameworkPrompt, FrameworkSection
from reviews.models.framework import EvidenceKind
from reviews.rules.framework import lines_of
from reviews.services.framework import hold_draft, line

SECTIONS_AT_MOST = 12
PROMPTS_AT_MOST = 12
Row = TypeVar("Row", FrameworkSection, FrameworkPrompt)
GONE = "Somebody else took this out of the draft meanwhile."


@transaction.atomic
def add_section(*, by: User, framework: Framework, name: str, about: str = "") -> FrameworkSection:
    """At the end of the draft. Raises PermissionDenied or ValidationError."""
    draft = hold_draft(by, framework.pk)
    if draft.sections.count() >= SECTIONS_AT_MOST:
        raise ValidationError(f"A framework has {SECTIONS_AT_MOST} parts at most: a day does not hold more.")
    section = FrameworkSection(framework=draft, order=_next(draft.sections.aggregate(last=Max("order"))["last"]))
    return _worded(section, name, about)


@transaction.atomic
def change_section(*, by: User, section: FrameworkSection, name: str, about: str = "") -> FrameworkSection:
    return _worded(_held(by, section), name, about)


@transaction.atomic
def move_section(*, by: User, section: FrameworkSection, up: bool) -> None:
    """One place up or down; at either end it stays where it is."""
    held = _held(by, section)
    rows = list(FrameworkSection.objects.filter(framework=held.framework_id))
    if _swapped(rows, held, up=up):
        FrameworkSection.objects.bulk_update(rows, ["order"])


@transaction.atomic
def remove_section(*, by: User, section: FrameworkSection) -> None:
    """With its questions; the history keeps them."""
    _held(by, section).delete()


@transaction.atomic
def add_prompt(
    *, by: User, section: FrameworkSection, asks: str, look_for: str = "", kinds: Sequence[str] = ()
) -> FrameworkPrompt:
    """At the end of its part. `look_for`: a line each. Raises PermissionDenied or ValidationError."""
    held = _held(by, section)
    if held.prompts.count() >= PROMPTS_AT_MOST:
        raise ValidationError(f"A part has {PROMPTS_AT_MOST} questions at most. Make two parts of it.")
    prompt = FrameworkPrompt(section=held, order=_next(held.prompts.aggregate(last=Max("order"))["last"]))
    return _asked(prompt, asks, look_for, kinds)


@transaction.atomic
def change_prompt(
    *, by: User, prompt: FrameworkPrompt, asks: str, look_for: str = "", kinds: Sequence[str] = ()
) -> FrameworkPrompt:
    return _asked(_held_prompt(by, prompt), asks, look_for, kinds)


@transaction.atomic
def move_prompt(*, by: User, prompt: FrameworkPrompt, up: bool) -> None:
    """One place up or down within its part."""
    held = _held_prompt(by, prompt)
    rows = list(FrameworkPrompt.objects.filter(section=held.section_id))
    if _swapped(rows, held, up=up):
        FrameworkPrompt.objects.bulk_update(rows, ["order"])


@transaction.atomic
def remove_prompt(*, by: User, prompt: FrameworkPrompt) -> None:
    _held_prompt(by, prompt).delete()


def _held(by: User, section: FrameworkSection) -> FrameworkSection:
    draft = hold_draft(by, section.framework_id)
    held = draft.sections.filter(pk=section.pk).first()
    if held is None:
        raise ValidationError(GONE)
    return held


def _held_prompt(by: User, prompt: FrameworkPrompt) -> FrameworkPrompt:
    section = _held(by, prompt.section)
    held = section.prompts.filter(pk=prompt.pk).first()
    if held is None:
        raise ValidationError(GONE)
    return held


def _worded(section: FrameworkSection, name: str, about: str) -> FrameworkSection:
    section.name, section.about = line(name), about.strip()
    same = FrameworkSection.objects.filter(framework=section.framework_id, name__iexact=section.name)
    if same.exclude(pk=section.pk).exists():
        raise ValidationError({"name": "Another part of this framework bears this name."})
    section.full_clean()
    section.save()
    return section


def _asked(prompt: FrameworkPrompt, asks: str, look_for: str, kinds: Sequence[str]) -> FrameworkPrompt:
    prompt.asks, prompt.look_for = line(asks), "\n".join(lines_of(look_for))
    # In the order of EvidenceKind, each once.
    prompt.kinds = [kind for kind in EvidenceKind.values if kind in kinds]
    if not prompt.kinds:
        raise ValidationError({"kinds": "Say where it shows: at least one."})
    prompt.full_clean()
    prompt.save()
    return prompt


def _next(last: int | None) -> int:
    return (last or 0) + 1


def _swapped(rows: list[Row], row: Row, *, up: bool) -> bool:
    """Whether the row could move; then `rows` carry their new order."""
    here = rows.index(row)
    there = here + (-1 if up else 1)
    if not 0 <= there < len(rows):
        return False
    rows[here], rows[there] = rows[there], rows[here]
    for order, each in enumerate(rows, start=1):
        each.order = order
    return True
