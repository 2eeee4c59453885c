"""A performance table gives each academy its printed figures: numbers as numbers, codes as codes, blanks as blanks."""

import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from academies.models import Academy, PredecessorLink
from pupils.imports.errors import UndoRefused
from pupils.models import ImportBatch, PublishedFigure
from pupils.models.batch import ImportStatus
from pupils.published.services import apply_performance_tables, undo_performance_tables
from tests import factories as make
from tests.cast import Cast
from tests.pupils.performance_files import (
    KS2_COLUMNS,
    ks2_bytes,
    ks2_school,
    ks2_withheld,
    ks4_bytes,
    ks4_school,
    renamed,
)

pytestmark = pytest.mark.django_db
YEAR = "2018/19"


@pytest.fixture
def academy() -> Academy:
    return make.AcademyFactory(urn=150001, name="Gannet Bay", la_code=936, la_name="Surrey")


def run(folder: Path, content: bytes, year: str = YEAR, **options: Any) -> str:
    path = folder / "table.csv"
    path.write_bytes(content)
    out = StringIO()
    call_command("import_performance_tables", str(path), f"--year={year}", stdout=out, **options)
    return out.getvalue()


def refused(folder: Path, content: bytes, **options: Any) -> str:
    before = list(PublishedFigure.objects.order_by("pk").values()), ImportBatch.objects.count()
    with pytest.raises(CommandError) as refusal:
        run(folder, content, **options)
    assert (list(PublishedFigure.objects.order_by("pk").values()), ImportBatch.objects.count()) == before
    return str(refusal.value)


def figure(measure: str, **where: Any) -> PublishedFigure:
    return PublishedFigure.objects.get(measure=measure, academic_year=2018, **(where or {"level": "academy"}))


def test_key_stage_2_cells_arrive_as_printed(tmp_path: Path, academy: Academy) -> None:
    said = run(tmp_path, ks2_bytes(ks2_school(150001)))
    rwm = figure("ks2_rwm_exp")
    assert (rwm.academy, rwm.key_stage) == (academy, "KS2")
    assert (rwm.value_all, rwm.value_disadvantaged, rwm.value_other) == (62, 42, 67)
    assert (rwm.n_all, rwm.n_disadvantaged, rwm.n_other) == (58, 12, 46)
    assert (rwm.published_gap, rwm.published_gap_code) == (-29, "")
    assert figure("ks2_reading_mean").value_disadvantaged == 101
    assert not PublishedFigure.objects.filter(level="academy", measure="ks2_maths_mean").exists(), "nothing was printed"
    assert "Key stage 2, 2018/19: figures for the 1 academy of " in said


def test_key_stage_4_is_told_by_its_columns(tmp_path: Path, academy: Academy) -> None:
    run(tmp_path, ks4_bytes(ks4_school(150001)))
    a8, p8, em = figure("ks4_attainment8"), figure("ks4_progress8"), figure("ks4_em_4")
    assert (a8.value_disadvantaged, a8.value_other, a8.published_gap, a8.key_stage) == (37.4, 51.2, -12.9, "KS4")
    assert (p8.value_disadvantaged, p8.n_all, p8.n_disadvantaged, p8.n_other) == (-0.38, 171, 37, 134)
    assert (em.value_disadvantaged, em.value_other) == (48.6, 73)


def test_a_code_stays_a_code_and_is_never_nought(tmp_path: Path, academy: Academy) -> None:
    run(tmp_path, ks2_bytes(ks2_withheld(150001)))
    rwm = figure("ks2_rwm_exp")
    assert (rwm.value_disadvantaged, rwm.value_other, rwm.published_gap) == (None, None, None)
    assert (rwm.code_disadvantaged, rwm.code_other, rwm.published_gap_code) == ("SUPP", "SUPP", "SUPP")
    assert (rwm.value_all, rwm.n_disadvantaged, rwm.n_other) == (62, 3, 37), "numbers are printed all the same"


@pytest.mark.parametrize("code", ["SUPP", "NE", "NA", "NP", "NEW", "LOWCOV", "SP", "RE", "LOW", "DNS"])
def test_every_code_of_the_department_is_kept(tmp_path: Path, academy: Academy, code: str) -> None:
    run(tmp_path, ks2_bytes(ks2_school(150001, PTRWM_EXP=code)))
    assert (figure("ks2_rwm_exp").value_all, figure("ks2_rwm_exp").code_all) == (None, code)


