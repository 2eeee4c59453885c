"""Category decisions as evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy, CategoryDecision
from academies.providers import Record, RecordKind
from academies.records.keys import key, narrowed
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import span_of_days

DECISION = RecordKind("decision", "Category decisions")


def decision_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    if not may_at(academy, person, Permission.VIEW_CATEGORY):
        return
    found = CategoryDecision.objects.visible_to(user).filter(academy=academy)
    related = found.select_related("area", "tier", "moderated_tier").defer("evidence").order_by("-starts", "-pk")
    for decision in narrowed(related, keys):
        where = f" in {decision.area}" if decision.area else ""
        yield Record(
            key(DECISION.slug, decision.pk),
            f"Category{where}: {decision.confirmed_tier}",
            decision.starts,
            reverse("academies:decision_show", args=[decision.pk]),
            f"{decision.get_status_display()}, {span_of_days(decision.starts, decision.ends)}",
        )
