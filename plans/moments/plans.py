"""Plans that were begun, priorities that were dropped, what new figures mean and actions that were done, dropped and
opened again, for an academy's timeline.

It tells no figure: that stands with the priority.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from django.db.models import BigIntegerField, IntegerField, Q, Value
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.lib.terms import year_label
from celt.ui.parts import Moment
from plans.models import Action, ActionUpdate, Meaning, Plan, Priority
from plans.models.action import ActionState
from plans.rules.withhold import withheld
from plans.rules.year import year_slug
from plans.selectors.named import SOMEBODY, names_at
from plans.selectors.target_told import when_words

MOST = 50
BEGUN, DROPPED, MEANT, ACTED = "begun", "dropped", "meant", "acted"
DID = {ActionState.DONE: "Action done", ActionState.DROPPED: "Action dropped", ActionState.OPEN: "Action opened again"}


def plan_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """One query, and one for whoever is not told the academy's staff; none for who does not read the plan.

    What was said of an action in between stands on its own page."""
    if not may_at(academy, person, Permission.VIEW_PLAN):
        return
    # An open action without a rating is one that was just opened again.
    acted = ActionUpdate.objects.filter(
        Q(rag="") | ~Q(state=ActionState.OPEN),
        action__in=Action.objects.visible_to(user).filter(priority__plan__academy=academy),
    )
    # Each with the same columns, so that one query brings all: kind, when, year, priority or action, title, says,
    # checkpoint or state.
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
        acted.order_by("-at", "-pk").values_list(
            Value(ACTED), "at", Value(0, IntegerField()), "action", "action__says", "says", "state"
        )[:MOST],
        all=True,
    )
    named = names_at(user, person, [academy])

    def read(text: str) -> str:
        return withheld(text, named.hidden(academy.pk), SOMEBODY.lower())

    for kind, when, year, priority, title, says, checkpoint in sorted(found, key=itemgetter(1), reverse=True):
        if kind == ACTED:
            told = says if named.sees(academy.pk) and checkpoint != ActionState.DONE else ""
            url = reverse("plans:action_show", args=[priority])
            yield Moment(when, f"{DID[ActionState(checkpoint)]}: {read(title)}", url, told)
        elif kind == BEGUN:
            url = reverse("plans:plan_year", args=[academy.slug, year_slug(year)])
            yield Moment(when, f"The plan for {year_label(year)} was begun", url)
        elif kind == DROPPED:
            url = reverse("plans:priority_show", args=[priority])
            yield Moment(when, read(f"A priority was dropped: {title}"), url, read(says))
        else:
            url = f"{reverse('plans:priority_show', args=[priority])}#meanings"
            yield Moment(when, read(f"What {when_words((year, checkpoint))} means for “{title}”"), url, read(says))
