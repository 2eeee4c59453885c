"""Files in: what a good file writes, what a second time changes, what is refused row by row, what undo gives back."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.apps import apps

from pupils.imports.errors import FileRefused, UndoRefused
from pupils.models import Attendance, Enrolment, ImportBatch, Pupil, Result
from pupils.models.batch import ImportStatus
from pupils.providers import after_import
from pupils.services.imports import import_file, undo_batch
from tests.lib.workbook import workbook_bytes
from tests.pupils.sheets import (
    ATTENDANCE_HEADER,
    PUPIL_HEADER,
    RESULT_HEADER,
    UPNS,
    attendance,
    pupil,
    pupils_file,
    result,
    write,
)

pytestmark = pytest.mark.usefixtures("pupil_rows")


@pytest.fixture
def bring(cast, tmp_path: Path):
    """Brings lines in as a file: bring("results", header, row, ...), by the trust's data lead unless told."""

    def run(kind: str, *lines: str, by=cast.data_lead, encoding: str = "utf-8", **options) -> ImportBatch:
        path = write(tmp_path / f"{kind}.csv", *lines, encoding=encoding)
        return import_file(by=by, trust=cast.trust, kind=kind, path=path, **options)

    return run


@pytest.fixture
def six(cast, tmp_path: Path) -> ImportBatch:
    """Six pupils at the own academy in 2024/25, every third one disadvantaged."""
    path = pupils_file(tmp_path / "pupils.csv", cast.own.urn)
    return import_file(by=cast.data_lead, trust=cast.trust, kind="pupils", path=path)


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    return batch.added, batch.changed, batch.unchanged, batch.rejected


def reasons(batch: ImportBatch) -> list[str]:
    return [f"{r.line} {r.column} {r.value}: {r.reason}" for r in batch.rejections.all()]


def test_a_pupils_file_makes_pupils_and_their_year(cast, six: ImportBatch) -> None:
    assert counts(six) == (6, 0, 0, 0)
    assert six.status == ImportStatus.APPLIED
    assert six.actor == cast.data_lead
    assert len(six.sha256) == 64
    assert Pupil.objects.filter(trust=cast.trust).count() == 6
    first = Enrolment.objects.select_related("pupil").get(pupil__upn=UPNS[0])
    assert (first.academy, first.academic_year, first.nc_year) == (cast.own, 2024, 6)
    assert first.disadvantaged is True
    assert first.pupil.dob == datetime.date(2014, 3, 14)
    assert first.date_left is None
    assert Enrolment.objects.filter(disadvantaged=True).count() == 2


def test_the_same_file_twice_changes_nothing(cast, six: ImportBatch, tmp_path: Path) -> None:
    before = list(Enrolment.objects.order_by("pk").values())
    again = import_file(by=cast.data_lead, trust=cast.trust, kind="pupils", path=tmp_path / "pupils.csv")
    assert counts(again) == (0, 0, 6, 0)
    assert again.sha256 == six.sha256
    assert list(Enrolment.objects.order_by("pk").values()) == before


def test_a_changed_flag_changes_one_row_and_undo_gives_it_back(cast, six: ImportBatch, bring) -> None:
    batch = bring("pupils", PUPIL_HEADER, pupil(1, cast.own.urn, fsm6="Y", surname="Newname"), pupil(2, cast.own.urn))
    assert counts(batch) == (0, 1, 1, 0)
    assert Enrolment.objects.get(pupil__upn=UPNS[1]).disadvantaged is True
    assert Pupil.objects.get(upn=UPNS[1]).surname == "Newname"
    undo_batch(by=cast.data_lead, batch=batch)
    row = Enrolment.objects.select_related("pupil").get(pupil__upn=UPNS[1])
    assert (row.disadvantaged, row.pupil.surname, row.batch_id) == (False, "Surname1", six.pk)
    batch.refresh_from_db()
    assert (batch.status, batch.undone_by) == (ImportStatus.UNDONE, cast.data_lead)


