"""An academy's plan of a year as its page shows it, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import inside, listed, opened
from celt.lib.terms import year_label, year_on
from celt.ui.parts import Status, Tone
from plans.models import Action, Plan, Priority, SuccessCriterion
from plans.models.priority import MOST, Met, PriorityQuerySet
from plans.rules.due import Due
from plans.rules.resources import Resources
from plans.rules.withhold import withheld
from plans.rules.year import is_over, last_day_to_change, year_slug, years_to_begin
from plans.selectors.action import ActionLine, Tally, few, in_order, lines_of, tally
from plans.selectors.named import SOMEBODY, Named, names_at
from plans.selectors.stage import StageStanding, standings
from plans.selectors.target import targets
from plans.selectors.target_told import TargetTold
from plans.services.changing import why_academy_shut, why_plan_shut
from plans.strategy import CONDITIONS, PILLARS, RINGS

RING_NAMES = {ring.slug: ring.name for ring in RINGS}
MET_TONES: dict[str, Tone] = {Met.MET: "good", Met.PARTLY: "warn", Met.NOT_MET: "bad", Met.OPEN: ""}
# The texts of a plan in the order in which its page shows them.
READ_FIRST = ("rationale", "vision", "monitoring")
# So many actions stand under "these two weeks"; the rest is counted.
AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class Years:
    """The years that an academy has plans for, newest first; and the year whose plan may be begun, if any."""

    shown: int
    planned: tuple[int, ...]
    to_begin: int | None

    @property
    def switch(self) -> list[tuple[str, str, bool]]:
        """Label, slug and whether it is the one shown."""
        return [(year_label(year), year_slug(year), year == self.shown) for year in self.planned]

    @property
    def others(self) -> bool:
        """There is a year to go to besides the one shown."""
        return any(year != self.shown for year in self.planned)

    @property
    def begin_label(self) -> str:
        return year_label(self.to_begin) if self.to_begin is not None else ""


@dataclass(frozen=True, slots=True)
class PriorityCard:
    """One priority as the plan's page and its own page show it. `owner` is a name only where it may be told."""

    priority: Priority
    number: int
    title: str
    rationale: str
    group: str
    owner: str
    owner_left: bool
    criteria: tuple[SuccessCriterion, ...]
    actions: tuple[ActionLine, ...]
    target: TargetTold | None = None
    first: bool = False
    last: bool = False

    @property
    def placed(self) -> str:
        """Condition and its ring: "Quality of teaching (pre-conditions)"."""
        condition = CONDITIONS.get(self.priority.condition)
        return f"{condition.name} ({RING_NAMES[condition.ring].lower()})" if condition else ""

    @property
    def pillar(self) -> str:
        known = PILLARS.get(self.priority.pillar)
        return known.name if known else ""

    @property
    def left_says(self) -> str:
        return f"{self.owner} has left: choose who leads it now"

    @property
    def owner_in_sentence(self) -> str:
        return self.owner.lower() if self.owner == SOMEBODY else self.owner

    @property
    def when(self) -> str:
        """The theory's WHEN as a clause: without its own "When", and without its stop."""
        return _clause(self.priority.theory.when, "when ") if self.priority.theory else ""

    @property
    def then(self) -> str:
        return _clause(self.priority.theory.then, "then ") if self.priority.theory else ""

    @property
    def tally(self) -> Tally:
        return tally(self.actions)

    @property
    def judged(self) -> tuple[tuple[SuccessCriterion, Status], ...]:
        return tuple((each, Status(Met(each.met).label, MET_TONES[each.met])) for each in self.criteria)

    @property
    def met(self) -> int:
        return sum(each.met == Met.MET for each in self.criteria)

    @property
    def met_says(self) -> str:
        """'one of three success criteria is met'; empty where there is none."""
        n = len(self.criteria)
        if not n:
            return ""
        if n == 1:
            return "its success criterion is met" if self.met else "its success criterion is not met yet"
        return f"{few(self.met)} of {few(n)} success criteria {'is' if self.met == 1 else 'are'} met"

    @property
    def wants(self) -> list[str]:
        return wants_of(self.priority, left=self.owner_left, criteria=len(self.criteria))

    @property
    def wants_say(self) -> str:
        """'a target and success criteria'."""
        return listed(self.wants, most=9)


def wants_of(priority: Priority, *, left: bool, criteria: int | None = None) -> list[str]:
    """What a priority still lacks, each in a few words. `criteria`: how many it has, None where nobody asked."""
    found = []
    if priority.owner_id is None:
        found.append("somebody who leads it")
    elif left:
        found.append("somebody new to lead it")
    if priority.theory_id is None:
        found.append("a theory of action")
    if priority.target is None:
        found.append("a target")
    if criteria == 0:
        found.append("success criteria")
    return found


