"""The trustees' reader of the trust, part by part."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from academies.access import Person
from academies.models import Academy, Trust
from academies.models.academy import Status
from academies.selectors.categories import categories_page
from academies.selectors.ledger_matrix import matrix_page
from academies.selectors.support import late_promises
from academies.selectors.support_trust import trust_support_page
from accounts.models import User
from celt.lib.days import british
from celt.lib.names import short_names
from celt.lib.sentences import Sentence, listed, say
from celt.lib.terms import year_on
from plans.models import TrustPriority
from plans.selectors.portfolio import PlanRow, answer_of, lead_of, portfolio
from readers.rules import questions
from readers.rules.figures import figure_question
from readers.rules.told import ChartTold, FigureTold, ItemTold, PartTold
from readers.selectors.academy_reader import NO_FIGURES, attendance_part, earlier_late
from readers.selectors.changes import changes
from readers.selectors.drawn import chart_told
from readers.selectors.measures import ATTENDANCE, Looked, in_trust, sight_of, told
from readers.selectors.reviewed import reviews_part

# The headline of each phase: drawn academy by academy.
HEADLINES = ("ks2_rwm_exp", "ks4_attainment8")
MOST = 5


def trust_parts(
    user: User,
    person: Person,
    trust: Trust,
    span: tuple[datetime.date, datetime.date, str],
    earlier: Mapping[str, FigureTold],
    *,
    first: bool,
) -> tuple[Sentence, tuple[PartTold, ...], list[Looked]]:
    """The sentence that the reader opens with, its parts, the figures behind them. `span`: since, until, in words."""
    since, until, words = span
    every = list(Academy.objects.visible_to(user).filter(trust=trust))
    academies = [academy for academy in every if academy.status == Status.OPEN]
    sight = sight_of(user, person, trust)
    attainment = [one for slug in HEADLINES if (one := in_trust(sight, slug, by_academy=every))]
    attendance = in_trust(sight, ATTENDANCE)
    parts = (
        _changed(user, academies, since, until, words, first=first),
        _gaps(attainment, earlier),
        attendance_part(attendance, earlier),
        _plans(user, person, trust, until),
        reviews_part(user, person, academies, since, until),
        _support(user, person, trust, academies),
    )
    answer = attainment[0].says if attainment else say("There is no gap to show in the trust yet.")
    return answer, parts, [*attainment, *([attendance] if attendance else [])]


def _changed(
    user: User, academies: Sequence[Academy], since: datetime.date, until: datetime.date, words: str, *, first: bool
) -> PartTold:
    items, more = changes(user, academies, since, until)
    says = "" if items or more else f"Nothing is recorded since {british(since)}."
    asks = questions.of_changes(len(items) + len(more), first=first)
    return PartTold(slug="changed", title=words, says=says, items=items, more=more, asks=asks)


def _gaps(looked: list[Looked], earlier: Mapping[str, FigureTold]) -> PartTold:
    if not looked:
        return PartTold(slug="gaps", title="The gaps", says=NO_FIGURES, asks="Which figures will the next reader have?")
    return PartTold(
        slug="gaps",
        title="The gaps",
        figures=tuple(told(one, earlier) for one in looked),
        charts=tuple(_drawn(one) for one in looked),
        asks=figure_question(looked[0].measure, looked[0].figure, looked[0].before),
    )


def _drawn(one: Looked) -> ChartTold:
    return chart_told(one.drawn(), slug=f"gaps-{one.measure.slug}", title=one.measure.title)


def _plans(user: User, person: Person, trust: Trust, until: datetime.date) -> PartTold:
    year = year_on(until)
    rows = [row for row in portfolio(user, person, year) if row.is_open]
    short = short_names(row.name for row in rows)
    priorities = TrustPriority.objects.visible_to(user).filter(trust=trust).in_year(year)
    late = sum(row.overdue or 0 for row in rows)
    return PartTold(
        slug="plan",
        title="The plans",
        says=f"{answer_of(rows, year)}.",
        items=tuple(_priority(one, rows, short) for one in priorities[:MOST]),
        more=tuple(filter(None, (lead_of(rows),))),
        asks=questions.of_plan(sum(row.n_priorities for row in rows), late),
    )


def _priority(one: TrustPriority, rows: Sequence[PlanRow], short: Mapping[str, str]) -> ItemTold:
    serving = [short[row.name] for row in rows if any(each.trust_priority_id == one.pk for each in row.priorities)]
    who = f"Worked on at {listed(serving, most=8)}." if serving else "No plan works on it."
    return ItemTold(
        title=one.title,
        says=one.about,
        facts=(who,),
        asks="" if serving else "Nobody works on this. Is it still a priority?",
    )


def _support(user: User, person: Person, trust: Trust, academies: Sequence[Academy]) -> PartTold:
    promised = trust_support_page(user, person, trust, {})
    matrix = matrix_page(user, person, {})
    every_late = sum(late_promises(user, academies).values())
    placed = categories_page(user, person, trust, {})
    return PartTold(
        slug="support",
        title="Support received and given",
        says=promised.answer,
        more=tuple(
            filter(
                None,
                (
                    earlier_late(every_late - promised.late),
                    f"{placed.answer.rstrip('.')}.",
                    matrix.answer,
                    matrix.lead,
                ),
            )
        ),
        asks=questions.of_support(every_late, gives=bool(matrix.pairs), receives=bool(matrix.pairs), one=False),
    )
