"""Plays the demo academies' way through the stages: activities logged, gates asked and answered, leadership by term."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from academies.models import Term
from dashboards.demo.places import LAST_FULL_YEAR
from dashboards.demo.plans.acting import Cast
from dashboards.demo.plans.staged import DONE_SAYS, GOING_SAYS, HANDED_ON, LEANING, PRESCRIBED, WAYS, Way
from dashboards.demo.strategy.clock import playing
from plans.models import StageActivity
from plans.services.gate import answer_gate, ask_gate
from plans.services.programme import ensure_programme
from plans.services.stage import begin_journey, log_activity, set_twin_track

Day = datetime.date


def play_stages(cast: Cast, today: Day) -> None:
    stages = ensure_programme(cast.trust)
    activities = [list(stage.activities.order_by("order")) for stage in stages]
    for at, (slug, way) in enumerate(WAYS.items()):
        _play_way(cast, slug, way, activities, at, today)
    _play_twin_tracks(cast, today)


def _play_way(
    cast: Cast, slug: str, way: Way, activities: Sequence[Sequence[StageActivity]], at: int, today: Day
) -> None:
    academy = cast.academies[slug]
    with playing(way.since):
        begin_journey(academy=academy, by=cast.head(slug, way.since), on=way.since)
    begun, stage = way.since, 1
    for gate in way.gates:
        if gate.confirmed and not gate.back:
            _log_done(cast, slug, way, stage, activities[stage - 1], begun, gate.asked, at)
        with playing(gate.asked):
            asked = ask_gate(
                by=cast.head(slug, gate.asked), academy=academy, kind="back" if gate.back else "onward", says=gate.says
            )
        if gate.answered is None:
            return
        with playing(gate.answered):
            by = cast.leader if at % 3 else cast.second
            answer_gate(by=by, gate=asked, verdict="confirmed" if gate.confirmed else "sent_back", reason=gate.reason)
        if gate.confirmed:
            begun, stage = gate.answered, stage + (-1 if gate.back else 1)
    returned = any(gate.back for gate in way.gates)
    _log_done(cast, slug, way, stage, activities[stage - 1], begun, today, at, again=returned)
    if way.going and way.done[stage - 1] < len(activities[stage - 1]):
        day = max(begun, today - datetime.timedelta(days=11 + 3 * at))
        with playing(day):
            log_activity(
                by=cast.head(slug, day), academy=academy, activity=activities[stage - 1][way.done[stage - 1]],
                state="under_way", starts=day, note=GOING_SAYS[at % len(GOING_SAYS)],
            )  # fmt: skip


def _log_done(
    cast: Cast,
    slug: str,
    way: Way,
    stage: int,
    activities: Sequence[StageActivity],
    first: Day,
    last: Day,
    at: int,
    *,
    again: bool = False,
) -> None:
    """The stage's activities, done one after the other between the two days; `again`: they were logged before."""
    done = way.done[stage - 1]
    if again or not done:
        return
    apart = (last - first) / (done + 1)
    for place in range(done):
        day = first + apart * (place + 1)
        says = DONE_SAYS[stage, place]
        with playing(day):
            log_activity(
                by=cast.head(slug, day), academy=cast.academies[slug], activity=activities[place], state="done",
                starts=first + apart * place, done_on=day, note=says[at % len(says)],
            )  # fmt: skip


def _play_twin_tracks(cast: Cast, today: Day) -> None:
    terms = list(Term.objects.filter(trust=cast.trust, academic_year__gte=LAST_FULL_YEAR, starts__lte=today))
    for slug, leanings in LEANING.items():
        # An academy that joined the way late has its last terms only.
        for term, leaning in zip(terms[-len(leanings) :], leanings, strict=True):
            day = min(term.ends, today)
            with playing(day):
                set_twin_track(
                    by=cast.head(slug, day), academy=cast.academies[slug], academic_year=term.academic_year,
                    term=term.name, leaning=leaning, prescribed=PRESCRIBED[leaning], handed_on=HANDED_ON[leaning],
                )  # fmt: skip
