"""Ofsted's file brings in inspections, each under the framework of its day; twice the same; taken back whole."""

import datetime
import hashlib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone

from academies.models import Inspection, Judgement
from academies.services.inspections import correct_inspection, set_aside_inspection
from pupils.imports.errors import FileRefused, UndoRefused
from pupils.models import ImportBatch
from pupils.models.batch import ImportKind, ImportStatus
from pupils.published.inspections import apply_inspections, preview_inspections, undo_inspections
from pupils.published.uploads import apply_upload, preview_upload, undo_upload
from tests import factories as make
from tests.cast import Cast
from tests.lib.workbook import workbook_bytes
from tests.pupils.inspection_files import COLUMNS, OLD_COLUMNS, mi_bytes, oeif, report_card, row, ungraded

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "latest.csv"


def bring(path: Path, cast: Cast, content: bytes) -> ImportBatch:
    path.write_bytes(content)
    return apply_inspections(path, trust=cast.trust, by=cast.data_lead)[0]


def grades(**which: Any) -> dict[str, str]:
    return dict(
        Judgement.objects.filter(**{f"inspection__{k}": v for k, v in which.items()}).values_list("area", "grade")
    )


def refused(path: Path, cast: Cast, content: bytes) -> str:
    """The sentence of the refusal; proves that nothing was written."""
    path.write_bytes(content)
    with pytest.raises(FileRefused) as told:
        apply_inspections(path, trust=cast.trust, by=cast.data_lead)
    assert not Inspection.objects.exists()
    assert not ImportBatch.objects.exists()
    return str(told.value)


def test_one_row_holds_inspections_of_three_frameworks(path: Path, cast: Cast) -> None:
    school = row(cast.own.urn, **report_card(), **oeif(), **ungraded())
    batch = bring(path, cast, mi_bytes(school, row(999001, **report_card())))
    found = {i.framework: i for i in Inspection.objects.filter(academy=cast.own)}
    assert set(found) == {"report_card_2025", "graded_2019", "graded_2024"}
    assert grades(framework="report_card_2025") == {
        "inclusion": "strong", "curriculum_and_teaching": "expected", "achievement": "needs_attention",
        "attendance_and_behaviour": "expected", "personal_development": "exceptional",
        "leadership_and_governance": "expected",
    }  # fmt: skip
    assert grades(framework="graded_2019") == {
        "overall_effectiveness": "good", "quality_of_education": "good", "behaviour_and_attitudes": "outstanding",
        "personal_development": "good", "leadership_and_management": "requires_improvement",
    }, "9 and NULL are no grade"  # fmt: skip
    card, ungraded_one = found["report_card_2025"], found["graded_2024"]
    assert (card.started, card.published_on) == (datetime.date(2025, 12, 3), datetime.date(2026, 1, 20))
    assert (card.safeguarding, found["graded_2019"].safeguarding) == ("met", "met"), "two spaces in a header are found"
    assert (ungraded_one.kind, ungraded_one.outcome) == ("ungraded", "School remains Good")
    assert (card.source, card.source_file, card.recorded_by) == ("mi", "latest.csv", cast.data_lead)
    assert (batch.added, batch.changed, batch.unchanged, batch.rejected) == (3, 0, 0, 0)
    assert batch.actor == cast.data_lead
    assert batch.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not Inspection.objects.exclude(academy=cast.own).exists(), "other trusts' schools are none of ours"


@pytest.mark.parametrize(
    "layout",
    [
        {"titles": ()},
        {"titles": ("One title; with a semicolon | and more",)},
        {"encoding": "utf-8-sig"},
        {"delimiter": ";"},
        {"columns": [name.upper().replace("  ", " ") for name in COLUMNS]},
        {"columns": [*reversed(COLUMNS), "A column that a later month adds"]},
        {"columns": [name.replace("date of grade", "date of judgement") for name in COLUMNS]},
    ],
    ids=["no titles", "one title", "utf-8", "semicolons", "capitals", "another order", "other words"],
)
def test_the_layout_may_drift(layout: dict[str, Any], path: Path, cast: Cast) -> None:
    school = row(cast.own.urn, **report_card(), **oeif())
    columns = layout.get("columns", COLUMNS)
    school |= {
        name: school[old] for name, old in zip(columns, COLUMNS, strict=False) if old in school and name.upper() == name
    }
    bring(path, cast, mi_bytes(school, **layout))
    assert Inspection.objects.count() == 2
    assert len(grades(framework="report_card_2025")) == 6


