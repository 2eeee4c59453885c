"""The academies most like one, and how the gap stands there. Four queries, however many academies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from django.db.models import QuerySet
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Phase
from academies.providers import Fact, facts
from academies.selectors.profile_facts import Mark, Strip, drawn, number
from academies.ways import may_at
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import listed, opened
from celt.lib.statistics import differs
from celt.lib.terms import year_label, year_on
from dashboards.beside import MANY
from dashboards.facts import FIGURE_KINDS, GAPS, KIND_OF_VALUE, facts_of, headline_of
from dashboards.likeness import SMALL_POOL, Cohort, Like, most_like
from dashboards.selectors.facts import Held, at_academy, figures_held
from dashboards.sentences import Z95
from pupils.measures import MEASURES

COUNTED = "attendance_rate"  # its figure counts every pupil from reception to year 11
ABSENCE = "attendance.persistent_absence"


@dataclass(frozen=True, slots=True)
class LikeRow:
    """One academy of the list. `own`: the one whose page it is. Facts are None where there is none of the kind."""

    academy: Academy
    name: str
    cohort: Cohort
    own: bool
    gap: Fact | None
    reached: Fact | None
    absence: Fact | None
    strip: Strip | None
    marks: tuple[Mark, ...]

    @property
    def interval(self) -> str:
        """'12 to 43'; empty without an interval."""
        if self.gap is None or self.gap.low is None or self.gap.high is None:
            return ""
        places = facts.kinds[self.gap.kind].decimals
        return f"{number(self.gap.low, places)} to {number(self.gap.high, places)}"


@dataclass(frozen=True, slots=True)
class LikePage:
    academy: Academy
    rows: tuple[LikeRow, ...]
    answer: str
    finding: str
    how: str
    pool: str
    measure: str
    left_out: str

    @property
    def years(self) -> str:
        """The years of the gap of most rows; a row of other years says so itself."""
        periods = [row.gap.period for row in self.rows if row.gap and row.gap.value is not None]
        return max(periods, key=periods.count, default="")

    @property
    def period(self) -> str:
        """What the figures are of: gaps and outcomes may be of several years, absence is of one."""
        gap = next((row.gap for row in self.rows if row.gap and row.gap.value is not None), None)
        absence = next((row.absence for row in self.rows if row.absence and row.absence.value is not None), None)
        told = [
            f"Gap and what disadvantaged pupils reached: {self.years}, unless a row says otherwise." if gap else "",
            f"Disadvantaged pupils persistently absent: {absence.period}." if absence else "",
            "Lines are 95% intervals; the diamond is the trust over the same years." if gap else "",
            f"{gap.source}." if gap else "",
        ]
        return " ".join(filter(None, told))


def like_page(user: User, person: Person, academy: Academy) -> LikePage:
    """Of the trust's open academies of the phase whose figures the person may see."""
    others = [a for a in _of_phase(user, academy) if may_at(a, person, Permission.VIEW_FIGURES) and a.pk != academy.pk]
    held = figures_held(
        user, person, [academy, *others], {*GAPS, COUNTED}, finished_before=year_on(timezone.localdate())
    )
    known = {a.pk: cohort for a in (academy, *others) if (cohort := cohort_of(held, a)) is not None}
    own, many = known.get(academy.pk), MANY[Phase(academy.phase)].lower()
    near = most_like(own, [known[a.pk] for a in others if a.pk in known]) if own else []
    names = short_names(a.name for a in (academy, *others))
    rows = _rows(held, academy, own, near, {a.pk: a for a in others}, names) if own else ()
    slug = headline_of(held, academy)
    year = held.newest[COUNTED].academic_year if COUNTED in held.newest else None
    missing = [names[a.name] for a in others if a.pk not in known]
    return LikePage(
        academy=academy,
        rows=rows,
        answer=_answer(names[academy.name], own, near, len(others), many, [names[r.academy.name] for r in rows[1:]]),
        finding=finding(rows),
        how=_how(many, year) if near else "",
        pool=_pool(len(others), many) if near else "",
        measure=MEASURES[slug].in_words if slug else "",
        left_out=f"{listed(missing, most=6)}: no attendance handed in, so nothing to measure by." if missing else "",
    )


def _of_phase(user: User, academy: Academy) -> QuerySet[Academy]:
    return Academy.objects.visible_to(user).open().filter(trust=academy.trust_id, phase=academy.phase)


