"""Data return as a fact: what an academy owes by a day, what of it is there, and who is told."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from academies.access import Person
from academies.models import Academy, Membership
from academies.providers import Fact
from accounts.models import User
from pupils.facts import data_facts
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2025, 11, 20)


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: TODAY)


@pytest.fixture
def primaries(cast: Cast) -> list[Academy]:
    """The cast's own and three more primaries; terms of last year and this one, of which three have ended."""
    days = {"autumn": ((9, 2), (12, 19)), "spring": ((1, 5), (3, 27)), "summer": ((4, 13), (7, 21))}
    for year in (2024, 2025):
        for name, (first, last) in days.items():
            calendar = year if name == "autumn" else year + 1
            make.TermFactory(
                trust=cast.trust, academic_year=year, name=name, starts=datetime.date(calendar, *first),
                ends=datetime.date(calendar, *last),
            )  # fmt: skip
    return [cast.own, *make.AcademyFactory.create_batch(3, trust=cast.trust)]


def give(academy: Academy, year: int, *, terms: tuple[str, ...] = (), results: tuple[str, ...] = ()) -> None:
    """Pupils of the year, and with them attendance of terms and results of checkpoints."""
    common: dict[str, Any] = {"academy": academy, "academic_year": year, "assessment": ""}
    make.CoverageFactory(**common, checkpoint=None)
    for term in terms:
        make.CoverageFactory(**common, checkpoint=None, term=term)
    for position, name in enumerate(results, start=1):
        checkpoint = make.CheckpointFactory(trust=academy.trust, name=name, position=position)
        for assessment in ("ks2_reading", "ks2_maths"):
            make.CoverageFactory(**{**common, "assessment": assessment}, checkpoint=checkpoint)


def told(user: User, cast: Cast, academies: list[Academy]) -> dict[int, Fact]:
    here = list(Membership.objects.current(TODAY).filter(user=user).select_related("trust", "academy"))
    return {fact.academy: fact for fact in data_facts(user, Person(here, cast.trust), academies)}


ALL_TERMS = ("autumn", "spring", "summer")


def test_an_academy_that_gave_everything(cast, primaries):
    for academy in primaries:
        give(academy, 2024, terms=ALL_TERMS, results=("Autumn", "Statutory"))
        give(academy, 2025)
    fact = told(cast.trust_leader, cast, [cast.own])[cast.own.pk]
    # Pupils of two years, three ended terms, two checkpoints of last year.
    assert (fact.value, fact.n, fact.figure, fact.note) == (100.0, 7, "100%", "")
    assert (fact.counted, fact.period, fact.as_of) == ("files", "since September 2024", TODAY)


def test_what_is_missing_is_named(cast, primaries):
    for academy in primaries[1:]:
        give(academy, 2024, terms=ALL_TERMS, results=("Autumn", "Statutory"))
        give(academy, 2025, results=("Autumn",))
    give(cast.own, 2024, terms=("autumn", "spring"), results=("Autumn",))
    fact = told(cast.trust_leader, cast, [cast.own])[cast.own.pk]
    assert fact.n == 8
    assert fact.value == pytest.approx(100 * 4 / 8)
    for missing in (
        "attendance of summer 2024/25", "Statutory results 2024/25", "pupils of 2025/26", "Autumn results 2025/26",
    ):  # fmt: skip
        assert missing in fact.note
    assert "autumn 2024/25" not in fact.note
    assert fact.figure == "50%"


def test_results_that_one_other_alone_gave_are_not_owed(cast, primaries):
    for academy in primaries:
        give(academy, 2025)
    give(primaries[1], 2024, results=("Mocks",))
    fact = told(cast.trust_leader, cast, [cast.own])[cast.own.pk]
    assert "Mocks" not in fact.note


def test_another_phase_owes_other_results(cast, primaries):
    for academy in primaries:
        give(academy, 2025, results=("Statutory",))
    give(cast.sibling, 2025)
    assert told(cast.trust_leader, cast, [cast.sibling])[cast.sibling.pk].value == 100.0


def test_a_trust_that_began_this_year_owes_nothing_of_the_last(cast, primaries):
    for academy in primaries:
        give(academy, 2025)
    fact = told(cast.trust_leader, cast, [cast.own])[cast.own.pk]
    assert (fact.value, fact.n, fact.period) == (100.0, 1, "since September 2025")


def test_an_academy_that_opened_since_owes_nothing_from_before(cast, primaries):
    for academy in primaries:
        give(academy, 2024, terms=ALL_TERMS)
        give(academy, 2025)
    young = make.AcademyFactory(trust=cast.trust, opened=datetime.date(2025, 9, 1))
    give(young, 2025)
    assert told(cast.trust_leader, cast, [young])[young.pk].n == 1


def test_a_head_is_told_the_same_figure_as_the_trust(cast, primaries):
    """What is usual follows from the other academies, of which a head sees nothing."""
    for academy in primaries[1:]:
        give(academy, 2025, results=("Autumn",))
    give(cast.own, 2025)
    mine, trusts = (told(user, cast, [cast.own])[cast.own.pk] for user in (cast.headteacher, cast.trust_leader))
    assert mine == trusts
    assert mine.value == 50.0


def test_governors_and_others_are_not_told(cast, primaries):
    give(cast.own, 2025)
    for user in (cast.governor, cast.trustee, cast.moderator, cast.teacher):
        assert told(user, cast, primaries) == {}
    assert set(told(cast.headteacher, cast, primaries)) == {cast.own.pk}


def test_an_academy_that_is_not_open_owes_nothing(cast, primaries):
    proposed = make.AcademyFactory(trust=cast.trust, status="proposed")
    assert told(cast.trust_leader, cast, [proposed]) == {}


def test_two_hundred_academies_cost_the_queries_of_two(cast, primaries, django_assert_num_queries):
    here = list(Membership.objects.current(TODAY).filter(user=cast.trust_leader).select_related("trust", "academy"))
    person = Person(here, cast.trust)
    for academy in primaries:
        give(academy, 2024, terms=ALL_TERMS)
    with django_assert_num_queries(2):
        assert len(list(data_facts(cast.trust_leader, person, primaries[:2]))) == 2
    more = make.AcademyFactory.create_batch(196, trust=cast.trust)
    with django_assert_num_queries(2):
        assert len(list(data_facts(cast.trust_leader, person, [*primaries, *more]))) == 200
