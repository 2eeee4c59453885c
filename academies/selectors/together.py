"""Rows of several models, such as reviews and rounds, read in one query: pages that ask every app for a little have no
room for two.

for review in read_together(Asked(reviews, "academy"), Asked(rounds, "host", ("facilitates",))): ...
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, QuerySet, Value
from django.db.models.functions import JSONObject

from academies.models import Academy

OF_ACADEMY = ("id", "name", "slug", "status", "trust_id")


@dataclass(frozen=True)
class Asked:
    """`place`: the field that leads to an academy, which comes along. `also`: annotations that come along."""

    rows: QuerySet[Any]
    place: str = ""
    also: Sequence[str] = ()


def read_together(*asked: Asked | None) -> Iterator[Any]:
    """The rows as instances of their models, each with its academy and its annotations. One query, or none."""
    parts = [part for part in asked if part is not None]
    queries = [_query(number, part) for number, part in enumerate(parts)]
    if not queries:
        return
    first, *rest = queries
    for number, told in first.union(*rest, all=True) if rest else first:
        yield _row(parts[number], told)


def _query(number: int, part: Asked) -> QuerySet[Any, Any]:
    own = {field.attname: F(field.attname) for field in part.rows.model._meta.concrete_fields}
    place = {f"place_{name}": F(f"{part.place}__{name}") for name in OF_ACADEMY if part.place}
    also = {f"also_{name}": F(name) for name in part.also}
    told = JSONObject(**own, **place, **also)
    # The order of a query within a union is of no use, but for which of its rows it cuts off.
    asked = part.rows if part.rows.query.is_sliced else part.rows.order_by()
    rows: QuerySet[Any, Any] = asked.annotate(told_by=Value(number), told=told)
    return rows.values_list("told_by", "told")


def _row(part: Asked, told: dict[str, Any]) -> Model:
    model = part.rows.model
    row: Model = model(**{f.attname: f.to_python(told[f.attname]) for f in model._meta.concrete_fields})
    row._state.adding = False
    if part.place:
        setattr(row, part.place, Academy(**{name: told[f"place_{name}"] for name in OF_ACADEMY}))
    for name in part.also:
        setattr(row, name, told[f"also_{name}"])
    return row
