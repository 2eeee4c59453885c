"""Facts out of the gap run: each told again here from the rows themselves, by other arithmetic; what a reader must not
learn; what cannot be told; and what it costs."""

from __future__ import annotations

import datetime
import json
import math
import random
import statistics
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from django.utils import timezone

from academies.access import Person
from academies.models import Academy, Membership
from academies.models.academy import Phase
from academies.providers import Fact, facts
from accounts.models import User
from dashboards.facts import FIGURE_KINDS, figure_facts
from dashboards.models import FigureStatus, GapFigure
from dashboards.uncertainty import of_years
from pupils.measures import MEASURES
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2025, 11, 20)
SHOWN, SUPPRESSED = FigureStatus.SHOWN, FigureStatus.SUPPRESSED
POOLED = {
    "pooled_years": 3, "pooled_gap": -21.25, "pooled_ci_low": -33.5, "pooled_ci_high": -9.75,
    "pooled_n_disadvantaged": 61, "pooled_n_other": 122, "pooled_value_disadvantaged": 47.541,
    "pooled_value_other": 68.791, "pooled_status": SHOWN, "reader_pooled_status": SHOWN,
}  # fmt: skip


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: TODAY)


def person_of(user: User, cast: Cast) -> Person:
    return Person(
        list(Membership.objects.current(TODAY).filter(user=user).select_related("trust", "academy")), cast.trust
    )


def told(user: User, cast: Cast, academies: list[Academy] | None = None) -> dict[str, Fact]:
    """The facts of the first academy."""
    academies = academies or [cast.own]
    return {f.kind: f for f in figure_facts(user, person_of(user, cast), academies) if f.academy == academies[0].pk}


def figure(cast: Cast, **values: Any) -> GapFigure:
    place: dict[str, Any] = {"academy": cast.own, "measure": "ks2_rwm_exp"}
    return make.GapFigureFactory(**{**place, **values})


def trust_figure(cast: Cast, **values: Any) -> GapFigure:
    """The trust's row, without which a measure is not known to be held."""
    place: dict[str, Any] = {"academy": None, "trust": cast.trust, "level": "trust", "phase": ""}
    return figure(cast, **{**place, **values})


def test_a_gap_is_told_over_three_years_as_points_behind(cast):
    run = make.GapRunFactory(
        trust=cast.trust,
        published_at=datetime.datetime(2025, 11, 18, 2, 4, tzinfo=datetime.UTC),
        data_as_of=datetime.datetime(2025, 11, 3, 9, 0, tzinfo=datetime.UTC),
    )
    trust_figure(cast, run=run)
    figure(cast, run=run, **POOLED)
    fact = told(cast.trust_leader, cast)["gap.ks2_rwm_exp"]
    assert (fact.value, fact.low, fact.high, fact.n) == (21.25, 9.75, 33.5, 61)
    assert fact.figure == "21 points behind"
    assert fact.period == "2022/23 to 2024/25 together"
    assert fact.source == "Gap run of 18 November 2025, from files of 3 November 2025"
    assert fact.as_of == datetime.date(2025, 11, 3)
    assert "measure=ks2_rwm_exp" in fact.url
    headline = told(cast.trust_leader, cast)["gap.headline"]
    assert (headline.value, headline.note) == (21.25, "In reading, writing and maths")


def test_where_no_three_years_may_be_told_the_newest_year_is(cast):
    trust_figure(cast)
    figure(cast, gap=-17.5, ci_low=-41.5, ci_high=5.6, academic_year=2024)
    figure(cast, gap=-60.0, academic_year=2023)
    fact = told(cast.trust_leader, cast)["gap.ks2_rwm_exp"]
    assert (fact.value, fact.low, fact.high, fact.n, fact.period) == (17.5, -5.6, 41.5, 20, "2024/25")


def test_disadvantaged_pupils_who_are_ahead_are_not_behind(cast):
    trust_figure(cast)
    figure(cast, gap=3.2, ci_low=-9.0, ci_high=15.0)
    fact = told(cast.trust_leader, cast)["gap.ks2_rwm_exp"]
    assert (fact.value, fact.figure) == (-3.2, "3 points ahead")


