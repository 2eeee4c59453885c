"""England's figures stand beside ours only where they are of the same kind of pupils at the same kind of checkpoint."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from academies.models import Trust
from dashboards.cards import national_values, references
from dashboards.models import GapFigure
from dashboards.selectors.looking import Looking
from dashboards.services import compute_gaps
from pupils.measures import MEASURES
from pupils.reference import read
from tests import factories as make

LOOKING = Looking(
    trust=cast(Trust, None), measure=MEASURES["ks2_rwm_exp"], academic_year=2024, checkpoint="Statutory",
    breakdown="all", phase="", published=False, slices=frozenset(),
)  # fmt: skip


def test_england_by_the_tables_own_disadvantage() -> None:
    assert national_values(MEASURES["ks2_rwm_exp"], [2024]) == {2024: (48, 70)}
    assert [(r.group, r.value) for r in references(MEASURES["ks2_rwm_exp"], 2024)] == [("dis", 48), ("oth", 70)]


def test_pupils_with_free_meals_are_another_group() -> None:
    assert any(row.is_fsm for row in read() if row.measure == "gld")
    assert national_values(MEASURES["gld"], [2023, 2024]) == {2023: (None, None), 2024: (None, None)}
    assert references(MEASURES["phonics_exp"], 2024) == []


@pytest.mark.parametrize(
    ("checkpoint", "breakdown", "beside"),
    [
        ("Statutory", "all", True), ("STATUTORY", "all", True), ("Full year", "all", True), ("Autumn", "all", False),
        ("Statutory", "sex:F", False), ("Mock of March", "all", False),
    ],
)  # fmt: skip
def test_a_mock_or_the_girls_have_no_like_in_england(checkpoint: str, breakdown: str, beside: bool) -> None:
    assert replace(LOOKING, checkpoint=checkpoint, breakdown=breakdown).beside_england is beside


@pytest.mark.django_db
def test_the_gap_to_england_is_kept_for_statutory_figures_of_all_pupils(pupil_rows: None) -> None:
    academy = make.AcademyFactory()
    for name in ("Statutory", "Autumn"):
        checkpoint = make.CheckpointFactory(trust=academy.trust, name=name)
        for at in range(20):
            enrolment = make.EnrolmentFactory(academy=academy, academic_year=2024, nc_year=0 if at % 4 else 6)
            enrolment.fsm6 = at % 2 == 0
            enrolment.save()
            given = {"gld": 1} if enrolment.nc_year == 0 else {"ks2_reading": 101, "ks2_maths": 99}
            for assessment, value in given.items():
                make.ResultFactory(enrolment=enrolment, checkpoint=checkpoint, assessment=assessment, value=value)
            if enrolment.nc_year == 6:
                make.ResultFactory(
                    enrolment=enrolment, checkpoint=checkpoint, assessment="ks2_writing", value=None, code="EXS"
                )
    compute_gaps(trust=academy.trust)
    beside = GapFigure.objects.filter(national_other__isnull=False)
    assert {(f.measure, f.checkpoint, f.breakdown) for f in beside} == {("ks2_rwm_exp", "Statutory", "all")} | {
        ("ks2_rwm_high", "Statutory", "all")
    }
    assert set(beside.filter(measure="ks2_rwm_exp").values_list("national_other", flat=True)) == {70}
    assert GapFigure.objects.filter(measure="gld", checkpoint="Statutory").exists()