def test_undo_of_the_first_file_leaves_nothing(cast, six: ImportBatch) -> None:
    undo_batch(by=cast.data_lead, batch=six)
    assert not Enrolment.objects.exists()
    assert not Pupil.objects.exists()
    with pytest.raises(UndoRefused, match="not applied"):
        undo_batch(by=cast.data_lead, batch=six)


def test_undo_is_refused_while_something_stands_on_it(cast, six: ImportBatch, bring) -> None:
    later = bring("pupils", PUPIL_HEADER, pupil(1, cast.own.urn, fsm6="Y"))
    with pytest.raises(UndoRefused, match=r"pupils\.csv was applied later and changed 1 row"):
        undo_batch(by=cast.data_lead, batch=six)
    undo_batch(by=cast.data_lead, batch=later)
    results = bring("results", RESULT_HEADER, result(1, "104"))
    with pytest.raises(UndoRefused, match="Results or attendance were brought in since for 1 pupil"):
        undo_batch(by=cast.data_lead, batch=six)
    undo_batch(by=cast.data_lead, batch=results)
    undo_batch(by=cast.data_lead, batch=six)
    assert not Pupil.objects.exists()


def test_an_old_year_brought_in_late_does_not_undo_a_change_of_name(cast, six: ImportBatch, bring) -> None:
    old = pupil(1, cast.own.urn, year="2022/23", surname="Oldname", nc_year="4")
    assert counts(bring("pupils", PUPIL_HEADER, old)) == (1, 0, 0, 0)
    assert Pupil.objects.get(upn=UPNS[1]).surname == "Surname1"
    assert counts(bring("pupils", PUPIL_HEADER, old)) == (0, 0, 1, 0)


@pytest.mark.usefixtures("six")
def test_long_results_are_added_changed_and_left(bring) -> None:
    first = bring(
        "results", RESULT_HEADER, result(0, "104"), result(1, "A"), result(2, "exs", assessment="ks2_writing"),
    )  # fmt: skip
    assert counts(first) == (3, 0, 0, 0)
    assert first.touched == {"years": [2024], "assessments": ["ks2_reading", "ks2_writing"]}
    stood = {(r.assessment, r.value, r.code) for r in Result.objects.all()}
    assert stood == {("ks2_reading", 104.0, ""), ("ks2_reading", None, "A"), ("ks2_writing", None, "EXS")}
    second = bring("results", RESULT_HEADER, result(0, "106"), result(1, "A"), result(3, "99"))
    assert counts(second) == (1, 1, 1, 0)


def test_undo_restores_results_and_the_later_file_comes_first(cast, six: ImportBatch, bring) -> None:
    first = bring("results", RESULT_HEADER, result(0, "104"), result(1, "95"))
    second = bring("results", RESULT_HEADER, result(0, "A"), result(2, "99"))
    with pytest.raises(UndoRefused, match="Undo that one first"):
        undo_batch(by=cast.data_lead, batch=first)
    undo_batch(by=cast.data_lead, batch=second)
    assert {(r.value, r.code) for r in Result.objects.all()} == {(104.0, ""), (95.0, "")}
    undo_batch(by=cast.data_lead, batch=first)
    assert not Result.objects.exists()


@pytest.mark.usefixtures("six")
def test_wide_results_give_the_same_rows_as_long_ones(bring) -> None:
    wide = bring(
        "results",
        "academic_year,upn,checkpoint,ks2_reading,ks2_maths,ks2_writing,class",
        f"2024/25,{UPNS[0]},Autumn,104,,EXS,6B",
        f"2024/25,{UPNS[1]},autumn,B,99,WTS,6B",
    )
    assert counts(wide) == (5, 0, 0, 0)
    assert wide.options["ignored"] == ["class"]
    long = bring(
        "results", RESULT_HEADER, result(0, "104"), result(0, "EXS", assessment="ks2_writing"), result(1, "B"),
        result(1, "99", assessment="ks2_maths"), result(1, "WTS", assessment="ks2_writing"),
    )  # fmt: skip
    assert counts(long) == (0, 0, 5, 0)


