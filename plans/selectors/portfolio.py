"""All plans of the trust that somebody sees, an academy a line. A fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person, academies_where
from academies.models import Academy, Trust
from academies.models.academy import Phase
from academies.models.academy import Status as AcademyStatus
from academies.selectors.academy import academies_of
from accounts.models import User
from celt.lib.days import british
from celt.lib.names import short_names
from celt.lib.sentences import counted, inside
from celt.lib.terms import first_day_of_year, year_label, year_on
from celt.ui.parts import Choice, Filter, Status, one_of
from plans.models import Plan, Priority
from plans.models.programme import StageNumber
from plans.rules.spread import Spread
from plans.rules.year import year_slug
from plans.selectors.logged import last_logged, spreads_of
from plans.selectors.read_as import read_at
from plans.selectors.stage import StageStanding, standings
from toolkit.rules.words import in_words

NO_STAGE = "none"


@dataclass(frozen=True, repr=False)
class PlanRow:
    """One academy. `plan` None: it has none for the year. `last_logged`: when somebody last logged its stage or said
    how an action goes."""

    academy: Academy
    short: str
    year: int
    plan: Plan | None
    priorities: list[Priority]
    spread: Spread
    standing: StageStanding | None
    last_logged: datetime.datetime | None

    @property
    def name(self) -> str:
        return self.academy.name

    @property
    def phase(self) -> str:
        return self.academy.get_phase_display()

    @property
    def about(self) -> str:
        """Phase, and what is out of the ordinary: closed, not open yet, new this year."""
        return f"{self.phase}, {self.news}" if self.news else self.phase

    @property
    def news(self) -> str:
        academy = self.academy
        if academy.status == AcademyStatus.CLOSED:
            return f"closed on {british(academy.closed)}" if academy.closed else "closed"
        if academy.status == AcademyStatus.PROPOSED:
            return f"opens on {british(academy.opened)}" if academy.opened else "not open yet"
        if academy.opened and academy.opened >= first_day_of_year(self.year):
            return f"opened on {british(academy.opened)}"
        return ""

    @property
    def is_open(self) -> bool:
        return self.academy.status == AcademyStatus.OPEN

    @property
    def url(self) -> str:
        if self.plan is None or self.year == year_on(timezone.localdate()):
            return reverse("plans:plan", args=[self.academy.slug])
        return reverse("plans:plan_year", args=[self.academy.slug, year_slug(self.year)])

    @property
    def stage(self) -> str:
        return self.standing.title if self.standing else ""

    @property
    def stage_short(self) -> str:
        return StageNumber(self.standing.number).label if self.standing else ""

    @property
    def stage_order(self) -> int:
        return self.standing.number if self.standing else 0

    @property
    def drift(self) -> Status | None:
        """How long it is in its stage against what is expected, in a word or two."""
        if self.standing is None:
            return None
        if self.standing.drift.where == "past":
            return Status(f"{counted(self.weeks, 'week')}, past its time", "warn")
        return Status(counted(self.weeks, "week"))

    @property
    def weeks(self) -> int:
        return self.standing.weeks if self.standing else 0

    @property
    def stage_note(self) -> str:
        """What was done in the stage, and whether a gate waits."""
        if self.standing is None:
            return ""
        done = f"{self.standing.done} of {self.standing.total} done"
        return f"{done}; asks for {self.standing.awaiting.says}" if self.standing.awaiting else done

    @property
    def titles(self) -> str:
        return "; ".join(priority.title for priority in self.priorities)

    @property
    def priorities_say(self) -> str:
        if self.plan is None:
            return "No plan yet"
        return " · ".join(priority.title for priority in self.priorities) or "None written yet"

    @property
    def plan_order(self) -> bool:
        return self.plan is not None

    @property
    def n_priorities(self) -> int:
        return len(self.priorities)

    @property
    def overdue(self) -> int | None:
        return self.spread.overdue if self.plan else None

    @property
    def open_actions(self) -> int | None:
        return self.spread.open if self.plan else None

    @property
    def goes(self) -> str:
        return self.spread.says if self.plan else ""

    @property
    def goes_order(self) -> tuple[int, int, int]:
        return -self.spread.red, -self.spread.amber, -self.spread.green

    @property
    def logged(self) -> datetime.date | None:
        return timezone.localtime(self.last_logged).date() if self.last_logged else None

    @property
    def state(self) -> Status:
        if self.plan is not None:
            return Status("Begun", "good")
        return Status("No plan yet", "warn" if self.is_open else "")


@dataclass(frozen=True)
class Column:
    """A stage with the academies in it, each with a mark where it is past its time; the last: those not on the way."""

    title: str
    rows: list[PlanRow]


@dataclass(frozen=True)
class PortfolioPage:
    rows: list[PlanRow]
    board: list[Column]
    filters: list[Filter]
    answer: str
    lead: str
    year: int
    any_at_all: bool


def read_academies(user: User, trust: Trust | None) -> list[Academy]:
    """Those whose plans the person reads; by name. One query."""
    return list(academies_of(user, trust).filter(academies_where(user, Permission.VIEW_PLAN)).order_by("name"))


def asked_year(query: Mapping[str, str]) -> int:
    """The academic year of the address's `year`, "2025-26"; the running one where it names none."""
    text = query.get("year", "")
    return int(text[:4]) if text[:4].isdecimal() and text == year_slug(int(text[:4])) else year_on(timezone.localdate())


