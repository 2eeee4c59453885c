"""Actions on somebody's home page: what they do themselves, what is late in the plan that they lead, who has left."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person, Role
from academies.models import Academy
from academies.models.academy import Status
from academies.providers import JoinedTodos, Todo, Weight
from academies.selectors.together import Asked
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted, opened
from plans.models import Action
from plans.rules.due import SOON_DAYS, Due, soon_until, stands
from plans.rules.year import last_day_to_change
from plans.selectors.people import owner_left

AT_MOST = 3
# Whoever may be named as the one who does an action; everybody else is asked nothing.
DOES = Permission.RATE_CONDITIONS


def _asked(user: User, person: Person) -> Sequence[Asked]:
    """The person's own, and at academies that they head what is due and what somebody does. Nothing for who neither
    leads a plan nor works at an academy."""
    if person.trust is None or not person.can(DOES):
        return ()
    due = Q(due__lte=soon_until(timezone.localdate()))
    at_led = Q(priority__plan__academy__in=_led_by(person)) & (due | Q(owner__isnull=False))
    seen = (
        Action.objects.visible_to(user)
        .open()
        .filter(Q(owner=user) | at_led, priority__plan__academy__trust=person.trust)
    )
    found = seen.filter(priority__plan__academy__status=Status.OPEN).annotate(
        left=owner_left("priority__plan__academy")
    )
    return (Asked(found.select_related("owner", "priority__plan__academy"), also=("left",)),)


def _told(user: User, person: Person, found: Sequence[Action]) -> Iterator[Todo]:
    today, led = timezone.localdate(), _led_by(person)
    in_order = sorted(found, key=lambda action: (action.due, action.pk))
    actions = [a for a in in_order if today <= last_day_to_change(a.priority.plan.academic_year)]
    own = [action for action in actions if action.owner_id == user.pk]
    yield from _own(own, person, today)
    others = [a for a in actions if a.owner_id != user.pk and a.priority.plan.academy_id in led]
    if others:
        yield from _led(others, len(led) > 1, today)


action_todos = JoinedTodos(_asked, _told)


def _led_by(person: Person) -> set[int]:
    return {m.academy_id for m in person.here if m.role == Role.HEADTEACHER and m.academy_id}


def _own(actions: Sequence[Action], person: Person, today: datetime.date) -> Iterator[Todo]:
    pressing = [a for a in actions if stands(a.state, a.due, today) in (Due.OVERDUE, Due.SOON)]
    for action in pressing[:AT_MOST]:
        late = action.due < today
        days = abs((action.due - today).days)
        when = f"is overdue by {counted(days, 'day')}" if late else f"is due {_in_days(days)}"
        yield Todo(
            f"Your action {when}: {action.says.rstrip('.')}.",
            reverse("plans:action_report", args=[action.pk]),
            "Say in a sentence how it goes, or that it is done.",
            Weight.WAITING if late else Weight.NEXT,
        )
    if len(pressing) > AT_MOST:
        more = counted(len(pressing) - AT_MOST, "more action")
        yield Todo(
            f"{more} of yours {'is' if len(pressing) == AT_MOST + 1 else 'are'} due.", reverse("plans:my_actions")
        )
    if actions and not pressing and not person.can(Permission.VIEW_PLAN):
        # Who reads no plan finds the way to their own actions here.
        has = "One action of the plan is yours" if len(actions) == 1 else f"{opened(len(actions), 'action')} are yours"
        yield Todo(
            f"{has}, due next on {british(actions[0].due)}.",
            reverse("plans:my_actions"),
            f"{actions[0].says.rstrip('.')}.",
            Weight.KNOW,
        )


def _led(actions: Sequence[Action], several: bool, today: datetime.date) -> Iterator[Todo]:
    """An academy at a time: one line for what is late, one for what is due; and whose owner has left."""
    academies: dict[int, Academy] = {a.priority.plan.academy_id: a.priority.plan.academy for a in actions}
    for pk, academy in academies.items():
        where = f" at {academy}" if several else ""
        here = [action for action in actions if action.priority.plan.academy_id == pk]
        listed = reverse("plans:action_list", args=[academy.slug])
        late = [a for a in here if stands(a.state, a.due, today) is Due.OVERDUE]
        soon = [a for a in here if stands(a.state, a.due, today) is Due.SOON]
        if late:
            yield Todo(
                f"{opened(len(late), 'action')} of the plan {'is' if len(late) == 1 else 'are'} overdue{where}.",
                reverse("plans:action_report", args=[late[0].pk]) if len(late) == 1 else f"{listed}?due=overdue",
                f"{'' if len(late) == 1 else 'The oldest: '}{late[0].says.rstrip('.')}, due on {british(late[0].due)}.",
                Weight.WAITING,
            )
        if soon:
            yield Todo(
                f"{opened(len(soon), 'action')} of the plan {'is' if len(soon) == 1 else 'are'} due within "
                f"{SOON_DAYS} days{where}.",
                reverse("plans:action_show", args=[soon[0].pk]) if len(soon) == 1 else f"{listed}?due=soon",
                f"{'' if len(soon) == 1 else 'Next: '}{soon[0].says.rstrip('.')}, due on {british(soon[0].due)}.",
            )
        left = [a for a in here if a.left]  # type: ignore[attr-defined]
        for action in left[:AT_MOST]:
            yield Todo(
                f"{action.owner} has left{where}: choose another to do “{action.says.rstrip('.')}”.",
                reverse("plans:action_edit", args=[action.pk]),
                f"Due on {british(action.due)}.",
            )
        if len(left) > AT_MOST:
            more = counted(len(left) - AT_MOST, "more action belongs", "more actions belong")
            yield Todo(f"{more} to somebody who has left{where}.", f"{listed}?owner=left")


def _in_days(days: int) -> str:
    return "today" if not days else "tomorrow" if days == 1 else f"in {days} days"
