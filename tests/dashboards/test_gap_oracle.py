"""Every published figure, and every column of it, is what a second computation from the raw rows says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from academies.models.academy import Phase
from academies.row_scope import every_row
from dashboards.models import GapFigure, RunStatus
from dashboards.services import compute_gaps
from pupils.measures import ASSESSMENTS, MEASURES
from pupils.measures.load import load_measure
from pupils.models import Checkpoint, Result
from tests import factories as make
from tests.dashboards import oracle
from tests.dashboards.invented import NO_PHONICS_IN, YEARS, Invented

pytestmark = pytest.mark.django_db

COLUMNS = (
    "n_disadvantaged", "n_other", "value_disadvantaged", "value_other", "sd_disadvantaged", "sd_other", "gap",
    "ci_low", "ci_high", "effect_size", "rank_gap", "national_other", "gap_to_national", "pooled_years",
    "pooled_n_disadvantaged", "pooled_n_other", "pooled_value_disadvantaged", "pooled_value_other", "pooled_gap",
    "pooled_ci_low", "pooled_ci_high", "change_gap", "change_disadvantaged", "change_other", "others_fell", "one_pupil",
)  # fmt: skip
SHRUNKEN = ("shrunk_gap", "shrink_weight")
ABOUT = {"id", "run", "trust", "academic_year", "checkpoint", "measure", "level", "phase", "academy", "breakdown"}
STATUSES = {f"{who}{what}status" for who in ("", "reader_") for what in ("", "change_", "pooled_")}
MOVING_LINE = """
slug = "moving_line"
title = "Times tables: share at a line that moved"
short_title = "Moving line"
in_words = "in times tables"
why = "A threshold that changes from year to year."
key_stage = "KS2"
subject = "Multiplication tables"
phases = ["primary"]
year_groups = [6]
kind = "share"
scale = [0, 100]
unit = "%"
decimals = 0
direction = "higher"
numerator = "Pupils at the line of their year."
denominator = "Pupils with a score."
source = "Invented."
basis = "Invented."
from_year = 2021
to_year = 2022

[rule]
kind = "threshold"

