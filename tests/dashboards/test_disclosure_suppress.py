"""Disclosure control against an attacker who adds, subtracts and solves."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboards.disclosure.cells import build_sums
from dashboards.disclosure.suppress import suppress
from tests.dashboards.attacker import SENS, SEXES, Cell, Trust, realistic, small_totals, solved, told


def hide(trust, threshold=5, wider=None):
    """The hidden cells, in the attacker's words."""
    cells = trust.cells()
    rows = trust.rows()
    start = None
    if wider is not None:
        start = np.array([c in wider for c in rows] + [c._replace(pooled=True) in wider for c in rows])
    own, pooled = suppress(cells, threshold, hidden=start)
    twins = [c._replace(pooled=True) for c in rows]
    return {c for c, is_in in zip(rows + twins, [*own, *pooled], strict=True) if is_in}


def must_hold(trust, hidden, threshold=5):
    for cell, n in trust.n.items():
        if any(1 <= pupils <= threshold for pupils in n):
            assert cell in hidden, f"{cell} of {n} pupils is shown"
    for g in (0, 1):
        plain_to_see = told(trust, hidden, g)
        assert all(trust.n[c][g] > threshold for c in plain_to_see)
        known, _ = solved(trust, hidden, g, plain_to_see)
        assert not known, f"group {g}: {known} can be worked out"
        assert not small_totals(trust, hidden, g, plain_to_see, threshold)


def one_year(*academies, year=2024):
    """Academies as (phase, {(sex, sen): (disadvantaged, other)}), numbered in order."""
    return Trust(
        {(year, phase, i, *kind): n for i, (phase, kinds) in enumerate(academies) for kind, n in kinds.items()}
    )


def plain(disadvantaged, other):
    """An academy whose pupils are all girls without SEN, so that only places matter."""
    return {("F", "N"): (disadvantaged, other)}


@st.composite
def trusts(draw, years=3, most=16):
    phases = draw(st.lists(st.integers(0, 2), min_size=1, max_size=4))
    few = st.integers(0, most)
    pupils = {}
    for year in range(2022, 2022 + draw(st.integers(1, years))):
        for academy, phase in enumerate(phases):
            for sex in SEXES:
                for sen in SENS[: draw(st.integers(1, 3))]:
                    pupils[year, phase, academy, sex, sen] = (draw(few), draw(few))
    return Trust(pupils)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trusts())
def test_nothing_hidden_can_be_worked_out(trust):
    must_hold(trust, hide(trust))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trusts(years=5, most=12))
def test_overlapping_three_year_windows_give_nothing_away(trust):
    must_hold(trust, hide(trust))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trusts(years=1, most=25))
def test_readers_see_a_part_of_what_staff_see_and_each_alone_is_safe(trust):
    staff = hide(trust, 5)
    readers = hide(trust, 10, wider=staff)

    assert staff <= readers
    must_hold(trust, staff, 5)
    must_hold(trust, readers, 10)


@settings(max_examples=15, deadline=None)
@given(trusts(years=3, most=30))
def test_the_same_cells_are_hidden_each_time(trust):
    assert hide(trust) == hide(trust)


@pytest.mark.parametrize("threshold", [5, 10])
def test_a_realistic_trust_of_thirteen_academies_and_three_years(threshold):
    trust = realistic(1, 3, 13)
    hidden = hide(trust, threshold)

    must_hold(trust, hidden, threshold)
    # It must not be safe by hiding everything: the trust's and its phases' own figures stay.
    assert not [c for c in hidden if c.academy is None and c.category == "all" and not c.pooled]


def test_the_attacker_can_win():
    """Hiding small cells alone is not enough, and these tests must be able to see it."""
    trust = realistic(1, 3, 13)
    small = {cell for cell, n in trust.n.items() if any(1 <= pupils <= 5 for pupils in n)}

    assert [solved(trust, small, g, told(trust, small, g))[0] for g in (0, 1)] != [set(), set()]
    assert small_totals(trust, small, 0, set(), 5)
    with pytest.raises(AssertionError):
        must_hold(trust, hide(trust) - {Cell(2024, 0, None, "sen:K")})


def test_headlines_are_not_given_up_for_breakdowns():
    """Small categories everywhere, no small academy: every figure of all pupils stays."""
    kinds = {("F", "N"): (4, 20), ("F", "K"): (1, 9), ("M", "N"): (5, 20), ("M", "K"): (2, 9)}
    trust = one_year((0, kinds), (0, {k: (n[0], n[1] + 1) for k, n in kinds.items()}), (1, kinds))
    hidden = hide(trust)

    assert not [c for c in hidden if c.category == "all"]
    must_hold(trust, hidden)


def test_where_no_group_is_small_nothing_is_hidden():
    trust = one_year((0, plain(6, 20)), (0, plain(30, 9)), (1, plain(0, 40)))
    assert hide(trust) == set()


def test_an_empty_group_hides_nothing_and_an_empty_cell_is_never_hidden():
    trust = one_year((0, plain(0, 20)), (0, plain(0, 0)), (0, plain(12, 0)))
    assert hide(trust) == set()


