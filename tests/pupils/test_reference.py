"""National values: enough of them, within their scales, and never 0 for what was not published."""

from pathlib import Path

import pytest

from pupils.measures import MEASURES
from pupils.reference import BadReference, national, read, reference, values_of

BESIDE_MEASURES = {"ks2_gap_index", "ks4_gap_index", "ks4_progress8", "overall_absence"}


def test_the_file_holds_what_was_gathered() -> None:
    rows = read()
    assert len(rows) >= 180
    assert {row.measure for row in rows} - set(MEASURES) == BESIDE_MEASURES


def test_values_lie_on_their_measure_s_scale() -> None:
    for row in read():
        if row.measure in MEASURES:
            low, high = MEASURES[row.measure].scale
            assert low < row.value <= high, row


def test_a_reference_value_exists_only_where_the_measure_was_published() -> None:
    for row in read():
        if row.measure in MEASURES:
            assert MEASURES[row.measure].why_not_published(row.academic_year) == "", row


def test_disadvantaged_pupils_stand_below_others_wherever_both_are_known() -> None:
    pairs = 0
    for row in read():
        if row.use and row.group == "disadvantaged" and row.level == "national":
            other = national(row.measure, row.academic_year, "other", phase=row.phase)
            if other is not None:
                pairs += 1
                assert row.value < other, row
    assert pairs >= 20


def test_not_published_is_none_and_not_zero() -> None:
    assert national("ks2_rwm_exp", 2019, "all") is None
    assert national("ks4_progress8", 2024, "other") is None
    assert national("ks2_rwm_exp", 2025) is None


def test_a_later_release_is_used_and_the_superseded_one_kept() -> None:
    assert national("ks2_rwm_exp", 2024, "other") == 70
    others = {row.value for row in values_of("ks2_rwm_exp") if row.academic_year == 2024 and row.group == "other"}
    assert others >= {69, 70}


def test_free_school_meals_are_named_as_the_basis_where_they_are() -> None:
    gld, rwm = reference("gld", 2024, "disadvantaged"), reference("ks2_rwm_exp", 2024, "disadvantaged")
    assert gld is not None
    assert gld.is_fsm
    assert rwm is not None
    assert not rwm.is_fsm


def test_cornwall_and_phases_are_found_by_their_keys() -> None:
    cornwall = reference("ks2_rwm_exp", 2024, "disadvantaged", la_code=908)
    assert cornwall is not None
    assert cornwall.value == 46
    assert national("persistent_absence", 2024, phase="secondary") == 23.37


@pytest.mark.parametrize(
    ("old", "new"), [("national,,,all", "county,,,all"), ("read,yes", "guessed,yes"), ("2018", "soon")]
)
def test_a_bad_row_is_refused_with_its_line(tmp_path: Path, old: str, new: str) -> None:
    text = (Path("pupils/reference/national.csv")).read_text()
    assert old in text
    (tmp_path / "national.csv").write_text(text.replace(old, new, 1))
    with pytest.raises(BadReference, match="line"):
        read(tmp_path / "national.csv")
