"""Measures for the search over the product: what is counted, and why. No query: a figure is found by no search."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.providers.search import Asked, Hit, SearchedKind
from accounts.models import User
from dashboards.filters import stage_of
from pupils.measures import MEASURES

MEASURED = SearchedKind("measure", "Measures", 80)


def measure_hits(user: User, person: Person, asked: Asked) -> Iterator[Hit]:
    """For whoever may open the pages of measures."""
    if not person.can(Permission.VIEW_FIGURES) or not asked.wants(MEASURED):
        return
    for measure in MEASURES.values():
        url = reverse("dashboards:measure", args=[measure.slug])
        yield Hit(
            MEASURED.slug, measure.title, url, f"Measure, {stage_of(measure)}", measure.why.strip(), measure.subject
        )
