"""Inspections as evidence: public, so whoever sees the academy may open them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse

from academies.access import Person
from academies.models import Academy, Inspection
from academies.providers import Record, RecordKind
from academies.records.keys import key, narrowed
from accounts.models import User

INSPECTION = RecordKind("inspection", "Inspections")


def inspection_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    """One that was entered by mistake is no evidence to choose; where it was named, it says that it is set aside."""
    found = Inspection.objects.visible_to(user).filter(academy=academy).order_by("-started", "-pk")
    for inspection in narrowed(found.current() if keys is None else found, keys):
        note = f"Ofsted: {inspection.words.name.lower()}"
        yield Record(
            key(INSPECTION.slug, inspection.pk),
            f"{inspection.get_kind_display()} inspection",
            inspection.started,
            reverse("academies:inspection_show", args=[inspection.pk]),
            f"{note}; entered by mistake and set aside" if inspection.set_aside_at else note,
        )
