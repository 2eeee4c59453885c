"""The register of personal data: by kind of data on its page, field by field in its file. No query: it is made from the
models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from celt.lib.sentences import counted
from celt.ui.parts import Filter, one_of
from stewardship.rules.history import capital
from stewardship.rules.register import WHOSE, Entry, Kind, kinds, register


@dataclass(frozen=True, slots=True)
class RegisterRow:
    record: str
    model: str
    field: str
    name: str
    whose: str
    category: str
    special: str
    purpose: str
    basis: str
    kept: str


@dataclass(frozen=True, slots=True)
class KindTold:
    """`held`: in how many fields of how many records. `records`: each with its fields, in words."""

    kind: Kind
    held: str
    records: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WhoseTold:
    title: str
    kinds: tuple[KindTold, ...]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    answer: str
    groups: tuple[WhoseTold, ...]
    filters: tuple[Filter, ...]


def register_page(query: Mapping[str, str]) -> RegisterPage:
    entries = [entry for entry in register() if entry.kind.whose != "none"]
    of_kinds = len({entry.kind.slug for entry in entries})
    shown = _asked_for(query)
    return RegisterPage(
        answer=f"{len(entries):,} fields hold something about somebody, of {of_kinds} kinds.",
        groups=tuple(
            WhoseTold(
                title,
                tuple(
                    _told(kind, [entry for entry in shown if entry.kind == kind])
                    for kind in kinds().values()
                    if kind.whose == slug
                ),
            )
            for slug, title in WHOSE.items()
            if any(entry.kind.whose == slug for entry in shown)
        ),
        filters=(Filter.of("whose", "Whose data", "Everybody’s", WHOSE.items(), one_of(query, "whose", WHOSE)),),
    )


def register_rows(query: Mapping[str, str]) -> list[RegisterRow]:
    return [
        RegisterRow(
            record=capital(str(entry.model._meta.verbose_name)),
            model=entry.model._meta.label,
            field=capital(str(entry.field.verbose_name)),
            name=entry.field.name,
            whose=WHOSE[entry.kind.whose],
            category=entry.kind.category,
            special="Special category" if entry.kind.special else "",
            purpose=entry.kind.purpose,
            basis=entry.kind.basis,
            kept=entry.kind.kept,
        )
        for entry in _asked_for(query)
    ]


def _asked_for(query: Mapping[str, str]) -> list[Entry]:
    """Everybody's, or one group's. What is nobody's is told to who asks for it."""
    whose = one_of(query, "whose", WHOSE)
    return [entry for entry in register() if (entry.kind.whose == whose if whose else entry.kind.whose != "none")]


def _told(kind: Kind, entries: Sequence[Entry]) -> KindTold:
    records: dict[str, list[str]] = {}
    for entry in entries:
        records.setdefault(capital(str(entry.model._meta.verbose_name)), []).append(str(entry.field.verbose_name))
    held = f"In {counted(len(entries), 'field')} of {counted(len(records), 'record')}"
    return KindTold(kind, held, tuple((record, ", ".join(fields)) for record, fields in records.items()))
