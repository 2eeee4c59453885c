"""What heads made of their reviews' next steps: actions of this year's plans, each knowing which step it answers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction

from dashboards.demo.plans.acting import Cast
from dashboards.demo.strategy.clock import playing
from plans.models import Action, Priority
from plans.services.action import add_action, report_action
from reviews.models import Finding
from reviews.models.finding import FindingKind

D = datetime.date


@dataclass(frozen=True)
class Acted:
    """`step` and `priority`: how the next step and the plan's priority begin. `done`: the day, if that has come."""

    slug: str
    step: str
    priority: str
    says: str
    on: D
    due: D
    done: D | None = None


ACTED: tuple[Acted, ...] = (
    Acted(
        "bosmerrin-primary", "Hear the lowest fifth", "The lowest fifth",
        "Put a daily quarter of an hour for the lowest fifth on every timetable, with who stands in.",
        D(2026, 9, 16), D(2026, 12, 18),
    ),
    Acted(
        "bosmerrin-primary", "Match the book", "The lowest fifth",
        "Sort the books of Years 1 to 3 by the sounds that they ask for.", D(2026, 9, 16), D(2026, 10, 23),
        D(2026, 10, 16),
    ),
    Acted(
        "rosquenna-primary", "Match the book", "The lowest fifth",
        "Buy sixty titles that follow the sounds, for Years 2 and 3.", D(2026, 9, 21), D(2027, 1, 29),
    ),
    Acted(
        "penhavrow-school", "Say when a pupil leaves", "Pupils read in every subject",
        "Write down what a pupil can do who leaves the reading intervention, and test again after a term.",
        D(2026, 9, 14), D(2026, 12, 11),
    ),
    Acted(
        "lanverran-primary", "Give pupils the sentence", "Every pupil rehearses",
        "Plan in every writing lesson the sentence that pupils say first.", D(2026, 9, 18), D(2027, 2, 12),
    ),
)  # fmt: skip


@transaction.atomic
def play_acted(cast: Cast) -> int:
    """How many next steps became actions."""
    for told in ACTED:
        _play(cast, told)
    return len(ACTED)


def _play(cast: Cast, told: Acted) -> None:
    academy, head = cast.academies[told.slug], cast.head(told.slug, told.on)
    told_to = Finding.objects.visible_to(head).filter(review__academy=academy, kind=FindingKind.NEXT_STEP)
    step = told_to.filter(says__startswith=told.step).latest("written_at")
    priority = Priority.objects.visible_to(head).get(
        plan__academy=academy, plan__academic_year=told.on.year, title__startswith=told.priority
    )
    with playing(told.on):
        action: Action = add_action(
            priority=priority, by=head, origin=f"finding:{step.pk}", says=told.says, owner=head, due=told.due
        )
    if told.done is not None:
        with playing(told.done):
            report_action(action=action, by=head, step="done", says="Done.", on=told.done)
