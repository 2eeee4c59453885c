"""Rounds on somebody's home page: what a visitor walks into, what a facilitator leads on, what a head follows up."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from academies.access import ROLE_PERMISSIONS, Permission, Person, Role
from academies.providers import Todo, Weight
from academies.selectors.together import Asked
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import opened
from reviews.models import Round
from reviews.models.round import RoundState, rounds_of
from reviews.rules.round import Standing, missing_for
from reviews.selectors.told import near_day
from reviews.services.round_standing import round_counts, standing_from

SOON = datetime.timedelta(days=14)
AT_MOST = 4


def rounds_asked(user: User, person: Person) -> Asked | None:
    """Those under way that the person visits, and those of the academies that they head. None for who is no colleague:
    governors and trustees prepare nothing and visit nowhere."""
    if person.trust is None or not person.can(Permission.VIEW_ROUNDS):
        return None
    mine = rounds_of(user).filter(round=OuterRef("pk")).order_by()
    counts = round_counts()
    found = (
        Round.objects.visible_to(user)
        .filter(Q(pk__in=rounds_of(user).values("round")) | Q(host__in=_heads(person)), host__trust=person.trust)
        .exclude(state__in=(RoundState.FOLLOWED, RoundState.CALLED_OFF))
        .annotate(facilitates=Subquery(mine.values("facilitates")[:1]), **counts)
    )
    return Asked(found, "host", ("facilitates", *counts))


def round_todos(person: Person, rounds: Iterable[Round]) -> Iterator[Todo]:
    """No query. `rounds`: as `rounds_asked` asks for them."""
    today, at_home = timezone.localdate(), _heads(person)
    todos = []
    for round in sorted(rounds, key=lambda each: (each.day, each.pk)):
        standing = standing_from(round, vars(round))
        about = f"round at {short_names([round.host.name])[round.host.name]}"
        told = _todo(round, standing, about, today, heads=round.host_id in at_home)
        if told is not None:
            todos.append(told)
    todos.sort(key=lambda each: each.weight)
    yield from todos[:AT_MOST]
    if left := todos[AT_MOST:]:
        says = f"{opened(len(left), 'more round waits', 'more rounds wait')} for you."
        yield Todo(says, f"{reverse('reviews:round_list')}?state=under_way", "", left[0].weight)


def _heads(person: Person) -> set[int]:
    """Academies whose rounds are the person's own to prepare and follow up; a trust leader facilitates, or visits."""
    return {
        m.academy_id
        for m in person.here
        if m.academy_id is not None and Permission.RUN_ROUNDS in ROLE_PERMISSIONS[Role(m.role)]
    }


def _todo(round: Round, now: Standing, about: str, today: datetime.date, *, heads: bool) -> Todo | None:
    """`facilitates` is annotated: None where the person does not visit."""
    facilitates: bool | None = round.facilitates  # type: ignore[attr-defined]
    leads = bool(facilitates) or (heads and not now.has_facilitator)
    match round.state:
        case RoundState.PREPARING:
            return _before(round, now, about, today, prepares=leads or heads, visits=facilitates is not None)
        case RoundState.OBSERVING if facilitates is not None:
            return _during(round, about, today, facilitates=facilitates)
        case RoundState.DEBRIEFING if facilitates is not None:
            return _debrief(round, now, about, facilitates=facilitates)
        case RoundState.AGREED if heads:
            return _after(round, now, today)
        case _:
            return None


def _before(
    round: Round, now: Standing, about: str, today: datetime.date, *, prepares: bool, visits: bool
) -> Todo | None:
    url, day = _page("round_show", round), near_day(round.day, today)
    if prepares and round.day < today:
        return Todo(f"The {about} was to be on {day}. Begin it, or change its day.", url, "", Weight.WAITING)
    if prepares and round.day <= today + SOON and (missing := missing_for("begin", now)):
        return Todo(f"The {about} is on {day}. {missing}", url, "", Weight.WAITING)
    if prepares and round.day == today:
        return Todo(f"The {about} is today. Begin it.", url, "Everything is ready.", Weight.WAITING)
    if visits and today <= round.day <= today + SOON:
        when = "today" if round.day == today else f"on {day}"
        weight = Weight.NEXT if round.day <= today + datetime.timedelta(days=1) else Weight.KNOW
        return Todo(f"You visit classrooms {when}: {about}.", url, "Where you go stands in the schedule.", weight)
    return None


def _during(round: Round, about: str, today: datetime.date, *, facilitates: bool) -> Todo:
    if facilitates and round.day < today:
        says = f"The {about}: open the debrief."
        return Todo(says, _page("round_show", round), "The day of the visit is over.", Weight.WAITING)
    return Todo(f"The {about}: write down what you see and hear.", _page("round_notes", round), "", Weight.NEXT)


def _debrief(round: Round, now: Standing, about: str, *, facilitates: bool) -> Todo:
    if not facilitates:
        says = f"The {about}: put the notes into groups, and predict."
        return Todo(says, _page("board", round), "The debrief is open.", Weight.NEXT)
    if missing := missing_for("agree", now):
        return Todo(f"The {about} is in its debrief. {missing}", _page("board", round), "", Weight.NEXT)
    says = f"The {about}: say that the visitors have agreed."
    return Todo(says, _page("round_show", round), "Then the host reads it.", Weight.WAITING)


def _after(round: Round, now: Standing, today: datetime.date) -> Todo | None:
    """The head's: what came of the next work."""
    on = round.follow_up_on
    if on is None or on > today + SOON:
        return None
    when = f"was due on {near_day(on, today)}" if on < today else f"is due on {near_day(on, today)}"
    missing = missing_for("follow", now)
    says = f"The follow-up of your round of {near_day(round.day, today)} {when}."
    return Todo(says, _page("round_follow_up", round), missing or "Sum up what came of it.", Weight.WAITING)


def _page(name: str, round: Round) -> str:
    return reverse(f"reviews:{name}", args=[round.pk])
