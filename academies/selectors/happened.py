"""What happened since a moment, of several kinds of row in one query, the newest of each.

yield from happened(since, Part(steps, "at", tell_step, {"title": "review__title"}), ...)
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import JSONObject

from academies.providers.timeline import Change

MOST = 40
Told = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """`when`: the path of the moment at which it happened. `told`: what `tell` needs of the row."""

    rows: QuerySet[Any]
    when: str
    tell: Callable[[datetime.datetime, Told], Change]
    told: Mapping[str, Any] = field(default_factory=dict)


def happened(since: datetime.datetime, *parts: Part) -> Iterator[Change]:
    """One query, or none."""
    if not parts:
        return
    first, *rest = [_since(number, part, since) for number, part in enumerate(parts)]
    for number, when, told in first.union(*rest, all=True) if rest else first:
        yield parts[number].tell(when, told)


def _since(number: int, part: Part, since: datetime.datetime) -> QuerySet[Any, Any]:
    rows = part.rows.filter(**{f"{part.when}__gt": since})
    told = JSONObject(pk=F("pk"), **part.told)
    asked = rows.annotate(told_part=Value(number), told_when=F(part.when), told_row=told)
    newest: QuerySet[Any, Any] = asked.order_by(f"-{part.when}", "-pk")
    return newest.values_list("told_part", "told_when", "told_row")[:MOST]