def test_in_absence_more_is_behind(cast):
    for make_it in (trust_figure, figure):
        make_it(
            cast, measure="persistent_absence", checkpoint="Full year",
            value_disadvantaged=31.0, value_other=12.0, gap=19.0, ci_low=8.0, ci_high=30.0,
        )  # fmt: skip
    found = told(cast.trust_leader, cast)
    fact = found["gap.persistent_absence"]
    assert (fact.value, fact.low, fact.high, fact.figure) == (19.0, 8.0, 30.0, "19 points behind")
    assert found["attendance.persistent_absence"].figure == "31%"


def test_a_running_year_of_attendance_waits_until_it_is_whole(cast):
    """The academic year of the day, 2025/26, has a figure already; the last whole year is told."""
    for year, value in ((2025, 50.0), (2024, 31.0)):
        for make_it in (trust_figure, figure):
            make_it(
                cast, measure="persistent_absence", checkpoint="Full year", academic_year=year,
                value_disadvantaged=value,
            )  # fmt: skip
    assert told(cast.trust_leader, cast)["attendance.persistent_absence"].value == 31.0


def test_statutory_results_go_before_those_of_a_term(cast):
    for checkpoint, year, gap in (("Autumn", 2025, -50.0), ("Statutory", 2024, -20.0)):
        trust_figure(cast, checkpoint=checkpoint, academic_year=year)
        figure(cast, checkpoint=checkpoint, academic_year=year, gap=gap)
    assert told(cast.trust_leader, cast)["gap.ks2_rwm_exp"].value == 20.0


@pytest.mark.parametrize(
    ("statuses", "who", "value"),
    [
        ({"status": SUPPRESSED, "reader_status": SUPPRESSED}, "trust_leader", None),
        ({"status": SHOWN, "reader_status": SUPPRESSED}, "trust_leader", 17.5),
        ({"status": SHOWN, "reader_status": SUPPRESSED}, "governor", None),
        ({"status": SHOWN, "reader_status": SUPPRESSED}, "trustee", None),
    ],
)
def test_what_may_not_be_shown_leaves_no_trace(cast, statuses, who, value):
    """Neither the figure, nor its change, nor anything else from which it follows."""
    trust_figure(cast, gap=-15.0, value_disadvantaged=51.0, value_other=66.0)
    figure(
        cast, **statuses, n_disadvantaged=8, value_disadvantaged=61.777, value_other=79.277, change_gap=4.333,
        change_disadvantaged=5.222, change_status=SHOWN, reader_change_status=SHOWN,
        pooled_status=SUPPRESSED, reader_pooled_status=SUPPRESSED, pooled_gap=-18.111, pooled_years=3,
    )  # fmt: skip
    found = told(getattr(cast, who), cast)
    for kind in ("gap.ks2_rwm_exp", "outcome.ks2_rwm_exp", "gap.headline"):
        fact = found[kind]
        if value is not None:
            assert fact.value is not None
            continue
        assert fact.value is fact.low is fact.high is fact.n is None
        assert (fact.why_none, fact.figure, fact.trend, fact.beside) == ("Too few pupils to show.", "", "", ())
        written = json.dumps(asdict(fact), default=str)
        assert not any(number in written for number in ("61.7", "79.2", "17.5", "4.3", "5.2", "18.1"))


def test_results_that_nobody_handed_in_are_said_to_be_missing(cast):
    trust_figure(cast)
    found = told(cast.trust_leader, cast)
    assert found["gap.ks2_rwm_exp"].why_none == "No results were handed in."
    assert found["gap.phonics_exp"].value is None


def test_a_group_without_pupils_is_nothing_to_compare(cast):
    trust_figure(cast)
    figure(cast, n_disadvantaged=0, gap=None, value_disadvantaged=None, ci_low=None, ci_high=None)
    fact = told(cast.trust_leader, cast)["gap.ks2_rwm_exp"]
    assert fact.value is None
    assert "nothing to compare" in fact.why_none


