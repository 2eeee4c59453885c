"""Inspections as evidence: a fact only under the framework of the latest graded inspection, and why there is none."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academies.access import Person
from academies.facts.inspections import INSPECTION_KINDS, inspection_facts
from academies.inspection import FRAMEWORKS
from academies.models import Academy
from academies.moments.inspections import inspection_moments
from academies.providers import facts, timeline
from academies.providers.facts import Fact
from accounts.models import User
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def found(cast: Cast, academy: Academy, user: User | None = None) -> dict[str, Fact]:
    return {f.kind: f for f in inspection_facts(user or cast.trust_leader, Person([], cast.trust), [academy])}


def test_kinds_are_told_without_data() -> None:
    kinds = {kind.slug: kind for kind in INSPECTION_KINDS}
    assert len(kinds) == sum(len(f.areas) for f in FRAMEWORKS.values()) + 2
    inclusion = kinds["inspection.report_card_2025.inclusion"]
    assert inclusion.words == (
        "Urgent improvement", "Needs attention", "Expected standard", "Strong standard", "Exceptional",
    )  # fmt: skip
    assert (inclusion.better, facts.kinds[inclusion.slug]) == ("higher", inclusion)
    assert kinds["inspection.safeguarding"].words == ("Not met", "Met")
    assert all(len(slug) <= 60 for slug in kinds), "a criterion keeps the slug in 60 characters"
    assert len({kind.label for kind in kinds.values()}) == len(kinds)


def test_a_fact_stands_under_the_framework_of_the_latest_graded_inspection(cast: Cast) -> None:
    make.InspectionFactory(academy=cast.own, started=datetime.date(2023, 10, 4))
    one = make.InspectionFactory(
        academy=cast.own, grades={"inclusion": "urgent_improvement", "achievement": "exceptional"}
    )
    told = found(cast, cast.own)
    inclusion = told["inspection.report_card_2025.inclusion"]
    assert (inclusion.value, inclusion.figure) == (1, "Urgent improvement"), "1 for the first of the words"
    assert (inclusion.as_of, inclusion.url) == (datetime.date(2026, 3, 10), f"/inspections/{one.pk}/")
    assert inclusion.source == "Ofsted, graded inspection of 10 March 2026"
    assert told["inspection.report_card_2025.achievement"].value == 5
    old = told["inspection.graded_2019.quality_of_education"]
    assert (old.value, old.figure) == (None, "")
    assert old.why_none == (
        "Its latest graded inspection, of 10 March 2026, stands under another framework: report card."
    )
    assert told["inspection.report_card_2025.sixth_form"].why_none == "This area was not judged."
    assert not told["inspection.report_card_2025.sixth_form"].applies, "there may be no sixth form to judge"


def test_every_value_is_a_place_on_its_own_scale(cast: Cast) -> None:
    kinds = {kind.slug: kind for kind in INSPECTION_KINDS}
    for day in ("2023-10-04", "2025-03-10", "2026-03-10"):
        make.InspectionFactory(academy=cast.own, started=datetime.date.fromisoformat(day))
        with_value = [fact for fact in found(cast, cast.own).values() if fact.value is not None]
        assert len(with_value) >= 5
        for fact in with_value:
            words = kinds[fact.kind].words[int(fact.value or 0) - 1]
            assert fact.figure.lower() in words.lower()


def test_an_academy_without_inspections(cast: Cast) -> None:
    told = found(cast, cast.own)
    assert len(told) == len(INSPECTION_KINDS)
    assert {(fact.value, fact.why_none) for fact in told.values()} == {
        (None, "No graded inspection of this academy is recorded here.")
    }


def test_safeguarding_and_category(cast: Cast) -> None:
    make.InspectionFactory(
        academy=cast.sibling, started=datetime.date(2023, 10, 4), concern_category="serious_weaknesses"
    )
    old = found(cast, cast.sibling)
    assert old["inspection.safeguarding"].value is None, "effective and met are two judgements"
    category = old["inspection.concern_category"]
    assert (category.value, category.figure) == (2, "Serious weaknesses")
    make.InspectionFactory(academy=cast.own, safeguarding="not_met", concern_category="special_measures")
    new = found(cast, cast.own)
    assert (new["inspection.safeguarding"].value, new["inspection.safeguarding"].figure) == (1, "Not met")
    assert new["inspection.concern_category"].value == 1
    make.InspectionFactory(academy=cast.own, started=datetime.date(2026, 5, 8), kind="monitoring", grades={})
    assert found(cast, cast.own)["inspection.concern_category"].value == 1, "a visit without grades leaves it"
    make.InspectionFactory(
        academy=cast.own, started=datetime.date(2026, 9, 8), kind="monitoring", grades={"inclusion": "expected"}
    )
    assert found(cast, cast.own)["inspection.concern_category"].value == 3, "this one graded, and names none"


def test_a_predecessors_inspection_says_so(cast: Cast) -> None:
    make.InspectionFactory(academy=cast.own, inspected_urn=111984)
    fact = found(cast, cast.own)["inspection.report_card_2025.inclusion"]
    assert fact.source.endswith("of the school before this academy (URN 111984)")


def test_two_queries_for_any_number_of_academies(cast: Cast) -> None:
    academies = [cast.own, cast.sibling, *make.AcademyFactory.create_batch(20, trust=cast.trust)]
    for academy in academies:
        make.InspectionFactory(academy=academy)
    with CaptureQueriesContext(connection) as captured:
        told = list(inspection_facts(cast.trust_leader, Person([], cast.trust), academies))
    assert len(captured) == 2
    assert len(told) == len(INSPECTION_KINDS) * len(academies)


def test_nothing_of_another_trust_is_told(cast: Cast) -> None:
    make.InspectionFactory(academy=cast.foreign)
    assert all(fact.value is None for fact in found(cast, cast.foreign).values())
    assert list(inspection_moments(cast.trust_leader, Person([], cast.trust), cast.foreign)) == []


def test_the_timeline_tells_each_inspection(cast: Cast) -> None:
    make.InspectionFactory(academy=cast.own, started=datetime.date(2023, 10, 4), inspected_urn=111984)
    one = make.InspectionFactory(academy=cast.own)
    first, second = inspection_moments(cast.governor, Person([], cast.trust), cast.own)
    assert (first.when, first.url) == (datetime.date(2026, 3, 10), f"/inspections/{one.pk}/")
    assert first.says == "Graded inspection: Expected standard in 6 areas."
    assert second.note == "This is an inspection of the school before this academy."
    assert first in timeline.collect(cast.governor, Person([], cast.trust), cast.own)
