"""What happened at academies since their board last met, as far as who governs may know of it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from academies.models import Academy, CategoryDecision, Deployment, SupportPromise
from academies.rules.inspection import in_words
from academies.rules.support import amount_of
from academies.selectors.inspection import inspected, inspections_of
from accounts.models import User
from celt.lib.days import short_day
from celt.lib.names import short_names
from celt.lib.sentences import listed, opened
from plans.models import Action, Passage, Priority
from plans.models.action import ActionState
from plans.selectors.stage import standings
from readers.rules.told import ItemTold
from reviews.models import Review
from reviews.models.review import TOLD_TO_GOVERNORS

MOST = 6


@dataclass(frozen=True, slots=True)
class Change:
    day: datetime.date
    academy: int
    what: str
    says: str = ""


def changes(
    user: User, academies: Sequence[Academy], since: datetime.date, until: datetime.date
) -> tuple[tuple[ItemTold, ...], tuple[str, ...]]:
    """What has a day of its own, newest first; and what is counted: actions, days of support. Eight queries.

    `since` is the day of the last meeting: what happened on it counts as known there.
    """
    here = [academy.pk for academy in academies]
    days = (since + datetime.timedelta(days=1), until)
    found = sorted(_dated(user, academies, here, days), key=lambda each: each.day, reverse=True)
    short = short_names(academy.name for academy in academies) if len(academies) > 1 else {}
    names = {academy.pk: short.get(academy.name, "") for academy in academies}
    items = [_item(change, names[change.academy]) for change in found[:MOST]]
    more = (
        [f"{opened(len(found) - MOST, 'other event', 'other events')} stand in the calendar."] if found[MOST:] else []
    )
    return tuple(items), (*more, *_counted(user, here, days))


def _item(change: Change, name: str) -> ItemTold:
    return ItemTold(f"{name}: {change.what}" if name else change.what, short_day(change.day), says=change.says)


def _dated(
    user: User, academies: Sequence[Academy], here: Sequence[int], days: tuple[datetime.date, datetime.date]
) -> Iterator[Change]:
    yield from _decisions(user, here, days)
    yield from _stages(user, academies, days)
    first, last = days
    for pk, inspections in inspections_of(user, academies).items():
        for one in inspections:
            if first <= one.started <= last:
                yield Change(one.started, pk, "Inspected by Ofsted", in_words(inspected(one)))
    reviews = Review.objects.told_to(user).filter(
        academy__in=here, state__in=TOLD_TO_GOVERNORS, published_at__date__range=days
    )
    for review in reviews.only("academy", "title", "published_at"):
        assert review.published_at is not None
        yield Change(timezone.localdate(review.published_at), review.academy_id, f"Review published: {review.title}")
    dropped = Priority.objects.visible_to(user).filter(plan__academy__in=here, dropped_at__date__range=days)
    for priority in dropped.select_related("plan"):
        assert priority.dropped_at is not None
        yield Change(
            timezone.localdate(priority.dropped_at), priority.plan.academy_id,
            f"Priority dropped: {priority.title.rstrip('.')}", priority.dropped_because,
        )  # fmt: skip


def _decisions(user: User, here: Sequence[int], days: tuple[datetime.date, datetime.date]) -> Iterator[Change]:
    found = (
        CategoryDecision.objects.visible_to(user)
        .confirmed()
        .filter(academy__in=here, moderated_at__date__range=days)
        .select_related("area", "tier", "moderated_tier")
        .defer("evidence")
    )
    for decision in found:
        assert decision.moderated_at is not None
        where = f" in {decision.area}" if decision.area else ""
        yield Change(
            timezone.localdate(decision.moderated_at), decision.academy_id,
            f"Category{where} confirmed: {decision.confirmed_tier}",
            f"From {short_day(decision.starts)} until {short_day(decision.ends)}.",
        )  # fmt: skip


def _stages(user: User, academies: Sequence[Academy], days: tuple[datetime.date, datetime.date]) -> Iterator[Change]:
    begun = list(Passage.objects.visible_to(user).filter(academy__in=academies, opened_on__range=days))
    if not begun:
        return
    stages = standings(user, [each for each in academies if each.pk in {one.academy_id for one in begun}])
    for passage in begun:
        told = stages.get(passage.academy_id)
        name = next((one.name for one in told.stages if one.number == passage.stage), "") if told else ""
        says = f"{name}." if name else ""
        yield Change(passage.opened_on, passage.academy_id, f"Stage {passage.get_stage_display().lower()} begun", says)


def _counted(user: User, here: Sequence[int], days: tuple[datetime.date, datetime.date]) -> Iterator[str]:
    actions = Action.objects.visible_to(user).filter(priority__plan__academy__in=here)
    done = actions.filter(state=ActionState.DONE, done_on__range=days).count()
    if done:
        whose = "the plans" if len(here) > 1 else "the plan"
        yield f"{opened(done, 'action')} of {whose} {'was' if done == 1 else 'were'} done."
    delivered = SupportPromise.objects.visible_to(user).filter(
        academy__in=here, deliveries__struck_at__isnull=True, deliveries__on__range=days
    )
    if told := _amounts(delivered.values_list("kind", "deliveries__amount")):
        yield f"Support delivered: {told}."
    agreed = list(
        Deployment.objects.visible_to(user)
        .standing()
        .filter(receiver__in=here, starts__range=days)
        .values_list("focus")
    )
    if agreed:
        yield f"{opened(len(agreed), 'agreement')} on support between academies began."


def _amounts(delivered: Iterable[tuple[str, Decimal]]) -> str:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for kind, amount in delivered:
        sums[kind] += amount
    return listed([amount_of(kind, amount) for kind, amount in sums.items()], most=4)
