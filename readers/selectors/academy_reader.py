"""The governors' reader of one academy, part by part."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils import timezone

from academies.access import Person
from academies.models import Academy, Deployment
from academies.selectors.ledger import ledger_page
from academies.selectors.support import late_promises, support_page
from accounts.models import User
from celt.lib.days import british
from celt.lib.names import short_names
from celt.lib.sentences import Sentence, inside, opened, say
from celt.lib.terms import year_label, year_on
from plans.models import Plan
from plans.rules.document import AimTold, PlanDocument, PriorityTold
from plans.rules.question import question
from plans.rules.summary import actions, cut, resources
from plans.selectors.document import plan_document
from readers.rules import questions
from readers.rules.figures import attendance_question, figure_question
from readers.rules.told import FigureTold, ItemTold, PartTold
from readers.selectors.changes import changes
from readers.selectors.drawn import chart_told
from readers.selectors.measures import ATTENDANCE, MOST, Looked, Sight, at_academy, sight_of, told, wanted
from readers.selectors.reviewed import reviews_part

WHY, LONGEST = 260, 420
NO_FIGURES = "No figures are here yet. They will stand here once files were brought in."


def attainment_at(sight: Sight, academy: Academy) -> list[Looked]:
    found = (at_academy(sight, academy, slug) for slug in wanted(academy))
    return [one for one in found if one is not None][:MOST]


def answer_at(academy: Academy, looked: list[Looked]) -> Sentence:
    return looked[0].says if looked else say(f"There is no gap to show at {academy.name} yet.")


def changed_part(
    user: User, academy: Academy, since: datetime.date, until: datetime.date, words: str, *, first: bool
) -> PartTold:
    items, more = changes(user, [academy], since, until)
    says = "" if items or more else f"Nothing is recorded since {british(since)}."
    return PartTold(
        slug="changed",
        title=words,
        says=says,
        items=items,
        more=more,
        asks=questions.of_changes(len(items) + len(more), first=first),
    )


def gaps_part(looked: list[Looked], earlier: Mapping[str, FigureTold]) -> PartTold:
    if not looked:
        return PartTold(slug="gaps", title="The gaps", says=NO_FIGURES, asks="Which figures will the next reader have?")
    first = looked[0]
    return PartTold(
        slug="gaps",
        title="The gaps",
        figures=tuple(told(one, earlier) for one in looked),
        charts=(chart_told(first.drawn(), slug="gaps-years"),),
        asks=figure_question(first.measure, first.figure, first.before),
    )


def attendance_part(looked: Looked | None, earlier: Mapping[str, FigureTold]) -> PartTold:
    if looked is None:
        return PartTold(slug="attendance", title="Attendance", says=NO_FIGURES, asks=attendance_question(None, None))
    return PartTold(
        slug="attendance",
        title="Attendance",
        figures=(told(looked, earlier),),
        charts=(chart_told(looked.drawn(), slug="attendance-years"),),
        asks=attendance_question(looked.figure, looked.before, so_far=looked.so_far),
    )


def plan_part(user: User, person: Person, academy: Academy, until: datetime.date) -> PartTold:
    year = year_on(until)
    plan = Plan.objects.visible_to(user).filter(academy=academy, academic_year=year).select_related("academy").first()
    if plan is None:
        says = f"{academy} has no improvement plan for {year_label(year)} yet."
        return PartTold(slug="plan", title="The plan", says=says, asks=questions.of_plan(0, 0))
    plan.academy = academy
    document = plan_document(user, person, plan, "readers")
    monitoring = cut(document.monitoring, LONGEST)
    more = [f"What it takes: {resources(document)}"]
    more += [f"How it is watched: {monitoring.text}"] if monitoring.text else []
    return PartTold(
        slug="plan",
        title="The plan",
        says=" ".join(filter(None, (document.answer, _stage(document)))),
        items=tuple(_priority(one) for one in document.priorities),
        more=tuple(more),
        asks=questions.of_plan(len(document.priorities), sum(one.overdue for one in document.priorities)),
    )


def _stage(document: PlanDocument) -> str:
    stage = document.stage
    return f"It has been in {inside(stage.name)} since {stage.since}." if stage else ""


def _priority(one: PriorityTold) -> ItemTold:
    why = cut(one.rationale, WHY)
    spent = " and ".join(filter(None, (one.cost, one.days)))
    facts = (_aim(one.aim), f"{actions(one)}.", f"It takes {spent}." if spent else "")
    return ItemTold(
        title=f"{one.number}. {one.title}",
        word=one.aim.word if one.aim else "",
        tone=one.aim.tone if one.aim else "",
        says=why.text,
        goes_on=why.goes_on,
        facts=tuple(filter(None, facts)),
        asks=question(one),
    )


def _aim(aim: AimTold | None) -> str:
    if aim is None or not aim.is_set:
        return "No figure is set that it should move."
    if not aim.shows_figures:
        return f"It should move {_moved(aim.measure)}. {aim.says}".strip()
    way = [f"from {aim.start}" if aim.start else "", f"now {aim.now}" if aim.now else ""]
    way += [f"to be {aim.goal}{f' {_by(aim.goal_when)}' if aim.goal_when else ''}" if aim.goal else ""]
    return f"It should move {_moved(aim.measure)}: {', '.join(filter(None, way))}."


def _moved(figure: str) -> str:
    """'the gap in reading', 'disadvantaged pupils in writing'."""
    told = inside(figure)
    return f"the {told}" if told.startswith("gap ") else told


def _by(when: str) -> str:
    """'by summer 2026/27'; assessments and whole years are named as what they are."""
    at, _, year = when.rpartition(" ")
    if at == "Statutory":
        return f"in the statutory assessments of {year}"
    return f"over the whole of {year}" if at == "Full year" else f"by {inside(when)}"


def support_part(user: User, person: Person, academy: Academy) -> PartTold:
    today = timezone.localdate()
    promised = support_page(user, person, academy, {})
    ledger = ledger_page(user, person, academy, {})
    late = late_promises(user, [academy]).get(academy.pk, 0)
    more = [earlier_late(late - sum(kind.tally.late for kind in promised.picture)), ledger.answer, ledger.lead]
    if promised.decision is not None:
        more.insert(1, f"Its category is {promised.decision.confirmed_tier}, until {british(promised.decision.ends)}.")
    return PartTold(
        slug="support",
        title="Support received and given",
        says=promised.answer,
        items=tuple(_lent(one, academy) for one in _running(user, academy, today)),
        more=tuple(filter(None, more)),
        asks=questions.of_support(late, gives=bool(ledger.gives.rows), receives=bool(ledger.receives.rows)),
    )


def earlier_late(late: int) -> str:
    """What is late of years before the one that the sentence above it tells."""
    if not late:
        return ""
    return f"{opened(late, 'piece')} promised in an earlier year {'is' if late == 1 else 'are'} late as well."


def _running(user: User, academy: Academy, today: datetime.date) -> list[Deployment]:
    standing = Deployment.objects.visible_to(user).standing().filter(starts__lte=today, ends__gte=today)
    running = (standing.filter(giver=academy) | standing.filter(receiver=academy)).distinct()
    return list(running.select_related("giver", "receiver", "area").order_by("ends", "pk")[:MOST])


def _lent(one: Deployment, academy: Academy) -> ItemTold:
    """Without who goes: a member of staff."""
    gives = one.giver_id == academy.pk
    other = one.receiver if gives else one.giver
    return ItemTold(
        title=f"{'Gives to' if gives else 'Receives from'} {short_names([other.name])[other.name]}: {one.focus}",
        when=f"Until {british(one.ends)}",
        says=cut(one.intended_impact, WHY).text,
        facts=(f"Worked so far: {one.worked_of_pledged} days.",),
    )


def academy_parts(
    user: User,
    person: Person,
    academy: Academy,
    span: tuple[datetime.date, datetime.date, str],
    earlier: Mapping[str, FigureTold],
    *,
    first: bool,
) -> tuple[Sentence, tuple[PartTold, ...], list[Looked]]:
    """The sentence that the reader opens with, its parts, the figures behind them. `span`: since, until, in words."""
    since, until, words = span
    sight = sight_of(user, person, academy.trust)
    attainment = attainment_at(sight, academy)
    attendance = at_academy(sight, academy, ATTENDANCE)
    parts = (
        changed_part(user, academy, since, until, words, first=first),
        gaps_part(attainment, earlier),
        attendance_part(attendance, earlier),
        plan_part(user, person, academy, until),
        reviews_part(user, person, [academy], since, until),
        support_part(user, person, academy),
    )
    return answer_at(academy, attainment), parts, [*attainment, *([attendance] if attendance else [])]
