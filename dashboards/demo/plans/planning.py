"""Plays the demo's plans: begun in September, priorities with their actions, how they went, snapshots for governors."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from random import Random

from academies.models import CategoryDecision, Concern
from academies.records.keys import key
from accounts.models import User
from celt.lib.terms import last_day_of_year, year_label
from dashboards.demo.places import LAST_FULL_YEAR, THIS_YEAR
from dashboards.demo.plans.acting import Cast
from dashboards.demo.plans.aiming import set_aim, write_of
from dashboards.demo.plans.planned import MONITORING, PLANNED, Planned
from dashboards.demo.plans.themes import THEMES, Task, Theme
from dashboards.demo.strategy.clock import playing
from plans.models import Action, Plan, Priority, TrustPriority
from plans.models.priority import Met
from plans.services.action import add_action, report_action
from plans.services.criterion import add_criterion, change_criterion
from plans.services.plan import begin_plan, change_plan
from plans.services.priority import add_priority
from plans.services.snapshot import take_snapshot
from toolkit.models import Theory

Day = datetime.date
Entry = tuple[Day, Callable[[], None]]
Diary = list[Entry]
SEED = 35
WEEK = datetime.timedelta(days=7)
BEGUN = (9, 14)
# Goonvarra's plan of 2025/26 was written by the head who came in January; Carrowmoor's by its deputy in October.
BEGUN_LATE: Mapping[tuple[str, int], Day] = {
    ("goonvarra-primary", LAST_FULL_YEAR): Day(2026, 1, 19),
    ("carrowmoor-primary", LAST_FULL_YEAR): Day(2025, 10, 13),
}
# Its head has new figures in front of him and has not yet written what they mean.
WAITS = "porthmelyan-primary"
GREEN, AMBER, RED = "green", "amber", "red"
SAYS: Mapping[str, tuple[str, ...]] = {
    GREEN: ("As planned; what we see in lessons fits.", "Running in every class.", "Done with nine of eleven staff, the rest follow next week."),
    AMBER: ("Begun late: two of those who lead it were away.", "It runs in half of the classes.", "Money is there, time is not: we look for an hour."),
    RED: ("Not begun: whoever was to lead it has other duties.", "Stopped after two weeks. We have to plan it anew.", "Nobody could be found for it."),
}  # fmt: skip


def play_plans(cast: Cast, theories: Sequence[Theory], aims: Sequence[TrustPriority], today: Day) -> list[Plan]:
    chance = Random(SEED)
    plans = []
    for year in (LAST_FULL_YEAR, THIS_YEAR):
        for slug, by_year in PLANNED.items():
            if told := by_year.get(year):
                plans.append(_play_plan(cast, slug, year, told, theories, aims, today, chance))
    return plans


def _play_plan(
    cast: Cast, slug: str, year: int, told: Planned, theories: Sequence[Theory], aims: Sequence[TrustPriority],
    today: Day, chance: Random,
) -> Plan:  # fmt: skip
    begun = BEGUN_LATE.get((slug, year), Day(year, *BEGUN))
    head, staff = cast.head(slug, begun), cast.staff[slug]
    with playing(begun):
        plan = begin_plan(academy=cast.academies[slug], academic_year=year, by=head)
        change_plan(plan=plan, by=head, vision=told.vision, rationale=told.rationale, monitoring=MONITORING)
        priorities = []
        for nth, name in enumerate(told.themes):
            theme = THEMES[name]
            priority = add_priority(
                plan=plan, by=head, title=theme.title, rationale=theme.why, condition=theme.condition,
                theory=theories[theme.theory], target_group=theme.group, owner=staff[nth % len(staff)],
                trust_priority=None if theme.trust is None else aims[theme.trust],
            )  # fmt: skip
            for criterion in theme.criteria:
                add_criterion(priority=priority, by=head, says=criterion)
            priorities.append((priority, theme))
    diary: Diary = []
    for place, (priority, theme) in enumerate(priorities):
        set_aim(priority, theme, head, begun + WEEK)
        origin = came_from(cast, slug, theme, place, begun)
        for nth, task in enumerate(theme.tasks):
            with playing(begun):
                action = _add_task(cast, slug, priority, task, staff[nth % len(staff)], begun, "" if nth else origin)
            diary += _of_action(cast, slug, action, told.mood, begun, today, chance)
    if last_day_of_year(year) < today:
        diary += _of_close(cast, slug, plan, priorities, told.mood)
    elif slug != WAITS:
        written = min(Day(year, 11, 16), today)
        diary += [(written, partial(write_of, priority, head, written)) for priority, _ in priorities]
    diary += _of_snapshots(cast, slug, plan, year, begun, today)
    # In the order of days, so that a snapshot holds what was known on its own.
    for _, act in sorted(diary, key=lambda entry: entry[0]):
        act()
    return plan


def _add_task(cast: Cast, slug: str, priority: Priority, task: Task, owner: User, begun: Day, origin: str) -> Action:
    year = priority.plan.academic_year
    month, day = task.by
    due = max(Day(year if month >= 9 else year + 1, month, day), begun + 2 * WEEK)
    return add_action(
        priority=priority, by=cast.head(slug, begun), says=task.says, owner=owner, starts=min(begun, due), due=due,
        cost=Decimal(task.cost), staff_days=Decimal(str(task.days)), origin=origin,
    )  # fmt: skip


def _of_action(
    cast: Cast, slug: str, action: Action, mood: float, begun: Day, today: Day, chance: Random
) -> Iterator[Entry]:
    """What goes well is done in time, what does not is late or, in the end, dropped."""
    year, due = action.priority.plan.academic_year, action.due

    def entry(step: str, day: Day, rag: str = "", says: str = "") -> Entry:
        return day, partial(_report, cast, slug, action, step, day, rag, says)

    goes = chance.random() + (mood - 0.5)
    rag = GREEN if goes > 0.45 else AMBER if goes > 0.05 else RED
    half = begun + (due - begun) / 2
    if half <= today and chance.random() < 0.8:
        yield entry("report", half, rag, chance.choice(SAYS[rag]))
    if due > today:
        return
    if rag == GREEN or (rag == AMBER and goes > 0.15):
        yield entry("done", min(due + WEEK * (rag == AMBER), today))
    elif year == LAST_FULL_YEAR and rag == RED:
        says = "It would have come too late to help. We plan it anew, or not at all."
        yield entry("dropped", last_day_of_year(year) - 6 * WEEK, says=says)
    elif year == LAST_FULL_YEAR:
        yield entry("done", min(due + 5 * WEEK, last_day_of_year(year)))


def _report(cast: Cast, slug: str, action: Action, step: str, day: Day, rag: str = "", says: str = "") -> None:
    on = day if step == "done" else None
    with playing(day):
        report_action(action=action, by=cast.head(slug, day), step=step, says=says, rag=rag, on=on)  # type: ignore[arg-type]


def came_from(cast: Cast, slug: str, theme: Theme, place: int, day: Day) -> str:
    """What the first action of a priority answers: a concern about it, the gap itself, or the year's category."""
    academy = cast.academies[slug]
    if theme.measure == "persistent_absence" and cast.has_head(slug, day):
        raised = Concern.objects.filter(academy=academy, raised_at__date__lte=day, area__name="Attendance").last()
        if raised is not None:
            return key("concern", raised.pk)
    if place == 0 and theme.measure:
        return f"gap:{theme.measure}"
    decision = CategoryDecision.objects.confirmed().of_whole_academy().filter(academy=academy, starts__lte=day).first()
    return key("decision", decision.pk) if decision and place == 1 else ""


