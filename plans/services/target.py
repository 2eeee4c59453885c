"""Setting a priority's target, and taking it away. The figure that it starts from is read here: no form sends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from academies.access import person_for
from accounts.models import User
from celt.lib.terms import year_label
from plans.models import Priority
from plans.models.priority import FigureOf
from plans.providers import Reading, Wanted, readings
from plans.rules.target import At, Course, refusal
from plans.selectors.target import course_of
from plans.selectors.target_told import when_words
from plans.services.priority import locked_priority
from pupils.measures import MEASURES, Measure
from pupils.measures.sitting import sits

AHEAD = 2  # years after the plan's own in which a target may be due
DROPPED = "This priority was dropped. Take it up again before you change it."


@dataclass(frozen=True, slots=True)
class Aim:
    """`start`: year and checkpoint of the figure that it starts from; None where there is no figure yet."""

    measure: str
    figure_of: str
    breakdown: str
    start: At | None
    target: Decimal
    by: At


@transaction.atomic
def set_target(*, priority: Priority, by: User, aim: Aim) -> Priority:
    """Sets or changes which figure the priority should move, from where to where and by when.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    locked = locked_priority(priority.pk, by)
    if locked.dropped_at is not None:
        raise ValidationError(DROPPED)
    academy = locked.plan.academy
    measure = MEASURES.get(aim.measure)
    if measure is None or not sits(academy, measure):
        raise ValidationError({"measure": f"No pupils of {academy} sit this measure. Choose one that they sit."})
    if aim.figure_of not in FigureOf.values:
        raise ValidationError({"figure_of": "Choose the gap, or what disadvantaged pupils reach."})
    person = person_for(by, academy.trust_id)
    among = dict(readings.breakdowns(by, person, academy, measure.slug))
    if aim.breakdown not in {"all", *among}:
        raise ValidationError({"breakdown": "Choose among the groups that have figures."})
    wanted = Wanted(academy.pk, measure.slug, aim.figure_of, aim.breakdown)
    found = readings.collect(by, person, [academy], [wanted]).get(wanted, [])
    start = _start(aim, found)
    value = None if start is None else start.value
    course = course_of(by, academy.trust)
    _refuse(aim, measure, value, locked.plan.academic_year, _checkpoints(course, found), course)
    _put(
        locked,
        measure=measure.slug,
        figure_of=aim.figure_of,
        breakdown=aim.breakdown,
        better="lower" if aim.figure_of == FigureOf.GAP else measure.direction,
        baseline=None if value is None else round(Decimal(str(value)), 2),
        baseline_year=start.academic_year if start else None,
        baseline_checkpoint=start.checkpoint if start else "",
        target=aim.target,
        target_year=aim.by[0],
        target_checkpoint=aim.by[1],
    )
    return locked


@transaction.atomic
def clear_target(*, priority: Priority, by: User) -> Priority:
    """Takes the target away; what was written about figures stays. Raises PermissionDenied or ValidationError."""
    locked = locked_priority(priority.pk, by)
    if locked.dropped_at is not None:
        raise ValidationError(DROPPED)
    _put(
        locked,
        measure="",
        figure_of=FigureOf.GAP,
        breakdown="all",
        better="",
        baseline=None,
        baseline_year=None,
        baseline_checkpoint="",
        target=None,
        target_year=None,
        target_checkpoint="",
    )
    return locked


def _put(priority: Priority, **values: Any) -> None:
    for name, value in values.items():
        setattr(priority, name, value)
    priority.full_clean()
    priority.save(update_fields=list(values))


def due_checkpoints(course: Course, found: Sequence[Reading]) -> list[str]:
    """The checkpoints by which a target may be due: the trust's, and the measure's own such as the whole year."""
    return list(_checkpoints(course, found))


def _checkpoints(course: Course, found: Sequence[Reading]) -> tuple[str, ...]:
    known = {name.lower() for name in course.names}
    more = {reading.checkpoint for reading in found if reading.checkpoint.lower() not in known}
    return (*course.names, *sorted(more))


def _start(aim: Aim, found: Sequence[Reading]) -> Reading | None:
    """The reading that was chosen; None where the measure has none yet."""
    if aim.start is None:
        if any(reading.value is not None for reading in found):
            raise ValidationError({"start": "Choose the figure that it starts from."})
        if found:
            raise ValidationError(
                {"start": "Every figure here is of too few pupils to show. Choose all pupils, or another measure."}
            )
        return None
    year, checkpoint = aim.start
    start = next((r for r in found if r.academic_year == year and r.checkpoint.lower() == checkpoint.lower()), None)
    if start is None:
        raise ValidationError({"start": f"There is no figure of {when_words(aim.start)}. Choose another start."})
    if start.value is None:
        raise ValidationError(
            {"start": f"{when_words(start.at)}: {start.why_none} Choose another start, or all pupils."}
        )
    return start


def _refuse(
    aim: Aim, measure: Measure, start: float | None, plan_year: int, checkpoints: Sequence[str], course: Course
) -> None:
    wrong: dict[str, str] = {}
    if says := refusal(measure, aim.figure_of, start, float(aim.target)):
        wrong["target"] = says
    year, checkpoint = aim.by
    if not plan_year <= year <= plan_year + AHEAD:
        first, last = year_label(plan_year), year_label(plan_year + AHEAD)
        wrong["target_year"] = f"A target of this plan is due in {first} at the earliest and in {last} at the latest."
    if checkpoint.lower() not in {name.lower() for name in checkpoints}:
        wrong["target_checkpoint"] = "The trust has no such checkpoint. Choose one of its own."
    elif aim.start is not None and not course.is_after(aim.by, aim.start) and "target_year" not in wrong:
        wrong["target_checkpoint"] = (
            f"{when_words(aim.by)} is not after {when_words(aim.start)}, the figure that it starts from. Choose a "
            "later checkpoint."
        )
    if wrong:
        raise ValidationError(wrong)
