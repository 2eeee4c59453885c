"""Support that was promised and delivered, as evidence: visits, reviews, days."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy, SupportPromise
from academies.models.support import DELIVERED, IN_DAYS, SupportKind
from academies.providers import Record, RecordKind
from academies.records.keys import key, narrowed
from academies.ways import may_at
from accounts.models import User

SUPPORT = RecordKind("support", "Visits, reviews and days of support")


def support_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    """What was delivered at least in part. One query; nobody is named."""
    if not may_at(academy, person, Permission.VIEW_SUPPORT):
        return
    here: QuerySet[SupportPromise] = SupportPromise.objects.visible_to(user).filter(academy=academy)
    last = Max("deliveries__on", filter=Q(deliveries__struck_at__isnull=True))
    delivered = here.annotate(delivered=DELIVERED, last=last).filter(delivered__gt=0).order_by("-last", "-pk")
    for promise in narrowed(delivered, keys):
        about = f": {promise.focus}" if promise.focus else ""
        amount = f"{float(promise.delivered):g} of {float(promise.amount):g} days" if promise.kind in IN_DAYS else ""
        yield Record(
            key(SUPPORT.slug, promise.pk),
            f"{SupportKind(promise.kind).label}{about}",
            promise.last,
            reverse("academies:promise_show", args=[promise.pk]),
            amount,
        )