def test_nought_is_a_figure_and_blank_is_blank(tmp_path: Path, academy: Academy) -> None:
    cells = {"PTRWM_EXP_FSM6CLA1A": "0%", "PTRWM_EXP_NotFSM6CLA1A": " ", "TFSM6CLA1A": "0"}
    run(tmp_path, ks2_bytes(ks2_school(150001, **cells)))
    rwm = figure("ks2_rwm_exp")
    assert (rwm.value_disadvantaged, rwm.n_disadvantaged) == (0, 0)
    assert (rwm.value_other, rwm.code_other) == (None, "")


def test_england_is_the_state_funded_row_and_the_authority_is_the_academys_own(
    tmp_path: Path, academy: Academy
) -> None:
    said = run(tmp_path, ks2_bytes(ks2_school(150001)))
    assert figure("ks2_rwm_exp", level="national").value_other == 71
    assert figure("ks2_rwm_exp", level="national").value_all == 65, "not the 64 of all schools"
    assert figure("ks2_rwm_exp", level="la", la_code=936).value_disadvantaged == 46
    assert "To compare with: Surrey and England, state-funded." in said
    run(tmp_path, ks4_bytes(ks4_school(150001)))
    assert figure("ks4_attainment8", level="national").value_all == 46.7


@pytest.mark.parametrize("spelling", ["NotFSM6CLA1A", "NOTFSM6CLA1A", "NFSM6CLA1A"])
def test_other_pupils_are_found_in_each_spelling(tmp_path: Path, academy: Academy, spelling: str) -> None:
    content = renamed(
        ks2_bytes(ks2_school(150001)),
        PTRWM_EXP_NotFSM6CLA1A=f"PTRWM_EXP_{spelling}",
        TNotFSM6CLA1A=f"T{spelling}",
    )
    run(tmp_path, content)
    assert (figure("ks2_rwm_exp").value_other, figure("ks2_rwm_exp").n_other) == (67, 46)


def test_the_misprinted_column_name_is_read_too(tmp_path: Path, academy: Academy) -> None:
    content = renamed(ks4_bytes(ks4_school(150001)), PTNOTFSM6CLA1ABASICS_94="PTNOTFSMBASICS_94")
    run(tmp_path, content)
    assert figure("ks4_em_4").value_other == 73


def test_same_file_twice_changes_nothing(tmp_path: Path, academy: Academy) -> None:
    run(tmp_path, ks2_bytes(ks2_school(150001)))
    before = list(PublishedFigure.objects.order_by("pk").values())
    said = run(tmp_path, ks2_bytes(ks2_school(150001)))
    assert list(PublishedFigure.objects.order_by("pk").values()) == before
    assert f"Figures added: 0; changed: 0; unchanged: {len(before)}; 0 rows not taken." in said


def test_revised_table_replaces_and_leaves_nothing_stale(tmp_path: Path, academy: Academy) -> None:
    run(tmp_path, ks2_bytes(ks2_school(150001)))
    revised = ks2_school(
        150001, PTRWM_EXP="63%", READ_AVERAGE="", READ_AVERAGE_FSM6CLA1A="", READ_AVERAGE_NotFSM6CLA1A=""
    )
    run(tmp_path, ks2_bytes(revised))
    assert figure("ks2_rwm_exp").value_all == 63
    mean = figure("ks2_reading_mean")
    assert (mean.value_all, mean.value_disadvantaged, mean.n_all) == (None, None, None)


def test_predecessors_figures_count_for_the_academy_and_it_is_said(tmp_path: Path, academy: Academy) -> None:
    PredecessorLink.objects.create(
        academy=academy, urn=120001, link_type="Predecessor", linked_on=datetime.date(2019, 3, 1)
    )
    said = run(tmp_path, ks2_bytes(ks2_school(120001)))
    assert figure("ks2_rwm_exp").academy == academy
    assert "Gannet Bay counts with the figures of School 120001 (120001), which it replaced." in said