@pytest.mark.usefixtures("six")
def test_attendance_in_and_out(cast, bring) -> None:
    batch = bring(
        "attendance", ATTENDANCE_HEADER, attendance(0), attendance(1, 140, 0, 140), attendance(1, term="spring")
    )
    assert counts(batch) == (3, 0, 0, 0)
    assert batch.touched == {"years": [2024], "attendance": True}
    assert counts(bring("attendance", ATTENDANCE_HEADER, attendance(0))) == (0, 0, 1, 0)
    undo_batch(by=cast.data_lead, batch=batch)
    assert not Attendance.objects.exists()


@pytest.mark.usefixtures("six")
def test_bad_attendance_is_refused_row_by_row(bring) -> None:
    batch = bring(
        "attendance", ATTENDANCE_HEADER, attendance(0, 100, 60, 60), attendance(1, term="winter"), attendance(2),
        f"2024/25,{UPNS[3]},autumn,many,0,0",
    )  # fmt: skip
    assert counts(batch) == (1, 0, 0, 3)
    assert reasons(batch) == [
        "2 possible 100: The absences together, 120 sessions, are more than the possible sessions.",
        "3 term winter: “winter” is not a term. Write autumn, spring or summer.",
        "5 possible many: “many” is not a number of sessions. Write a whole number from 0 to 400.",
    ]


def test_each_bad_row_of_a_pupils_file_has_its_line_its_column_and_a_sentence(cast, bring) -> None:
    urn = cast.own.urn
    batch = bring(
        "pupils",
        PUPIL_HEADER,
        pupil(0, urn),
        pupil(1, 999999),
        pupil(2, cast.foreign.urn),
        pupil(3, urn).replace(UPNS[3], UPNS[3][:-1] + str((int(UPNS[3][-1]) + 1) % 10)),
        pupil(4, urn, fsm6=""),
        pupil(5, urn, nc_year="Seven"),
        pupil(6, urn).replace("14/03/2014", "03/14/2014"),
        pupil(7, urn).replace("14/03/2014", "14/03/1994"),
        pupil(8, urn, surname="Smith, junior"),
        pupil(0, urn, surname="Other"),
        pupil(9, urn).replace("01/09/2020,", "01/09/2020,01/09/2019"),
        pupil(10, urn, year="2024"),
    )
    assert counts(batch) == (1, 0, 0, 11)
    said = reasons(batch)
    for line, expected in zip(
        range(3, 14),
        [
            "urn 999999: No academy of the trust has URN 999999.",
            f"urn {cast.foreign.urn}: No academy of the trust has URN {cast.foreign.urn}.",
            "The check letter of UPN",
            "fsm6 : Y or N is missing. It decides in which group",
            "nc_year Seven: “Seven” is not a year group",
            "dob 03/14/2014: There is no day",
            "dob 14/03/1994: A pupil born on that day is not of school age",
            "This row has 18 fields and the header has 17. A comma inside a cell",
            f"upn {UPNS[0]}: Line 2 already gives this pupil and year. Keep one",
            "date_left 01/09/2019: The last day is before the first.",
            "academic_year 2024: “2024” is not an academic year. Write it as 2024/25.",
        ],
        strict=True,
    ):
        found = next(text for text in said if text.startswith(f"{line} "))
        assert expected in found


@pytest.mark.usefixtures("six")
def test_bad_results_are_refused_row_by_row(cast, bring) -> None:
    stranger, broken = UPNS[40], "A" + UPNS[0][1:]
    batch = bring(
        "results", RESULT_HEADER, result(0, "104"), result(0, "105"), result(1, "121"), result(2, ""),
        result(3, "104", assessment="ks2_science"), result(4, "104", checkpoint="Autum"),
        result(5, "104", year="2023/24"), f"2024/25,{stranger},Autumn,ks2_reading,100",
        f"2024/25,{broken},Autumn,ks2_reading,100",
    )  # fmt: skip
    assert counts(batch) == (1, 0, 0, 8)
    said = "\n".join(reasons(batch))
    assert f"3 upn {UPNS[0]}: Line 2 already gives this result." in said
    why = "“121” is no result for Key stage 2 English reading (ks2_reading). It takes a scaled score from 80 to 120"
    assert f"4 value 121: {why}" in said
    assert "5 value : The result is missing." in said
    assert "6 assessment ks2_science: “ks2_science” is not an assessment." in said
    assert "7 checkpoint Autum: The trust has no checkpoint “Autum”. It has Baseline, Autumn" in said
    assert "8 upn" in said
    assert "not in the pupils file of 2023/24. Import the pupils file of that year first." in said
    assert f"9 upn {stranger}: No pupil of the trust has UPN {stranger}. Import the pupils file first." in said
    assert f"10 upn {broken}: The check letter" in said