[rule.part]
assessment = "ks2_reading"
thresholds = [{ from_year = 2021, value = 96 }, { from_year = 2022, value = 104 }]
"""

Figures = dict[oracle.Key, dict[str, Any]]


@dataclass
class Twice:
    """What the oracle expects and what was published, by measure."""

    expected: dict[str, Figures]
    published: dict[str, Figures]


def published_of(trust_id: int) -> dict[str, Figures]:
    found: dict[str, Figures] = {}
    for row in GapFigure.objects.filter(trust=trust_id).values():
        key = (
            row["academic_year"], row["checkpoint"], row["level"], row["phase"], row["academy_id"], row["breakdown"],
        )  # fmt: skip
        found.setdefault(row["measure"], {})[key] = dict(row)
    return found


def expected_of(trust_id: int, definitions: dict[str, dict[str, Any]]) -> dict[str, Figures]:
    with every_row():
        rows = oracle.Rows(trust_id)
    return {slug: found for slug, one in definitions.items() if (found := oracle.figures(one, rows))}


@pytest.fixture(scope="module", params=[1, 2])
def twice(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Twice:
    folder = tmp_path_factory.mktemp("definitions")
    (folder / "moving_line.toml").write_text(MOVING_LINE, encoding="utf-8")
    moving = load_measure(folder / "moving_line.toml", ASSESSMENTS)
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("dashboards.gaps.run.MEASURES", {**MEASURES, "moving_line": moving})
        with every_row():
            invented = Invented(request.param)
            # Another trust's rows lie beside ours and must leave no mark.
            Invented(request.param + 100)
        run = compute_gaps(trust=invented.trust)
        assert run.status == RunStatus.PUBLISHED, run.measures
        definitions = oracle.definitions() | oracle.definitions(folder)
        found = Twice(expected_of(invented.trust.pk, definitions), published_of(invented.trust.pk))
        transaction.set_rollback(True)
    return found


def same(expected: Any, published: Any) -> bool:
    if expected is None or published is None or isinstance(expected, bool):
        return expected is published
    return math.isclose(expected, published, rel_tol=1e-9, abs_tol=1e-9)


def differences(expected: Figures, published: Figures, columns: tuple[str, ...]) -> list[str]:
    found = [f"{key}: expected and not published" for key in expected.keys() - published.keys()]
    found += [f"{key}: published and not expected" for key in published.keys() - expected.keys()]
    for key in expected.keys() & published.keys():
        found += [
            f"{key} {column}: expected {expected[key][column]}, published {published[key][column]}"
            for column in columns
            if not same(expected[key][column], published[key][column])
        ]
    return sorted(found)


@pytest.mark.parametrize("slug", [*MEASURES, "moving_line"])
def test_every_figure_is_what_the_raw_rows_say(twice: Twice, slug: str) -> None:
    assert twice.expected[slug], "nothing was compared"
    assert not differences(twice.expected[slug], twice.published[slug], COLUMNS)


def test_nothing_is_published_that_the_rows_do_not_say(twice: Twice) -> None:
    assert twice.published.keys() == twice.expected.keys()


def test_every_column_of_a_figure_is_compared() -> None:
    columns = {field.name for field in GapFigure._meta.concrete_fields}
    assert columns == {*COLUMNS, *SHRUNKEN, *ABOUT, *STATUSES}


@pytest.mark.parametrize("slug", [*MEASURES, "moving_line"])
def test_shrunken_gaps_are_as_expected_where_the_phase_is_shown(twice: Twice, slug: str) -> None:
    """And empty where it is not: with its weight an academy's drawn-in gap would tell the phase's own."""
    expected, published = twice.expected[slug], twice.published[slug]
    for key, row in published.items():
        phase = (key[0], key[1], "phase", key[3], None, key[5])
        told = key[2] == "academy" and published[phase]["reader_status"] == "shown"
        for column in SHRUNKEN:
            assert same(expected[key][column] if told else None, row[column]), (key, column)


def test_the_invented_trust_holds_what_it_promises(twice: Twice) -> None:
    """A comparison of ordinary rows alone would prove little."""
    every = [(slug, key, row) for slug, rows in twice.expected.items() for key, row in rows.items()]
    assert len(every) > 5000
    assert any(row["n_disadvantaged"] == 0 < row["n_other"] for _, _, row in every)
    assert any(row["n_disadvantaged"] == 1 for _, _, row in every)
    assert any(row["n_disadvantaged"] + row["n_other"] == 0 for _, _, row in every)
    assert any(row["value_disadvantaged"] == 0 and row["n_disadvantaged"] > 5 for _, _, row in every)
    assert any(row["effect_size"] == 0 and row["sd_other"] == 0 for _, _, row in every)
    assert any(row["others_fell"] for _, _, row in every)
    assert any(row["shrunk_gap"] is not None for _, _, row in every)
    assert any(row["gap_to_national"] is not None for _, _, row in every)
    assert {key[0] for key in twice.expected["phonics_exp"]} == {*YEARS} - {NO_PHONICS_IN}
    assert all(row["pooled_years"] is None for row in twice.expected["phonics_exp"].values())
    assert 2022 not in {key[0] for key in twice.expected["mtc_mean"]}
    assert {key[0] for key in twice.expected["moving_line"]} == {2021, 2022}


def test_one_changed_row_is_noticed() -> None:
    """The comparison can fail: one score moves by one point after the figures were computed."""
    with every_row():
        invented = Invented(7)
    definitions = {"ks2_maths_mean": oracle.definitions()["ks2_maths_mean"]}
    compute_gaps(trust=invented.trust, touched={"assessments": ["ks2_maths"]})
    published = published_of(invented.trust.pk)["ks2_maths_mean"]
    assert not differences(expected_of(invented.trust.pk, definitions)["ks2_maths_mean"], published, COLUMNS)
    with every_row():
        result = Result.objects.filter(
            enrolment__nc_year=6, enrolment__academy=invented.big, assessment="ks2_maths", value__isnull=False
        ).first()
        assert result is not None
        assert result.value is not None
        Result.objects.filter(pk=result.pk).update(value=result.value + 1)
    found = differences(expected_of(invented.trust.pk, definitions)["ks2_maths_mean"], published, COLUMNS)
    assert len(found) > 10


def test_twenty_academies_tell_how_far_they_differ() -> None:
    """From twenty academies of a phase on their own spread is used in the place of the prior, and of those it is the
    spread that everybody may see: a hidden academy's gap must not be solved for."""
    trust = make.TrustFactory()
    with every_row():
        checkpoint: Checkpoint = make.CheckpointFactory(trust=trust, name="Statutory")
        for at in range(24):
            academy = make.AcademyFactory(trust=trust, phase=Phase.SECONDARY)
            for serial in range(17 if at == 0 else 26):
                poor = serial < (3 if at == 0 else 12)
                enrolment = make.EnrolmentFactory(academy=academy, nc_year=11, fsm6=poor)
                value = 50 + 3 * (serial % 5) - (40 if at == 0 else (at % 7) * 1.5) * poor
                make.ResultFactory(
                    enrolment=enrolment, checkpoint=checkpoint, assessment="ks4_attainment8", value=value
                )
    compute_gaps(trust=trust, touched={"assessments": ["ks4_attainment8"]})
    published = published_of(trust.pk)["ks4_attainment8"]
    headline = {key: row for key, row in published.items() if key[5] == "all"}
    shown = {key for key, row in headline.items() if row["reader_status"] == "shown"}
    assert 20 <= sum(key[2] == "academy" for key in shown) < 24
    with every_row():
        expected = oracle.figures(oracle.definitions()["ks4_attainment8"], oracle.Rows(trust.pk), shown)
    assert sum(row["shrunk_gap"] is not None for row in headline.values()) == 24
    assert not differences({key: expected[key] for key in headline}, headline, (*COLUMNS, *SHRUNKEN))
    with every_row():
        alone = oracle.figures(oracle.definitions()["ks4_attainment8"], oracle.Rows(trust.pk), ())
    assert differences({key: alone[key] for key in headline}, headline, SHRUNKEN)


def test_newcombe_s_own_example() -> None:
    """56 of 70 against 48 of 80: 0.2000 (0.0524 to 0.3339), Statistics in Medicine 1998;17:873-890."""
    low, high = oracle.newcombe(56, 70, 48, 80)
    assert (round(low / 100, 4), round(high / 100, 4)) == (0.0524, 0.3339)