def test_a_workbook_with_titles_is_read(tmp_path: Path, cast: Cast) -> None:
    school = row(cast.own.urn, **report_card())
    cells = [["Titles stand above"], [], COLUMNS, [str(school.get(name, "NULL")) for name in COLUMNS]]
    bring(tmp_path / "latest.xlsx", cast, workbook_bytes(cells))
    assert Inspection.objects.get().framework == "report_card_2025"


def test_the_old_layout_gives_two_graded_inspections(path: Path, cast: Cast) -> None:
    school = {
        "URN": cast.own.urn, "Inspection start date": "14/05/2024", "Publication date": "20/06/2024",
        "Overall effectiveness": 2, "Quality of education": 2, "Behaviour and attitudes": 2, "Personal development": 1,
        "Effectiveness of leadership and management": 2, "Safeguarding is effective?": "Yes",
        "Previous inspection start date": "08/10/2019", "Previous full inspection overall effectiveness": 4,
        "Previous quality of education": 4, "Previous effectiveness of leadership and management": 4,
        "Category of concern": "NULL",
    }  # fmt: skip
    earlier = {**school, "URN": cast.sibling.urn, "Previous inspection start date": "08/10/2015"}
    batch = bring(path, cast, mi_bytes(school, earlier, columns=OLD_COLUMNS))
    assert grades(academy=cast.own, started="2024-05-14")["personal_development"] == "outstanding"
    assert grades(academy=cast.own, started="2019-10-08")["overall_effectiveness"] == "inadequate"
    assert "Left out: 1 inspection before 1 September 2019." in batch.message


def test_an_inspection_of_the_school_before_keeps_its_urn(path: Path, cast: Cast) -> None:
    """By the column that says so; or, in a file from before the conversion, by the one link to an earlier school."""
    make.PredecessorLinkFactory(academy=cast.sibling, urn=111001)
    before = row(cast.own.urn, **oeif(), **{"URN at time of latest OEIF graded inspection": 111984})
    batch = bring(path, cast, mi_bytes(before, row(111001, **oeif())))
    assert {i.academy: i.inspected_urn for i in Inspection.objects.all()} == {cast.own: 111984, cast.sibling: 111001}
    assert f"Found under the school before it: {cast.sibling} (URN 111001)." in batch.message


def test_two_schools_before_an_academy_are_not_one(path: Path, cast: Cast) -> None:
    for urn in (111001, 111002):
        make.PredecessorLinkFactory(academy=cast.own, urn=urn)
    path.write_bytes(mi_bytes(row(111001, **oeif()), row(111002, **oeif(overall=4))))
    preview = preview_inspections(path, trust=cast.trust, by=cast.data_lead)
    assert (preview.added, Inspection.objects.count()) == (0, 0)
    assert any(str(cast.own) in sentence and "Not in the file" in sentence for sentence in preview.sentences)


def test_a_grade_of_a_later_day_is_a_monitoring_inspection(path: Path, cast: Cast) -> None:
    later = report_card(**{"Achievement": "Expected standard", "Achievement - date of grade": "05/05/2026"})
    bring(path, cast, mi_bytes(row(cast.own.urn, **later)))
    graded, monitoring = Inspection.objects.order_by("started")
    assert (monitoring.kind, monitoring.started) == ("monitoring", datetime.date(2026, 5, 5))
    assert grades(pk=monitoring.pk) == {"achievement": "expected"}
    assert "achievement" not in grades(pk=graded.pk), "what it was before is not in this file, and is not made up"


def test_the_same_file_twice_changes_nothing(path: Path, cast: Cast) -> None:
    content = mi_bytes(row(cast.own.urn, **report_card(), **oeif(), **ungraded()))
    bring(path, cast, content)
    before = list(Inspection.objects.values_list()) + list(Judgement.objects.values_list())
    again = bring(path, cast, content)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    assert list(Inspection.objects.values_list()) + list(Judgement.objects.values_list()) == before


def test_a_newer_file_changes_what_it_prints_and_undoing_brings_it_back(path: Path, cast: Cast) -> None:
    first = bring(path, cast, mi_bytes(row(cast.own.urn, **report_card())))
    newer = report_card(**{"Inclusion": "Expected standard", "Achievement": "NULL", "Safeguarding standards": "Not met",
                           "Category of concern": "RSI"})  # fmt: skip
    second = bring(path, cast, mi_bytes(row(cast.own.urn, **newer), row(cast.sibling.urn, **oeif())))
    assert (second.added, second.changed) == (1, 1)
    assert "(category of concern, safeguarding, inclusion and achievement)" in second.message, "what would change"
    one = Inspection.objects.get(academy=cast.own)
    assert (one.safeguarding, one.concern_category) == ("not_met", "significant_improvement")
    assert "achievement" not in grades(pk=one.pk)

    with pytest.raises(UndoRefused, match="Undo that one first"):
        undo_inspections(batch=first, by=cast.data_lead)
    assert undo_inspections(batch=second, by=cast.data_lead) == 2
    one.refresh_from_db()
    assert (one.safeguarding, one.concern_category) == ("met", "")
    assert (grades(pk=one.pk)["inclusion"], grades(pk=one.pk)["achievement"]) == ("strong", "needs_attention")
    assert undo_inspections(batch=first, by=cast.data_lead) == 1
    assert not Inspection.objects.exists()
    with pytest.raises(UndoRefused, match="Only a file that was applied"):
        undo_inspections(batch=first, by=cast.data_lead)


