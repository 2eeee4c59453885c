"""The trust's own priorities over the years, with how many plans serve each. Fixed numbers of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from academies.models import Trust
from accounts.models import User
from celt.lib.sentences import opened
from celt.lib.terms import year_label, year_on
from celt.ui.parts import Choice, Filter, Status
from plans.models import Plan, TrustPriority
from plans.strategy import PILLARS
from toolkit.rules.words import in_words


@dataclass(frozen=True, repr=False)
class TrustPriorityRow:
    """`served`: at how many academies that the reader sees the running year's plan serves it. `first`, `last`: its
    place among those that run."""

    priority: TrustPriority
    served: int
    today_year: int
    first: bool = False
    last: bool = False

    @property
    def title(self) -> str:
        return self.priority.title

    @property
    def about(self) -> str:
        return self.priority.about

    @property
    def pillar(self) -> str:
        return PILLARS[self.priority.pillar].name if self.priority.pillar in PILLARS else ""

    @property
    def years(self) -> str:
        """'from 2025/26', '2024/25 to 2026/27'."""
        first, last = self.priority.from_year, self.priority.until_year
        if last is None:
            return f"from {year_label(first)}"
        return year_label(first) if first == last else f"{year_label(first)} to {year_label(last)}"

    @property
    def runs(self) -> bool:
        first, last = self.priority.from_year, self.priority.until_year
        return first <= self.today_year and (last is None or last >= self.today_year)

    @property
    def state(self) -> Status:
        if self.runs:
            return Status("Running", "good")
        return Status("To come") if self.priority.from_year > self.today_year else Status("Ended")


@dataclass(frozen=True)
class TrustPrioritiesPage:
    rows: list[TrustPriorityRow]
    filters: list[Filter]
    answer: str
    any_at_all: bool


STATES = (("running", "Running"), ("coming", "To come"), ("ended", "Ended"))
ORDERS = (("", "The trust’s"), ("served", "Fewest plans first"), ("years", "Oldest first"))


def trust_priorities_page(user: User, trust: Trust | None, query: Mapping[str, str]) -> TrustPrioritiesPage:
    """Narrowed by `state`, in the `order` of the address."""
    year = year_on(timezone.localdate())
    plans = Plan.objects.visible_to(user).filter(academic_year=year)
    serving = Q(plan_priorities__plan__in=plans, plan_priorities__dropped_at__isnull=True)
    found = list(
        TrustPriority.objects.visible_to(user)
        .filter(trust=trust)
        .annotate(served=Count("plan_priorities__plan", filter=serving, distinct=True))
        .order_by("order", "pk")
    )
    rows = [
        TrustPriorityRow(each, each.served, year, first=place == 0, last=place == len(found) - 1)  # type: ignore[attr-defined]
        for place, each in enumerate(found)
    ]
    state = query.get("state", "") if query.get("state", "") in dict(STATES) else ""
    order = query.get("order", "") if query.get("order", "") in dict(ORDERS) else ""
    return TrustPrioritiesPage(
        rows=_in_order([row for row in rows if state in ("", _state(row))], order),
        filters=[
            Filter("state", "State", [Choice("", "Every state"), *(Choice(*each) for each in STATES)], state),
            Filter("order", "Order", [Choice(*each) for each in ORDERS], order),
        ],
        answer=f"{_answer(rows)}.",
        any_at_all=bool(rows),
    )


def _state(row: TrustPriorityRow) -> str:
    return "running" if row.runs else "coming" if row.priority.from_year > row.today_year else "ended"


def _in_order(rows: list[TrustPriorityRow], order: str) -> list[TrustPriorityRow]:
    if order == "served":
        return sorted(rows, key=lambda row: row.served)
    if order == "years":
        return sorted(rows, key=lambda row: row.priority.from_year)
    return sorted(rows, key=lambda row: not row.runs)


def _answer(rows: Sequence[TrustPriorityRow]) -> str:
    running = [row for row in rows if row.runs]
    if not running:
        return "The trust has set no priority for this year"
    said = f"The trust works on {opened(len(running), 'priority', 'priorities').lower()} this year"
    alone = [row for row in running if not row.served]
    if not alone:
        return said
    if len(alone) == len(running):
        return f"{said}; no plan serves {'it' if len(running) == 1 else 'any of them'} yet"
    return (
        f"{said}; no plan serves “{alone[0].title}” yet"
        if len(alone) == 1
        else f"{said}; {in_words(len(alone))} are served by no plan yet"
    )
