"""The matrix of the trust's priorities and the academies' plans. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from academies.access import Person
from academies.models import Academy
from academies.models.academy import Phase
from academies.models.academy import Status as AcademyStatus
from accounts.models import User
from celt.lib.names import short_names
from celt.ui.parts import Choice, Filter
from plans.models import Plan, Priority, TrustPriority
from plans.rules import alignment as says
from plans.selectors.portfolio import asked_year, read_academies, year_filter
from plans.selectors.read_as import read_at
from plans.strategy import PILLARS

# A matrix is no longer read where it is wider than this; then the lists stand alone.
WIDEST = 20


@dataclass(frozen=True, repr=False)
class Column:
    """An academy with its plan of the year, or without."""

    academy: Academy
    short: str
    plan: Plan | None

    @property
    def url(self) -> str:
        return reverse("plans:plan", args=[self.academy.slug])


@dataclass(frozen=True, repr=False)
class Cell:
    """The priorities of one plan that serve one trust priority."""

    column: Column
    priorities: list[Priority]

    @property
    def label(self) -> str:
        return f"{self.column.academy}: {'; '.join(priority.title for priority in self.priorities)}"

    @property
    def url(self) -> str:
        """The priority, or where there are several the plan."""
        if len(self.priorities) == 1:
            return reverse("plans:priority_show", args=[self.priorities[0].pk])
        return self.column.url


@dataclass(frozen=True, repr=False)
class Row:
    """A trust priority with its cells in the order of the columns, and who works on it in a sentence."""

    priority: TrustPriority
    cells: list[Cell]
    says: str
    brief: str
    alone: bool

    @property
    def served(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.priorities]

    @property
    def pillar(self) -> str:
        return PILLARS[self.priority.pillar].name if self.priority.pillar in PILLARS else ""


@dataclass(frozen=True, repr=False)
class Line:
    """One priority of a plan and the trust priority that it serves; a plan without a priority has a line of its own."""

    academy: Academy
    priority: Priority | None
    trust_priority: TrustPriority | None

    @property
    def academy_name(self) -> str:
        return self.academy.name

    @property
    def title(self) -> str:
        return self.priority.title if self.priority else ""

    @property
    def serves(self) -> str:
        return self.trust_priority.title if self.trust_priority else ""

    @property
    def url(self) -> str:
        return reverse("plans:priority_show", args=[self.priority.pk]) if self.priority else ""


@dataclass(frozen=True, repr=False)
class AlignmentPage:
    """`lines`: everything, flat. `serving_none`: the sentence on plans that serve no trust priority."""

    columns: list[Column]
    rows: list[Row]
    lines: list[Line]
    without_plan: list[Column]
    serving_none: str
    answer: str
    filters: list[Filter]
    year: int

    @property
    def wide(self) -> bool:
        return len(self.columns) > WIDEST

    @property
    def unaligned(self) -> list[Line]:
        return [line for line in self.lines if line.priority is not None and line.trust_priority is None]


def alignment_page(user: User, person: Person, query: Mapping[str, str]) -> AlignmentPage:
    """Narrowed by `phase` of the address, for its `year`. Five queries."""
    year = asked_year(query)
    phase = query.get("phase", "") if query.get("phase", "") in Phase.values else ""
    academies = read_academies(user, person.trust)
    phases = [Choice(each.value, each.label) for each in Phase if any(a.phase == each for a in academies)]
    plans = {plan.academy_id: plan for plan in Plan.objects.visible_to(user).filter(
        academy__in=[academy.pk for academy in academies], academic_year=year
    )}  # fmt: skip
    shown = [
        academy
        for academy in academies
        if phase in ("", academy.phase) and (academy.status == AcademyStatus.OPEN or academy.pk in plans)
    ]
    short = short_names({academy.name for academy in shown})
    columns = [Column(academy, short[academy.name], plans.get(academy.pk)) for academy in shown]
    lines = list(_lines(user, columns, year, person))
    planned = [column for column in columns if column.plan]
    rows = [_row(each, planned, lines) for each in _trust_priorities(user, person, year)]
    names = [column.short for column in planned]
    serving = {line.academy.pk for line in lines if line.trust_priority}
    none = [column.short for column in planned if column.academy.pk not in serving] if rows else []
    served = {row.priority.title: [cell.column.short for cell in row.served] for row in rows}
    return AlignmentPage(
        columns=planned,
        rows=rows,
        lines=lines,
        without_plan=[column for column in columns if column.plan is None],
        serving_none=says.serves_none(none),
        answer=f"{says.answer(served, names)}.",
        filters=[Filter("phase", "Phase", [Choice("", "Every phase"), *phases], phase), year_filter(year)],
        year=year,
    )


def _trust_priorities(user: User, person: Person, year: int) -> list[TrustPriority]:
    return list(TrustPriority.objects.visible_to(user).filter(trust=person.trust).in_year(year))


def _lines(user: User, columns: list[Column], year: int, person: Person) -> Iterator[Line]:
    """Every standing priority; a plan without one has a line of its own."""
    found: dict[int, list[Priority]] = {}
    standing = Priority.objects.visible_to(user).standing().select_related("trust_priority")
    for priority in standing.filter(plan__in=[column.plan.pk for column in columns if column.plan]):
        found.setdefault(priority.plan_id, []).append(priority)
    read = read_at(user, person, [column.academy for column in columns])
    for column in columns:
        if column.plan is None or not found.get(column.plan.pk):
            yield Line(column.academy, None, None)
            continue
        for priority in found[column.plan.pk]:
            serves = priority.trust_priority
            priority.title = read(column.academy.pk, priority.title)  # for reading alone: it is never saved
            runs = serves is not None and serves.from_year <= year <= (serves.until_year or year)
            yield Line(column.academy, priority, serves if runs else None)


def _row(priority: TrustPriority, columns: list[Column], lines: list[Line]) -> Row:
    serving: dict[int, list[Priority]] = {}
    for line in lines:
        if line.priority is not None and line.trust_priority == priority:
            serving.setdefault(line.academy.pk, []).append(line.priority)
    cells = [Cell(column, serving.get(column.academy.pk, [])) for column in columns]
    names = [cell.column.short for cell in cells if cell.priorities]
    said = says.coverage(priority.title, names, [column.short for column in columns])
    return Row(
        priority,
        cells,
        said,
        says.brief(names, [column.short for column in columns]),
        alone=len(names) <= 1 < len(columns),
    )
