"""The page on which a target is set: which figure, where it stands, what a target would mean. Fixed queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from academies.access import Person
from academies.providers import Comparison
from accounts.models import User
from celt.ui.parts import Choice, Filter
from plans.models import Priority
from plans.models.priority import FigureOf
from plans.providers import Reading, Wanted, readings
from plans.rules.target import (
    GAP,
    At,
    Course,
    Point,
    chance_words,
    figure_words,
    one_pupil_words,
    pupils_words,
    refusal,
)
from plans.selectors.target import course_of
from plans.selectors.target_told import about_words, among_words
from plans.services.target import AHEAD, due_checkpoints
from pupils.measures import MEASURES, Measure
from pupils.measures.sitting import sits

OFFERED = 9  # readings to start from, newest first
STEPS = 5  # pupils more, told one by one
FIGURES = [Choice(FigureOf.GAP, "The gap"), Choice(FigureOf.DISADVANTAGED, "What they reach")]
# Of the checkpoints that a measure is read at, which is the surest to start from.
SUREST = ("statutory", "full year")


@dataclass(frozen=True)
class TargetPage:
    """`found`: every reading of the figure looked at, oldest first; `offered`: those to start from. `hidden`: how many
    of them are of too few pupils. `chosen`: the reading that the form starts from."""

    priority: Priority
    measure: Measure
    figure_of: str
    breakdown: str
    filters: list[Filter]
    found: Sequence[Reading]
    offered: Sequence[Reading]
    hidden: int
    chosen: Reading | None
    checkpoints: list[str]
    years: list[int]
    beside: Sequence[Comparison]
    course: Course

    @property
    def about(self) -> str:
        among = among_words(self.breakdown)
        return about_words(self.measure, self.figure_of) + (f", among {among}" if among else "")

    @property
    def unit(self) -> str:
        if self.figure_of == GAP:
            return "points behind"
        return "%" if self.measure.unit == "%" else "points"

    @property
    def more(self) -> str:
        """What pupils are counted in: more of them, or fewer where less is better."""
        return "more" if self.measure.direction == "higher" else "fewer"

    @property
    def better(self) -> str:
        lower = self.figure_of == GAP or self.measure.direction == "lower"
        return "Less is better." if lower else "More is better."

    @property
    def initial(self) -> dict[str, Any]:
        """What the form starts with where nothing is set yet: the surest newest figure, and the like of it to come."""
        year = self.years[0]
        if self.chosen is None:
            return {"target_year": year, "target_checkpoint": self.checkpoints[-1] if self.checkpoints else ""}
        at = self.chosen.at
        sure = at[1].lower() in SUREST
        names = [name for name in self.checkpoints if name.lower() not in SUREST]
        checkpoint = at[1] if sure or not names else names[-1]
        ahead = next((y for y in self.years if self.course.is_after((y, checkpoint), at)), self.years[-1])
        return {
            "start": f"{at[0]}:{at[1]}",
            "target_year": ahead,
            "target_checkpoint": checkpoint,
        }


def target_page(user: User, person: Person, priority: Priority, asked: Mapping[str, str]) -> TargetPage:
    """`asked`: measure, figure_of, breakdown of the address; what is not asked for is taken from the priority, from the
    gaps that it names as evidence, or the first that the academy's pupils sit."""
    academy = priority.plan.academy
    sat = [measure for measure in MEASURES.values() if sits(academy, measure)]
    measure = _measure(sat, asked, priority)
    figure_of = asked.get("figure_of", "") or priority.figure_of
    figure_of = figure_of if figure_of in FigureOf.values else FigureOf.GAP
    among = readings.breakdowns(user, person, academy, measure.slug) or [("all", "All pupils")]
    own = priority.breakdown if measure.slug == priority.measure else "all"
    breakdown = asked.get("breakdown", "") or own
    breakdown = breakdown if breakdown in dict(among) else "all"
    wanted = Wanted(academy.pk, measure.slug, figure_of, breakdown)
    found = readings.collect(user, person, [academy], [wanted]).get(wanted, [])
    shown = [reading for reading in found if reading.value is not None]
    course = course_of(user, academy.trust)
    year = priority.plan.academic_year
    return TargetPage(
        priority=priority,
        measure=measure,
        figure_of=figure_of,
        breakdown=breakdown,
        filters=_filters(sat, measure, figure_of, among, breakdown),
        found=found,
        offered=_offered(shown, priority),
        hidden=len(found) - len(shown),
        chosen=_surest(shown),
        checkpoints=due_checkpoints(course, found),
        years=list(range(year, year + AHEAD + 1)),
        beside=readings.beside(user, person, academy, measure.slug, figure_of) if breakdown == "all" else (),
        course=course,
    )


