"""Where an academy's improvement plan is, and whether it takes longer than expected, as evidence."""

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
from plans.rules.stage import WORDS
from plans.selectors.stage_drift import stage_drifts

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
STAGE_KINDS = (DRIFT,)


def stage_facts(user: User, person: Person, academies: Sequence[Academy]) -> Iterator[Fact]:
    """One query. Only of academies that are open and on their way."""
    told = [a for a in academies if a.status == Status.OPEN and may_at(a, person, Permission.VIEW_PLAN)]
    if not told:
        return
    found, today = stage_drifts(user, told), timezone.localdate()
    for academy in told:
        here = found.get(academy.pk)
        if here is None:
            continue
        weeks = here.drift.weeks_past
        yield Fact(
            kind=DRIFT.slug,
            academy=academy.pk,
            value=float(weeks),
            figure=f"{WORDS[here.number].capitalize()}, late" if weeks else WORDS[here.number].capitalize(),
            note=here.drift.past,
            source="Stages confirmed in this product",
            as_of=today,
            period=here.drift.says.rstrip("."),
            url=reverse("plans:stages", args=[academy.slug]),
        )
