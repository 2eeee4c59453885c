"""The register of personal data: each field of each model with the kind of data that it holds (personal_data.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from pghistory.models import Event

FILE = Path(__file__).resolve().parents[1] / "personal_data.toml"
WHOSE = {"pupil": "Pupils", "staff": "Staff", "outside": "People outside", "none": "Nobody"}
COPIES = frozenset({"keep", "name", "email", "number", "birth", "text", "json", "nothing", "gone", "who"})
# Django's own lists of what may be granted and of which models there are.
NO_ONES = frozenset({"auth", "contenttypes"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of data, and what is said of it once."""

    slug: str
    whose: str
    category: str
    purpose: str
    basis: str
    kept: str
    copy: str
    special: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of one model."""

    model: type[models.Model]
    field: models.Field[Any, Any]
    kind: Kind


@cache
def kinds() -> dict[str, Kind]:
    return {slug: Kind(slug, **rest) for slug, rest in _read()["kinds"].items()}


@cache
def classified() -> dict[tuple[str, str], str]:
    """(model's label, field) -> kind, as the file says it."""
    return {
        (label, field): kind
        for label, by_kind in _read()["fields"].items()
        for kind, fields in by_kind.items()
        for field in fields
    }


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def kept_models() -> list[type[models.Model]]:
    """Every model with a table, without histories: these hold what their model holds."""
    return sorted(
        (
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed
            and not model._meta.proxy
            and not issubclass(model, Event)
            and model._meta.app_label not in NO_ONES
        ),
        key=lambda model: model._meta.label,
    )


def register() -> Iterator[Entry]:
    """Every classified field, model by model."""
    for model in kept_models():
        for field in model._meta.concrete_fields:
            slug = classified().get((model._meta.label, field.name))
            if slug is not None:
                yield Entry(model, field, kinds()[slug])


def unclassified() -> list[str]:
    return [
        f"{model._meta.label}.{field.name}"
        for model in kept_models()
        for field in model._meta.concrete_fields
        if (model._meta.label, field.name) not in classified()
    ]


def stale() -> list[str]:
    known = {(model._meta.label, field.name) for model in kept_models() for field in model._meta.concrete_fields}
    return [f"{label}.{field}" for label, field in classified() if (label, field) not in known]