@dataclass(frozen=True)
class PlanPage:
    """`plan` None: there is none for that year. `shut`: why it can be read and not changed. `writes`: the person writes
    the academy's plans; `may_edit`: and may change this one today."""

    academy: Academy
    year: int
    plan: Plan | None
    years: Years
    shut: str
    writes: bool
    may_edit: bool
    names: bool
    texts: dict[str, str] = field(default_factory=dict)
    cards: tuple[PriorityCard, ...] = ()
    dropped: tuple[Priority, ...] = ()
    standing: StageStanding | None = None

    @property
    def label(self) -> str:
        return year_label(self.year)

    @property
    def slug(self) -> str:
        return year_slug(self.year)

    @property
    def is_running(self) -> bool:
        return self.year == running_year()

    @property
    def closing(self) -> bool:
        """The year is over, and what came of it may still be written."""
        return not self.shut and is_over(self.year, timezone.localdate())

    @property
    def last_day(self) -> str:
        return british(last_day_to_change(self.year))

    @property
    def may_add(self) -> bool:
        return self.may_edit and len(self.cards) < MOST

    @property
    def actions(self) -> list[ActionLine]:
        return in_order(line for card in self.cards for line in card.actions)

    @property
    def tally(self) -> Tally:
        return tally(self.actions)

    @property
    def tally_says(self) -> str:
        """Of a year that is over nothing is overdue any more: it was done or left open."""
        told = self.tally
        if not is_over(self.year, timezone.localdate()) or not told.in_all:
            return str(told)
        were = "was" if told.done == 1 else "were"
        left = f", and {few(told.open)} left open" if told.open else ""
        return f"{few(told.done).capitalize()} of {few(told.in_all)} actions {were} done{left}"

    @property
    def resources(self) -> Resources:
        return self.tally.resources

    @property
    def pressing(self) -> list[ActionLine]:
        """What is overdue, then what is due within 14 days; nothing in a year that is not running."""
        if not self.is_running:
            return []
        return [line for line in self.actions if line.stands in (Due.OVERDUE, Due.SOON)]

    @property
    def this_week(self) -> list[ActionLine]:
        return self.pressing[:AT_ONCE]

    @property
    def more_pressing(self) -> int:
        return max(0, len(self.pressing) - AT_ONCE)

    @property
    def wanting(self) -> list[tuple[PriorityCard, str]]:
        """Priorities that lack something, and what, for whoever can mend it."""
        if not self.may_edit:
            return []
        return [(card, card.wants_say) for card in self.cards if card.wants]

    @property
    def answer(self) -> str:
        if self.plan is None:
            return f"{self.academy} has no plan for {self.label} yet."
        if not self.cards:
            return f"{self.academy}’s plan for {self.label} is begun, and waits for its first priority."
        if not self.is_running:
            stood = opened(len(self.cards), "priority", "priorities")
            return f"{stood} in {self.academy}’s plan for {self.label}: {inside(self.tally_says)}."
        if self.standing is None:
            stand = f"{few(len(self.cards))} {'priority' if len(self.cards) == 1 else 'priorities'}"
            return f"{self.academy} works on {stand}: {inside(self.tally_says)}."
        name = inside(self.standing.name)
        stage = f"{self.academy} is {self.standing.title.split(':')[0].lower().replace('stage', 'in stage')}, {name}"
        return f"{stage}: {self.standing.activities_say}, and {self._pressing_says}."

    @property
    def _pressing_says(self) -> str:
        overdue, soon = self.tally.overdue, self.tally.soon
        if overdue:
            return f"{_actions(overdue)} {'is' if overdue == 1 else 'are'} overdue"
        if soon:
            return f"{_actions(soon)} {'is' if soon == 1 else 'are'} due within two weeks"
        return "nothing is overdue"


def running_year() -> int:
    return year_on(timezone.localdate())


