"""Which stage an academy's improvement plan is in and how many of its actions are overdue: as evidence, and as columns
of the trust's overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Status
from academies.providers import Fact, FactKind
from academies.ways import may_at
from accounts.models import User
from celt.lib.terms import year_label, year_on
from plans.rules.stage import WORDS
from plans.selectors.plan_now import StageNow, plans_now

OVERDUE = FactKind(
    slug="plan.overdue",
    label="Overdue actions of the improvement plan",
    group="Improvement plan",
    better="lower",
    unit="overdue",
    about="Open actions of the running year's plan that are past their day.",
    overview=True,
    short="Overdue",
)
DRIFT = FactKind(
    slug="plan.stage_drift",
    label="Stage of the improvement plan",
    group="Improvement plan",
    better="lower",
    unit="weeks past",
    about="Its present stage of three, and, as a number, by how many weeks it has been in it for longer than the trust "
    "expects.",
    overview=True,
    short="Stage",
)
PLAN_KINDS = (OVERDUE, DRIFT)


def plan_facts(user: User, person: Person, academies: Sequence[Academy]) -> Iterator[Fact]:
    """One query. Of open academies; one without a plan has no figure of overdue actions, one that has not begun its way
    has no stage."""
    told = [a for a in academies if a.status == Status.OPEN and may_at(a, person, Permission.VIEW_PLAN)]
    if not told:
        return
    found = plans_now(user, told)
    for academy in told:
        now = found[academy.pk]
        yield _overdue(academy, now.overdue)
        if now.stage:
            yield _stage(academy, now.stage)


def _overdue(academy: Academy, n: int | None) -> Fact:
    today = timezone.localdate()
    return Fact(
        kind=OVERDUE.slug,
        academy=academy.pk,
        value=None if n is None else float(n),
        figure="" if n is None else str(n) if n else "None",
        source="Improvement plans in this product",
        as_of=today,
        period=year_label(year_on(today)),
        why_none="" if n is not None else "No plan yet.",
        url=reverse("plans:plan", args=[academy.slug]),
    )


def _stage(academy: Academy, now: StageNow) -> Fact:
    weeks, word = now.drift.weeks_past, WORDS[now.number].capitalize()
    return Fact(
        kind=DRIFT.slug,
        academy=academy.pk,
        value=float(weeks),
        figure=f"{word}, late" if weeks else word,
        note=now.drift.past,
        source="Stages confirmed in this product",
        as_of=timezone.localdate(),
        period=now.drift.says.rstrip("."),
        url=reverse("plans:stages", args=[academy.slug]),
    )