def portfolio_page(user: User, person: Person, query: Mapping[str, str]) -> PortfolioPage:
    """Narrowed by `stage`, `actions` and `phase` of the address, for its `year`."""
    year = asked_year(query)
    rows = portfolio(user, person, year)
    wanted = {
        "stage": one_of(query, "stage", [*(str(n) for n in StageNumber.values), NO_STAGE]),
        "actions": one_of(query, "actions", [value for value, _ in ACTIONS]),
        "phase": one_of(query, "phase", Phase.values),
    }
    return PortfolioPage(
        rows=[row for row in rows if _fits(row, wanted)],
        board=_board(rows) if year == year_on(timezone.localdate()) else [],
        filters=[*_filters(rows, wanted), year_filter(year)],
        answer=f"{answer_of(rows, year)}.",
        lead=lead_of(rows),
        year=year,
        any_at_all=bool(rows),
    )


def portfolio(user: User, person: Person, year: int) -> list[PlanRow]:
    """Open academies and those to come; closed ones where they had a plan for the year. Ten queries."""
    academies = read_academies(user, person.trust)
    plans = {plan.academy_id: plan for plan in _plans(user, academies, year)}
    read = read_at(user, person, academies)
    for priority in (each for plan in plans.values() for each in plan.priorities.all()):
        priority.title = read(priority.plan.academy_id, priority.title)  # for reading alone: it is never saved
    spreads = spreads_of(user, [plan.pk for plan in plans.values()])
    logged = last_logged(user, academies, year)
    chosen = [each for each in academies if each.status == AcademyStatus.OPEN or each.pk in plans or _to_come(each)]
    stands = standings(user, chosen) if year == year_on(timezone.localdate()) else {}
    short = short_names({academy.name for academy in chosen})
    return [
        PlanRow(
            academy=academy,
            short=short[academy.name],
            year=year,
            plan=(plan := plans.get(academy.pk)),
            priorities=list(plan.priorities.all()) if plan else [],
            spread=spreads.get(plan.pk, Spread()) if plan else Spread(),
            standing=stands.get(academy.pk),
            last_logged=logged.get(academy.pk) if plan else None,
        )
        for academy in chosen
    ]


def _to_come(academy: Academy) -> bool:
    return academy.status == AcademyStatus.PROPOSED


def _plans(user: User, academies: Sequence[Academy], year: int) -> Iterable[Plan]:
    """With their standing priorities."""
    return (
        Plan.objects.visible_to(user)
        .filter(academy__in=[academy.pk for academy in academies], academic_year=year)
        .prefetch_related(Prefetch("priorities", Priority.objects.visible_to(user).standing()))
    )


