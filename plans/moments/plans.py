"""Plans that were begun, priorities that were dropped and what new figures mean, for an academy's timeline.

It tells no figure: that stands with the priority.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from django.db.models import BigIntegerField, Value
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.lib.terms import year_label
from celt.ui.parts import Moment
from plans.models import Meaning, Plan, Priority
from plans.rules.year import year_slug
from plans.selectors.read_as import read_as
from plans.selectors.target_told import when_words

MOST = 50
BEGUN, DROPPED, MEANT = "begun", "dropped", "meant"


def plan_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """One query, and one for whoever is not told the academy's staff; none for who does not read the plan."""
    if not may_at(academy, person, Permission.VIEW_PLAN):
        return
    # Each with the same columns, so that one query brings all: kind, when, year, priority, title, says, checkpoint.
    begun = Plan.objects.visible_to(user).filter(academy=academy).order_by("-academic_year")
    dropped = Priority.objects.visible_to(user).filter(plan__academy=academy, dropped_at__isnull=False)
    meant = Meaning.objects.visible_to(user).filter(priority__plan__academy=academy)
    nothing, none = Value(""), Value(None, BigIntegerField())
    found = begun.values_list(Value(BEGUN), "begun_at", "academic_year", none, nothing, nothing, nothing)[:MOST].union(
        dropped.order_by("-dropped_at").values_list(
            Value(DROPPED), "dropped_at", "plan__academic_year", "pk", "title", "dropped_because", nothing
        )[:MOST],
        meant.order_by("-at", "-pk").values_list(
            Value(MEANT), "at", "academic_year", "priority", "priority__title", "says", "checkpoint"
        )[:MOST],
        all=True,
    )
    read = read_as(user, person, academy)
    for kind, when, year, priority, title, says, checkpoint in sorted(found, key=itemgetter(1), reverse=True):
        if kind == BEGUN:
            url = reverse("plans:plan_year", args=[academy.slug, year_slug(year)])
            yield Moment(when, f"The plan for {year_label(year)} was begun", url)
        elif kind == DROPPED:
            url = reverse("plans:priority_show", args=[priority])
            yield Moment(when, read(f"A priority was dropped: {title}"), url, read(says))
        else:
            url = f"{reverse('plans:priority_show', args=[priority])}#meanings"
            yield Moment(when, read(f"What {when_words((year, checkpoint))} means for “{title}”"), url, read(says))