def cohort_of(held: Held, academy: Academy) -> Cohort | None:
    """How many pupils, and how many of a hundred are disadvantaged. Numbers of pupils are shown to everybody who reads
    figures, those of hidden figures too."""
    figure = held.of(COUNTED, at_academy(academy))
    pupils = figure.n_disadvantaged + figure.n_other if figure else 0
    return Cohort(academy.pk, pupils, 100 * figure.n_disadvantaged / pupils) if figure and pupils else None


def _rows(
    held: Held, academy: Academy, own: Cohort, near: Sequence[Like], others: dict[int, Academy], names: dict[str, str]
) -> tuple[LikeRow, ...]:
    shown = [(academy, own), *((others[like.cohort.key], like.cohort) for like in near)]
    slug = headline_of(held, academy)
    kind = next((kind for kind in FIGURE_KINDS if kind.slug == f"gap.{slug}"), None)
    told = {a.pk: {fact.kind: fact for fact in facts_of(held, a)} for a, _ in shown}
    gaps = {pk: of.get(f"gap.{slug}") for pk, of in told.items()}
    spans = [fact.value for fact in gaps.values() if fact and fact.value is not None]
    rows = []
    for a, cohort in shown:
        gap = gaps[a.pk]
        strip, marks = drawn(kind, gap, also=spans) if kind and gap else (None, ())
        reached = told[a.pk].get(KIND_OF_VALUE.get(slug or "", ""))
        absence = told[a.pk].get(ABSENCE)
        rows.append(LikeRow(a, names[a.name], cohort, a == academy, gap, reached, absence, strip, marks[:1]))
    return tuple(rows)


def _answer(name: str, own: Cohort | None, near: Sequence[Like], others: int, many: str, names: list[str]) -> str:
    if own is None:
        return f"{name} has handed in no attendance yet, so nobody can say which academies are like it."
    if not near:
        return f"There are no other {many} here to compare {name} with."
    if others <= 2:
        return f"The trust has only {listed(names)} to compare {name} with: too few to call any of them alike."
    if len(near) == others:
        return f"The trust has {others} other {many}. The one most like {name} is {names[0]}, then {listed(names[1:])}."
    which = opened(len(near), "academy", "academies")
    return f"{which} of the trust’s {others} other {many} are most like {name}: {listed(names, most=5)}."


def _how(many: str, year: int | None) -> str:
    when = f" in {year_label(year)}" if year is not None else ""
    return (
        f"Likeness is measured by two things{when}: how many pupils an academy has, by proportion, so that 100 against "
        "200 counts like 200 against 400; and what share of them is disadvantaged. Each is taken against how widely "
        f"the trust’s {many} differ in it, and both count the same. Nothing else is looked at."
    )


def _pool(others: int, many: str) -> str:
    if others >= SMALL_POOL:
        return ""
    return (
        f"With {others} other {many} this is a small pool: even the nearest may differ in what matters. Read it as a "
        "reason to ask a colleague, never as a ranking."
    )


def finding(rows: Sequence[LikeRow]) -> str:
    """Where the gap differs from the academy's own by more than chance explains, false findings held at 5%."""
    own = next((row for row in rows if row.own), None)
    if own is None or own.gap is None or own.gap.value is None:
        return ""
    known = [r for r in rows if not r.own and r.gap and r.gap.value is not None and _error(r.gap) is not None]
    error = _error(own.gap)
    if not known or error is None:
        return ""
    apart = [r.gap.value - own.gap.value for r in known if r.gap and r.gap.value is not None]
    errors = [hypot(error, _error(r.gap) or 0.0) for r in known if r.gap]
    found = [(row, gap) for row, gap, sure in zip(known, apart, differs(apart, errors), strict=True) if sure]
    if not found:
        return (
            f"Its gap cannot be told apart from {'that' if len(known) == 1 else 'those'} of the academies most like it."
        )
    told = [
        f"the gap at {listed([row.name for row, gap in found if (gap < 0) == narrower])} is {word}"
        for narrower, word in ((True, "narrower"), (False, "wider"))
        if any((gap < 0) == narrower for _, gap in found)
    ]
    text = " and ".join(told)
    rest = "" if len(found) == len(known) else " The others’ cannot be told apart from its own."
    return f"{text[0].upper()}{text[1:]} by more than chance explains.{rest}"


def _error(fact: Fact) -> float | None:
    """The standard error behind a fact's 95% interval."""
    return None if fact.low is None or fact.high is None else (fact.high - fact.low) / (2 * Z95)