def test_the_file_itself_can_name_what_a_school_became(tmp_path: Path, academy: Academy) -> None:
    """Also where our own link says the same: the row counts once."""
    PredecessorLink.objects.create(academy=academy, urn=120001, link_type="Predecessor")
    run(tmp_path, ks2_bytes(ks2_school(120001, URN_AC="150001")))
    assert figure("ks2_rwm_exp").value_all == 62


def test_own_figures_win_over_a_predecessors(tmp_path: Path, academy: Academy) -> None:
    PredecessorLink.objects.create(academy=academy, urn=120001, link_type="Predecessor")
    run(tmp_path, ks2_bytes(ks2_school(120001, PTRWM_EXP="10%"), ks2_school(150001)))
    assert figure("ks2_rwm_exp").value_all == 62


def test_two_merged_schools_are_never_averaged(tmp_path: Path, academy: Academy) -> None:
    for urn in (120001, 120002):
        PredecessorLink.objects.create(academy=academy, urn=urn, link_type="Predecessor")
    said = run(tmp_path, ks2_bytes(ks2_school(120001), ks2_school(120002)))
    assert not PublishedFigure.objects.filter(level="academy").exists()
    assert "a figure of them together was not published" in said


def test_garbled_cell_is_named_and_the_other_schools_are_taken(tmp_path: Path, academy: Academy) -> None:
    make.AcademyFactory(urn=150002, trust=academy.trust, la_code=936, la_name="Surrey")
    said = run(tmp_path, ks2_bytes(ks2_school(150001), ks2_school(150002, PTRWM_EXP_FSM6CLA1A="4l%")))
    assert "line 3: PTRWM_EXP_FSM6CLA1A is “4l%”. This is neither a figure nor a code such as SUPP." in said
    assert set(PublishedFigure.objects.filter(level="academy").values_list("academy__urn", flat=True)) == {150001}
    assert ImportBatch.objects.get().rejections.get().line == 3


def test_trust_without_academies_in_the_file_still_gets_what_to_compare_with(tmp_path: Path, academy: Academy) -> None:
    said = run(tmp_path, ks2_bytes(ks2_school(160000)))
    assert "none of the academies of" in said
    assert set(PublishedFigure.objects.values_list("level", flat=True)) == {"la", "national"}


def test_every_trust_in_the_file_is_served_with_a_batch_each(tmp_path: Path, academy: Academy) -> None:
    other = make.AcademyFactory(urn=150002, la_code=936, la_name="Surrey")
    run(tmp_path, ks2_bytes(ks2_school(150001), ks2_school(150002)))
    assert set(ImportBatch.objects.values_list("trust", flat=True)) == {academy.trust_id, other.trust_id}
    assert PublishedFigure.objects.filter(level="national", measure="ks2_rwm_exp").count() == 1