def test_a_data_lead_of_one_academy_touches_no_other(cast, six: ImportBatch, bring) -> None:
    from academies.access import Role
    from tests.factories import MembershipFactory

    lead = MembershipFactory(academy=cast.sibling, role=Role.DATA_LEAD).user
    moved = bring(
        "pupils", PUPIL_HEADER, pupil(0, cast.sibling.urn), pupil(9, cast.own.urn), pupil(8, cast.sibling.urn), by=lead
    )
    assert counts(moved) == (1, 0, 0, 2)
    assert "on roll at an academy that you do not bring files in for" in reasons(moved)[0]
    assert "You do not bring files in for the academy with URN" in reasons(moved)[1]
    results = bring("results", RESULT_HEADER, result(0, "104"), result(8, "104"), by=lead)
    assert counts(results) == (1, 0, 0, 1)
    assert set(Enrolment.objects.filter(batch=moved).values_list("academy", flat=True)) == {cast.sibling.pk}
    assert Enrolment.objects.filter(academy=cast.own).count() == 6


def test_whoever_brings_no_files_in_is_refused(cast, bring) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        bring("pupils", PUPIL_HEADER, pupil(0, cast.own.urn), by=cast.headteacher)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_names_survive_every_encoding(cast, bring, encoding: str) -> None:
    bring("pupils", PUPIL_HEADER, pupil(0, cast.own.urn, surname="O’Flahertÿ-Süß"), encoding=encoding)
    assert Pupil.objects.get().surname == "O’Flahertÿ-Süß"


def test_semicolons_capitals_and_quotes(cast, bring) -> None:
    lines = [
        PUPIL_HEADER.upper().replace(",", ";"),
        pupil(0, cast.own.urn, surname='"Smith; junior"').replace(",", ";"),
    ]
    assert counts(bring("pupils", *lines)) == (1, 0, 0, 0)
    assert Pupil.objects.get().surname == "Smith; junior"


def test_a_workbook_gives_the_same_rows(cast, six: ImportBatch, tmp_path: Path) -> None:
    lines = (tmp_path / "pupils.csv").read_text().splitlines()
    path = tmp_path / "pupils.xlsx"
    path.write_bytes(
        workbook_bytes([[int(c) if c.isdigit() else c or None for c in line.split(",")] for line in lines])
    )
    again = import_file(by=cast.data_lead, trust=cast.trust, kind="pupils", path=path)
    assert counts(again) == (0, 0, 6, 0)


def test_a_dry_run_tells_and_writes_nothing(cast, tmp_path: Path) -> None:
    path = pupils_file(tmp_path / "pupils.csv", cast.own.urn)
    batch = import_file(by=None, trust=cast.trust, kind="pupils", path=path, dry_run=True)
    assert counts(batch) == (6, 0, 0, 0)
    assert not ImportBatch.objects.exists()
    assert not Pupil.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_listeners_hear_what_was_touched_once_it_is_committed(cast, tmp_path: Path, monkeypatch) -> None:
    heard = []
    monkeypatch.setattr("pupils.services.imports.after_import", [lambda trust, touched: heard.append((trust, touched))])
    path = pupils_file(tmp_path / "pupils.csv", cast.own.urn)
    import_file(by=None, trust=cast.trust, kind="pupils", path=path, dry_run=True)
    assert heard == []
    import_file(by=None, trust=cast.trust, kind="pupils", path=path)
    import_file(by=None, trust=cast.trust, kind="pupils", path=path)
    assert heard == [(cast.trust.pk, {"years": [2024], "pupils": True})]
    assert isinstance(after_import, list)


