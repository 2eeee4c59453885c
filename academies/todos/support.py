"""Support on somebody's home page: what is late and what is planned, for who gives it and for who gets it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person, Role
from academies.models import SupportPromise
from academies.models.support import IN_DAYS, SupportKind
from academies.providers import JoinedTodos, Todo, Weight
from academies.rules.support import Standing, late_words, near, tallies
from academies.selectors.together import Asked
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import counted, inside, listed
from celt.lib.terms import year_label, year_on

# How far ahead a plan is told, in days: to who visits, and to who is visited.
LEADERS_SEE, HEADS_SEE = 7, 45
AT_MOST = 3


def _asked(user: User, person: Person) -> Sequence[Asked | None]:
    if person.trust is None:
        return ()
    today, led = timezone.localdate(), _led(person)
    waiting = Q(due__lt=today) | Q(planned_on__lte=today + datetime.timedelta(days=LEADERS_SEE))
    theirs = SupportPromise.objects.editable_by(user).open().filter(waiting, academy__trust=person.trust)
    coming = (today, today + datetime.timedelta(days=HEADS_SEE))
    planned = SupportPromise.objects.visible_to(user).open().filter(academy__in=led, planned_on__range=coming)
    first = planned.order_by("planned_on", "pk")[:AT_MOST]
    return (
        Asked(theirs.select_related("academy", "lead"), also=("delivered",))
        if person.can(Permission.MANAGE_SUPPORT)
        else None,
        Asked(first.select_related("academy", "lead")) if led else None,
    )


def _told(
    user: User, person: Person, theirs: Sequence[SupportPromise], planned: Sequence[SupportPromise]
) -> Iterator[Todo]:
    today = timezone.localdate()
    yield from _for_leaders(sorted(theirs, key=lambda promise: promise.pk), today)
    in_order = sorted(planned, key=lambda promise: (promise.planned_on or today, promise.pk))
    yield from _for_heads(in_order, len(_led(person)) > 1, today)


support_todos = JoinedTodos(_asked, _told)


def _led(person: Person) -> list[int]:
    return [m.academy_id for m in person.here if m.role == Role.HEADTEACHER and m.academy_id]


def _for_leaders(promises: Sequence[SupportPromise], today: datetime.date) -> Iterator[Todo]:
    late = [promise for promise in promises if promise.due < today]
    short = short_names({promise.academy.name for promise in promises})
    for year in sorted({year_on(promise.due) for promise in late}, reverse=True):
        some = [promise for promise in late if year_on(promise.due) == year]
        said = late_words(tallies([_standing(promise) for promise in some], today))
        which = "" if year == year_on(today) else f" from {year_label(year)}"
        names = list(dict.fromkeys(short[promise.academy.name] for promise in some))
        yield Todo(
            f"{said[0].upper()}{said[1:]}{which}.",
            f"{reverse('academies:support_trust')}?year={year}&state=late",
            f"{listed(names, most=5)}. Record what was done, plan it anew, or call it off with a reason.",
            Weight.WAITING if year == year_on(today) else Weight.KNOW,
        )
    planned = sorted((p for p in promises if p.planned_on), key=lambda p: (p.planned_on or today, p.pk))
    passed = [p for p in planned if p.planned_on and p.planned_on < today <= p.due]
    for promise in passed[:AT_MOST]:
        yield Todo(
            f"{_what(promise)} at {short[promise.academy.name]} was planned for {near(promise.planned_on, today)}.",
            reverse("academies:promise_record", args=[promise.pk]),
            "Record what was done, or plan it for another day.",
            Weight.WAITING,
        )
    if len(passed) > AT_MOST:
        more = counted(len(passed) - AT_MOST, "more planned day has", "more planned days have")
        yield Todo(f"{more} passed without a record.", f"{reverse('academies:support_trust')}?state=planned")
    for promise in [p for p in planned if p.planned_on and p.planned_on >= today][:AT_MOST]:
        yield Todo(
            f"{_what(promise)} at {short[promise.academy.name]} is planned for {_soon(promise.planned_on, today)}.",
            reverse("academies:promise_show", args=[promise.pk]),
            _note(promise),
        )


def _for_heads(promises: Sequence[SupportPromise], several: bool, today: datetime.date) -> Iterator[Todo]:
    for promise in promises:
        where = f" at {promise.academy}" if several else ""
        yield Todo(
            f"{_what(promise)}{where} is planned for {_soon(promise.planned_on, today)}.",
            reverse("academies:promise_show", args=[promise.pk]),
            _note(promise),
            Weight.KNOW,
        )


def _what(promise: SupportPromise) -> str:
    """'A quality-assurance visit', 'Work on leader days'."""
    label = SupportKind(promise.kind).label
    if promise.kind in IN_DAYS:
        return f"Work on {label.lower()}"
    return f"{'An' if label[0] in 'AEIOU' else 'A'} {inside(label)}"


def _note(promise: SupportPromise) -> str:
    said = [promise.focus, f"led by {promise.lead}" if promise.lead else ""]
    text = ", ".join(each for each in said if each)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _soon(day: datetime.date | None, today: datetime.date) -> str:
    """'today', 'tomorrow', 'Tuesday' within a week, '4 March' beyond."""
    ahead = (day - today).days if day else 99
    return {0: "today", 1: "tomorrow"}.get(ahead, f"{day:%A}" if ahead < 7 else near(day, today))


def _standing(promise: SupportPromise) -> Standing:
    delivered = promise.delivered  # type: ignore[attr-defined]
    return Standing(promise.kind, promise.amount, delivered, promise.due)
