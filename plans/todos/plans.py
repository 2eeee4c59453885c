"""What a head is told of their plan at home: there is none yet, the next may be begun, a priority lacks something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person, Role
from academies.models import Academy
from academies.models.academy import Status
from academies.providers import JoinedTodos, Todo, Weight
from academies.selectors.together import Asked
from accounts.models import User
from celt.lib.sentences import listed, opened
from celt.lib.terms import year_label
from plans.models import Plan, Priority
from plans.rules.year import years_to_begin
from plans.selectors.people import owner_left
from plans.selectors.plan import wants_of


def _led(person: Person) -> dict[int, Academy]:
    if not person.can(Permission.EDIT_PLAN):
        return {}
    return {
        m.academy.pk: m.academy
        for m in person.here
        if m.role == Role.HEADTEACHER and m.academy is not None and m.academy.status == Status.OPEN
    }


def _asked(user: User, person: Person) -> Sequence[Asked]:
    """The plans of this year and the next, and this year's priorities. Nothing for who leads no academy."""
    led = _led(person)
    if not led:
        return ()
    running, *_ = years_to_begin(timezone.localdate())
    plans = Plan.objects.editable_by(user).filter(academy__in=led, academic_year__gte=running)
    standing = Priority.objects.editable_by(user).standing()
    priorities = standing.filter(plan__academy__in=led, plan__academic_year=running)
    priorities = priorities.annotate(left=owner_left("plan__academy")).select_related("plan", "owner")
    return Asked(plans), Asked(priorities, also=("left",))


def _told(user: User, person: Person, plans: Sequence[Plan], priorities: Sequence[Priority]) -> Iterator[Todo]:
    led = _led(person)
    running, *ahead = years_to_begin(timezone.localdate())
    begun = {(plan.academy_id, plan.academic_year) for plan in plans}
    for academy in led.values():
        if (academy.pk, running) not in begun:
            yield _none_yet(academy, running)
        elif any((academy.pk, year) not in begun for year in ahead):
            yield _next_one(academy, ahead[0])
    in_order = sorted(priorities, key=lambda priority: (priority.order, priority.pk))
    for academy in led.values():
        yield from _lacking(academy, [each for each in in_order if each.plan.academy_id == academy.pk])


plan_todos = JoinedTodos(_asked, _told)


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


def _lacking(academy: Academy, priorities: Sequence[Priority]) -> Iterator[Todo]:
    """Priorities of the running year without somebody who leads them, a theory of action or a target."""
    left = {each.pk for each in priorities if each.left}  # type: ignore[attr-defined]
    wanting = [(each, wants_of(each, left=each.pk in left)) for each in priorities]
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