def test_a_change_says_whether_it_can_be_chance(cast):
    trust_figure(cast)
    before = {"academic_year": 2023, "gap": -30.0}
    figure(cast, **before, ci_low=-45.0, ci_high=-15.0)
    now = figure(
        cast, academic_year=2024, gap=-20.0, ci_low=-32.0, ci_high=-8.0, change_gap=10.0, change_disadvantaged=8.0,
        change_other=-2.0, change_status=SHOWN, reader_change_status=SHOWN,
    )  # fmt: skip
    trend = told(cast.trust_leader, cast)["gap.ks2_rwm_exp"].trend
    assert trend == "10 points narrower in 2024/25 than the year before, which may be chance"
    GapFigure.objects.filter(academic_year=2023).update(ci_low=-32.0, ci_high=-28.0)
    GapFigure.objects.filter(pk=now.pk).update(ci_low=-22.0, ci_high=-18.0)
    trend = told(cast.trust_leader, cast)["gap.ks2_rwm_exp"].trend
    assert trend == "10 points narrower in 2024/25 than the year before, because disadvantaged pupils moved up"
    GapFigure.objects.filter(academic_year=2023).update(ci_low=None, ci_high=None)
    assert told(cast.trust_leader, cast)["gap.ks2_rwm_exp"].trend.endswith("which may be chance")


def test_the_same_figure_elsewhere_stands_beside(cast):
    """The trust and its phase from the run; Cornwall and England from the reference values of the newest year."""
    cast.own.la_code, cast.own.la_name = 908, "Cornwall"
    cast.own.save()
    trust_figure(cast, gap=-15.0, n_disadvantaged=90)
    trust_figure(cast, level="phase", phase="primary", gap=-16.0, n_disadvantaged=80)
    figure(cast)
    found = told(cast.trust_leader, cast)
    assert [(c.label, c.figure) for c in found["gap.ks2_rwm_exp"].beside] == [
        ("Trust", "15 points behind"),
        ("Primaries", "16 points behind"),
        ("Cornwall, 2024/25", "20 points behind"),
        ("England, 2024/25", "22 points behind"),
    ]
    reached = {c.label: c.value for c in found["outcome.ks2_rwm_exp"].beside}
    assert reached["Cornwall, 2024/25"] == 46
    assert reached["England, 2024/25"] == 48
    assert reached["Other pupils here"] == 77.5
    assert all(c.source for c in found["gap.ks2_rwm_exp"].beside if c.label.startswith(("Cornwall", "England")))


def test_figures_brought_in_go_before_older_ones(cast):
    trust_figure(cast, academic_year=2025)
    figure(cast, academic_year=2025)
    make.PublishedFigureFactory(
        level="national", academy=None, la_code=None, academic_year=2025, value_disadvantaged=50.0, value_other=69.0
    )
    found = told(cast.trust_leader, cast)["gap.ks2_rwm_exp"].beside
    assert [(c.label, c.value) for c in found if c.label.startswith("England")] == [("England, 2025/26", 19.0)]


def test_all_pupils_stand_in_where_no_split_is_published_and_say_so(cast):
    for make_it in (trust_figure, figure):
        make_it(cast, measure="persistent_absence", checkpoint="Full year", value_disadvantaged=30.0)
    labels = [c.label for c in told(cast.trust_leader, cast)["attendance.persistent_absence"].beside]
    assert "England, all pupils, 2024/25" in labels


def test_pupils_with_free_meals_are_another_group(cast):
    """England's phonics figures are split by free meals alone: never set beside the disadvantaged."""
    for make_it in (trust_figure, figure):
        make_it(cast, measure="phonics_exp")
    labels = [c.label for c in told(cast.trust_leader, cast)["gap.phonics_exp"].beside]
    assert not [label for label in labels if label.startswith("England")]


def bisected(k: int, n: int, upper: bool) -> float:
    """An end of Wilson's interval by its meaning: where p lies 1.96 of its own errors from k of n."""
    z, share = statistics.NormalDist().inv_cdf(0.975), k / n
    low, high = (share, 1.0) if upper else (0.0, share)
    for _ in range(80):
        middle = (low + high) / 2
        inside = abs(share - middle) < z * math.sqrt(middle * (1 - middle) / n)
        low, high = (middle, high) if inside == upper else (low, middle)
    return low


def test_a_share_carries_wilsons_interval(cast):
    trust_figure(cast)
    figure(cast, n_disadvantaged=25, value_disadvantaged=36.0)
    fact = told(cast.trust_leader, cast)["outcome.ks2_rwm_exp"]
    assert fact.low == pytest.approx(100 * bisected(9, 25, upper=False), abs=1e-6)
    assert fact.high == pytest.approx(100 * bisected(9, 25, upper=True), abs=1e-6)