def answer_of(rows: Sequence[PlanRow], year: int) -> str:
    """'Eleven of thirteen academies have a plan; three have overdue actions'."""
    running = [row for row in rows if row.is_open]
    when = "" if year == year_on(timezone.localdate()) else f" for {year_label(year)}"
    if not running:
        return f"No open academy has a plan here{when}"
    planned = [row for row in running if row.plan]
    if not planned:
        return (
            f"None of {in_words(len(running))} academies has a plan{when} yet"
            if len(running) > 1
            else f"{running[0].name} has no plan{when} yet"
        )
    late = [row for row in planned if row.spread.overdue]
    if len(planned) == len(running):
        said = f"{_words(len(running))} {_academies(len(running))} {_has(len(running))} a plan{when}"
        said = said if len(running) == 1 else f"All {inside(said)}"
    else:
        said = f"{_words(len(planned))} of {in_words(len(running))} {_academies(len(running))} "
        said += f"{_has(len(planned))} a plan{when}"
    if not late:
        return f"{said}; none has an overdue action"
    n = "it has" if len(planned) == 1 else f"{in_words(len(late))} {_has(len(late))}"
    return f"{said}; {n} overdue actions"


def lead_of(rows: Sequence[PlanRow]) -> str:
    """Where to look first."""
    past = [row.short for row in rows if row.standing and row.standing.drift.where == "past" and row.is_open]
    waiting = [row.short for row in rows if row.standing and row.standing.awaiting]
    red = [row.short for row in rows if row.spread.red and row.is_open]
    told = (
        _where(red, "Something is off course at"),
        _where(past, "Longer in their stage than expected:" if len(past) > 1 else "Longer in its stage than expected:"),
        _where(waiting, "A gate waits for an answer at"),
    )
    return " ".join(filter(None, told))


def _where(names: Sequence[str], said: str) -> str:
    if not names:
        return ""
    shown = list(names[:4])
    more = len(names) - len(shown)
    listed = ", ".join(shown) if more else " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
    return f"{said} {listed}{f' and {more} more' if more else ''}."


def _board(rows: Sequence[PlanRow]) -> list[Column]:
    titles = {told.number: told.name for row in rows if row.standing for told in row.standing.stages}
    if not titles:
        return []
    columns = [
        Column(f"{StageNumber(number).label}: {titles[number]}", [r for r in rows if r.stage_order == number])
        for number in sorted(titles)
    ]
    waiting = [row for row in rows if not row.stage_order and row.is_open]
    return [*columns, Column("Not on the way yet", waiting)] if waiting else columns


ACTIONS = (
    ("overdue", "With overdue actions"),
    ("red", "Off course somewhere"),
    ("none", "None overdue"),
    ("no_plan", "Without a plan"),
)


def _filters(rows: Sequence[PlanRow], wanted: Mapping[str, str]) -> list[Filter]:
    stages = [(str(number), f"Stage {number.label.lower()}") for number in StageNumber]
    phases = [(phase.value, phase.label) for phase in Phase if any(row.academy.phase == phase for row in rows)]
    return [
        Filter.of("stage", "Stage", "Every stage", [*stages, (NO_STAGE, "Not on the way yet")], wanted["stage"]),
        Filter.of("actions", "Plan and actions", "Every plan", ACTIONS, wanted["actions"]),
        Filter.of("phase", "Phase", "Every phase", phases, wanted["phase"]),
    ]


def year_filter(year: int) -> Filter:
    """This year and the four before, and the next once its plans can be begun."""
    running = year_on(timezone.localdate())
    years = sorted({running + 1, *range(running - 4, running + 1), year}, reverse=True)
    return Filter("year", "Year", [Choice(year_slug(y), year_label(y)) for y in years], year_slug(year))


def _fits(row: PlanRow, wanted: Mapping[str, str]) -> bool:
    stage = str(row.stage_order) if row.standing else NO_STAGE
    actions = {
        "": True,
        "overdue": bool(row.spread.overdue),
        "red": bool(row.spread.red),
        "none": row.plan is not None and not row.spread.overdue,
        "no_plan": row.plan is None,
    }
    return wanted["stage"] in ("", stage) and actions[wanted["actions"]] and wanted["phase"] in ("", row.academy.phase)


def _words(n: int) -> str:
    return in_words(n).capitalize()


def _academies(n: int) -> str:
    return "academy" if n == 1 else "academies"


def _has(n: int) -> str:
    return "has" if n == 1 else "have"
