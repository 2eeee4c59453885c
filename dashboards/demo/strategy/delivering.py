"""What was delivered of the demo trust's promises, what is planned, and what is late."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from academies.models import SupportDelivery, SupportPromise, Trust
from academies.models.support import SupportKind
from dashboards.demo.strategy.clock import at
from dashboards.demo.strategy.lending import Hands

DAY = datetime.timedelta(days=1)
# Where support fell behind: academy, kind, and the first day of what is behind.
_SUMMER, _AUTUMN = datetime.date(2026, 6, 1), datetime.date(2026, 9, 1)
BEHIND = {
    ("rosquenna-primary", SupportKind.VISIT): _SUMMER,
    ("pentorran-academy", SupportKind.LEADER_DAYS): _SUMMER,
    ("chymellyn-primary", SupportKind.PARTNERSHIP): _AUTUMN,
    ("goonvarra-primary", SupportKind.CATEGORY_REVIEW): _AUTUMN,
}
# Days before the last one on which things are done, and planned, one after the other.
EARLIER = (9, 4, 12, 2, 7, 16)
FOCUS = (
    "Disadvantaged pupils in lessons and books", "Reading across the curriculum", "Attendance, and what follows a call home",
    "The lowest fifth in each class", "Subject leaders and what they know of their subject",
)  # fmt: skip
FOUND = (
    "Lessons begin calmly and teachers ask everybody. Books of disadvantaged pupils are shorter than others’; leaders agreed to look at five of each "
    "every fortnight.",
    "What was agreed last time is done in most classes. Two new teachers had not been told of it; they watch a colleague next week.",
    "Leaders know their figures and what chance can do to them. The next step is a smaller one: the same three questions in each reading lesson.",
    "Attendance calls go out in time. We agreed who visits the families that do not answer.",
    "The plan’s first priority is seen in every room, the second in none yet. It waits until spring, as agreed.",
)  # fmt: skip


def make_deliveries(trust: Trust, hands: Hands, today: datetime.date) -> None:
    """Nearly all of what fell due is done; what falls due within eight weeks is planned."""
    promises = list(
        SupportPromise.objects.standing().filter(academy__trust=trust).select_related("academy").order_by("due", "pk")
    )
    done = set(SupportDelivery.objects.filter(promise__in=promises).values_list("promise", flat=True))
    made: list[SupportDelivery] = []
    planned: list[SupportPromise] = []
    for nth, promise in enumerate(promises):
        earlier = EARLIER[nth % len(EARLIER)] * DAY
        lead = (hands.leader, hands.second)[nth % 2]
        day = _schoolday(promise.due - earlier)
        if promise.pk in done:
            continue
        if promise.due < today:
            made += _delivered(promise, day, nth, hands, behind=_is_behind(promise))
        elif promise.due - today < 56 * DAY and promise.kind not in (
            SupportKind.LEADER_DAYS,
            SupportKind.COACHING_DAYS,
        ):
            promise.planned_on, promise.lead = max(day, _schoolday(today + 5 * DAY)), lead
            promise.focus = FOCUS[nth % len(FOCUS)] if promise.kind == SupportKind.VISIT else ""
            planned.append(promise)
        elif promise.due - today < 42 * DAY:
            made += _delivered(promise, _schoolday(today - earlier), nth, hands, behind=True)
    SupportDelivery.objects.bulk_create(made)
    SupportPromise.objects.bulk_update(planned, ["planned_on", "lead", "focus"])


def _is_behind(promise: SupportPromise) -> bool:
    since = BEHIND.get((promise.academy.slug, SupportKind(promise.kind)))
    return since is not None and promise.due >= since


def _delivered(
    promise: SupportPromise, day: datetime.date, nth: int, hands: Hands, *, behind: bool
) -> Iterator[SupportDelivery]:
    """The whole of it, in one go or in days a week apart; half of the days, or nothing, where it is behind."""
    lead = (hands.leader, hands.second)[nth % 2]
    in_days = promise.kind in (SupportKind.LEADER_DAYS, SupportKind.COACHING_DAYS)
    if not in_days:
        if not behind:
            note = FOUND[nth % len(FOUND)] if promise.kind in (SupportKind.VISIT, SupportKind.FULL_DAY_REVIEW) else ""
            yield _delivery(promise, day, Decimal(1), lead, note)
        return
    left = promise.amount / 2 if behind else promise.amount
    left -= left % Decimal("0.5")
    while left > 0:
        days = min(left, Decimal(2))
        yield _delivery(promise, day, days, lead, "")
        left, day = left - days, _schoolday(day - 7 * DAY)


def _delivery(promise: SupportPromise, day: datetime.date, amount: Decimal, lead: object, note: str) -> SupportDelivery:
    return SupportDelivery(
        promise=promise, on=day, amount=amount, led_by=lead, note=note, recorded_by=lead, recorded_at=at(day, 17)
    )  # type: ignore[misc]


def _schoolday(day: datetime.date) -> datetime.date:
    """The Friday before, where the day lies in a weekend."""
    return day - max(0, day.weekday() - 4) * DAY