def test_a_mean_over_years_carries_the_deviation_of_all_its_pupils():
    """Made from raw marks of three years; the interval is that of all the marks in one heap."""
    raw = random.Random(11)
    years = [[raw.gauss(100, 12) for _ in range(size)] for size in (19, 31, 7)]
    every = [mark for year in years for mark in year]
    rows = [
        make.GapFigureFactory.build(
            trust=None, run=None, academy=None, measure="reading_sas_mean", n_disadvantaged=len(year),
            value_disadvantaged=statistics.mean(year), sd_disadvantaged=statistics.stdev(year),
            pooled_n_disadvantaged=len(every), pooled_value_disadvantaged=statistics.mean(every),
        )
        for year in years
    ]  # fmt: skip
    found = of_years(MEASURES["reading_sas_mean"], rows[0], rows)
    half = statistics.NormalDist().inv_cdf(0.975) * statistics.stdev(every) / math.sqrt(len(every))
    assert found.low == pytest.approx(statistics.mean(every) - half)
    assert found.high == pytest.approx(statistics.mean(every) + half)
    assert of_years(MEASURES["reading_sas_mean"], rows[0], rows[:2]).low is None, "A year is missing: no interval."


def test_every_gap_of_many_academies_is_the_one_of_its_row(cast):
    """Told again straight from the rows, in loops."""
    raw = random.Random(5)
    academies = [cast.own, *make.AcademyFactory.create_batch(12, trust=cast.trust)]
    for slug in ("ks2_rwm_exp", "phonics_exp", "reading_sas_mean"):
        checkpoint = "Summer" if slug == "reading_sas_mean" else "Statutory"
        for year in (2023, 2024):
            trust_figure(cast, measure=slug, academic_year=year, checkpoint=checkpoint)
            for academy in academies:
                gap, pooled = raw.uniform(-40, 10), raw.uniform(-40, 10)
                figure(
                    cast, academy=academy, measure=slug, academic_year=year, checkpoint=checkpoint, gap=gap,
                    status=raw.choice([SHOWN, SUPPRESSED]), pooled_gap=pooled, pooled_years=3,
                    pooled_status=raw.choice([SHOWN, SUPPRESSED]),
                )  # fmt: skip
    user = cast.trust_leader
    found = facts.collect(user, person_of(user, cast), academies)
    for row in GapFigure.objects.filter(level="academy", academic_year=2024):
        want = row.pooled_gap if row.pooled_status == SHOWN else row.gap if row.status == SHOWN else None
        assert row.academy_id is not None
        value = found[row.academy_id][f"gap.{row.measure}"].value
        assert value == (None if want is None else pytest.approx(-want))


def test_who_may_not_see_figures_is_told_none(cast):
    trust_figure(cast)
    figure(cast)
    assert told(cast.moderator, cast) == {}
    assert told(cast.administrator, cast) == {}
    assert told(cast.headteacher, cast, [cast.sibling]) == {}
    assert told(cast.governor, cast)["gap.ks2_rwm_exp"].value == 17.5


def test_only_what_an_academys_pupils_sit(cast):
    cast.own.low_age, cast.own.high_age = 4, 7
    kinds = set(told(cast.trust_leader, cast))
    assert "gap.phonics_exp" in kinds
    assert "gap.ks2_rwm_exp" not in kinds
    assert not {kind for kind in kinds if "ks4" in kind}
    assert "gap.ks4_attainment8" in told(cast.trust_leader, cast, [cast.sibling])


def test_every_fact_is_of_a_kind_that_was_announced(cast):
    trust_figure(cast)
    figure(cast, **POOLED)
    known = {kind.slug for kind in FIGURE_KINDS}
    assert set(told(cast.trust_leader, cast)) <= known
    assert len(known) == len(FIGURE_KINDS)


def spread(cast: Cast, how_many: int) -> Iterator[Academy]:
    for _ in range(how_many):
        academy = make.AcademyFactory(trust=cast.trust, phase=Phase.PRIMARY)
        figure(cast, academy=academy, **POOLED)
        yield academy


def test_two_hundred_academies_cost_the_queries_of_two(cast, django_assert_num_queries):
    trust_figure(cast)
    academies = [cast.own, *spread(cast, 1)]
    user = cast.trust_leader
    person = person_of(user, cast)
    with django_assert_num_queries(3):
        few = list(figure_facts(user, person, academies))
    academies += spread(cast, 198)
    with django_assert_num_queries(3):
        many = list(figure_facts(user, person, academies))
    assert len(many) == 100 * len(few)
