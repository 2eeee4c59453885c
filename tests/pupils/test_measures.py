"""The definitions load, hang together, and a bad one is refused with its fault."""

from pathlib import Path

import pytest

from pupils.measures import (
    ASSESSMENTS,
    MEASURES,
    AttendanceShareRule,
    CombinedRule,
    DefinitionError,
    MeanRule,
    ThresholdRule,
    measures_of,
)
from pupils.measures.load import HERE, load_measure

NAMED_IN_THE_BRIEF = {
    "ks2_reading_mean", "ks2_reading_exp", "ks2_reading_high", "ks2_maths_mean", "ks2_maths_exp", "ks2_maths_high",
    "ks2_gps_mean", "ks2_gps_exp", "ks2_gps_high", "ks2_writing_exp", "ks2_writing_high", "ks2_rwm_exp",
    "ks2_rwm_high", "phonics_exp", "mtc_mean", "gld", "ks4_attainment8", "ks4_em_5", "ks4_em_4", "ks4_ebacc_aps",
    "reading_sas_mean", "attendance_rate", "persistent_absence", "severe_absence",
}  # fmt: skip


def test_every_measure_that_was_promised_is_there() -> None:
    assert set(MEASURES) >= NAMED_IN_THE_BRIEF


def test_every_assessment_feeds_a_measure() -> None:
    assert all(measures_of({slug}) for slug in ASSESSMENTS)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.slug)
def test_a_part_says_what_every_code_does(measure) -> None:
    if not isinstance(measure.rule, ThresholdRule | CombinedRule):
        return
    for part in measure.rule.parts:
        kinds = (part.reaching, part.not_reaching, part.left_out)
        assert frozenset().union(*kinds) == set(ASSESSMENTS[part.assessment].codes)
        assert sum(len(kind) for kind in kinds) == len(ASSESSMENTS[part.assessment].codes)


def test_absent_pupils_count_below_the_line_and_leavers_do_not_count() -> None:
    rule = MEASURES["ks2_reading_exp"].rule
    assert isinstance(rule, ThresholdRule)
    assert {"A", "B", "T", "U", "Q"} <= rule.part.not_reaching
    assert {"L", "M"} <= rule.part.left_out
    assert rule.part.reaching == {"AS"}
    assert rule.part.threshold(2018) == 100


def test_a_code_that_only_says_expected_cannot_decide_the_high_standard() -> None:
    rule = MEASURES["ks2_reading_high"].rule
    assert isinstance(rule, ThresholdRule)
    assert "AS" in rule.part.left_out
    assert "NS" in rule.part.not_reaching


def test_the_combined_measure_is_made_of_two_tests_and_the_writing_judgement() -> None:
    rule = MEASURES["ks2_rwm_high"].rule
    assert isinstance(rule, CombinedRule)
    assert rule.assessments == ("ks2_reading", "ks2_maths", "ks2_writing")
    assert [part.threshold(2024) for part in rule.parts] == [110, 110, None]
    assert rule.parts[2].reaching == {"GDS"}
    assert rule.missing_part == "not_reached"


def test_the_other_kinds_of_rule_carry_their_numbers() -> None:
    assert MEASURES["mtc_mean"].rule == MeanRule("mtc")
    assert MEASURES["severe_absence"].rule == AttendanceShareRule(50.0)


def test_a_missing_published_figure_has_a_reason() -> None:
    rwm = MEASURES["ks2_rwm_exp"]
    assert "pandemic" in rwm.why_not_published(2019)
    assert rwm.why_not_published(2024) == ""
    assert "did not exist" in rwm.why_not_published(2010)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('slug = "phonics_exp"', 'slug = "phonics"', "file's name"),
        ('kind = "share"', 'kind = "median"', "not one of"),
        ('kind = "share"', 'kind = "mean"', "cannot give"),
        ("scale = [0, 100]", "scale = [0, 1]", "0 to 100"),
        ('direction = "higher"', 'direction = "up"', "not one of"),
        ("value = 32", "value = 41", "outside"),
        ("from_year = 2011, value", "from_year = 2013, value", "no threshold in 2011"),
        ('reaching = ["WA"]', 'reaching = ["ZZ"]', "does not exist"),
        ('reaching = ["WA"]', 'reaching = ["A"]', "only an outcome"),
        ('assessment = "phonics"', 'assessment = "fonics"', "not one of"),
        ("decimals = 0", "decimals = 0\nmood = 1", "unknown mood"),
        ("decimals = 0\n", "", "missing decimals"),
        ("scale = [0, 100]", "scale = [0, 100", "phonics_exp.toml"),
    ],
)
def test_a_bad_definition_is_refused_with_its_fault(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = (HERE / "definitions" / "phonics_exp.toml").read_text()
    assert old in text
    (tmp_path / "phonics_exp.toml").write_text(text.replace(old, new))
    with pytest.raises(DefinitionError, match=fault):
        load_measure(tmp_path / "phonics_exp.toml", ASSESSMENTS)
