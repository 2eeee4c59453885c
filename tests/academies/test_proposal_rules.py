"""Which category the evidence points to, proved against another way of working it out, over figures of every kind."""

from __future__ import annotations

import itertools
import math
from statistics import median_high
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academies.rules.proposal import (
    Figure,
    Rule,
    Standing,
    proposal_words,
    propose,
    read,
    reading_words,
    rests_words,
    without_words,
    zone_words,
)
from academies.rules.strip import place, strip_of

TIERS = ("Sustain", "Improve", "Repair", "Stabilise")
COLOURS = [(tier, "grey") for tier in TIERS]
GAP = Rule("Gap at reading", "lower", (5, 10, 15, None), unit="points behind", decimals=1)
ATTENDANCE = Rule("Attendance", "higher", (95, 93, 90, None), unit="%", decimals=1)
GRADE = Rule(
    "Quality of education", "higher", (3, None, 2, None), words=("Inadequate", "Requires improvement", "Good", "Better")
)

values = st.floats(-50, 50, allow_nan=False).map(lambda v: round(v, 2))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    better: Literal["lower", "higher"] = "lower" if draw(st.booleans()) else "higher"
    ordered = sorted(draw(st.lists(values, min_size=3, max_size=3)), reverse=better == "higher")
    missing = draw(st.sets(st.integers(0, 2), max_size=2))
    bounds = [None if at in missing else bound for at, bound in enumerate(ordered)]
    return Rule("A criterion", better, (*bounds, None), is_limit=draw(st.booleans()))


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    kind = draw(st.sampled_from(("none", "exact", "interval", "interval", "interval")))
    if kind == "none":
        return Figure()
    low, value, high = sorted(draw(st.lists(values, min_size=3, max_size=3)))
    return Figure(value, low, high, "x") if kind == "interval" else Figure(value, says="x")


evidence = st.lists(st.tuples(rules(), figures()), min_size=1, max_size=6)


def oracle_tier(rule: Rule, value: float) -> int:
    """By counting how many bounds the figure fails, from the least secure tier upwards."""
    tier = len(rule.bounds) - 1
    for at in reversed(range(len(rule.bounds) - 1)):
        bound = rule.bounds[at]
        if bound is not None and (value <= bound if rule.better == "lower" else value >= bound):
            tier = at
    return tier


def oracle(pairs: list[tuple[Rule, Figure]]) -> tuple[int | None, set[int]]:
    """The proposal, and every proposal that any choice of interval ends could give."""
    known = [(rule, figure) for rule, figure in pairs if figure.value is not None]
    voting = sum(not rule.is_limit for rule, _ in known)
    if not voting or voting < sum(not rule.is_limit for rule, _ in pairs) / 2:
        return None, set()

    def together(chosen: tuple[float, ...]) -> int:
        tiers = [oracle_tier(rule, value) for (rule, _), value in zip(known, chosen, strict=True)]
        votes = [tier for (rule, _), tier in zip(known, tiers, strict=True) if not rule.is_limit]
        limits = [tier for (rule, _), tier in zip(known, tiers, strict=True) if rule.is_limit]
        return max(median_high(votes), *limits, 0)

    ends = [[end for end in (f.value, f.low, f.high) if end is not None] for _, f in known]
    return together(tuple(f.value or 0.0 for _, f in known)), {together(c) for c in itertools.product(*ends)}


@given(evidence)
def test_the_proposal_and_its_range_are_what_brute_force_finds(pairs):
    proposal = propose([read(rule, figure) for rule, figure in pairs])
    tier, reach = oracle(pairs)
    assert proposal.tier == tier
    if tier is None:
        assert (proposal.best, proposal.worst) == (None, None)
    else:
        assert (proposal.best, proposal.worst) == (min(reach), max(reach))


@given(rules(), figures())
def test_a_reading_spans_exactly_what_the_figures_within_its_interval_point_to(rule, figure):
    reading = read(rule, figure)
    if figure.value is None:
        assert reading.standing is Standing.NO_DATA
        return
    low, high = figure.ends or (0.0, 0.0)
    inside = [min(low + (high - low) * step / 40, high) for step in range(41)] + [figure.value, low, high]
    inside += [bound for bound in rule.bounds if bound is not None and low <= bound <= high]
    inside += [math.nextafter(b, way) for b in rule.bounds if b is not None for way in (low, high) if low < b < high]
    met = {oracle_tier(rule, value) for value in inside}
    assert reading.points_to == oracle_tier(rule, figure.value)
    assert (reading.best, reading.worst) == (min(met), max(met))
    assert (reading.standing is Standing.SPANS) == (len(met) > 1)


@given(evidence)
def test_a_limit_is_never_outvoted(pairs):
    readings = [read(rule, figure) for rule, figure in pairs]
    proposal = propose(readings)
    for reading in readings:
        if reading.rule.is_limit and reading.points_to is not None and proposal.tier is not None:
            assert proposal.tier >= reading.points_to


@given(evidence)
def test_a_figure_that_cannot_tell_apart_is_named_wherever_the_proposal_rests_on_it(pairs):
    named = [(Rule(f"C{at}", r.better, r.bounds, r.is_limit), f) for at, (r, f) in enumerate(pairs)]
    proposal = propose([read(rule, figure) for rule, figure in named])
    said = rests_words(proposal, TIERS)
    if proposal.tier is None:
        assert said == ""
        return
    for reading in (*proposal.counted, *proposal.limits):
        assert (f"“{reading.rule.label}”" in said) == (reading.standing is Standing.SPANS)
    assert ("anything from" in said) == (proposal.best != proposal.worst)


