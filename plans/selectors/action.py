"""Actions as pages show them. Each function asks a fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Record, records
from academies.selectors.records import in_order as in_their_order
from academies.ways import may_at
from accounts.models import User
from celt.lib.sentences import SMALL_NUMBERS
from celt.ui.parts import Status, Tone
from plans.models import Action, ActionUpdate, Plan, Priority
from plans.models.action import ActionState, Rag
from plans.rules.due import SOON_DAYS, Due, sentence, stands, told
from plans.rules.resources import Resources, pounds, rolled_up, staff_days
from plans.rules.withhold import withheld
from plans.selectors.named import SOMEBODY, Named, names_at
from plans.selectors.people import staff_of
from plans.services.changing import why_plan_shut
from toolkit.models import Practice
from toolkit.selectors.practice_choice import practices_for

RAG_TONES: dict[str, Tone] = {Rag.GREEN: "good", Rag.AMBER: "warn", Rag.RED: "bad"}


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action as this person may know it. `owner` is a name only where they are told it."""

    pk: int
    priority: int
    says: str
    state: str
    starts: datetime.date | None
    due: datetime.date
    done_on: datetime.date | None
    stands: Due
    when: Status
    rag: str
    last_word: str
    resources: Resources
    owner: str
    owner_id: int | None
    owner_left: bool
    mine: bool
    may_report: bool
    may_edit: bool

    @property
    def is_open(self) -> bool:
        return self.state == ActionState.OPEN

    @property
    def rating(self) -> Status | None:
        """How it goes, in a word; None for what was never rated or is not open any more."""
        return Status(Rag(self.rag).label, RAG_TONES[self.rag]) if self.rag and self.is_open else None

    @property
    def cost(self) -> str:
        return pounds(self.resources.cost) if self.resources.cost else ""

    @property
    def days(self) -> str:
        return staff_days(self.resources.days) if self.resources.days else ""

    @property
    def url(self) -> str:
        return reverse("plans:action_show", args=[self.pk])

    @property
    def report_url(self) -> str:
        return reverse("plans:action_report", args=[self.pk])


def action_lines(user: User, person: Person, priorities: Iterable[Priority]) -> dict[int, list[ActionLine]]:
    """Priority pk -> its actions that the person may know of: overdue ones first, then by day, the ended ones last.

    The priorities come with `plan__academy`. Two queries.
    """
    some = list(priorities)
    found = Action.objects.visible_to(user).filter(priority__in=[priority.pk for priority in some])
    of = {priority.pk: priority for priority in some}
    actions = list(found.select_related("owner"))
    for action in actions:
        action.priority = of[action.priority_id]
    named = names_at(user, person, {p.plan.academy for p in some})
    lines: dict[int, list[ActionLine]] = {pk: [] for pk in of}
    for line in in_order(lines_of(actions, person, named)):
        lines[line.priority].append(line)
    return lines


def lines_of(actions: Iterable[Action], person: Person, named: Named) -> list[ActionLine]:
    """The actions come with `owner` and `priority__plan__academy__trust`. No query."""
    today = timezone.localdate()
    return [line_of(action, person, named, today) for action in actions]


def line_of(action: Action, person: Person, named: Named, today: datetime.date) -> ActionLine:
    plan = action.priority.plan
    academy: Academy = plan.academy
    mine = action.owner_id == named.user.pk
    changes = action.priority.dropped_at is None and not why_plan_shut(academy, plan.academic_year)
    writes = changes and may_at(academy, person, Permission.EDIT_PLAN)
    dropped = action.priority.dropped_at is not None and action.state == ActionState.OPEN
    return ActionLine(
        pk=action.pk,
        priority=action.priority_id,
        # What is done may name who does it: whoever is told no names reads it without them.
        says=withheld(action.says, named.hidden(academy.pk), SOMEBODY.lower()),
        state=ActionState.DROPPED if dropped else action.state,
        starts=action.starts,
        due=action.due,
        done_on=action.done_on,
        stands=Due.DROPPED if dropped else stands(action.state, action.due, today),
        when=Status("Dropped") if dropped else told(action.state, action.due, today, action.done_on),
        rag=action.rag,
        last_word=action.rag_says if named.sees(academy.pk) or mine else "",
        resources=Resources(action.cost, action.staff_days),
        owner=named.of(action.owner, academy.pk),
        owner_id=action.owner_id,
        owner_left=named.sees(academy.pk) and named.has_left(action.owner, academy.pk),
        mine=mine,
        may_report=changes and (writes or mine),
        may_edit=writes,
    )


def in_order(lines: Iterable[ActionLine]) -> list[ActionLine]:
    """What is overdue first, the oldest on top; what is due; what was done, the newest on top; what was dropped."""

    def place(line: ActionLine) -> tuple[int, int, int]:
        day = (line.done_on or line.due).toordinal()
        return (line.stands.order, -day if line.stands is Due.DONE else day, line.pk)

    return sorted(lines, key=place)


