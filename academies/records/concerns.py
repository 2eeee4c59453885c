"""Concerns as evidence, for those who may see concerns there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy, Concern
from academies.providers import Record, RecordKind
from academies.records.keys import key, narrowed
from academies.selectors.concern import SHORT_LEVELS
from academies.ways import may_at
from accounts.models import User

CONCERN = RecordKind("concern", "Concerns")


def concern_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    if not may_at(academy, person, Permission.VIEW_CONCERNS):
        return
    found = Concern.objects.visible_to(user).filter(academy=academy).order_by("status", "-raised_at", "-pk")
    for concern in narrowed(found, keys):
        yield Record(
            key(CONCERN.slug, concern.pk),
            f"Concern: {concern.title.rstrip('.')}",
            timezone.localdate(concern.raised_at),
            reverse("academies:concern_show", args=[concern.pk]),
            SHORT_LEVELS[concern.level] if concern.is_open else "Resolved",
        )
