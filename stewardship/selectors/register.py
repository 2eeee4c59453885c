"""The register of personal data as a page and a file read it. No query: it is made from the models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from celt.ui.parts import Filter, one_of
from stewardship.rules.history import capital
from stewardship.rules.register import WHOSE, kinds, register


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
class RegisterPage:
    answer: str
    rows: list[RegisterRow]
    filters: tuple[Filter, ...]


def register_page(query: Mapping[str, str]) -> RegisterPage:
    whose = one_of(query, "whose", WHOSE)
    kind = one_of(query, "kind", kinds())
    entries = [entry for entry in register() if entry.kind.whose != "none" or whose == "none"]
    personal = len([entry for entry in entries if entry.kind.whose != "none"])
    shown = [
        entry for entry in entries if (not whose or entry.kind.whose == whose) and (not kind or entry.kind.slug == kind)
    ]
    return RegisterPage(
        answer=f"{personal:,} fields hold something about somebody.",
        rows=[
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
            for entry in shown
        ],
        filters=(
            Filter.of("whose", "Whose data", "Everybody’s", WHOSE.items(), whose),
            Filter.of(
                "kind",
                "Kind",
                "Every kind",
                ((k.slug, k.category) for k in kinds().values() if k.whose != "none"),
                kind,
            ),
        ),
    )