@pytest.mark.parametrize(
    ("content", "options", "says"),
    [
        (b"", {}, "The file is empty."),
        (b"\x89PNG\r\n\x1a\n", {}, "a picture"),
        (b"URN,EstablishmentName\n1,x\n", {}, "Get Information About Schools"),
        (b"upn,assessment,value\nA,b,1\n", {}, "file of pupils"),
        (b"time_period,geographic_level\n202425,National\n", {}, "Explore Education Statistics"),
        (b"TIME_PERIOD,TRUST_UID\n202425,1\n", {}, "table of trusts"),
        (b"RECTYPE,URN,TALLPUP\n1,150001,3\n", {}, "one of the other tables"),
        (ks2_bytes(ks2_school(150001)), {"year": "2017/18"}, "This is not the table of 2017/18"),
        (ks2_bytes(ks2_school(150001)), {"year": "2021/22"}, "This is not the table of 2021/22"),
        (ks4_bytes(ks4_school(150001)), {"year": "2016/17"}, "as the table of 2018/19 does"),
        (ks2_bytes(ks2_school(150001)), {"year": "2019/20"}, "No performance tables of schools were published"),
        (ks2_bytes(ks2_school(150001))[:-30], {}, "is not whole: the file was cut off"),
        (ks2_bytes(ks2_school(150001))[: len(ks2_bytes(ks2_school(150001))) // 2], {}, "cut off"),
        (ks2_bytes(ks2_school(150001)).replace(b"71%", b"7?%"), {}, "Download the file again."),
        (ks2_bytes(ks2_school(150001)).replace(b"\r\n1,", b"\r\nx,"), {}, "record type"),
        (renamed(ks2_bytes(ks2_school(150001)), PTRWM_EXP_18="PTRWM_EXP_NFSM6CLA1A"), {}, "twice"),
        (ks2_bytes(ks2_school(150001)), {"trust": "Nobody's Trust"}, "Say which trust with --trust."),
    ],
)
def test_wrong_file_is_refused_in_a_sentence_and_nothing_is_written(
    tmp_path: Path, academy: Academy, content: bytes, options: dict[str, str], says: str
) -> None:
    assert says in refused(tmp_path, content, **options)


def test_year_is_taken_on_trust_where_the_table_prints_no_earlier_one(tmp_path: Path, academy: Academy) -> None:
    columns = [name for name in KS2_COLUMNS if not name.endswith(("_17", "_18"))]
    run(tmp_path, ks2_bytes(ks2_school(150001), columns=columns), year="2021/22")
    assert PublishedFigure.objects.filter(academic_year=2021, level="academy").exists()


def test_undo_takes_back_what_was_added_and_restores_what_was_changed(tmp_path: Path, academy: Academy) -> None:
    run(tmp_path, ks2_bytes(ks2_school(150001)))
    before = list(PublishedFigure.objects.order_by("pk").values())
    run(tmp_path, ks2_bytes(ks2_school(150001, PTRWM_EXP="63%", MAT_AVERAGE="105")))
    first, second = ImportBatch.objects.order_by("pk")
    with pytest.raises(UndoRefused, match="Undo that one first"):
        undo_performance_tables(batch=first, by=None)
    undo_performance_tables(batch=second, by=None)
    assert list(PublishedFigure.objects.order_by("pk").values()) == before
    undo_performance_tables(batch=first, by=None)
    assert not PublishedFigure.objects.exists()
    second.refresh_from_db()
    assert second.status == ImportStatus.UNDONE
    with pytest.raises(UndoRefused, match="Only a file that was applied"):
        undo_performance_tables(batch=first, by=None)


def test_undo_leaves_england_to_another_trust_that_compares_with_it(tmp_path: Path, academy: Academy) -> None:
    make.AcademyFactory(urn=150002, la_code=936, la_name="Surrey")
    run(tmp_path, ks2_bytes(ks2_school(150001), ks2_school(150002)))
    undo_performance_tables(batch=ImportBatch.objects.get(trust=academy.trust), by=None)
    assert not PublishedFigure.objects.filter(academy=academy).exists()
    assert PublishedFigure.objects.filter(level="national").exists()
    assert PublishedFigure.objects.filter(level="la").exists()


def test_only_who_brings_in_files_for_the_whole_trust_may(tmp_path: Path, cast: Cast) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(ks2_bytes(ks2_school(cast.own.urn)))
    for person in (cast.headteacher, cast.administrator, cast.outsider, cast.nobody):
        with pytest.raises(PermissionDenied):
            apply_performance_tables(path, year=2018, trust=cast.trust, by=person)
    batch, _ = apply_performance_tables(path, year=2018, trust=cast.trust, by=cast.data_lead)
    assert batch.actor == cast.data_lead


def test_command_acts_with_the_rights_of_the_person_it_is_told(tmp_path: Path, cast: Cast) -> None:
    content = ks2_bytes(ks2_school(cast.own.urn))
    assert "trust's data leads" in refused(tmp_path, content, by=cast.headteacher.email)
    assert "Nobody here has the e-mail" in refused(tmp_path, content, by="nobody@example.com")
    run(tmp_path, content, by=cast.data_lead.email)
    assert ImportBatch.objects.get().actor == cast.data_lead


def test_dry_run_writes_nothing(tmp_path: Path, academy: Academy) -> None:
    said = run(tmp_path, ks2_bytes(ks2_school(150001)), dry_run=True)
    assert "Figures added: 6;" in said
    assert "Nothing was written." in said
    assert not PublishedFigure.objects.exists()
