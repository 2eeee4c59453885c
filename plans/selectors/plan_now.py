"""Where the plans of academies are today, for the overview and for evidence: what is overdue, and which stage."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from academies.models import Academy, Term
from accounts.models import User
from celt.lib.terms import year_on
from plans.models import Action, Passage, Plan, Stage
from plans.rules.drift import Drift, Span, calendar_of, drift
from plans.selectors.stage import TERM_TOLD, dated, today_at


@dataclass(frozen=True, slots=True)
class StageNow:
    number: int
    name: str
    drift: Drift


@dataclass(frozen=True, slots=True)
class PlanNow:
    """`overdue`: open actions of the running year's plan that are past their day, None where there is no plan.
    `stage`: None where the academy has not begun its way."""

    overdue: int | None
    stage: StageNow | None


def plans_now(user: User, academies: Sequence[Academy]) -> dict[int, PlanNow]:
    """Academy pk -> its plan. One query, however many academies."""
    today, here = timezone.localdate(), OuterRef("pk")
    plans = Plan.objects.visible_to(user).filter(academy=here, academic_year=year_on(today))
    late = Action.objects.visible_to(user).open().filter(
        priority__plan__academy=here, priority__plan__academic_year=year_on(today),
        priority__dropped_at__isnull=True, due__lt=today,
    )  # fmt: skip
    overdue = late.order_by().values("priority__plan").annotate(n=Count("pk")).values("n")
    passages = Passage.objects.visible_to(user).filter(academy=here).order_by("opened_on", "pk")
    stages = Stage.objects.visible_to(user).filter(trust=OuterRef("trust"))
    terms = Term.objects.visible_to(user).filter(trust=OuterRef("trust"))
    found = Academy.objects.visible_to(user).filter(pk__in=[academy.pk for academy in academies])
    rows = found.order_by().annotate(
        planned=Exists(plans),
        late=Coalesce(Subquery(overdue), 0),
        way=ArraySubquery(passages.values(told=JSONObject(stage="stage", opened="opened_on", closed="closed_on"))),
        stages=ArraySubquery(
            stages.values(
                told=JSONObject(number="number", name="name", shortest="shortest_terms", longest="longest_terms")
            )
        ),
        terms=ArraySubquery(terms.values(told=TERM_TOLD)),
    )
    return {row.pk: _plan_now(row) for row in rows}


def _plan_now(row: Any) -> PlanNow:
    """Of an academy with what `plans_now` asks of it."""
    return PlanNow(row.late if row.planned else None, _stage(row) if row.way else None)


def _stage(row: Any) -> StageNow | None:
    present: int = next((leg for leg in row.way if leg["closed"] is None), row.way[-1])["stage"]
    told = next((stage for stage in row.stages if stage["number"] == present), None)
    if told is None:
        return None
    day = datetime.date.fromisoformat
    spans = [
        Span(day(leg["opened"]), leg["closed"] and day(leg["closed"])) for leg in row.way if leg["stage"] == present
    ]
    calendar = calendar_of(dated(row.terms), day(row.way[0]["opened"]), timezone.localdate())
    how = drift(present, spans, today_at(row), told["shortest"], told["longest"], calendar)
    return StageNow(present, told["name"], how)
