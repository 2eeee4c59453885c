"""Plays the demo's self-evaluations: the staff rate, each a little differently, and the head agrees."""

from __future__ import annotations

import datetime
from random import Random

from celt.lib.terms import term_on, year_on
from dashboards.demo.plans.acting import Cast
from dashboards.demo.plans.rated import HELPS, HINDERS, RATED, SHOWN_BY
from dashboards.demo.plans.rated import Rated as Told
from dashboards.demo.strategy.clock import playing
from plans.models import SelfEvaluation
from plans.services.evaluation import Agreed, Rated, agree_evaluation, open_evaluation, rate_conditions
from plans.strategy import CONDITIONS

SEED = 20
WEEKS = datetime.timedelta(days=21)


def play_ratings(cast: Cast, today: datetime.date) -> None:
    chance = Random(SEED)
    for slug, evaluations in RATED.items():
        for told in evaluations:
            with playing(told.opened):
                evaluation = open_evaluation(
                    by=cast.head(slug, told.opened), academy=cast.academies[slug], academic_year=year_on(told.opened),
                    term=term_on(told.opened), closes_on=told.opened + WEEKS,
                )  # fmt: skip
            _rate(cast, slug, evaluation, told, min(told.opened + WEEKS / 2, today), chance)
            if told.agreed is not None:
                with playing(told.agreed):
                    agree_evaluation(
                        by=cast.head(slug, told.agreed),
                        evaluation=evaluation,
                        says=told.says,
                        agreed={
                            c: Agreed(standing, _shown_by(standing, place))
                            for place, (c, standing) in enumerate(_standings(told))
                        },
                    )


def _standings(told: Told) -> list[tuple[str, int]]:
    return [(slug, int(digit)) for slug, digit in zip(CONDITIONS, told.standings, strict=True)]


def _shown_by(standing: int, place: int) -> str:
    return SHOWN_BY[standing][place % len(SHOWN_BY[standing])]


def _rate(cast: Cast, slug: str, evaluation: SelfEvaluation, told: Told, day: datetime.date, chance: Random) -> None:
    """Each person near what was agreed, seldom a step off; some cannot judge what lies far from their classroom."""
    people = [cast.head(slug, day), *cast.staff[slug]]
    for who, person in enumerate(dict.fromkeys(people)):
        ratings = {}
        for place, (condition, standing) in enumerate(_standings(told), start=who):
            if CONDITIONS[condition].ring == "system" and chance.random() < 0.3:
                ratings[condition] = Rated(None)
                continue
            near = max(1, min(4, standing + chance.choices((-1, 0, 1), (2, 6, 2))[0]))
            ratings[condition] = Rated(
                near,
                _shown_by(near, place) if chance.random() < 0.4 else "",
                chance.choice(HELPS),
                chance.choice(HINDERS),
            )
        with playing(day):
            rate_conditions(by=person, evaluation=evaluation, ratings=ratings)