def _measure(sat: Sequence[Measure], asked: Mapping[str, str], priority: Priority) -> Measure:
    named = [key.removeprefix("gap:") for key in priority.evidence if key.startswith("gap:")]
    wanted = [asked.get("measure", ""), priority.measure, *named]
    slugs = {measure.slug: measure for measure in sat}
    return next((slugs[slug] for slug in wanted if slug in slugs), sat[0] if sat else next(iter(MEASURES.values())))


def _surest(shown: Sequence[Reading]) -> Reading | None:
    """The newest of results or of a whole year, where the measure has such; else the newest."""
    sure = [reading for reading in shown if reading.checkpoint.lower() in SUREST]
    return next(reversed(sure or list(shown)), None)


def _offered(shown: Sequence[Reading], priority: Priority) -> list[Reading]:
    """The newest ones, the surest of them, and the one that the target starts from already."""
    newest = shown[-OFFERED:]
    kept = (priority.baseline_year, priority.baseline_checkpoint.lower())
    sure = _surest(shown)
    return [
        reading
        for reading in shown
        if reading in newest or reading is sure or (reading.academic_year, reading.checkpoint.lower()) == kept
    ]


def _filters(
    sat: Sequence[Measure], measure: Measure, figure_of: str, among: Sequence[tuple[str, str]], breakdown: str
) -> list[Filter]:
    return [
        Filter("measure", "Measure", [Choice(each.slug, each.title) for each in sat], measure.slug, wide=True),
        Filter("figure_of", "Which figure", FIGURES, figure_of),
        Filter("breakdown", "Among", [Choice(slug, label) for slug, label in among], breakdown),
    ]


@dataclass(frozen=True)
class Means:
    """What a start and a target mean. `ladder`: pupils more, and the figure that they would make."""

    one_pupil: str = ""
    chance: str = ""
    pupils: str = ""
    wrong: str = ""
    ladder: Sequence[tuple[int, str]] = ()


def means(page: TargetPage, start: At | None, target: Decimal | None) -> Means:
    """Of the figure that the form starts from, and of the target where one is typed."""
    reading = next((r for r in page.found if r.at == start), page.chosen) if start else page.chosen
    if reading is None or reading.value is None:
        wrong = refusal(page.measure, page.figure_of, None, float(target)) if target is not None else ""
        return Means(wrong=wrong)
    point = Point(reading.value, reading.low, reading.high)
    typed = float(target) if target is not None else None
    wrong = refusal(page.measure, page.figure_of, reading.value, typed) if typed is not None else ""
    told = typed is not None and not wrong
    return Means(
        one_pupil=one_pupil_words(page.measure, reading.n),
        chance=chance_words(page.measure, point, reading.n),
        pupils=pupils_words(page.measure, page.figure_of, reading.value, typed or 0.0, reading.n) if told else "",
        wrong=wrong,
        ladder=tuple(_ladder(page, reading)),
    )


def _ladder(page: TargetPage, reading: Reading) -> Iterator[tuple[int, str]]:
    """Only of a share: of a mean no number of pupils makes a figure."""
    if not page.measure.is_share or not reading.n or reading.value is None:
        return
    way = -1 if page.figure_of == GAP or page.measure.direction == "lower" else 1
    for pupils in range(1, STEPS + 1):
        value = reading.value + way * 100 * pupils / reading.n
        if refusal(page.measure, page.figure_of, reading.value, value):
            return
        yield pupils, figure_words(value, page.measure, page.figure_of)
