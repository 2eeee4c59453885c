"""Rows of several models, such as reviews and rounds, read in one query: pages that ask every app for a little have no
room for two.

for row in read_together(Asked(reviews, "academy"), Asked(rounds.select_related("host"), also=("facilitates",))): ...
reviews, rounds = read_apart(Asked(reviews, "academy"), Asked(rounds, "host"))
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
    """`rows` bring what they select as related. `place`: the field that leads to an academy, of which no more than its
    name and address comes along. `also`: annotations that come along."""

    rows: QuerySet[Any]
    place: str = ""
    also: Sequence[str] = ()


def read_together(*asked: Asked | None) -> Iterator[Any]:
    """The rows as instances of their models, each with its academy and its annotations. One query, or none."""
    for _, row in _read(asked):
        yield row


def read_apart(*asked: Asked | None) -> list[list[Any]]:
    """The same, the rows of each for themselves, in no order; none for None. One query, or none."""
    found: list[list[Any]] = [[] for _ in asked]
    for number, row in _read(asked):
        found[number].append(row)
    return found


def _read(asked: Sequence[Asked | None]) -> Iterator[tuple[int, Model]]:
    parts = {number: part for number, part in enumerate(asked) if part is not None}
    queries = [_query(number, part) for number, part in parts.items()]
    if not queries:
        return
    first, *rest = queries
    for number, told in first.union(*rest, all=True) if rest else first:
        yield number, _row(parts[number], told)


def _query(number: int, part: Asked) -> QuerySet[Any, Any]:
    place = {f"place_{name}": F(f"{part.place}__{name}") for name in OF_ACADEMY if part.place}
    also = {f"also_{name}": F(name) for name in part.also}
    told = JSONObject(own=_told(part.rows.model, _related(part)), **place, **also)
    # The order of a query within a union is of no use, but for which of its rows it cuts off.
    asked = part.rows if part.rows.query.is_sliced else part.rows.order_by()
    rows: QuerySet[Any, Any] = asked.annotate(told_by=Value(number), told=told)
    return rows.values_list("told_by", "told")


Related = dict[str, Any]  # as select_related writes it down: {"priority": {"plan": {"academy": {}}}, "owner": {}}


def _related(part: Asked) -> Related:
    chosen = part.rows.query.select_related
    return chosen if isinstance(chosen, dict) else {}


def _told(model: type[Model], related: Related, path: str = "") -> JSONObject:
    own = {field.attname: F(f"{path}{field.attname}") for field in model._meta.concrete_fields}
    return JSONObject(**own, **{n: _told(_model(model, n), more, f"{path}{n}__") for n, more in related.items()})


def _row(part: Asked, told: dict[str, Any]) -> Model:
    row = _instance(part.rows.model, _related(part), told["own"])
    if part.place:
        setattr(row, part.place, Academy(**{name: told[f"place_{name}"] for name in OF_ACADEMY}))
    for name in part.also:
        value, field = told[f"also_{name}"], part.rows.query.annotations[name].output_field
        setattr(row, name, None if value is None else field.to_python(value))
    return row


def _instance(model: type[Model], related: Related, told: dict[str, Any]) -> Model:
    row: Model = model(**{f.attname: f.to_python(told[f.attname]) for f in model._meta.concrete_fields})
    row._state.adding = False
    for name, more in related.items():
        there = _model(model, name)
        of = told[name]
        setattr(row, name, None if of[there._meta.pk.attname] is None else _instance(there, more, of))
    return row


def _model(model: type[Model], name: str) -> type[Model]:
    found: type[Model] = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return found