@given(evidence, st.permutations(range(6)))
def test_the_order_of_criteria_does_not_matter(pairs, order):
    readings = [read(rule, figure) for rule, figure in pairs]
    mixed = [readings[at] for at in order if at < len(readings)]
    first, second = propose(readings), propose(mixed)
    assert (first.tier, first.best, first.worst) == (second.tier, second.best, second.worst)


@given(rules(), st.lists(values, min_size=2, max_size=2))
def test_a_strip_runs_from_secure_to_not_and_keeps_each_figure_in_its_zone(rule, pair):
    one, other = sorted(pair, reverse=rule.better == "higher")
    assert place(rule, one) <= place(rule, other) + 1e-9
    zone = place(rule, one) / (100 / len(rule.bounds))
    assert int(zone) == rule.points_to(one)


def test_with_two_middles_the_one_with_more_support_is_proposed():
    readings = [read(GAP, Figure(value)) for value in (3, 12)]
    assert propose(readings).tier == 2


def test_half_of_the_criteria_is_enough_and_less_is_not():
    known, none = read(GAP, Figure(3)), read(ATTENDANCE, Figure())
    assert propose([known, none]).tier == 0
    few = propose([known, none, none])
    assert few.tier is None
    assert proposal_words(few, TIERS) == (
        "Only 1 of 3 criteria has a figure, fewer than half, so the app proposes nothing."
    )


@pytest.mark.parametrize(
    ("readings", "says"),
    [
        ([], "The scheme has no criterion here, so the app proposes nothing."),
        ([read(GAP, Figure())], "No criterion has a figure, so the app proposes nothing."),
        ([read(GAP, Figure(math.nan))], "No criterion has a figure, so the app proposes nothing."),
        ([read(GAP, Figure(12))], "The app proposes Repair: it is the middle of what the criteria point to."),
    ],
)
def test_the_proposal_in_words(readings, says):
    assert proposal_words(propose(readings), TIERS) == says


SAFE = Rule("Safeguarding", "higher", (2, None, None, None), is_limit=True, words=("Not met", "Met"))


def test_a_limit_that_holds_is_said():
    proposal = propose([read(GAP, Figure(3)), read(GAP, Figure(4)), read(SAFE, Figure(1, says="Not met"))])
    assert proposal.tier == 3
    assert proposal_words(proposal, TIERS) == (
        "The app proposes Stabilise, because of “Safeguarding”, which sets the limit. "
        "The middle of the criteria is Sustain."
    )


def test_a_limit_that_is_kept_speaks_for_nothing():
    met = read(SAFE, Figure(2, says="Met"))
    assert reading_words(met, TIERS) == "“Met” allows Sustain."
    alone = [read(GAP, Figure(12)), read(GAP, Figure(12))]
    assert propose(alone).tier == propose([*alone, met, met, met]).tier == 2
    assert propose([read(GAP, Figure()), read(GAP, Figure()), read(GAP, Figure(3)), met]).tier is None
    assert propose([met]).tier is None


@pytest.mark.parametrize(
    ("rule", "figure", "says"),
    [
        (
            GAP,
            Figure(12.4, 6, 19, "12.4 points behind"),
            "12.4 points behind (95% interval 6.0 to 19.0) points to Repair, which stands for over 10, up to 15; "
            "the interval reaches from Improve to Stabilise, so it cannot tell them apart.",
        ),
        (
            GAP,
            Figure(12.4, 11, 14, "12.4 points behind"),
            "12.4 points behind (95% interval 11.0 to 14.0) points to Repair, which stands for over 10, up to 15, "
            "and so does the whole interval.",
        ),
        (ATTENDANCE, Figure(95, says="95.0%"), "95.0% points to Sustain, which stands for 95% and over."),
        (
            ATTENDANCE,
            Figure(94.96, says="95.0%"),
            "95.0% points to Improve (94.96 before rounding), which stands for 93% and over, under 95%.",
        ),
        (GRADE, Figure(2, says="Requires improvement"), "“Requires improvement” points to Repair."),
        (GAP, Figure(), "No figure: this criterion counts neither way."),
    ],
)
def test_a_reading_in_words(rule, figure, says):
    assert reading_words(read(rule, figure), TIERS) == says


def test_zones_in_words():
    assert [zone_words(GAP, at) for at in range(4)] == ["up to 5", "over 5, up to 10", "over 10, up to 15", "over 15"]
    assert [zone_words(ATTENDANCE, at) for at in (0, 1, 3)] == ["95% and over", "93% and over, under 95%", "under 90%"]
    assert [zone_words(GRADE, at) for at in range(4)] == ["Better or Good", "", "Requires improvement", "Inadequate"]
    twice = Rule("Same", "lower", (5, 5, 10, None))
    assert [zone_words(twice, at) for at in range(4)] == ["up to 5", "", "over 5, up to 10", "over 10"]


def test_criteria_without_a_figure_are_listed_and_count_neither_way():
    with_one = propose([read(GAP, Figure(3)), read(ATTENDANCE, Figure())])
    assert without_words(with_one) == "“Attendance” has no figure and counts neither way."
    assert without_words(propose([read(GAP, Figure(3))])) == ""
    assert with_one.tier == propose([read(GAP, Figure(3))]).tier


def test_a_strip_without_a_figure_has_zones_and_no_point():
    strip = strip_of(read(GAP, Figure()), COLOURS)
    assert strip.point is None
    assert strip.zones[0].takes == "up to 5"
    assert not any(zone.pointed for zone in strip.zones)
