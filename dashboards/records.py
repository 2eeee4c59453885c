"""A gap as a record that evidence may name: "gap:ks2_reading_exp".

It says no figure; the dashboard that it leads to does, as far as its reader may see it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from urllib.parse import urlencode

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Record, RecordKind
from academies.ways import may_at
from accounts.models import User
from pupils.measures import MEASURES, Measure
from pupils.measures.sitting import sits

GAP = RecordKind("gap", "Gaps")


def gap_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    """To choose from: the measures that the academy's pupils sit. No query."""
    if not may_at(academy, person, Permission.VIEW_FIGURES):
        return
    for measure in MEASURES.values():
        key = gap_key(measure.slug)
        if sits(academy, measure) if keys is None else key in keys:
            yield Record(key, gap_label(measure), url=_dashboard(academy, measure))


def gap_key(slug: str) -> str:
    return f"{GAP.slug}:{slug}"


def gap_label(measure: Measure) -> str:
    stage = f", key stage {measure.key_stage.removeprefix('KS')}" if measure.key_stage.startswith("KS") else ""
    return f"Gap {measure.in_words}{stage}"


def _dashboard(academy: Academy, measure: Measure) -> str:
    asked = urlencode({"measure": measure.slug, "source": "own"})
    return f"{reverse('dashboards:academy', args=[academy.slug])}?{asked}"
