"""Somebody's own coaching: what they work on as coachee, whom they coach and who is due, what waits for an answer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import inside, opened
from coaching.models import ActionStep, Cycle, CycleState, Revisit, Share, StepState, Visit, VisitState
from coaching.rules.mastery import next_due
from coaching.selectors.cycle import cycles_to_show, first_name

# How long an invitation that ran out stays in sight, so that it can be made anew.
LINGERS = datetime.timedelta(days=30)
Tone = Literal["", "good", "warn", "busy"]


@dataclass(frozen=True)
class Mine:
    """One's own cycle as coachee, for somebody with three minutes."""

    cycle: Cycle
    step: str
    step_given: str
    comes: str
    unread: int | None
    revisit: int | None

    @property
    def coach_first(self) -> str:
        return first_name(self.cycle.coach)


@dataclass(frozen=True)
class Theirs:
    """Somebody whom one coaches: when they are due, and what one tap does now."""

    cycle: Cycle
    due: datetime.date
    says: str
    tone: Tone
    step: str
    observing: int | None
    writing: int | None
    comes_today: bool = False

    @property
    def coachee_first(self) -> str:
        return first_name(self.cycle.coachee)


@dataclass(frozen=True)
class Asked:
    """An invitation. `mine`: the reader invited."""

    cycle: Cycle
    other: User
    mine: bool
    expired: bool
    says: str


@dataclass(frozen=True)
class Home:
    answer: str
    mine: list[Mine]
    theirs: list[Theirs]
    asked: list[Asked]
    closed: list[Cycle]
    shared: int

    @property
    def waits(self) -> list[Asked]:
        """Those that stand below: one's own, and what ran out."""
        return [each for each in self.asked if each.mine or each.expired]

    @property
    def empty(self) -> bool:
        return not (self.mine or self.theirs or self.asked or self.closed)


