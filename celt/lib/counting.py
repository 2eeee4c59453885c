"""Counts of rows that belong to a row, in the one query that reads it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def how_many(rows: QuerySet[Any], of: str = "pk") -> Coalesce:
    """How many of `rows` there are, or how many different values they have of a field; 0 where there are none.

    `rows` names the outer row by OuterRef. Several such counts in one query each read their own rows; several
    Count(…, distinct=True) would read every combination of all of them.
    """
    alone = rows.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(alone.annotate(n=Count(of, distinct=of != "pk")).values("n")), 0)
