"""Which academies are most like one: against brute force, and the page that says so."""

from __future__ import annotations

import math
import statistics
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academies.models import Academy
from academies.models.academy import Phase
from dashboards.likeness import Cohort, how_many, most_like
from tests import factories as make
from tests.cast import Cast

cohorts = st.lists(
    st.builds(Cohort, key=st.just(0), pupils=st.integers(1, 2000), share=st.floats(0, 100)), min_size=1, max_size=14
).map(lambda found: [Cohort(key, each.pupils, each.share) for key, each in enumerate(found, start=1)])


def brute(everyone: list[Cohort]) -> list[tuple[float, int]]:
    """Distance and key of each other academy, nearest first, from the definition in words."""
    own, others = everyone[0], everyone[1:]
    logs = [math.log10(each.pupils) for each in everyone]
    shares = [each.share for each in everyone]
    # The base of a logarithm cannot matter once it is measured in its own deviation.
    scales = [spread if (spread := statistics.pstdev(values)) > 1e-9 else 1.0 for values in (logs, shares)]
    return sorted(
        (
            round(
                math.sqrt(
                    ((math.log10(each.pupils) - math.log10(own.pupils)) / scales[0]) ** 2
                    + ((each.share - own.share) / scales[1]) ** 2
                ),
                6,
            ),
            each.key,
        )
        for each in others
    )


@given(cohorts)
def test_the_nearest_are_those_of_brute_force(everyone: list[Cohort]) -> None:
    found = most_like(everyone[0], everyone[1:])
    wanted = brute(everyone)
    assert len(found) == how_many(len(everyone) - 1)
    for like, (distance, _) in zip(found, wanted, strict=False):
        assert like.distance == pytest.approx(distance, abs=1e-4)


def test_a_school_of_the_same_size_and_share_comes_first() -> None:
    own = Cohort(1, 210, 30.0)
    found = most_like(own, [Cohort(2, 420, 30.0), Cohort(3, 210, 31.0), Cohort(4, 60, 5.0), Cohort(5, 900, 60.0)])
    assert found[0].cohort.key == 3
    assert found[0].distance < found[1].distance


def test_size_counts_by_proportion() -> None:
    """Half as many pupils is as far as twice as many."""
    own = Cohort(1, 200, 20.0)
    found = {like.cohort.key: like.distance for like in most_like(own, [Cohort(2, 100, 20.0), Cohort(3, 400, 20.0)])}
    assert found[2] == pytest.approx(found[3])


@pytest.mark.parametrize(("others", "named"), [(0, 0), (1, 1), (2, 2), (3, 3), (5, 3), (8, 4), (12, 5), (199, 5)])
def test_three_to_five_are_named_where_there_are_as_many(others: int, named: int) -> None:
    assert how_many(others) == named


def sized(cast: Cast, academy: Academy, disadvantaged: int, other: int, **gap: Any) -> None:
    """An academy's pupils, and its gap in reading, writing and maths."""
    make.GapFigureFactory(
        academy=academy, measure="attendance_rate", checkpoint="Full year", n_disadvantaged=disadvantaged, n_other=other
    )
    if gap:
        make.GapFigureFactory(academy=academy, measure="ks2_rwm_exp", **gap)


def primaries(cast: Cast, sizes: list[tuple[int, int]]) -> list[Academy]:
    names = ("Alderfold", "Birchmoor", "Cedarwick", "Damsonleigh", "Elmstead", "Firholt", "Gorseham")
    made: list[Academy] = []
    for name, (disadvantaged, other) in zip(names, sizes, strict=False):
        academy = make.AcademyFactory(trust=cast.trust, name=f"{name} Primary Academy", slug=name.lower())
        sized(cast, academy, disadvantaged, other, gap=-20.0, ci_low=-32.0, ci_high=-8.0)
        made.append(academy)
    return made


@pytest.fixture
def held(cast: Cast) -> Cast:
    for measure, checkpoint in (("attendance_rate", "Full year"), ("ks2_rwm_exp", "Statutory")):
        make.GapFigureFactory(
            academy=None, trust=cast.trust, level="trust", phase="", measure=measure, checkpoint=checkpoint
        )
    sized(cast, cast.own, 60, 140, gap=-21.0, ci_low=-33.0, ci_high=-9.0)
    return cast


