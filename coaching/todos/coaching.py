"""Coaching on somebody's home page: an invitation, a visit, feedback to write or read, a step to look back at.

A name and a day, and not a word of what was said: a home page is read over one's shoulder.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.providers import Todo, Weight
from academies.reader_scope import reading_as
from accounts.models import User
from celt.lib.sentences import opened
from coaching.models import Cycle, CycleState, Reminder, VisitState
from coaching.rules.mastery import next_due
from coaching.selectors.cycle import first_name
from coaching.selectors.home import waiting_for, when

AT_MOST = 4


def coaching_todos(user: User, person: Person, *, switched_off: bool = False) -> Iterator[Todo]:
    """Three queries, two of which open and close what is one's own; none for whoever neither coaches nor is coached.
    `switched_off`: also what the person does not want on the home page, for the letter that they do want."""
    if not person.can(Permission.COACH):
        return
    with reading_as(user):
        silent = Exists(Reminder.objects.visible_to(user).filter(at_home=False))
        cycles = list(waiting_for(user).annotate(silent=silent))
    today = timezone.localdate()
    found = [told for cycle in cycles for told in _of(cycle, user, today, switched_off)]
    found.sort(key=lambda each: each.weight)
    yield from found[:AT_MOST]
    if left := found[AT_MOST:]:
        says = f"{opened(len(left), 'more thing waits', 'more things wait')} in your coaching."
        yield Todo(says, reverse("coaching:home"), "", left[0].weight)


def _of(cycle: Cycle, user: User, today: datetime.date, switched_off: bool) -> Iterator[Todo]:
    told: Any = cycle
    page = reverse("coaching:cycle_show", args=[cycle.pk])
    if cycle.state == CycleState.INVITED:
        coaches = cycle.coach_id == cycle.invited_by_id
        who = cycle.coach if coaches else cycle.coachee
        says = f"{who} would like {'to coach you' if coaches else 'you to coach them'}."
        yield Todo(says, reverse("coaching:invitation", args=[cycle.pk]), "Yes or no: nobody else is told.")
    elif told.silent and not switched_off:
        return  # reminders at home are switched off; an invitation still asks
    elif cycle.coachee_id == user.pk:
        yield from _of_coachee(told, page, today)
    else:
        yield from _of_coach(told, page, today)


def _of_coachee(told: Any, page: str, today: datetime.date) -> Iterator[Todo]:
    coach = first_name(told.coach)
    if told.unread_visit:
        url = reverse("coaching:visit_show", args=[told.unread_visit])
        yield Todo(f"{coach} has written to you about your lesson.", url, "Read by you two alone.", Weight.WAITING)
    elif told.revisit_due:
        url = reverse("coaching:revisit", args=[told.revisit_due])
        yield Todo("Look back at a step that you practised.", url, "Two taps.", Weight.NEXT)
    if told.next_day and today <= told.next_day <= today + datetime.timedelta(days=1):
        yield Todo(f"{coach} visits you {when(told.next_day, today)}.", page, "", Weight.KNOW)


def _of_coach(told: Any, page: str, today: datetime.date) -> Iterator[Todo]:
    coachee = first_name(told.coachee)
    if told.running_state == VisitState.OBSERVING:
        url = reverse("coaching:visit_observe", args=[told.running_visit])
        yield Todo(f"Your visit to {coachee} is still running.", url, "Go on, or stop it.", Weight.WAITING)
    elif told.running_state == VisitState.OBSERVED:
        url = reverse("coaching:visit_feedback", args=[told.running_visit])
        note = (
            "Within the day is best."
            if told.running_day == today
            else f"The visit was {when(told.running_day, today)}."
        )
        yield Todo(f"{coachee} waits for your feedback.", url, note, Weight.WAITING)
    elif told.next_day and told.next_day < today:
        yield Todo(f"Your visit to {coachee} was planned {when(told.next_day, today)}.", page, "", Weight.NEXT)
    elif told.next_day and told.next_day <= today + datetime.timedelta(days=1):
        yield Todo(f"You visit {coachee} {when(told.next_day, today)}.", page, "", Weight.NEXT)
    elif not told.next_day and next_due(told.last_day, told.rhythm_weeks) < today:
        yield Todo(f"{coachee} is due a visit.", page, "By the rhythm that you two agreed on.", Weight.NEXT)
