"""What this app adds to an academy's tabs: its reviews, and the rounds that it hosts."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from celt.ui.parts import Link


def review_ways(academy: Academy, person: Person) -> Iterator[Link]:
    if may_at(academy, person, Permission.READ_REVIEWS):
        yield Link("Reviews", reverse("reviews:academy_reviews", args=[academy.slug]))
    if may_at(academy, person, Permission.READ_ROUNDS):
        yield Link("Rounds", reverse("reviews:academy_rounds", args=[academy.slug]))