def plan_page(user: User, person: Person, academy: Academy, year: int) -> PlanPage:
    """The plan of that academic year; without one, what there is to say instead."""
    plans = {plan.academic_year: plan for plan in Plan.objects.visible_to(user).filter(academy=academy)}
    plan = plans.get(year)
    writes = may_at(academy, person, Permission.EDIT_PLAN)
    shut = why_plan_shut(academy, year)
    named = names_at(user, person, [academy])
    priorities = _priorities(user, plan, academy) if plan else []
    standing = [each for each in priorities if each.dropped_at is None]
    running = year == running_year()
    return PlanPage(
        academy=academy,
        year=year,
        plan=plan,
        years=_years(academy, year, plans, writes=writes),
        shut=shut,
        writes=writes,
        may_edit=writes and plan is not None and not shut,
        names=named.sees(academy.pk),
        texts=texts_of(plan, named) if plan else {},
        cards=cards_of(user, person, standing, academy, named),
        dropped=tuple(_as_read(each, named, academy) for each in priorities if each.dropped_at is not None),
        standing=standings(user, [academy]).get(academy.pk) if running else None,
    )


def texts_of(plan: Plan, named: Named) -> dict[str, str]:
    """What the plan says, as this reader may read it."""
    return {name: told_without(getattr(plan, name), named, plan.academy) for name in READ_FIRST}


def cards_of(
    user: User, person: Person, priorities: list[Priority], academy: Academy, named: Named
) -> tuple[PriorityCard, ...]:
    """In their order. The priorities come with `plan__academy__trust` and out of `with_criteria`."""
    of = {priority.pk: priority for priority in priorities}
    actions = list(Action.objects.visible_to(user).filter(priority__in=priorities).select_related("owner"))
    for action in actions:
        action.priority = of[action.priority_id]
    lines: dict[int, list[ActionLine]] = {pk: [] for pk in of}
    for line in in_order(lines_of(actions, person, named)):
        lines[line.priority].append(line)
    told = targets(user, person, priorities, named)
    return tuple(
        PriorityCard(
            priority=priority,
            number=number,
            title=told_without(priority.title, named, academy),
            rationale=told_without(priority.rationale, named, academy),
            group=told_without(priority.target_group, named, academy),
            owner=named.of(priority.owner, academy.pk),
            owner_left=named.sees(academy.pk) and named.has_left(priority.owner, academy.pk),
            criteria=criteria_of(priority, named, academy),
            actions=tuple(lines[priority.pk]),
            target=told.get(priority.pk),
            first=number == 1,
            last=number == len(priorities),
        )
        for number, priority in enumerate(priorities, start=1)
    )


def with_criteria(priorities: PriorityQuerySet) -> PriorityQuerySet:
    """Each with its success criteria, in the same query."""
    stand = SuccessCriterion.objects.filter(priority=OuterRef("pk"), archived_at__isnull=True).order_by("order", "pk")
    told = JSONObject(pk="pk", says="says", met="met", note="note")
    return priorities.annotate(criteria_told=ArraySubquery(stand.values(told=told)))


def criteria_of(priority: Priority, named: Named, academy: Academy) -> tuple[SuccessCriterion, ...]:
    """Of a priority out of `with_criteria`, as this reader may read them."""
    told: list[dict[str, Any]] = getattr(priority, "criteria_told")  # noqa: B009 (an annotation)
    return tuple(
        SuccessCriterion(
            pk=each["pk"],
            priority=priority,
            says=told_without(each["says"], named, academy),
            met=each["met"],
            note=told_without(each["note"], named, academy),
        )
        for each in told
    )


def _priorities(user: User, plan: Plan, academy: Academy) -> list[Priority]:
    plan.academy = academy
    found = Priority.objects.visible_to(user).filter(plan=plan).select_related("theory", "trust_priority", "owner")
    priorities = list(with_criteria(found))
    for priority in priorities:
        priority.plan = plan
    return priorities


def _years(academy: Academy, shown: int, plans: Iterable[int], *, writes: bool) -> Years:
    planned = tuple(sorted(plans, reverse=True))
    offered = years_to_begin(timezone.localdate()) if writes and not why_academy_shut(academy) else ()
    return Years(shown, planned, next((year for year in offered if year not in planned), None))


def told_without(text: str, named: Named, academy: Academy) -> str:
    """The text without the names of staff that its reader is not told."""
    return withheld(text, named.hidden(academy.pk), SOMEBODY.lower())


def _as_read(dropped: Priority, named: Named, academy: Academy) -> Priority:
    """For reading alone: it is never saved."""
    dropped.title = told_without(dropped.title, named, academy)
    dropped.dropped_because = told_without(dropped.dropped_because, named, academy)
    return dropped


def _actions(n: int) -> str:
    return f"{few(n)} {'action' if n == 1 else 'actions'}"


def _clause(text: str, opening: str) -> str:
    text = text.strip().rstrip(".")
    return text[len(opening) :] if text.lower().startswith(opening) else inside(text)
