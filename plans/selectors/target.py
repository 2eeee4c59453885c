"""Targets of priorities as somebody may read them: from, now, to, how it stands, and what was written about it.

Every figure here comes through the disclosure door for whoever asks, never from what a priority or a meaning keeps: a
governor who may not see the start of a target sees neither its figures nor the target itself, which would tell the
figure's direction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db.models import prefetch_related_objects

from academies.access import Permission, Person
from academies.models import Academy, Trust
from academies.ways import may_at
from accounts.models import User
from celt.lib.sentences import inside
from plans.models import Meaning, Priority
from plans.models.priority import FigureOf
from plans.providers import Reading, Wanted, readings
from plans.rules.target import (
    At,
    Better,
    Course,
    Judged,
    Picture,
    Point,
    Verdict,
    alike,
    figure_words,
    goal_words,
    judge,
    may_be_chance,
    picture,
    pupils_words,
)
from plans.rules.withhold import withheld
from plans.selectors.named import SOMEBODY, Named, names_at
from plans.selectors.target_told import MeaningLine, TargetTold, about_words, among_words, when_words
from pupils.measures import MEASURES
from pupils.measures.words import number, points
from pupils.models import Checkpoint

KEPT_TO = 0.0051  # a start is kept to the hundredth
TOO_SMALL = "A target is set. Its figures are of too few pupils to show here: ask the head how it stands."


def course_of(user: User, trust: Trust | None) -> Course:
    """The checkpoints of the trust in the order of its year. One query."""
    found = Checkpoint.objects.visible_to(user).filter(trust=trust)
    return Course(tuple(found.order_by("position", "name").values_list("name", flat=True)))


def targets(
    user: User, person: Person, priorities: Collection[Priority], named: Named | None = None
) -> dict[int, TargetTold]:
    """Priority pk -> what it should move, of those that name a measure. A fixed number of queries. `named`: whose names
    the person is told at their academies, where the page asked that already."""
    measured = [one for one in priorities if one.measure in MEASURES]
    if not measured:
        return {}
    prefetch_related_objects(measured, "plan__academy__trust")
    academies = {one.plan.academy_id: one.plan.academy for one in measured}
    found = readings.collect(user, person, list(academies.values()), {wanted_by(one) for one in measured})
    course = course_of(user, person.trust)
    named = named or names_at(user, person, academies.values())
    written: dict[int, list[Meaning]] = {}
    for meaning in Meaning.objects.visible_to(user).filter(priority__in=measured).select_related("by"):
        written.setdefault(meaning.priority_id, []).append(meaning)
    return {
        one.pk: _Telling(one, person, found.get(wanted_by(one), []), course, named, written.get(one.pk, [])).told()
        for one in measured
    }


def wanted_by(priority: Priority) -> Wanted:
    return Wanted(priority.plan.academy_id, priority.measure, priority.figure_of, priority.breakdown)


class _Telling:
    """One priority on its way to being told."""

    def __init__(
        self,
        priority: Priority,
        person: Person,
        found: Sequence[Reading],
        course: Course,
        named: Named,
        written: Sequence[Meaning],
    ) -> None:
        self.priority, self.found, self.course, self.named, self.written = priority, found, course, named, written
        self.measure = MEASURES[priority.measure]
        self.academy: Academy = priority.plan.academy
        self.staff = reads_staff_figures(self.academy, person)
        self.start_at = _at(priority.baseline_year, priority.baseline_checkpoint)
        self.target_at = _at(priority.target_year, priority.target_checkpoint)
        self.target = None if priority.target is None else float(priority.target)
        self.by_at: Mapping[At, Reading] = {(r.academic_year, r.checkpoint.lower()): r for r in found}

    def told(self) -> TargetTold:
        priority, measure = self.priority, self.measure
        about, among = about_words(measure, priority.figure_of), among_words(priority.breakdown)
        group = priority.figure_of == FigureOf.DISADVANTAGED
        start = self._reading(self.start_at)
        if start is not None and start.value is None and not self.staff:
            return TargetTold(
                priority.pk, about, among, group, TOO_SMALL if self.target is not None else start.why_none,
                word=Verdict.HIDDEN.value, meanings=self._meanings(),
            )  # fmt: skip
        start_point = self._start_point(start)
        now = self._now()
        now_point = _point(now) if now is not None else None
        judged = self._judged(start_point, now, now_point)
        shown = now_point or start_point
        source = now or start
        return TargetTold(
            priority.pk,
            about,
            among,
            group,
            self._says(start_point, now, judged),
            word=judged.verdict.value if judged else "",
            tone=judged.tone if judged else "",
            start=self._words(start_point.value) if start_point else "",
            start_when=when_words(self.start_at) if self.start_at else "",
            now=self._words(now_point.value) if now_point else (now.why_none if now else ""),
            now_when=when_words(now.at) if now else "",
            goal=self._goal(),
            goal_when=when_words(self.target_at) if self.target_at and self.target is not None else "",
            interval=self._interval(shown),
            n=source.n if source else None,
            chance=self._chance(start_point, now_point),
            moved=self._moved(start, now),
            means=self._means(start, start_point),
            on_the_way=self._on_the_way(now),
            note=self._note(start),
            as_of=source.data_as_of if source else None,
            url=source.url if source else "",
            picture=self._picture(start_point, now_point),
            judged=judged,
            start_value=start_point.value if start_point else None,
            now_value=now_point.value if now_point else None,
            goal_value=self.target,
            unwritten=self._unwritten(),
            meanings=self._meanings(),
        )

    @property
    def better(self) -> Better:
        return "lower" if self.priority.figure_of == FigureOf.GAP else self.measure.direction

    def _words(self, value: float) -> str:
        return figure_words(value, self.measure, self.priority.figure_of)

    def _goal(self) -> str:
        return "" if self.target is None else goal_words(self.target, self.measure, self.priority.figure_of)

    def _reading(self, at: At | None) -> Reading | None:
        return self.by_at.get((at[0], at[1].lower())) if at else None

    def _start_point(self, start: Reading | None) -> Point | None:
        """Where no figure of that checkpoint is known any more, staff read what was known on the day it was set."""
        if start is not None:
            return _point(start)
        kept = self.priority.baseline
        return Point(float(kept)) if kept is not None and self.staff else None

    def _now(self) -> Reading | None:
        """The newest figure after the start that can be held against it or against the target."""
        for reading in reversed(self.found):
            if self.start_at is None:
                if self.target_at is None or alike(self.measure, reading.checkpoint, self.target_at[1]):
                    return reading
                continue
            if not self.course.is_after(reading.at, self.start_at):
                return None
            if any(alike(self.measure, reading.checkpoint, at[1]) for at in (self.start_at, self.target_at) if at):
                return reading
        return None

    def _judged(self, start: Point | None, now: Reading | None, point: Point | None) -> Judged | None:
        if self.target is None or self.target_at is None:
            return None
        if now is not None and point is None:
            return Judged(Verdict.HIDDEN)
        way = 0.0
        if now is not None:
            used = {reading.checkpoint for reading in self.found}
            way = (
                self.course.way(self.start_at, now.at, self.target_at, used)
                if self.start_at
                else float(not self.course.is_after(self.target_at, now.at))
            )
        return judge(self.better, start, point, self.target, way, decimals=self.measure.decimals)

    def _says(self, start: Point | None, now: Reading | None, judged: Judged | None) -> str:
        """'47% to 52%; target 60% by Summer 2026/27; on course'."""
        parts = []
        if start is not None and now is not None and now.value is not None:
            first, last = self._words(start.value), self._words(now.value)
            for unit in (" points behind", " points"):
                if first.endswith(unit) and last.endswith(unit):
                    first = first.removesuffix(unit)
            parts.append(f"{first} to {last}")
        elif start is not None:
            parts.append(f"From {self._words(start.value)} in {when_words(self.start_at)}" if self.start_at else "")
        elif now is not None and now.value is not None:
            parts.append(f"Now {self._words(now.value)}")
        if self.target is not None and self.target_at is not None:
            parts.append(f"target {self._goal()} by {when_words(self.target_at)}")
            if judged is not None:
                parts.append(inside(judged.verdict.value))
        else:
            parts.append("no target set")
        says = "; ".join(part for part in parts if part)
        return says[0].upper() + says[1:]

    def _interval(self, point: Point | None) -> str:
        if point is None or point.low is None or point.high is None:
            return ""
        return f"{number(point.low, self.measure)} to {number(point.high, self.measure)}"

    def _chance(self, start: Point | None, now: Point | None) -> str:
        if start is None or now is None or start.half is None or now.half is None:
            return ""
        if may_be_chance(start, now):
            return "The change so far may be chance."
        return "The change so far is more than chance explains."

    def _moved(self, start: Reading | None, now: Reading | None) -> str:
        """Which group moved since the start; a gap that narrowed because other pupils fell back says so."""
        if start is None or now is None or None in (start.disadvantaged, start.other, now.disadvantaged, now.other):
            return ""
        assert start.disadvantaged is not None
        assert start.other is not None
        assert now.disadvantaged is not None
        assert now.other is not None
        own, others = now.disadvantaged - start.disadvantaged, now.other - start.other
        told = f"Disadvantaged pupils {self._went(own)}, other pupils {self._went(others)}."
        better = 1 if self.measure.direction == "higher" else -1
        if self._narrower(start, now) and better * own <= 0 and better * others < 0:
            told += " The gap is narrower because other pupils fell back."
        return told

    def _narrower(self, start: Reading, now: Reading) -> bool:
        gaps = [abs((r.disadvantaged or 0) - (r.other or 0)) for r in (start, now)]
        return self.priority.figure_of == FigureOf.GAP and gaps[1] < gaps[0]

    def _went(self, change: float) -> str:
        if number(abs(change), self.measure) == "0":
            return "stand where they stood"
        return f"are {'up' if change > 0 else 'down'} {points(change, self.measure)}"

    def _means(self, start: Reading | None, point: Point | None) -> str:
        if start is None or point is None or self.target is None:
            return ""
        return pupils_words(self.measure, self.priority.figure_of, point.value, self.target, start.n)

    def _on_the_way(self, now: Reading | None) -> str:
        """A newer figure of another kind of checkpoint beside its own like of the year before."""
        newest = self.found[-1] if self.found else None
        if newest is None or newest.value is None or newest == now:
            return ""
        if self.start_at and not self.course.is_after(newest.at, self.start_at):
            return ""
        before = self.by_at.get((newest.academic_year - 1, newest.checkpoint.lower()))
        told = f"On the way: {newest.says} in {when_words(newest.at)}"
        return f"{told}, {before.says} the year before" if before is not None and before.value is not None else told

    def _note(self, start: Reading | None) -> str:
        """What staff need to know besides: the start is another figure today than when the target was set."""
        if self.start_at and self.target_at and not alike(self.measure, self.start_at[1], self.target_at[1]):
            return (
                f"It starts from {self.start_at[1]} and is due at {self.target_at[1]}: part of the way is what a class "
                "learns in a year."
            )
        kept = self.priority.baseline
        if not self.staff or kept is None or start is None or start.value is None:
            return ""
        if abs(float(kept) - start.value) < KEPT_TO:
            return ""
        return f"It was set from {self._words(float(kept))}; the figure was corrected since."

    def _picture(self, start: Point | None, now: Point | None) -> Picture | None:
        return picture(self.better, start, now, self.target)

    def _unwritten(self) -> Reading | None:
        """The newest figure, where it is newer than the last one written about, or says something else by now."""
        newest = next((reading for reading in reversed(self.found) if reading.value is not None), None)
        if newest is None or self.target is None:
            return None
        last = max(
            (meaning for meaning in self.written),
            key=lambda meaning: (self.course.place((meaning.academic_year, meaning.checkpoint)), meaning.pk),
            default=None,
        )
        if last is None:
            return newest if self.start_at is None or self.course.is_after(newest.at, self.start_at) else None
        last_at = (last.academic_year, last.checkpoint)
        if self.course.is_after(newest.at, last_at):
            return newest
        again = self.course.place(newest.at) == self.course.place(last_at)
        return newest if again and newest.says != last.reading.get("says", newest.says) else None

    def _meanings(self) -> tuple[MeaningLine, ...]:
        hidden = self.named.hidden(self.academy.pk)
        return tuple(
            MeaningLine(
                meaning.pk,
                meaning.at,
                when_words((meaning.academic_year, meaning.checkpoint)),
                self._figure_then(meaning),
                withheld(meaning.says, hidden, SOMEBODY.lower()),
                self.named.of(meaning.by, self.academy.pk),
            )
            for meaning in self.written
        )

    def _figure_then(self, meaning: Meaning) -> str:
        """Staff read the figure as it was; readers read what the door shows them of it today."""
        if self.staff:
            return str(meaning.reading.get("says", ""))
        reading = self._reading((meaning.academic_year, meaning.checkpoint))
        return reading.says if reading is not None and reading.value is not None else ""


def reads_staff_figures(academy: Academy, person: Person) -> bool:
    return person.reads_as_staff and may_at(academy, person, Permission.VIEW_STAFF_FIGURES)


def _at(year: int | None, checkpoint: str) -> At | None:
    return (year, checkpoint) if year is not None and checkpoint else None


def _point(reading: Reading) -> Point | None:
    return None if reading.value is None else Point(reading.value, reading.low, reading.high)
