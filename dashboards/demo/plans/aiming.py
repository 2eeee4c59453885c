"""Sets the demo priorities' targets from the figures of the year before, and writes what newer ones mean."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from decimal import Decimal

from academies.access import person_for
from accounts.models import User
from dashboards.demo.plans.themes import Theme
from dashboards.demo.strategy.clock import playing
from plans.models import Priority
from plans.providers import Reading, Wanted, readings
from plans.services.meaning import newest_reading, write_meaning
from plans.services.target import Aim, set_target
from pupils.measures import MEASURES
from pupils.measures.sitting import sits

# Surest first: a target starts from, and is due at, the same point of the year.
STARTS = ("Statutory", "Full year", "Summer", "Spring")

CLEAR_BETTER = "More than chance explains, and it fits what visits saw. We keep doing what we do and look next at who is still left out."
MAYBE_BETTER = "It moved the right way, by no more than chance could do. What we see in lessons says that it is real; we ask for one more checkpoint before we say so."
CLEAR_WORSE = "It went the wrong way and not by chance. We stop two of the actions, and put their time into the first."
MAYBE_WORSE = "It went the wrong way, by a handful of pupils. We looked at each of them by name: half were away for weeks. We change nothing yet and look again in spring."


def set_aim(priority: Priority, theme: Theme, by: User, day: datetime.date) -> None:
    """Where the academy has a figure of the year before, by how much the theme means to move it."""
    academy, year = priority.plan.academy, priority.plan.academic_year
    measure = MEASURES.get(theme.measure)
    if measure is None or not sits(academy, measure):
        return
    start = _start(by, priority, theme, year - 1)
    if start is None or start.value is None:
        return
    lower = theme.figure_of == "gap" or measure.direction == "lower"
    goal = start.value + (-theme.move if lower else theme.move)
    least, most = (0.0, measure.scale[1]) if theme.figure_of == "gap" else measure.scale
    target = Decimal(str(round(min(max(goal, least), most), measure.decimals)))
    if (target >= Decimal(str(start.value))) if lower else (target <= Decimal(str(start.value))):
        return
    aim = Aim(theme.measure, theme.figure_of, "all", start.at, target, (year, start.checkpoint))
    with playing(day):
        set_target(priority=priority, by=by, aim=aim)


def _start(by: User, priority: Priority, theme: Theme, year: int) -> Reading | None:
    academy = priority.plan.academy
    wanted = Wanted(academy.pk, theme.measure, theme.figure_of)
    found = readings.collect(by, person_for(by, academy.trust_id), [academy], [wanted]).get(wanted, [])
    there = {reading.checkpoint: reading for reading in found if reading.academic_year == year and reading.value}
    return next((there[name] for name in STARTS if name in there), None)


def write_of(priority: Priority, by: User, day: datetime.date) -> None:
    """What the newest figure means, where there is one and it is newer than the one that the target starts from."""
    priority.refresh_from_db()
    reading = newest_reading(by, priority) if priority.measure and priority.baseline is not None else None
    if reading is None or reading.value is None or priority.baseline is None:
        return
    if reading.at == (priority.baseline_year, priority.baseline_checkpoint):
        return
    base, better = float(priority.baseline), priority.better == "lower"
    moved = (base - reading.value) if better else (reading.value - base)
    clear = reading.low is not None and reading.high is not None and not reading.low <= base <= reading.high
    says = (CLEAR_BETTER if clear else MAYBE_BETTER) if moved >= 0 else (CLEAR_WORSE if clear else MAYBE_WORSE)
    with playing(day):
        write_meaning(priority=priority, by=by, says=says, about=reading.at)
