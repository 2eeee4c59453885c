"""Visits to colleagues on the home pages of the two: who asks, whose day has come, what is still to be written down."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.providers import Todo, Weight
from academies.selectors.together import Asked
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import opened
from toolkit.models import Showing, ShowingState
from toolkit.models.expertise import ShowingQuerySet
from toolkit.selectors.showing import FRESH

SOON = datetime.timedelta(days=7)
TOLD_FOR = datetime.timedelta(days=14)
AT_MOST = 4
ALSO = ("what", "shown_by", "shows", "visits", "shows_at", "shows_place")


def told_showings(user: User) -> ShowingQuerySet:
    """The person's own, each with the words that a line needs."""
    what = Coalesce(F("offer__practice__title"), NullIf(F("offer__subject"), Value("")))
    found: ShowingQuerySet = Showing.objects.visible_to(user).annotate(
        what=what,
        shown_by=F("offer__by"),
        shows=F("offer__by__full_name"),
        visits=F("asked_by__full_name"),
        shows_at=F("offer__academy"),
        shows_place=F("offer__academy__name"),
    )
    return found


def showings_asked(user: User, person: Person) -> Asked | None:
    """Open ones, answers that are news, and visits of which nothing was written down. None for who visits nobody."""
    if person.trust is None or not person.can(Permission.TRY_PRACTICES):
        return None
    today = timezone.localdate()
    mine = Q(asked_by=user.pk)
    news = Q(state=ShowingState.DECLINED, answered_at__gte=timezone.now() - TOLD_FOR) & mine
    unwritten = Q(state=ShowingState.MADE, took="", day__gte=today - FRESH) & mine
    asked = Q(state=ShowingState.ASKED) & ~mine
    near = Q(state=ShowingState.AGREED, day__lte=today + SOON)
    found = told_showings(user).filter(news | unwritten | asked | near, offer__academy__trust=person.trust)
    return Asked(found, also=ALSO)


def showing_todos(user: User, showings: Iterable[Showing]) -> Iterator[Todo]:
    """No query. `showings`: as `showings_asked` asks for them."""
    today = timezone.localdate()
    in_order = sorted(showings, key=lambda each: (each.day or today, each.pk))
    todos = sorted((_todo(user, each, today) for each in in_order), key=lambda each: each.weight)
    yield from todos[:AT_MOST]
    if left := todos[AT_MOST:]:
        says = f"{opened(len(left), 'more visit waits', 'more visits wait')} for you."
        yield Todo(says, reverse("toolkit:offer_list"), "", left[0].weight)


def _todo(user: User, showing: Showing, today: datetime.date) -> Todo:
    told: dict[str, Any] = showing.__dict__
    what = f"“{told['what']}”"
    url = reverse("toolkit:showing_show", args=[showing.pk])
    made = reverse("toolkit:showing_made", args=[showing.pk])
    day = showing.day
    if told["shown_by"] == user.pk:
        visitor = told["visits"]
        if showing.state == ShowingState.ASKED:
            return Todo(f"{visitor} would like to see {what}.", url, "Say when it suits.", Weight.WAITING)
        if day is not None and day < today:
            return Todo(f"Did {visitor} come to see {what} on {british(day)}?", url, "", Weight.NEXT)
        return Todo(f"{visitor} comes to see {what} {_on(day, today)}.", url, "", Weight.KNOW)
    shows = told["shows"]
    if showing.state == ShowingState.DECLINED:
        return Todo(f"{shows} cannot show {what} for now.", url, "Read why.", Weight.KNOW)
    if showing.state == ShowingState.MADE or (day is not None and day < today):
        return Todo(f"Write down what you took away from {shows}.", made, "Only the two of you read it.", Weight.NEXT)
    return Todo(f"You visit {shows} {_on(day, today)}, to see {what}.", url, told["shows_place"], Weight.KNOW)


def _on(day: datetime.date | None, today: datetime.date) -> str:
    return "today" if day == today else f"on {british(day)}"