def test_one_small_academy_takes_the_smallest_other_of_its_phase_with_it():
    trust = one_year((0, plain(3, 20)), (0, plain(9, 30)), (0, plain(8, 21)), (1, plain(7, 7)))
    hidden = hide(trust)

    assert {c.academy for c in hidden} == {0, 2}
    must_hold(trust, hidden)


def test_the_other_group_is_protected_alike():
    trust = one_year((0, plain(20, 5)), (0, plain(9, 30)), (0, plain(21, 8)))
    assert {c.academy for c in hide(trust)} == {0, 2}


def test_two_small_academies_whose_total_is_small_need_a_third():
    """2 + 3 pupils: the phase less the rest would be the mean of five."""
    trust = one_year((0, plain(2, 20)), (0, plain(3, 20)), (0, plain(9, 20)), (0, plain(12, 20)))
    assert {c.academy for c in hide(trust)} == {0, 1, 2}


def test_two_small_academies_whose_total_is_not_small_need_nobody():
    trust = one_year((0, plain(2, 20)), (0, plain(4, 20)), (0, plain(9, 20)))
    assert {c.academy for c in hide(trust)} == {0, 1}


def test_the_only_academy_of_a_phase_takes_the_phase_and_another_phase_with_it():
    trust = one_year((0, plain(3, 20)), (1, plain(9, 30)), (1, plain(8, 21)), (1, plain(30, 30)))
    hidden = hide(trust)

    assert Cell(2024, 0, None, "all") in hidden
    assert Cell(2024, None, None, "all") not in hidden
    must_hold(trust, hidden)


def test_a_small_category_takes_a_category_and_the_same_two_of_another_academy():
    kinds = {("F", "N"): (10, 20), ("F", "K"): (3, 9), ("M", "N"): (10, 20), ("M", "K"): (6, 9)}
    large = dict.fromkeys(kinds, (30, 60))
    trust = one_year((0, {("F", "N"): (20, 40), ("F", "K"): (3, 9)}), (0, large), (0, dict.fromkeys(kinds, (40, 80))))
    hidden = hide(trust)

    assert {(c.academy, c.category) for c in hidden} == {(i, s) for i in (0, 1) for s in ("sen:N", "sen:K")}


def test_a_pooled_figure_goes_where_it_would_give_its_one_hidden_year_away():
    pupils = {
        (year, 0, academy, "F", "N"): (3 if (academy, year) == (0, 2023) else 9 + academy, 20)
        for year in (2022, 2023, 2024)
        for academy in range(3)
    }
    trust = Trust(pupils)
    hidden = hide(trust)

    alone = {(c.academy, c.year, c.pooled) for c in hidden if c.category == "all"}
    assert alone == {(0, 2023, False), (1, 2023, False), (0, 2024, True), (1, 2024, True)}


def test_three_small_years_are_shown_as_one_pooled_figure():
    """The pooled figure is the honest one for a small academy, so it stays where it tells nothing."""
    pupils = {
        (year, 0, academy, "F", "N"): (3, 12) if academy == 0 else (9 + academy, 20)
        for year in (2022, 2023, 2024)
        for academy in range(3)
    }
    hidden = hide(Trust(pupils))

    assert {c.year for c in hidden if c.academy == 0 and not c.pooled} == {2022, 2023, 2024}
    assert not [c for c in hidden if c.pooled]


def test_a_breakdown_with_a_hole_is_refused():
    """Pupils of no category would be a group that nobody looked at."""
    trust = one_year((0, plain(9, 20)), (0, plain(12, 30)))
    trust.n[Cell(2024, 0, 0, "sex:F")][0] -= 4
    with pytest.raises(ValueError, match="pupils"):
        build_sums(trust.cells())


def test_a_table_whose_loops_hang_on_one_cell_is_seen_through():
    """Every row and column has two hidden cells or none, and yet the one that joins two loops is known: the attacker
    of these tests must see it, and so must the product."""
    trust = Trust({(2024, 0, a, sex, sen): (20, 20) for a in range(6) for sex in SEXES for sen in SENS}, pooled=False)
    loops = {Cell(2024, 0, a, f"sen:{s}") for a, s in [(0, "N"), (0, "K"), (1, "N"), (1, "K")]}
    hidden = loops | {Cell(2024, 0, a, f"sen:{s}") for a, s in [(2, "E"), (2, "K"), (3, "E")]}
    hidden |= {Cell(2024, 0, 3, "sen:K"), Cell(2024, 0, 4, "sen:K"), Cell(2024, 0, 4, "all")}

    known, _ = solved(trust, hidden, 0, set())
    assert known

    rows = trust.rows()
    own, pooled = suppress(trust.cells(), 5, hidden=np.array([c in hidden for c in rows] + [False] * len(rows)))
    after = {c for c, is_in in zip(rows, own, strict=True) if is_in}
    assert hidden <= after
    assert not pooled.any()
    must_hold(trust, after)