def test_what_the_file_has_no_column_for_is_left(path: Path, cast: Cast) -> None:
    bring(path, cast, mi_bytes(row(cast.own.urn, **report_card())))
    fewer = [name for name in COLUMNS if not name.startswith(("Achievement", "Safeguarding"))]
    batch = bring(path, cast, mi_bytes(row(cast.own.urn, **report_card(Inclusion="Exceptional")), columns=fewer))
    one = Inspection.objects.get()
    assert (one.safeguarding, grades(pk=one.pk)["achievement"], grades(pk=one.pk)["inclusion"]) == (
        "met", "needs_attention", "exceptional",
    )  # fmt: skip
    assert "This file has no column for Achievement." in batch.message


def test_what_was_set_aside_here_stays_so(path: Path, cast: Cast) -> None:
    content = mi_bytes(row(cast.own.urn, **oeif()))
    bring(path, cast, content)
    set_aside_inspection(by=cast.trust_leader, inspection=Inspection.objects.get(), why="Of another school.")
    batch = bring(path, cast, content)
    assert (batch.added, Inspection.objects.count()) == (0, 1)
    assert f"Set aside here, and left so: {cast.own}, 8 March 2023." in batch.message


@pytest.mark.django_db(transaction=True)
def test_what_somebody_put_right_since_is_not_lost_by_undoing(path: Path, cast: Cast) -> None:
    batch = bring(path, cast, mi_bytes(row(cast.own.urn, **report_card())))
    one = Inspection.objects.get()
    correct_inspection(by=cast.trust_leader, inspection=one, grades={**grades(pk=one.pk), "inclusion": "exceptional"})
    with pytest.raises(UndoRefused, match="Undoing would lose that"):
        undo_inspections(batch=batch, by=cast.data_lead)
    assert grades(pk=one.pk)["inclusion"] == "exceptional"


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        (report_card(Inclusion="Good"), "Inclusion", "This is no grade of Inclusion under the framework of that day"),
        (report_card(started="31/02/2026"), "Inspection start date", "This is not a date such as 03/12/2025."),
        (report_card(started="03/12/2999"), "Inspection start date", "This day is still to come."),
        (report_card(published="01/12/2025"), "Publication date", "published before the inspection began"),
        (report_card(**{"Category of concern": "SWK"}), "Category of concern", "This is no category of concern under"),
        (report_card(**{"Safeguarding standards": "Perhaps"}), "Safeguarding standards", "Safeguarding is “Met” or"),
        (oeif(overall=5), "Latest OEIF overall effectiveness", "This is no grade of Overall effectiveness"),
        (oeif("08/03/2025", overall=2), "", ""),
        (ungraded("05/02/2026"), "Date of latest ungraded inspection", "There are no ungraded inspections under"),
    ],
)
def test_a_cell_that_cannot_be_taken(cells: dict[str, Any], column: str, sentence: str, path: Path, cast: Cast) -> None:
    """The others of its row and of the file are taken all the same."""
    batch = bring(path, cast, mi_bytes(row(cast.sibling.urn, **oeif()), row(cast.own.urn, **cells)))
    if not column:
        assert "overall_effectiveness" not in grades(academy=cast.own), "no overall grade after September 2024"
        return
    rejection = batch.rejections.get()
    assert (rejection.line, rejection.column) == (5, column)
    assert sentence in rejection.reason
    assert Inspection.objects.get().academy == cast.sibling


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (mi_bytes(row(910001, **oeif()), columns=[c for c in COLUMNS if c != "URN"]), "the column “URN” is missing"),
        (mi_bytes(row(910001), columns=["URN", "School name"]), "the columns “Inspection start date” and"),
        (mi_bytes(), "The file has its column names and no rows."),
        (mi_bytes(row(910001, **oeif()))[:-30], "columns where the header has 85"),
        (mi_bytes(row(910001, **oeif())).replace(b'Bay, Infants"', b"Bay, Infants", 1), "Fetch it again."),
        (mi_bytes(row(910001, **oeif(overall="excellent"))), "No inspection in the file can be taken"),
        (b"%PDF-1.7", "The file is a PDF"),
    ],
)
def test_a_file_of_another_kind_or_damaged_is_refused(content: bytes, sentence: str, path: Path, cast: Cast) -> None:
    assert sentence in refused(path, cast, content)


