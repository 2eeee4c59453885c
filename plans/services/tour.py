"""Curriculum tours: planned, their route, walked, and what visitors took away."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from academies.models import Academy
from accounts.models import User
from celt.lib.days import british
from plans.models import Tour, TourStop
from plans.models.tour import TourState
from plans.services.learning import REFUSED, refuse_foreign_theory, refuse_shut, refuse_unless_led
from toolkit.models import Theory

SAY_WHAT = "Write what visitors took away, and what you did with it."
MOST_STOPS = 30


@transaction.atomic
def plan_tour(
    *, by: User, academy: Academy, title: str, on: datetime.date, visitors: str = "", theory: Theory | None = None,
    walked: bool = False,
) -> Tour:  # fmt: skip
    """A tour to come, or, where `walked`, one that was walked without having been planned here.

    Raises PermissionDenied or ValidationError.
    """
    refuse_unless_led(by, academy)
    refuse_foreign_theory(theory, academy)
    _refuse_day(on, walked)
    state = TourState.WALKED if walked else TourState.PLANNED
    tour = Tour(
        academy=academy, title=title.strip(), on=on, visitors=visitors.strip(), theory=theory, state=state,
        planned_by=by,
    )  # fmt: skip
    tour.full_clean()
    tour.save()
    return tour


@transaction.atomic
def change_tour(
    *, by: User, tour: Tour, title: str, on: datetime.date, visitors: str = "", theory: Theory | None = None
) -> Tour:
    """Raises PermissionDenied or ValidationError."""
    locked = _standing(by, tour)
    refuse_foreign_theory(theory, locked.academy, locked.theory_id)
    if on != locked.on:
        _refuse_day(on, locked.state == TourState.WALKED)
    locked.title, locked.on, locked.visitors, locked.theory = title.strip(), on, visitors.strip(), theory
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def walk_tour(*, by: User, tour: Tour, learnt: str) -> Tour:
    """It was walked: what visitors took away. Written anew later, it stays walked. Raises as `change_tour`."""
    locked = _standing(by, tour)
    if locked.on > timezone.localdate():
        raise ValidationError(
            f"The tour is on {british(locked.on)}. Say what visitors took away when it was walked, or change its day."
        )
    if not learnt.strip():
        raise ValidationError({"learnt": SAY_WHAT})
    locked.state, locked.learnt = TourState.WALKED, learnt.strip()
    locked.full_clean()
    locked.save(update_fields=["state", "learnt"])
    return locked


@transaction.atomic
def call_off_tour(*, by: User, tour: Tour) -> Tour:
    """It stays on record. Twice is once. Raises PermissionDenied, or ValidationError where it was walked."""
    locked = led_tour(by, tour)
    if locked.state == TourState.WALKED:
        raise ValidationError("This tour was walked: it cannot be called off any more.")
    if locked.state == TourState.PLANNED:
        locked.state = TourState.CALLED_OFF
        locked.save(update_fields=["state"])
    return locked


@transaction.atomic
def add_stop(*, by: User, tour: Tour, place: str, look_for: str = "") -> TourStop:
    """At the end of the route. Raises as `change_tour`."""
    locked = _standing(by, tour)
    there = locked.stops.filter(archived_at__isnull=True)
    if there.count() >= MOST_STOPS:
        raise ValidationError(f"A route has {MOST_STOPS} stops at most. Take one out first.")
    last = locked.stops.aggregate(last=Max("order"))["last"]
    stop = TourStop(
        tour=locked, place=place.strip(), look_for=look_for.strip(), order=0 if last is None else last + 1
    )  # fmt: skip
    stop.full_clean()
    stop.save()
    return stop


@transaction.atomic
def change_stop(*, by: User, stop: TourStop, place: str, look_for: str = "") -> TourStop:
    """Raises as `change_tour`."""
    locked = _stop(by, stop)
    locked.place, locked.look_for = place.strip(), look_for.strip()
    locked.full_clean()
    locked.save(update_fields=["place", "look_for"])
    return locked


@transaction.atomic
def move_stop(*, by: User, stop: TourStop, earlier: bool) -> TourStop:
    """One place earlier or later in the route; at its end it stays. Raises as `change_tour`."""
    locked = _stop(by, stop)
    route = list(locked.tour.stops.filter(archived_at__isnull=True))
    at = [each.pk for each in route].index(locked.pk) if locked.archived_at is None else -1
    to = at - 1 if earlier else at + 1
    if at >= 0 and 0 <= to < len(route):
        route[at], route[to] = route[to], route[at]
        for order, each in enumerate(route):
            each.order = order
        TourStop.objects.bulk_update(route, ["order"])
    return locked


@transaction.atomic
def take_out_stop(*, by: User, stop: TourStop) -> TourStop:
    """It stays on record, and so do the stories told there. Twice is once. Raises as `change_tour`."""
    locked = _stop(by, stop)
    if locked.archived_at is None:
        locked.archived_at = timezone.now()
        locked.save(update_fields=["archived_at"])
    return locked


def led_tour(by: User, tour: Tour) -> Tour:
    """The tour, locked, where `by` leads learning at its academy and the academy is open."""
    locked = (
        Tour.objects.editable_by(by)
        .select_for_update(of=("self",))
        .select_related("academy", "theory")
        .filter(pk=tour.pk)
        .first()
    )
    if locked is None:
        raise PermissionDenied(REFUSED)
    refuse_shut(locked.academy)
    return locked


def _standing(by: User, tour: Tour) -> Tour:
    locked = led_tour(by, tour)
    if locked.state == TourState.CALLED_OFF:
        raise ValidationError("This tour was called off. Plan another.")
    return locked


def _stop(by: User, stop: TourStop) -> TourStop:
    tour = _standing(by, stop.tour)
    locked = TourStop.objects.select_for_update(of=("self",)).get(pk=stop.pk, tour=tour)
    locked.tour = tour
    return locked


def _refuse_day(on: datetime.date, walked: bool) -> None:
    today = timezone.localdate()
    if walked and on > today:
        raise ValidationError({"on": f"{british(on)} is still to come: a tour that was walked has a day up to today."})
    if not walked and on < today:
        raise ValidationError(
            {"on": f"{british(on)} is past. Choose a day from today on, or say that it was walked already."}
        )
