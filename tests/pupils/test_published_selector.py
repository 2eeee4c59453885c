"""A page gets each academy's printed figures beside the authority's and England's, in one query, and no one else's."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pupils.published.services import apply_performance_tables
from pupils.selectors.published import published_rows
from tests import factories as make
from tests.cast import Cast
from tests.pupils.performance_files import ks2_bytes, ks2_school, ks2_withheld

pytestmark = pytest.mark.django_db


@pytest.fixture
def tables(tmp_path: Path, cast: Cast) -> None:
    for trust in (cast.trust, cast.foreign_trust):
        trust.academies.update(la_code=936, la_name="Surrey")
    path = tmp_path / "table.csv"
    path.write_bytes(
        ks2_bytes(
            ks2_school(cast.own.urn), ks2_withheld(cast.sibling.urn), ks2_school(cast.foreign.urn, PTRWM_EXP="1%")
        )
    )
    for trust in (cast.trust, cast.foreign_trust):
        apply_performance_tables(path, year=2018, trust=trust, by=None)
    cast.own.refresh_from_db()
    cast.sibling.refresh_from_db()
    cast.foreign.refresh_from_db()


@pytest.mark.usefixtures("tables")
def test_row_sets_our_gaps_beside_the_departments(cast: Cast) -> None:
    (row,) = published_rows(cast.trust_leader, "ks2_rwm_exp", [cast.own])
    assert (row.academy, row.academic_year, row.year) == (cast.own, 2018, "2018/19")
    assert (row.here.disadvantaged.value, row.here.other.value, row.here.all.value) == (42, 67, 62)
    assert (row.here.disadvantaged.n, row.here.other.n, row.here.all.n) == (12, 46, 58)
    assert (row.la.disadvantaged.value, row.national.other.value) == (46, 71)
    assert (row.gap_within, row.gap_to_national) == (42 - 67, 42 - 71)
    assert (row.published_gap.value, row.agrees, row.withheld) == (-29, True, False)


@pytest.mark.usefixtures("tables")
def test_withheld_figures_have_a_code_with_words_and_no_gap(cast: Cast) -> None:
    (row,) = published_rows(cast.trust_leader, "ks2_rwm_exp", [cast.sibling])
    assert (row.here.disadvantaged.value, row.here.disadvantaged.code, row.here.disadvantaged.n) == (None, "SUPP", 3)
    assert "five pupils or fewer" in row.here.other.meaning
    assert (row.gap_within, row.gap_to_national, row.agrees, row.withheld) == (None, None, None, True)
    assert row.published_gap.code == "SUPP"


@pytest.mark.usefixtures("tables")
def test_each_person_sees_their_own_academies_alone(cast: Cast) -> None:
    every = [cast.own, cast.sibling, cast.foreign]
    seen = {
        name: {row.academy for row in published_rows(person, "ks2_rwm_exp", every)}
        for name, person in cast.everyone.items()
    }
    assert seen["trust_leader"] == seen["trustee"] == {cast.own, cast.sibling}
    assert seen["headteacher"] == seen["governor"] == {cast.own}
    assert seen["outsider"] == {cast.foreign}
    assert seen["nobody"] == seen["teacher"] == set()


@pytest.mark.usefixtures("tables")
def test_twenty_academies_cost_the_queries_of_one(cast: Cast) -> None:
    more = make.AcademyFactory.create_batch(20, trust=cast.trust, la_code=936)
    for academy in more:
        make.PublishedFigureFactory(academy=academy, measure="ks2_rwm_exp", academic_year=2018)
    counts = []
    for academies in ([cast.own], [cast.own, cast.sibling, *more]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            rows = published_rows(cast.trust_leader, "ks2_rwm_exp", academies)
        counts.append((len(queries), len(rows)))
    assert counts == [(1, 1), (1, 22)]


def test_a_measure_without_print_gives_no_row(cast: Cast) -> None:
    assert published_rows(cast.trust_leader, "ks2_rwm_exp", [cast.own]) == []