def test_none_of_ours_in_the_file_is_said(path: Path, cast: Cast) -> None:
    batch = bring(path, cast, mi_bytes(row(999001, **oeif())))
    assert batch.message == f"None of the academies of {cast.trust} is in this file."


def test_an_uploaded_file_goes_all_the_way(tmp_path: Path, cast: Cast) -> None:
    content = mi_bytes(row(cast.own.urn, **report_card()), row(cast.sibling.urn, **oeif(overall=7)))
    path = tmp_path / "given.upload"
    path.write_bytes(content)
    batch = make.ImportBatchFactory(
        trust=cast.trust, actor=cast.data_lead, kind=ImportKind.INSPECTIONS, status=ImportStatus.READING, applied=None,
        sha256=hashlib.sha256(content).hexdigest(), filename="latest_inspections.csv", options={"fixed": {}},
    )  # fmt: skip
    preview_upload(batch=batch, path=path)
    batch.refresh_from_db()
    assert (batch.status, batch.added, batch.rejected) == (ImportStatus.PREVIEWED, 1, 1)
    assert batch.options["header"] == COLUMNS, "the rejected rows come back under the header, not under the title"
    assert not Inspection.objects.exists()
    apply_upload(batch=batch, path=path)
    assert Inspection.objects.get().source_file == "latest_inspections.csv"
    undo_upload(batch=batch, by=cast.data_lead)
    batch.refresh_from_db()
    assert (batch.status, Inspection.objects.count()) == (ImportStatus.UNDONE, 0)


def test_a_data_lead_gives_the_file_in_the_browser(cast: Cast, client_of: Any, worker: None, tmp_path: Path) -> None:
    path = tmp_path / "latest.csv"
    path.write_bytes(mi_bytes(row(cast.own.urn, **report_card())))
    client = client_of(cast.data_lead)
    with path.open("rb") as file:
        assert client.post("/data/files/give/", {"kind": "inspections", "file": file}).status_code == 302
    batch = ImportBatch.objects.get()
    assert "This file would add 1 row." in client.get(f"/data/files/{batch.pk}/").content.decode()
    client.post(f"/data/files/{batch.pk}/confirm/")
    assert Inspection.objects.get().recorded_by == cast.data_lead
    assert client.get(f"/data/files/{batch.pk}/undo/").status_code == 200
    client.post(f"/data/files/{batch.pk}/undo/")
    assert not Inspection.objects.exists()


def test_only_a_data_lead_of_the_trust_may(path: Path, cast: Cast) -> None:
    path.write_bytes(mi_bytes(row(cast.own.urn, **oeif())))
    for person in (cast.trust_leader, cast.headteacher, cast.governor, cast.outsider):
        with pytest.raises(PermissionDenied):
            apply_inspections(path, trust=cast.trust, by=person)
    batch = bring(path, cast, mi_bytes(row(cast.own.urn, **oeif())))
    with pytest.raises(PermissionDenied):
        undo_inspections(batch=batch, by=cast.trust_leader)
    assert Inspection.objects.count() == 1


def test_the_command(path: Path, cast: Cast) -> None:
    path.write_bytes(mi_bytes(row(cast.own.urn, **report_card()), row(cast.sibling.urn, **oeif(overall="x"))))
    out = StringIO()
    call_command("import_inspections", str(path), trust=cast.trust.name, dry_run=True, stdout=out)
    assert "Nothing was written." in out.getvalue()
    assert not Inspection.objects.exists()
    call_command("import_inspections", str(path), trust=cast.trust.uid, by=cast.data_lead.email, stdout=out)
    said = out.getvalue()
    assert f"New: {cast.own}, graded, 3 December 2025." in said
    assert "line 5: Latest OEIF overall effectiveness is “x”." in said
    with pytest.raises(CommandError, match="is not here"):
        call_command("import_inspections", str(path), trust="Nowhere")
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("import_inspections", str(path), trust=cast.trust.name, by=cast.headteacher.email)


def test_a_day_of_today_is_no_day_to_come(path: Path, cast: Cast) -> None:
    today = timezone.localdate()
    content = mi_bytes(row(cast.own.urn, **report_card(started=f"{today:%d/%m/%Y}", published="NULL")))
    assert bring(path, cast, content).added == 1
