"""What a plan made of a record: actions that answer it, priorities that name it; and how to make an action of one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Answered
from academies.ways import may_at
from accounts.models import User
from celt.lib.terms import year_label
from celt.ui.parts import Link
from plans.models import Action, Priority
from plans.rules.due import Due
from plans.selectors.action import lines_of
from plans.selectors.named import names_at
from plans.selectors.read_as import read_as
from plans.services.changing import why_academy_shut


def plan_answers(user: User, person: Person, academy: Academy, keys: Collection[str]) -> Iterable[Answered]:
    """Four queries at most; none for no keys."""
    if not keys:
        return
    yield from actions_across(user, person, [academy], keys)
    yield from _priorities(user, person, academy, keys)


def actions_across(
    user: User, person: Person, academies: Sequence[Academy], keys: Collection[str]
) -> Iterator[Answered]:
    """The actions that answer these records, at any of the academies. Three queries at most; none for no keys."""
    if not keys:
        return
    of = {academy.pk: academy for academy in academies}
    found = Action.objects.visible_to(user).filter(priority__plan__academy__in=of, origin__in=keys)
    actions = {a.pk: a for a in found.select_related("owner", "priority__plan").order_by("pk")}
    if not actions:
        return
    for action in actions.values():
        action.priority.plan.academy = of[action.priority.plan.academy_id]
    for line in lines_of(actions.values(), person, names_at(user, person, academies)):
        rated = f", {line.rating.word.lower()}" if line.rating else ""
        state = f"{line.when.word}{rated}" if line.stands is not Due.DROPPED else "Dropped"
        yield Answered(actions[line.pk].origin, f"Action: {line.says}", state, line.url, line.due)


def _priorities(user: User, person: Person, academy: Academy, keys: Collection[str]) -> Iterator[Answered]:
    names_one = Q()
    for key in keys:
        names_one |= Q(evidence__contains=[key])
    found = Priority.objects.visible_to(user).filter(names_one, plan__academy=academy)
    read = read_as(user, person, academy)
    for priority in found.select_related("plan").order_by("-plan__academic_year", "order", "pk"):
        year = year_label(priority.plan.academic_year)
        state = f"Dropped, plan {year}" if priority.dropped_at else f"Plan {year}"
        day = timezone.localtime(priority.plan.begun_at).date()
        url = reverse("plans:priority_show", args=[priority.pk])
        for key in keys:
            if key in priority.evidence:
                yield Answered(key, f"Priority: {read(priority.title)}", state, url, day)


def plan_follow_ups(academy: Academy, person: Person, key: str) -> Iterator[Link]:
    """For whoever writes the academy's plan. No query."""
    if may_at(academy, person, Permission.EDIT_PLAN) and not why_academy_shut(academy):
        url = reverse("plans:action_from", args=[academy.slug])
        yield Link("Make an action of this", f"{url}?{urlencode({'from': key})}")
