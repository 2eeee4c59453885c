"""New figures that a priority should move, on the home pages of who writes its plan, until they say what they mean.

A night run that changes nothing asks for nothing: a figure is new by its checkpoint, or by saying something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import timezone

from academies.access import ROLE_PERMISSIONS, Permission, Person, Role
from academies.models.academy import Status
from academies.providers import JoinedTodos, Todo, Weight
from academies.selectors.together import Asked
from accounts.models import User
from celt.lib.sentences import inside, listed
from celt.lib.terms import year_on
from plans.models import Priority
from plans.rules.year import why_shut
from plans.selectors.target import targets
from plans.selectors.target_told import when_words
from toolkit.rules.words import in_words


def _asked(user: User, person: Person) -> Sequence[Asked]:
    """Only to those who write plans: their priorities with a target, of plans that can still be changed."""
    writes = [m for m in person.here if Permission.EDIT_PLAN in ROLE_PERMISSIONS[Role(m.role)]]
    if not writes:
        return ()
    today = timezone.localdate()
    running = year_on(today)
    years = [year for year in (running - 1, running, running + 1) if not why_shut(year, today)]
    found = (
        Priority.objects.editable_by(user)
        .standing()
        .filter(
            plan__academy__trust=person.trust,
            plan__academy__status=Status.OPEN,
            plan__academic_year__in=years,
            target__isnull=False,
        )
        .select_related("plan__academy__trust")
    )
    return (Asked(found),)


def _told(user: User, person: Person, found: Sequence[Priority]) -> Iterator[Todo]:
    """The same number of queries for every plan that they write."""
    priorities = sorted(found, key=lambda each: (-each.plan.academic_year, each.order, each.pk))
    told = targets(user, person, priorities)
    new = [(one, told[one.pk]) for one in priorities if one.pk in told and told[one.pk].unwritten is not None]
    if len(new) > 1:
        first, _ = new[0]
        yield Todo(
            f"New figures for {in_words(len(new))} priorities: write what they mean.",
            reverse("plans:meaning_add", args=[first.pk]),
            f"They are: {listed([priority.title.rstrip('.') for priority, _ in new])}.",
            Weight.NEXT,
        )
        return
    for priority, target in new:
        assert target.unwritten is not None
        about = inside(target.about)
        yield Todo(
            f"New figures for the {about}: write what they mean."
            if not target.group
            else f"New figures for {about}: write what they mean.",
            reverse("plans:meaning_add", args=[priority.pk]),
            f"{target.unwritten.says} in {when_words(target.unwritten.at)}. Priority: {priority.title.rstrip('.')}.",
            Weight.NEXT,
        )


meaning_todos = JoinedTodos(_asked, _told)
