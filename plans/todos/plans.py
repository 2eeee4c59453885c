"""What a head is told of their plan at home: there is none yet, the next may be begun, a priority lacks something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person, Role
from academies.models import Academy
from academies.models.academy import Status
from academies.providers import Todo, Weight
from accounts.models import User
from celt.lib.sentences import listed, opened
from celt.lib.terms import year_label, year_on
from plans.models import Plan, Priority
from plans.rules.year import years_to_begin
from plans.selectors.people import staff_ids
from plans.selectors.plan import wants_of


def plan_todos(user: User, person: Person) -> Iterator[Todo]:
    """Three queries at most; none for who leads no academy."""
    led = {
        m.academy.pk: m.academy
        for m in person.here
        if m.role == Role.HEADTEACHER and m.academy is not None and m.academy.status == Status.OPEN
    }
    if not led or not person.can(Permission.EDIT_PLAN):
        return
    today = timezone.localdate()
    running, *ahead = years_to_begin(today)
    plans = Plan.objects.editable_by(user).filter(academy__in=led, academic_year__gte=running)
    begun = set(plans.values_list("academy", "academic_year"))
    for academy in led.values():
        if (academy.pk, running) not in begun:
            yield _none_yet(academy, running)
        elif any((academy.pk, year) not in begun for year in ahead):
            yield _next_one(academy, ahead[0])
    yield from _lacking(user, [academy for academy in led.values() if (academy.pk, running) in begun])


def _none_yet(academy: Academy, year: int) -> Todo:
    return Todo(
        f"{academy} has no plan for {year_label(year)} yet.",
        reverse("plans:plan_begin", args=[academy.slug]),
        "Begin it in a minute: go on with what is open, or start with a blank one.",
        Weight.WAITING,
    )


def _next_one(academy: Academy, year: int) -> Todo:
    return Todo(
        f"The plan of {academy} for {year_label(year)} can be begun.",
        reverse("plans:plan_begin", args=[academy.slug]),
        "Say which priorities go on; their open actions come with them.",
        Weight.KNOW,
    )


def _lacking(user: User, academies: Sequence[Academy]) -> Iterator[Todo]:
    """Priorities of the running year without somebody who leads them, a theory of action or a target."""
    if not academies:
        return
    standing = Priority.objects.editable_by(user).standing()
    found = standing.filter(plan__academy__in=academies, plan__academic_year=year_on(timezone.localdate()))
    priorities = list(found.select_related("plan", "owner"))
    staff = staff_ids(academies) if priorities else {}
    for academy in academies:
        here = [each for each in priorities if each.plan.academy_id == academy.pk]
        left = {each.pk for each in here if each.owner_id is not None and each.owner_id not in staff[academy.pk]}
        wanting = [(each, wants_of(each, left=each.pk in left)) for each in here]
        wanting = [(each, wants) for each, wants in wanting if wants]
        if len(wanting) == 1:
            (priority, wants) = wanting[0]
            yield Todo(
                f"A priority of {academy} wants {listed(wants, most=9)}: {priority.title.rstrip('.')}.",
                reverse("plans:priority_show", args=[priority.pk]),
                _who_left(priority, left),
            )
        elif wanting:
            gone = next((each for each, _ in wanting if each.pk in left), None)
            yield Todo(
                f"{opened(len(wanting), 'priority', 'priorities')} of {academy} are not complete yet.",
                f"{reverse('plans:plan', args=[academy.slug])}#priorities",
                _who_left(gone, left) if gone else f"The first wants {listed(wanting[0][1], most=9)}.",
            )


def _who_left(priority: Priority, left: set[int]) -> str:
    if priority.pk not in left or priority.owner is None:
        return ""
    return f"{priority.owner.full_name}, who leads “{priority.title.rstrip('.')}”, has left: choose another."