@dataclass(frozen=True, slots=True)
class Tally:
    """How actions stand together; what was dropped counts for nothing."""

    done: int
    open: int
    overdue: int
    soon: int
    resources: Resources

    @property
    def in_all(self) -> int:
        return self.done + self.open

    def __str__(self) -> str:
        """'Two of 5 actions are done, one is overdue'."""
        if not self.in_all:
            return "No action yet"
        if self.done == self.in_all:
            return "The one action is done" if self.done == 1 else f"All {few(self.done)} actions are done"
        is_or_are = "is" if self.done == 1 else "are"
        said = f"{few(self.done).capitalize()} of {few(self.in_all)} actions {is_or_are} done"
        if self.in_all == 1:
            said = "The one action is not done yet"
        if self.overdue:
            said += f", {self._of_them(self.overdue)} overdue"
        elif self.soon:
            said += f", {self._of_them(self.soon)} due within {SOON_DAYS} days"
        return said

    def _of_them(self, n: int) -> str:
        return "it is" if self.in_all == 1 else f"{few(n)} {'is' if n == 1 else 'are'}"


def few(n: int) -> str:
    """A small number as a word: 'none', 'two', '12'."""
    return "none" if n == 0 else SMALL_NUMBERS[n].lower() if n < len(SMALL_NUMBERS) else f"{n:,}"


def tally(lines: Iterable[ActionLine]) -> Tally:
    counted = [line for line in lines if line.stands is not Due.DROPPED]
    return Tally(
        done=sum(line.stands is Due.DONE for line in counted),
        open=sum(line.is_open for line in counted),
        overdue=sum(line.stands is Due.OVERDUE for line in counted),
        soon=sum(line.stands is Due.SOON for line in counted),
        resources=rolled_up(line.resources for line in counted),
    )


@dataclass(frozen=True)
class ActionChoices:
    """What an action's form offers. `left`: pk of who does it and has left the academy."""

    academy: Academy
    staff_now: frozenset[int]
    staff: QuerySet[User]
    left: int | None
    priorities: tuple[Priority, ...]
    practices: tuple[Practice, ...]

    @property
    def several(self) -> bool:
        return len(self.priorities) > 1

    def has_left(self, person: int) -> bool:
        return person not in self.staff_now


def action_choices(user: User, academy: Academy, plan: Plan, action: Action | None = None) -> ActionChoices:
    """The academy’s staff, and whoever does it now; the plan’s standing priorities; the toolkit's practices. Three
    queries."""
    staff = frozenset(person.pk for person in staff_of(academy))
    owner = action.owner_id if action else None
    priorities = tuple(Priority.objects.editable_by(user).standing().filter(plan=plan))
    return ActionChoices(
        academy=academy,
        staff_now=staff,
        staff=User.objects.filter(pk__in=staff | ({owner} if owner else set())).order_by("full_name", "pk"),
        left=owner if owner and owner not in staff else None,
        priorities=priorities,
        practices=tuple(practices_for(user, academy.trust_id, action.practice_id if action else None)),
    )


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One line of an action's log, as this person may know it."""

    at: datetime.datetime
    what: Status
    says: str
    by: str


@dataclass(frozen=True)
class ActionPage:
    action: Action
    line: ActionLine
    log: list[SaidLine]
    last_said: int
    origin: Record | None
    evidence: list[Record]
    answer: str
    priority: str
    practice: Practice | None


def action_page(user: User, person: Person, action: Action) -> ActionPage:
    """`action` comes as the views read it, with its practice. Queries: names, log, records by kind."""
    academy = action.priority.plan.academy
    named = names_at(user, person, [academy])
    line = line_of(action, person, named, timezone.localdate())
    updates = list(action.updates.select_related("by"))
    keys = [*([action.origin] if action.origin else []), *action.evidence]
    found = in_their_order(keys, records.named(user, person, academy, keys)) if keys else []
    reads = named.sees(academy.pk) or line.mine
    return ActionPage(
        action=action,
        line=line,
        log=[
            SaidLine(u.at, _said(u), u.says if reads else "", named.of(u.by, academy.pk) if reads else "")
            for u in updates
        ],
        last_said=updates[0].pk if updates else 0,
        origin=found[0] if action.origin else None,
        evidence=found[1:] if action.origin else found,
        answer=_answer(line),
        priority=withheld(action.priority.title, named.hidden(academy.pk), SOMEBODY.lower()),
        practice=action.practice,
    )


def _said(update: ActionUpdate) -> Status:
    if update.state == ActionState.DONE:
        return Status("Done", "good")
    if update.state == ActionState.DROPPED:
        return Status("Dropped")
    return Status(Rag(update.rag).label, RAG_TONES[update.rag]) if update.rag else Status("Opened again")


def _answer(line: ActionLine) -> str:
    """'Teaching assistants are trained: on course, and it is due on 4 December 2026, in 12 days.'"""
    says = line.says.rstrip(".")
    if line.stands is Due.DROPPED:
        return f"{says}: it was dropped."
    day = sentence(line.state, line.due, timezone.localdate(), line.done_on)
    return f"{says}: {line.rating.word.lower()}, and {day}." if line.rating else f"{says}: {day}."


def last_said(action: Action) -> int:
    """The last line of its log; 0 for none."""
    found: int | None = action.updates.order_by("-at", "-pk").values_list("pk", flat=True).first()
    return found or 0
