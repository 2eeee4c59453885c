"""How long academies have been in their stage, against what is expected: for the trust's overview and for evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from academies.models import Academy
from accounts.models import User
from plans.models import Passage, Stage
from plans.rules.drift import Drift, Span, drift
from plans.selectors.stage import calendars_of, passages_of, present_of, today_at


@dataclass(frozen=True, slots=True)
class StageDrift:
    number: int
    name: str
    drift: Drift


def stage_drifts(user: User, academies: Sequence[Academy]) -> dict[int, StageDrift]:
    """Academy pk -> its present stage; those whose way has not begun are left out. One query."""
    told = Stage.objects.visible_to(user).filter(trust=OuterRef("academy__trust"), number=OuterRef("stage"))
    rows = passages_of(user, [academy.pk for academy in academies]).annotate(
        stage_name=Subquery(told.values("name")),
        shortest=Subquery(told.values("shortest_terms")),
        longest=Subquery(told.values("longest_terms")),
    )
    found: dict[int, list[Passage]] = {}
    for row in rows:
        found.setdefault(row.academy_id, []).append(row)
    chosen = {academy.pk: academy for academy in academies}
    calendars = calendars_of((chosen[pk].trust_id, passages) for pk, passages in found.items())
    drifts = {}
    for pk, passages in found.items():
        present = present_of(passages)
        name, shortest, longest = present.stage_name, present.shortest, present.longest  # type: ignore[attr-defined]
        if name is None:
            continue
        spans = [Span(each.opened_on, each.closed_on) for each in passages if each.stage == present.stage]
        academy = chosen[pk]
        how = drift(present.stage, spans, today_at(academy), shortest, longest, calendars[academy.trust_id])
        drifts[pk] = StageDrift(present.stage, name, how)
    return drifts
