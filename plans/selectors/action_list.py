"""Lists of actions: an academy's with its filters, and what somebody does themselves."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from celt.lib.sentences import inside
from celt.lib.terms import year_label
from celt.ui.parts import Choice, Filter, Status, one_of
from plans.models import Action, Plan
from plans.models.action import ActionState, Rag
from plans.rules.due import SOON_DAYS, Due
from plans.rules.withhold import withheld
from plans.rules.year import year_slug
from plans.selectors.action import ActionLine, Tally, few, in_order, lines_of, tally
from plans.selectors.named import SOMEBODY, Named, names_at

NOBODY, LEFT = "nobody", "left"
STATES: tuple[tuple[str, str], ...] = tuple(ActionState.choices)
RATINGS: tuple[tuple[str, str], ...] = (*((r.value, r.label) for r in Rag if r), ("none", "Not rated"))
DUES: tuple[tuple[str, str], ...] = ((Due.OVERDUE, "Overdue"), (Due.SOON, f"Due within {SOON_DAYS} days"))


@dataclass(frozen=True)
class ActionRow:
    """One action in a list. What is not told is empty here, for the page and for the file alike."""

    line: ActionLine
    priority: str
    academy: str

    @property
    def says(self) -> str:
        return self.line.says

    @property
    def when(self) -> Status:
        return self.line.when

    @property
    def when_order(self) -> tuple[int, int]:
        return self.line.stands.order, self.due.toordinal()

    @property
    def rating(self) -> Status | None:
        return self.line.rating or (Status("Not rated") if self.line.is_open else None)

    @property
    def rating_order(self) -> int:
        """Off course first; what is not rated last."""
        known = (Rag.RED, Rag.AMBER, Rag.GREEN)
        return known.index(Rag(self.line.rag)) if self.line.rating else len(known) + (not self.line.is_open)

    @property
    def owner(self) -> str:
        if not self.line.owner and self.line.is_open:
            return "Nobody yet"
        return f"{self.line.owner} (has left)" if self.line.owner_left else self.line.owner

    @property
    def due(self) -> datetime.date:
        return self.line.due

    @property
    def cost(self) -> str | None:
        return self.line.cost or None

    @property
    def days(self) -> float | None:
        return float(self.line.resources.days) or None

    @property
    def url(self) -> str:
        return self.line.url


@dataclass(frozen=True)
class ActionsPage:
    """`year` and `plan` are of the plan looked at; None where the academy has none."""

    plan: Plan | None
    rows: list[ActionRow]
    filters: list[Filter]
    tally: Tally
    shown: Tally
    answer: str
    any_at_all: bool
    sees_names: bool

    @property
    def narrowed(self) -> bool:
        return any(each.value for each in self.filters if each.name != "year")


def actions_page(user: User, person: Person, academy: Academy, query: Mapping[str, str]) -> ActionsPage:
    """The actions of one year's plan, narrowed by `year`, `due`, `rag`, `state`, `priority` and `owner`.

    Three queries: plans, actions, names.
    """
    plans = list(Plan.objects.visible_to(user).filter(academy=academy))
    plan = next(
        (one for one in plans if year_slug(one.academic_year) == query.get("year")), plans[0] if plans else None
    )
    named = names_at(user, person, [academy])
    actions: list[Action] = []
    if plan is not None:
        plan.academy = academy
        found = Action.objects.visible_to(user).filter(priority__plan=plan)
        actions = list(found.select_related("owner", "priority"))
        for action in actions:
            action.priority.plan = plan
    rows = _rows(actions, person, named)
    told = {row.line.priority: row.priority for row in rows}
    titles = {str(a.priority_id): told[a.priority_id] for a in sorted(actions, key=_by_priority)}
    sees = named.sees(academy.pk)
    owners = _owners(rows) if sees else {}
    wanted = {
        "due": one_of(query, "due", dict(DUES)),
        "rag": one_of(query, "rag", dict(RATINGS)),
        "state": one_of(query, "state", dict(STATES)),
        "priority": one_of(query, "priority", titles),
        "owner": one_of(query, "owner", owners),
    }
    filters = [
        Filter.of("due", "Due", "Any day", DUES, wanted["due"]),
        Filter.of("rag", "How it goes", "Any rating", RATINGS, wanted["rag"]),
        Filter.of("state", "State", "Every state", STATES, wanted["state"]),
        Filter.of("priority", "Priority", "Every priority", titles.items(), wanted["priority"]),
    ]
    if sees:
        filters.append(Filter.of("owner", "Who does it", "Everybody", owners.items(), wanted["owner"]))
    if plan is not None and len(plans) > 1:
        years = [Choice(year_slug(one.academic_year), year_label(one.academic_year)) for one in plans]
        filters.append(Filter("year", "Plan", years, year_slug(plan.academic_year)))
    shown = [row for row in rows if _fits(row, wanted)]
    every = tally(row.line for row in rows)
    return ActionsPage(
        plan=plan,
        rows=shown,
        filters=filters,
        tally=every,
        shown=tally(row.line for row in shown),
        answer=_answer(academy, plan, every),
        any_at_all=bool(rows),
        sees_names=sees,
    )


@dataclass(frozen=True)
class MinePage:
    """What somebody does themselves: open first, what is late on top."""

    open: list[ActionRow]
    ended: list[ActionRow]
    answer: str


def mine_page(user: User, person: Person) -> MinePage:
    """The actions that the person does, in the trust looked at. Two queries."""
    found = Action.objects.visible_to(user).filter(owner=user, priority__plan__academy__trust=person.trust)
    actions = list(found.select_related("owner", "priority__plan__academy__trust"))
    named = names_at(user, person, {action.priority.plan.academy for action in actions})
    rows = _rows(actions, person, named)
    now = [row for row in rows if row.line.is_open]
    ended = [row for row in rows if not row.line.is_open]
    return MinePage(now, ended, _mine_answer(tally(row.line for row in now), bool(ended)))


def _rows(actions: Iterable[Action], person: Person, named: Named) -> list[ActionRow]:
    of = {action.pk: action for action in actions}
    titles = {
        one.pk: withheld(one.title, named.hidden(one.plan.academy_id), SOMEBODY.lower())
        for one in (action.priority for action in of.values())
    }
    return [
        ActionRow(line, titles[line.priority], academy.name)
        for line in in_order(lines_of(of.values(), person, named))
        if (academy := of[line.pk].priority.plan.academy)
    ]


def _by_priority(action: Action) -> tuple[int, int]:
    return action.priority.order, action.priority_id


def _owners(rows: Iterable[ActionRow]) -> dict[str, str]:
    people = {str(row.line.owner_id): row.owner for row in rows if row.line.owner_id}
    named = dict(sorted(people.items(), key=lambda item: item[1]))
    if any(row.line.owner_left and row.line.is_open for row in rows):
        named[LEFT] = "Somebody who has left"
    if any(row.line.owner_id is None for row in rows):
        named[NOBODY] = "Nobody yet"
    return named


def _fits(row: ActionRow, wanted: Mapping[str, str]) -> bool:
    line = row.line
    owner = wanted["owner"]
    return (
        wanted["due"] in ("", line.stands)
        and wanted["state"] in ("", line.state)
        and wanted["priority"] in ("", str(line.priority))
        and (not wanted["rag"] or (line.is_open and wanted["rag"] == (line.rag or "none")))
        and (
            not owner
            or (owner == LEFT and line.owner_left and line.is_open)
            or owner == (str(line.owner_id) if line.owner_id else NOBODY)
        )
    )


def _answer(academy: Academy, plan: Plan | None, every: Tally) -> str:
    if plan is None:
        return f"{academy} has no plan yet, and so no actions."
    if not every.in_all:
        return f"{academy}’s plan for {year_label(plan.academic_year)} has no action yet."
    costs = f" All of them cost {every.resources}." if every.resources else ""
    said = str(every)
    return f"{academy}: {inside(said)}.{costs}"


def _mine_answer(mine: Tally, any_ended: bool) -> str:
    if not mine.open:
        return "Everything that you had to do is done." if any_ended else "No action of a plan is yours to do."
    yours = "One action is yours to do" if mine.open == 1 else f"{few(mine.open).capitalize()} actions are yours to do"
    if mine.overdue:
        late = "it is" if mine.open == 1 else f"{few(mine.overdue)} {'is' if mine.overdue == 1 else 'are'}"
        return f"{yours}: {late} overdue."
    if mine.soon:
        soon = "it is" if mine.open == 1 else f"{few(mine.soon)} {'is' if mine.soon == 1 else 'are'}"
        return f"{yours}: {soon} due within {SOON_DAYS} days."
    return f"{yours}; none is due within {SOON_DAYS} days."
