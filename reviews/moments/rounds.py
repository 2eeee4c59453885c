"""What rounds did at their host, for its timeline: planned, next work agreed, followed up, called off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import F, Q
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.selectors.together import Asked
from academies.ways import may_at
from accounts.models import User
from celt.ui.parts import Moment
from reviews.models import Round, RoundStep
from reviews.models.round import ROUND_TOLD

MOST = 50
SAYS = {
    "plan": "Instructional round planned",
    "agree": "Instructional round: next work agreed",
    "follow": "Instructional round followed up",
    "call_off": "Instructional round called off",
}
# A round begins for governors when its next work is agreed.
FOR_GOVERNORS = frozenset({"agree", "follow"})


def steps_of_rounds(user: User, person: Person, academy: Academy) -> Asked | None:
    """The host's staff read every step told of, governors from agreement on; None for who reads no rounds there."""
    if not may_at(academy, person, Permission.READ_ROUNDS):
        return None
    knows = may_at(academy, person, Permission.VIEW_ROUNDS)
    told = Q(step__in=SAYS if knows else FOR_GOVERNORS, round__in=Round.objects.visible_to(user))
    if not knows:
        told &= Q(round__state__in=ROUND_TOLD)
    steps = RoundStep.objects.visible_to(user).filter(told, round__host=academy)
    about = steps.annotate(practice=F("round__practice"), prediction=F("round__prediction"), came=F("round__came"))
    return Asked(about.order_by("-at", "-pk")[:MOST], also=("practice", "prediction", "came"))


def round_moments(steps: Iterable[RoundStep]) -> Iterator[Moment]:
    """No query. `steps`: as `steps_of_rounds` asks for them."""
    for step in sorted(steps, key=lambda each: (each.at, each.pk), reverse=True):
        practice: str = step.practice  # type: ignore[attr-defined]
        url = reverse("reviews:round_report" if step.step == "agree" else "reviews:round_show", args=[step.round_id])
        yield Moment(step.at, SAYS[step.step] + (f" ({practice})" if practice else ""), url, _note(step))


def _note(step: RoundStep) -> str:
    """What one reads on without opening it: the prediction, what came of it, why it was called off."""
    told = {"agree": "prediction", "follow": "came"}
    return str(getattr(step, told[step.step])) if step.step in told else step.says
