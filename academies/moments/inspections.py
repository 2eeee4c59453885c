"""Inspections in the course of an academy's life."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Person
from academies.models import Academy
from academies.rules.inspection import in_words
from academies.selectors.inspection import PREDECESSOR, inspected, inspections_of
from accounts.models import User
from celt.ui.parts import Moment

MOST = 50


def inspection_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """Newest first. Two queries."""
    for inspection in inspections_of(user, [academy])[academy.pk][:MOST]:
        yield Moment(
            when=inspection.started,
            says=f"{inspection.get_kind_display()} inspection: {in_words(inspected(inspection))}",
            url=reverse("academies:inspection_show", args=[inspection.pk]),
            note=f"{PREDECESSOR}." if inspection.inspected_urn else f"Ofsted: {inspection.words.name.lower()}.",
        )
