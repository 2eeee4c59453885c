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
from academies.selectors.together import Asked, read_apart
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
    """Three queries at most; none for no keys."""
    if not keys:
        return
    actions, priorities = read_apart(_actions(user, [academy], keys), _priorities(user, academy, keys))
    yield from _action_answers(user, person, [academy], actions)
    read = read_as(user, person, academy)
    for priority in sorted(priorities, key=lambda one: (-one.plan.academic_year, one.order, one.pk)):
        year = year_label(priority.plan.academic_year)
        state = f"Dropped, plan {year}" if priority.dropped_at else f"Plan {year}"
        day = timezone.localtime(priority.plan.begun_at).date()
        url = reverse("plans:priority_show", args=[priority.pk])
        for key in keys:
            if key in priority.evidence:
                yield Answered(key, f"Priority: {read(priority.title)}", state, url, day)


def actions_across(
    user: User, person: Person, academies: Sequence[Academy], keys: Collection[str]
) -> Iterator[Answered]:
    """The actions that answer these records, at any of the academies. Three queries at most; none for no keys."""
    if keys:
        (actions,) = read_apart(_actions(user, academies, keys))
        yield from _action_answers(user, person, academies, actions)


def _actions(user: User, academies: Sequence[Academy], keys: Collection[str]) -> Asked:
    found = Action.objects.visible_to(user).filter(priority__plan__academy__in=academies, origin__in=keys)
    return Asked(found.select_related("owner", "priority__plan"))


def _priorities(user: User, academy: Academy, keys: Collection[str]) -> Asked:
    names_one = Q()
    for key in keys:
        names_one |= Q(evidence__contains=[key])
    return Asked(Priority.objects.visible_to(user).filter(names_one, plan__academy=academy).select_related("plan"))


def _action_answers(
    user: User, person: Person, academies: Sequence[Academy], found: Iterable[Action]
) -> Iterator[Answered]:
    actions = {action.pk: action for action in sorted(found, key=lambda one: one.pk)}
    if not actions:
        return
    of = {academy.pk: academy for academy in academies}
    for action in actions.values():
        action.priority.plan.academy = of[action.priority.plan.academy_id]
    for line in lines_of(actions.values(), person, names_at(user, person, academies)):
        rated = f", {line.rating.word.lower()}" if line.rating else ""
        state = f"{line.when.word}{rated}" if line.stands is not Due.DROPPED else "Dropped"
        yield Answered(actions[line.pk].origin, f"Action: {line.says}", state, line.url, line.due)


def plan_follow_ups(academy: Academy, person: Person, key: str) -> Iterator[Link]:
    """For whoever writes the academy's plan. No query."""
    if may_at(academy, person, Permission.EDIT_PLAN) and not why_academy_shut(academy):
        url = reverse("plans:action_from", args=[academy.slug])
        yield Link("Make an action of this", f"{url}?{urlencode({'from': key})}")
