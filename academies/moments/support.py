"""Visits and reviews that were delivered, for an academy's timeline."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy, SupportDelivery, SupportPromise
from academies.models.support import SupportKind
from academies.ways import may_at
from accounts.models import User
from celt.ui.parts import Moment

MOST = 50
TOLD = (SupportKind.VISIT, SupportKind.FULL_DAY_REVIEW)


def support_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """Who led them is for who may see who works there. One query."""
    if not may_at(academy, person, Permission.VIEW_SUPPORT):
        return
    named = may_at(academy, person, Permission.VIEW_PEOPLE)
    seen = SupportPromise.objects.visible_to(user).filter(academy=academy, kind__in=TOLD)
    done = SupportDelivery.objects.filter(promise__in=seen, struck_at__isnull=True)
    for delivery in done.select_related("promise", "led_by").order_by("-on", "-pk")[:MOST]:
        promise = delivery.promise
        about = f": {promise.focus}" if promise.focus else ""
        yield Moment(
            delivery.on,
            f"{SupportKind(promise.kind).label}{about}",
            reverse("academies:promise_show", args=[promise.pk]),
            f"Led by {delivery.led_by}." if named and delivery.led_by else "",
        )