def _of_close(
    cast: Cast, slug: str, plan: Plan, priorities: Sequence[tuple[Priority, Theme]], mood: float
) -> Iterator[Entry]:
    """In July the criteria are judged; in October, when the results of summer are in, what they mean."""
    day, after = Day(plan.academic_year + 1, 7, 13), Day(plan.academic_year + 1, 10, 5)
    met = Met.MET if mood >= 0.75 else Met.PARTLY if mood >= 0.45 else Met.NOT_MET
    yield day, partial(_judge, cast.head(slug, day), [priority for priority, _ in priorities], met, day)
    for priority, _ in priorities:
        yield after, partial(write_of, priority, cast.head(slug, after), after)


def _judge(by: User, priorities: Sequence[Priority], met: Met, day: Day) -> None:
    note = {
        Met.MET: "Seen in visits of the summer term, and in what pupils say.",
        Met.PARTLY: "Seen in some classes; we go on with it.",
        Met.NOT_MET: "Not seen yet. We know what stood in the way, and begin there.",
    }[met]
    with playing(day):
        for priority in priorities:
            for criterion in priority.criteria.all():
                change_criterion(criterion=criterion, by=by, says=criterion.says, met=met, note=note)


def _of_snapshots(cast: Cast, slug: str, plan: Plan, year: int, begun: Day, today: Day) -> Iterator[Entry]:
    for month, day, what in ((9, 28, "Governors’ meeting, September"), (12, 7, "Governors’ meeting, December"),
                             (3, 15, "Governors’ meeting, March"), (7, 14, f"End of {year_label(year)}")):  # fmt: skip
        on = Day(year if month >= 9 else year + 1, month, day)
        if begun <= on <= today:
            yield on, partial(_snapshot, cast.head(slug, on), plan, what, on)


def _snapshot(by: User, plan: Plan, what: str, day: Day) -> None:
    with playing(day):
        take_snapshot(by=by, plan=plan, title=what)