LIKE = "/dashboards/academies/heronwick/like/"


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.django_db
def test_the_page_names_the_nearest_and_says_what_likeness_is(held, client_of):
    primaries(held, [(63, 147), (15, 385), (66, 154), (200, 100), (50, 150), (5, 45)])
    page = text_of(client_of(held.trust_leader).get(LIKE))
    assert "3 academies of the trust’s 6 other primaries are most like Heronwick" in page.replace("Three", "3")
    assert "how many pupils an academy has, by proportion" in page
    assert "this is a small pool" in page
    for name in ("Alderfold", "Cedarwick", "Elmstead"):
        assert name in page
    for name in ("Birchmoor", "Damsonleigh", "Firholt"):
        assert name not in page
    assert "210" in page
    assert "30%" in page
    assert "−33" not in page, "Gaps are points behind here."
    assert "8 to 32; 20 pupils" in page


@pytest.mark.django_db
def test_other_phases_are_never_like_it(held, client_of):
    primaries(held, [(63, 147), (15, 385), (66, 154)])
    sized(held, held.sibling, 60, 140)
    page = text_of(client_of(held.trust_leader).get(LIKE))
    assert held.sibling.name not in page
    assert "Otterbourne" not in page


@pytest.mark.django_db
def test_a_gap_that_is_surely_another_is_named(held, client_of):
    others = primaries(held, [(63, 147), (62, 150), (66, 154)])
    make.GapFigureFactory._meta.model.objects.filter(academy=others[0], measure="ks2_rwm_exp").update(
        gap=8.0, ci_low=2.0, ci_high=14.0
    )
    page = text_of(client_of(held.trust_leader).get(LIKE))
    assert "The gap at Alderfold is narrower by more than chance explains. The others’ cannot be told apart" in page


@pytest.mark.django_db
def test_too_few_of_a_phase_is_said(held, client_of):
    primaries(held, [(63, 147)])
    page = text_of(client_of(held.trust_leader).get(LIKE))
    assert "only Alderfold to compare Heronwick with: too few to call any of them alike" in page


@pytest.mark.django_db
def test_a_head_sees_no_other_academy(held, client_of):
    primaries(held, [(63, 147), (15, 385), (66, 154)])
    page = text_of(client_of(held.headteacher).get(LIKE))
    assert "Alderfold" not in page
    assert "There are no other primaries here to compare Heronwick with." in page
    profile = text_of(client_of(held.headteacher).get("/academies/heronwick/"))
    assert LIKE not in profile, "A part without anything to tell is not offered."
    assert LIKE in text_of(client_of(held.trust_leader).get("/academies/heronwick/"))


@pytest.mark.django_db
def test_a_trustee_reads_no_figure_of_a_small_group(held, client_of):
    others = primaries(held, [(63, 147), (62, 150), (66, 154)])
    make.GapFigureFactory._meta.model.objects.filter(academy=others[0], measure="ks2_rwm_exp").update(
        reader_status="suppressed", gap=-13.13, value_disadvantaged=71.71, ci_low=-19.0, ci_high=-7.0
    )
    staff = text_of(client_of(held.trust_leader).get(LIKE))
    assert "13 points behind" in staff
    reader = text_of(client_of(held.trustee).get(LIKE))
    assert "13 points" not in reader
    assert "72%" not in reader
    assert "Too few pupils to show." in reader


@pytest.mark.django_db
def test_without_attendance_there_is_nothing_to_measure_by(cast, client_of):
    page = text_of(client_of(cast.trust_leader).get(LIKE))
    assert "has handed in no attendance yet" in page


@pytest.mark.django_db
def test_the_part_is_the_page_without_its_frame(held, client_of):
    primaries(held, [(63, 147), (15, 385), (66, 154)])
    part = client_of(held.trust_leader).get(LIKE, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Alderfold" in part


@pytest.mark.django_db
def test_two_hundred_academies_cost_the_queries_of_two(held, client_of, django_assert_max_num_queries):
    primaries(held, [(63, 147)])
    client = client_of(held.trust_leader)
    client.get(LIKE)
    with django_assert_max_num_queries(15) as few:
        client.get(LIKE)
    for number in range(198):
        academy = make.AcademyFactory(trust=held.trust, phase=Phase.PRIMARY)
        sized(held, academy, 30 + number, 150, gap=-20.0)
    with django_assert_max_num_queries(len(few)):
        assert "academies of the trust’s 199 other primaries" in text_of(client.get(LIKE))