def with_next(user: User, cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """Each with its next planned visit, the one that is under way, the last, the step and what is due: one query."""
    today = timezone.localdate()
    visits = Visit.objects.visible_to(user).filter(cycle=OuterRef("pk"))
    planned = visits.filter(state=VisitState.PLANNED).order_by("day", "pk")
    under_way = visits.filter(state__in=(VisitState.OBSERVING, VisitState.OBSERVED)).order_by("-day", "-pk")
    seen = visits.filter(state__in=(VisitState.OBSERVED, VisitState.FED_BACK)).order_by("-day", "-pk")
    unread = visits.filter(state=VisitState.FED_BACK, read_at__isnull=True).order_by("day", "pk")
    steps = ActionStep.objects.visible_to(user).filter(
        cycle=OuterRef("pk"), state=StepState.OPEN, given_on__isnull=False
    )
    due = Revisit.objects.visible_to(user).filter(
        cycle=OuterRef("pk"), answered_at__isnull=True, due_on__lte=today, step__state=StepState.OPEN
    )
    return cycles.annotate(
        next_visit=Subquery(planned.values("pk")[:1]),
        next_day=Subquery(planned.values("day")[:1]),
        next_at=Subquery(planned.values("at")[:1]),
        next_where=Subquery(planned.values("where")[:1]),
        running_visit=Subquery(under_way.values("pk")[:1]),
        running_state=Subquery(under_way.values("state")[:1]),
        running_day=Subquery(under_way.values("day")[:1]),
        last_day=Coalesce(Subquery(seen.values("day")[:1]), TruncDate(F("answered_at"))),
        unread_visit=Subquery(unread.values("pk")[:1]),
        step_says=Subquery(steps.order_by("-given_on", "-pk").values("says")[:1]),
        step_given=Subquery(steps.order_by("-given_on", "-pk").values("given_on")[:1]),
        revisit_due=Subquery(due.order_by("-due_on", "-pk").values("pk")[:1]),
        revisit_says=Subquery(due.order_by("-due_on", "-pk").values("step__says")[:1]),
    )


def coaching_home(user: User) -> Home:
    """Two queries."""
    today = timezone.localdate()
    kept = (CycleState.INVITED, CycleState.ACTIVE, CycleState.CLOSED)
    found = list(with_next(user, cycles_to_show(user).filter(state__in=kept)))
    running = [cycle for cycle in found if cycle.state == CycleState.ACTIVE]
    mine = [_mine(cycle, today) for cycle in running if cycle.coachee_id == user.pk]
    theirs = [_theirs(cycle, today) for cycle in running if cycle.coach_id == user.pk]
    theirs.sort(key=lambda line: (line.observing is None, not line.comes_today, line.due, str(line.cycle.coachee)))
    asked = [
        _asked(cycle, user, today)
        for cycle in found
        if cycle.state == CycleState.INVITED and cycle.expires_on >= today - LINGERS
    ]
    asked.sort(key=lambda each: (each.mine, each.expired, each.cycle.expires_on))
    shared = Share.objects.visible_to(user).filter(person=user.pk, ended_at__isnull=True).count()
    closed = [cycle for cycle in found if cycle.state == CycleState.CLOSED]
    return Home(_answer(mine, theirs, asked, today), mine, theirs, asked, closed, shared)


def _told(cycle: Cycle) -> Any:
    """The cycle with what `with_next` adds to it, which no type knows."""
    return cycle


def _mine(cycle: Cycle, today: datetime.date) -> Mine:
    told = _told(cycle)
    comes = f"{first_name(cycle.coach)} comes {when(told.next_day, today)}" if told.next_day else ""
    if comes and told.next_at:
        comes += f" at {told.next_at:%-H.%M}"
    if told.next_day and told.next_day < today:
        comes = f"{first_name(cycle.coach)} was to come {when(told.next_day, today)}"
    if comes and told.next_where:
        comes += f": {told.next_where}"
    return Mine(cycle, told.step_says or "", since(told.step_given, today), comes, told.unread_visit, told.revisit_due)


def _theirs(cycle: Cycle, today: datetime.date) -> Theirs:
    told = _told(cycle)
    due = told.next_day or next_due(told.last_day, cycle.rhythm_weeks)
    observing = told.running_visit if told.running_state == VisitState.OBSERVING else None
    writing = told.running_visit if told.running_state == VisitState.OBSERVED else None
    says, tone = _due(due, today, planned=told.next_day is not None)
    if observing:
        says, tone = "You are with them now", "busy"
    elif writing:
        says, tone = f"Feedback on the visit {when(told.running_day, today)} is yours to write", "warn"
    comes_today = told.next_day == today or writing is not None
    return Theirs(cycle, due, says, tone, told.step_says or "", observing, writing, comes_today)


def _due(due: datetime.date, today: datetime.date, *, planned: bool) -> tuple[str, Tone]:
    if planned and due < today:
        return f"Was planned {when(due, today)}", "warn"
    if planned:
        return f"Visit {when(due, today)}", "busy" if due == today else "good"
    days = (today - due).days
    if days > 0:
        late = f"{days} day{'' if days == 1 else 's'}" if days < 14 else f"{days // 7} weeks"
        return f"Due {late} ago", "warn"
    return f"Next visit due by {british(due)}", ""


def when(day: datetime.date, today: datetime.date) -> str:
    """'today', 'tomorrow', 'on Tuesday', 'on Tuesday 8 December', within a sentence."""
    ahead = (day - today).days
    if ahead in (0, 1, -1):
        return {0: "today", 1: "tomorrow", -1: "yesterday"}[ahead]
    if 1 < ahead < 7:
        return f"on {day:%A}"
    return f"on {day:%A} {day.day} {day:%B}"


def since(day: datetime.date | None, today: datetime.date) -> str:
    """How long somebody has worked on something."""
    if day is None:
        return ""
    days = (today - day).days
    if days < 1:
        return "since today"
    if days < 14:
        return "since yesterday" if days == 1 else f"for {days} days"
    return f"for {days // 7} weeks"


def _asked(cycle: Cycle, user: User, today: datetime.date) -> Asked:
    mine = cycle.invited_by_id == user.pk
    other = cycle.coachee if cycle.coach_id == user.pk else cycle.coach
    coaches = cycle.coach_id == cycle.invited_by_id
    if mine:
        says = f"You invited {other} to be coached by you." if coaches else f"You asked {other} to coach you."
    else:
        says = f"{other} would like to coach you." if coaches else f"{other} would like you to be their coach."
    return Asked(cycle, other, mine, cycle.expires_on < today, says)


def _answer(mine: list[Mine], theirs: list[Theirs], asked: list[Asked], today: datetime.date) -> str:
    """What matters most to whoever comes by."""
    waiting = [each for each in asked if not each.mine and not each.expired]
    if waiting:
        return waiting[0].says
    for own in mine:
        if own.unread:
            return f"{own.coach_first} has written to you about your lesson."
    now = [line for line in theirs if line.observing]
    if now:
        return f"You are with {now[0].coachee_first} now."
    due = [line for line in theirs if line.due <= today and not line.observing]
    writing = [line for line in theirs if line.writing]
    if writing:
        return f"{_names(writing)} {'waits' if len(writing) == 1 else 'wait'} for your feedback."
    if due:
        return f"{opened(len(due), 'colleague')} {'is' if len(due) == 1 else 'are'} due a visit: {_names(due)}."
    if mine and mine[0].comes:
        return f"{mine[0].comes}."
    if mine and mine[0].step:
        return "You have one step to practise this week."
    if theirs:
        first = theirs[0]
        return f"Nobody is overdue. Next is {first.coachee_first}: {inside(first.says)}."
    if mine:
        return f"You and {mine[0].coach_first} have begun. Plan the first visit."
    return "Coaching: one step at a time, between two colleagues"


def _names(lines: list[Theirs]) -> str:
    names = [line.coachee_first for line in lines]
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} others"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def waiting_for(user: User) -> QuerySet[Cycle]:
    """What can ask for somebody's attention: running cycles of theirs, and invitations to them that can be answered."""
    invited = Q(state=CycleState.INVITED, expires_on__gte=timezone.localdate()) & ~Q(invited_by=user.pk)
    return with_next(user, cycles_to_show(user).filter(Q(state=CycleState.ACTIVE) | invited))
