"""Tells a head of a week that will be full, while something can still be moved."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from academies.access import Person, Role
from academies.providers import Todo, Weight
from academies.rules.burden import day_and_month, in_words
from academies.selectors.burden import heavy_weeks, things_in
from accounts.models import User

LOOKS_AHEAD = datetime.timedelta(days=27)


def burden_todos(user: User, person: Person) -> Iterator[Todo]:
    """For heads: the first full week of each academy of theirs, within four weeks."""
    led = {m.academy.pk: m.academy for m in person.here if m.role == Role.HEADTEACHER and m.academy is not None}
    if not led:
        return
    today = timezone.localdate()
    told: set[int] = set()
    for academy, week in heavy_weeks(user, person, list(led.values()), today, today + LOOKS_AHEAD):
        if academy.pk in told:
            continue
        told.add(academy.pk)
        where = f" at {academy}" if len(led) > 1 else ""
        yield Todo(
            f"The week of {day_and_month(week.monday)} holds {things_in(week)}{where}.",
            reverse("academies:term", args=[academy.slug]),
            f"They take {in_words(week.quarters)} of leaders’ time. See what could be moved.",
            Weight.KNOW,
        )
