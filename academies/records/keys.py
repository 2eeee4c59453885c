"""Keys of records: "decision:12" is the decision with the number 12."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)

MOST = 50
LONGEST_NUMBER = 18  # digits that a row's number may have


def key(slug: str, pk: int) -> str:
    return f"{slug}:{pk}"


def of_kind(slug: str, keys: Collection[str] | None) -> list[str] | None:
    """Those of `keys` that name a record of this kind; None where none are asked for by name."""
    return None if keys is None else [each for each in keys if each.partition(":")[0] == slug]


def narrowed(found: QuerySet[M], keys: Collection[str] | None) -> QuerySet[M]:
    """The rows of `keys`, or the first of those that one may choose from. A key that is no number names nothing."""
    if keys is None:
        return found[:MOST]
    numbers = (each.partition(":")[2] for each in keys)
    return found.filter(pk__in=[int(n) for n in numbers if n.isascii() and n.isdigit() and len(n) <= LONGEST_NUMBER])