def test_history_keeps_the_actor_and_the_old_row(cast, six: ImportBatch, bring) -> None:
    from pghistory.models import Context

    bring("results", RESULT_HEADER, result(0, "104"))
    changed = bring("results", RESULT_HEADER, result(0, "99"))
    event = apps.get_model("pupils", "ResultEvent").objects.get()
    assert event.value == 104.0
    kept = Context.objects.get(pk=event.pgh_context_id).metadata
    assert kept == {"user": cast.data_lead.pk, "import_batch": changed.pk}


def test_the_pupil_premium_download_sets_flags_of_known_pupils(cast, six: ImportBatch, bring) -> None:
    header = (
        "UPN,Surname,Forename,Sex,DOB,NCYear,Deprivation Pupil Premium,Service Child Premium,Adopted from Care Premium,"
        "Looked After Premium,PupilPremiumFTE,PupilPremiumCashAmount,PupilPremiumFYStartDate,PupilPremiumFYEndDate,"
        "LastFSM"
    )
    rows = [
        f"{UPNS[1]},A,B,F,2014-03-14,6,1,0,0,0,1,1455,2024-04-01,2025-03-31,",
        f"{UPNS[2]},A,B,F,2014-03-14,6,0,1,0,0,1,340,2024-04-01,2025-03-31,",
        f"{UPNS[30]},A,B,F,2014-03-14,6,1,0,0,0,1,1455,2024-04-01,2025-03-31,",
        f"{UPNS[3]},Smith, A,B,F,2014-03-14,6,1,0,0,0,1,1455,2024-04-01,2025-03-31,",
    ]
    with pytest.raises(FileRefused, match="DfE pupil premium download: choose that mapping"):
        bring("pupils", header, *rows)
    batch = bring("pupils", header, *rows, mapping="dfe-pupil-premium", fixed={"academic_year": "2024/25"})
    assert counts(batch) == (0, 2, 0, 2)
    assert Enrolment.objects.get(pupil__upn=UPNS[1]).disadvantaged is True
    service = Enrolment.objects.get(pupil__upn=UPNS[2])
    assert (service.service_child, service.disadvantaged, service.sen) == (True, False, "N")
    assert Pupil.objects.get(upn=UPNS[1]).surname == "Surname1"
    assert "Import that file first; this one only adds to it" in reasons(batch)[0]


@pytest.mark.usefixtures("six")
def test_the_departments_result_downloads_take_the_score_and_else_the_code(bring) -> None:
    header = "ACADYR,UPN,URN,READSCORE,READOUTCOME,MATSCORE,MATOUTCOME,GPSSCORE,GPSOUTCOME,WRITTAOUTCOME"
    batch = bring(
        "results", header, f"2024/2025,{UPNS[0]},1,104,AS,,B,99,NS,EXS", f"2024/2025,{UPNS[1]},1,,A,,A,,A,A",
        mapping="dfe-ks2-results",
    )  # fmt: skip
    assert counts(batch) == (8, 0, 0, 0)
    found = {(r.assessment, r.value, r.code) for r in Result.objects.filter(enrolment__pupil__upn=UPNS[0])}
    assert found == {
        ("ks2_reading", 104.0, ""), ("ks2_maths", None, "B"), ("ks2_gps", 99.0, ""), ("ks2_writing", None, "EXS"),
    }  # fmt: skip
    mtc = bring(
        "results", "ACADYR,UPN,FormMark,PupilStatus,ReasonNotTakingCheck", f"202425,{UPNS[0]},0,Complete,",
        f"202425,{UPNS[1]},,Not taking the Check,Z", mapping="dfe-mtc-results",
    )  # fmt: skip
    assert counts(mtc) == (2, 0, 0, 0)
    assert {(r.value, r.code) for r in Result.objects.filter(assessment="mtc")} == {(0.0, ""), (None, "Z")}
