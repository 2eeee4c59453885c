"""Says in the demo, after its first year of plans, which theories of action held where."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from collections.abc import Sequence

from academies.records.keys import key
from dashboards.demo.places import LAST_FULL_YEAR
from dashboards.demo.plans.acting import Cast
from dashboards.demo.plans.planned import PLANNED
from dashboards.demo.plans.themes import THEMES
from dashboards.demo.strategy.clock import playing
from plans.models import SelfEvaluation
from toolkit.models import Theory
from toolkit.models.theory import Held
from toolkit.services.verdict import add_verdict

DAY = datetime.date(LAST_FULL_YEAR + 1, 7, 15)
TRUST_DAY = datetime.date(LAST_FULL_YEAR + 1, 9, 8)
SAYS = {
    Held.HELD: (
        "Seen in nine of ten lessons, and pupils can say why they do it. Their work of July is better than that of the September before.",
        "Visits of two terms and the books agree: where it is done, pupils gain; where it is not, they do not.",
    ),
    Held.NOT_YET: (
        "It is done in half of the classes. What pupils show is encouraging there, and too few to tell.",
        "We saw it done and have not yet seen what it does. One more year.",
    ),
    Held.DID_NOT: (
        "It was agreed on paper and done in few rooms. Where it was done we saw no difference after two terms.",
    ),
}  # fmt: skip
OF_TRUST = (
    (2, Held.HELD, "At the academies that know each of their lowest readers by name and teach them daily, they catch up. Where one of the two was missing, they did not."),
    (3, Held.NOT_YET, "Lessons are calmer at all five academies that work on it. Attendance and results have not followed so far."),
)  # fmt: skip


def play_verdicts(cast: Cast, theories: Sequence[Theory]) -> None:
    for slug, by_year in PLANNED.items():
        told = by_year.get(LAST_FULL_YEAR)
        if told is None:
            continue
        held = Held.HELD if told.mood >= 0.7 else Held.NOT_YET if told.mood > 0.4 else Held.DID_NOT
        academy, by = cast.academies[slug], cast.head(slug, DAY)
        seen = SelfEvaluation.objects.filter(academy=academy, agreed_at__date__lte=DAY).order_by("agreed_at").last()
        with playing(DAY):
            for nth, name in enumerate(told.themes):
                add_verdict(
                    by=by, theory=theories[THEMES[name].theory], academy=academy, held=held,
                    says=SAYS[held][nth % len(SAYS[held])], evidence=[key("evaluation", seen.pk)] if seen else [],
                )  # fmt: skip
    with playing(TRUST_DAY):
        for at, held, says in OF_TRUST:
            add_verdict(by=cast.leader, theory=theories[at], academy=None, held=held, says=says)
