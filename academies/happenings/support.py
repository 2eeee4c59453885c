"""Promised support in calendars: days that are set and days that were delivered are firm, the rest is only due by."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy, SupportDelivery, SupportPromise
from academies.models.support import IN_DAYS, SupportKind
from academies.providers import Event, EventKind
from academies.rules.support import amount_of
from academies.ways import may_at
from accounts.models import User

# The kind of event, and what it takes of the academy's day: see Event.load.
SHOWN: dict[str, tuple[EventKind, int]] = {
    SupportKind.VISIT: (EventKind.VISIT, 2),
    SupportKind.FULL_DAY_REVIEW: (EventKind.REVIEW, 3),
    SupportKind.LEADER_DAYS: (EventKind.VISIT, 2),
    SupportKind.COACHING_DAYS: (EventKind.VISIT, 2),
    SupportKind.PARTNERSHIP: (EventKind.MEETING, 1),
    SupportKind.CATEGORY_REVIEW: (EventKind.CATEGORY, 1),
}


def support_events(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterator[Event]:
    """What is still owed, by the day planned or the day due; and what was delivered. Two queries."""
    seen = SupportPromise.objects.visible_to(user).filter(academy__in=academies)
    touching = seen.open().filter(Q(planned_on__range=(first, last)) | Q(due__range=(first, last)))
    yield from _owed(person, touching.select_related("academy", "lead"), first, last)
    done = SupportDelivery.objects.filter(promise__in=seen, struck_at__isnull=True, on__range=(first, last))
    for delivery in done.select_related("promise__academy", "led_by"):
        promise = delivery.promise
        in_days = promise.kind in IN_DAYS
        kind, load = SHOWN[promise.kind]
        yield Event(
            uid=f"support-{promise.pk}-{delivery.pk}" if in_days else f"support-{promise.pk}",
            academy=promise.academy_id,
            kind=kind,
            starts=delivery.on,
            ends=delivery.on,
            title=f"{_title(promise.kind, delivery.amount)}: done",
            url=reverse("academies:promise_show", args=[promise.pk]),
            note=_note(person, promise.academy, promise.focus, delivery.led_by),
            load=1 if in_days and delivery.amount < 1 else load,
        )


def _owed(
    person: Person, promises: Iterable[SupportPromise], first: datetime.date, last: datetime.date
) -> Iterator[Event]:
    today = timezone.localdate()
    for promise in promises:
        planned = promise.planned_on
        # A day that passed without a record is no plan any more: what was owed then is owed still.
        firm = planned is not None and planned >= today
        day = planned if firm and planned is not None else promise.due
        if not first <= day <= last:
            continue
        kind, load = SHOWN[promise.kind]
        left: Decimal = promise.amount - promise.delivered  # type: ignore[attr-defined]
        yield Event(
            uid=f"support-{promise.pk}",
            academy=promise.academy_id,
            kind=kind,
            starts=day,
            ends=day,
            title=_title(promise.kind, left),
            url=reverse("academies:promise_show", args=[promise.pk]),
            note=_note(person, promise.academy, promise.focus, promise.lead),
            load=1 if promise.kind in IN_DAYS and left < 1 else load,
            firm=firm,
            people=(promise.lead_id,) if promise.lead_id else (),
        )


def _title(kind: str, amount: Decimal) -> str:
    if kind not in IN_DAYS:
        return SupportKind(kind).label
    return amount_of(kind, amount)


def _note(person: Person, academy: Academy, focus: str, leader: User | None) -> str:
    named = leader is not None and may_at(academy, person, Permission.VIEW_PEOPLE)
    return ", ".join(each for each in (focus, f"led by {leader}" if named else "") if each)
