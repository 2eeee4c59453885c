"""What changed between two states of a record, in words. Pure: states are dicts of field name to value."""

from __future__ import annotations

import datetime
import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from django.utils import timezone

from celt.lib.days import british
from stewardship.rules.coded import in_words

NOTHING = "nothing"
EMPTY: tuple[Any, ...] = (None, "", [], {})
HIDDEN = "changed; what it says is not shown"
LONG = 60  # letters from which a text is shown as what was struck and what was added
# A key that opens something, and what only a machine reads.
SECRET = frozenset({"password", "token", "digest", "stored_as", "sha256", "client_key"})
# Tables of values that hold what was read on a day, whole, for a page of their own.
FROZEN = frozenset({"content", "then", "now", "reading", "evidence"})
KEPT_WHOLE = "kept whole as it stood that day; its own page shows it"
MANY = 3  # tables in a list, beyond which nobody would read them here

Kind = Literal["same", "struck", "added"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: as it was, struck or added."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field: `before` and `after` as people read them; a long text as `pieces` instead."""

    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()


def kept_fields(model: type[models.Model], event: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields that both the record and its history have, without its number."""
    kept = {field.name for field in event._meta.concrete_fields}
    return [field for field in model._meta.concrete_fields if field.name in kept and not field.primary_key]


def changes(
    fields: Sequence[models.Field[Any, Any]],
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    names: Mapping[tuple[type[models.Model], Any], str],
) -> tuple[Change, ...]:
    """What `after` says otherwise than `before`; of a first state, all that says something.

    `names`: what other records are called, for whoever reads. One that is not among them stays unnamed."""
    return tuple(_changes(fields, before, after, names))


def _changes(
    fields: Sequence[models.Field[Any, Any]],
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    names: Mapping[tuple[type[models.Model], Any], str],
) -> Iterator[Change]:
    for field in fields:
        now = after[field.attname]
        was = before[field.attname] if before is not None else None
        if (before is None and now in EMPTY) or (before is not None and was == now):
            continue
        label = capital(str(field.verbose_name))
        if field.name in SECRET:
            yield Change(label, "", HIDDEN)
            continue
        old, new = (words(field, value, names) for value in (was, now))
        if old == new:  # two records that may not be named, or the same at other times of writing
            yield Change(label, "", "changed")
        elif before is not None and is_long(field, was, now):
            yield Change(label, old, new, pieces(str(was or ""), str(now or "")))
        else:
            yield Change(label, old if before is not None else "", new)


def words(field: models.Field[Any, Any], value: Any, names: Mapping[tuple[type[models.Model], Any], str]) -> str:
    """A value as people read it."""
    if value in EMPTY:
        return NOTHING
    if field.is_relation and isinstance(field.related_model, type):
        other = field.related_model
        return names.get((other, value), f"a {other._meta.verbose_name} not shown here")
    choices = dict(field.flatchoices)
    if choices and value in choices:  # what has none may hold a table of values, which is no key
        return str(choices[value])
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value)
        return f"{british(local.date())}, {local:%H:%M}"
    if isinstance(value, datetime.date):
        return british(value)
    if field.name in FROZEN and is_table(value):
        return KEPT_WHOLE
    if is_table(value) and isinstance(value, list) and len(value) > MANY:
        return f"{len(value)} entries; its own page shows them"
    if isinstance(value, (list, dict)):
        return told(value, field.name)
    return in_words(field.name, str(value))


def is_table(value: Any) -> bool:
    """And no list of keys, such as evidence is where somebody chose it."""
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict) for each in value))


def told(value: Any, name: str = "") -> str:
    """A list or a table of values in one line, without what says nothing. `name`: what holds it is called."""
    if isinstance(value, list):
        return "; ".join(told(each, name) for each in value if each not in EMPTY)
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if each not in EMPTY}
        return ", ".join(f"{entry(str(key))}: {told(each, key)}" for key, each in kept.items())
    return in_words(name, value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def entry(key: str) -> str:
    return "Measure" if key == "slug" else capital(key).replace("_", " ")


def is_long(field: models.Field[Any, Any], was: Any, now: Any) -> bool:
    return (
        isinstance(field, models.TextField | models.CharField)
        and not field.choices
        and bool(was and now)
        and max(len(str(was)), len(str(now))) >= LONG
    )


def pieces(was: str, now: str) -> tuple[Piece, ...]:
    """The two texts as one, word by word."""
    old, new = (text.replace("\r\n", "\n").split(" ") for text in (was, now))
    found: list[Piece] = []
    for step, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            found.append(Piece("same", " ".join(old[a:b])))
            continue
        if b > a:
            found.append(Piece("struck", " ".join(old[a:b])))
        if d > c:
            found.append(Piece("added", " ".join(new[c:d])))
    return tuple(found)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def came_from(metadata: Mapping[str, Any] | None) -> str:
    """Where a change was made: on a page, by an import, or in the background."""
    known = metadata or {}
    if known.get("import_batch"):
        return (
            f"by undoing import {known['import_batch']}" if known.get("undo") else f"by import {known['import_batch']}"
        )
    if known.get("url"):
        return "on a page"
    return "in the background"
