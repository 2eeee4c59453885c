"""An extract of schools makes a trust and its academies, twice the same; what is wrong is said, and nothing written."""

import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from academies.models import Academy, PredecessorLink, Trust
from pupils.models import Checkpoint, ImportBatch
from pupils.models.batch import ImportStatus
from tests.academies.gias_files import (
    DAILY_COLUMNS,
    TRUST,
    UID,
    WEB_COLUMNS,
    gias_bytes,
    links_bytes,
    other_school,
    school,
)
from tests.lib.workbook import workbook_bytes

pytestmark = pytest.mark.django_db
ZOE = "St Zoë’s School"


def run(folder: Path, content: bytes, trust: str = TRUST, **options: Any) -> str:
    path = folder / "edubase.csv"
    path.write_bytes(content)
    out = StringIO()
    call_command("import_gias", str(path), trust=trust, stdout=out, **options)
    return out.getvalue()


def refused(folder: Path, content: bytes, **options: Any) -> str:
    """The sentence of the refusal; proves that nothing was written."""
    before = (Trust.objects.count(), Academy.objects.count(), ImportBatch.objects.count())
    with pytest.raises(CommandError) as refusal:
        run(folder, content, **options)
    assert (Trust.objects.count(), Academy.objects.count(), ImportBatch.objects.count()) == before
    return str(refusal.value)


def test_layouts_have_their_widths() -> None:
    assert (len(WEB_COLUMNS), len(DAILY_COLUMNS), len(set(DAILY_COLUMNS))) == (111, 135, 135)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("columns", [WEB_COLUMNS, DAILY_COLUMNS], ids=["111 columns", "135 columns"])
def test_both_layouts_and_all_encodings_give_the_same_academies(
    tmp_path: Path, columns: list[str], encoding: str
) -> None:
    run(tmp_path, gias_bytes(school(name=ZOE), other_school(), columns=columns, encoding=encoding))
    academy = Academy.objects.get()
    assert (academy.name, academy.urn, academy.ukprn, academy.phase) == (ZOE, 150001, 10060001, "primary")
    assert (academy.la_code, academy.la_name, academy.establishment_number) == (936, "Surrey", 2001)
    assert (academy.low_age, academy.high_age, academy.status) == (4, 11, "open")
    assert (academy.opened, academy.closed) == (datetime.date(2013, 9, 1), None)
    assert academy.trust.uid == (UID if columns is DAILY_COLUMNS else "")


def test_first_import_says_what_was_made_and_what_comes_next(tmp_path: Path) -> None:
    said = run(tmp_path, gias_bytes(school(), school(150002, "Gannet Bay Infants"), other_school()))
    assert f"{TRUST} has 2 academies in the file." in said
    assert "New: Gannet Bay Primary School and Gannet Bay Infants." in said
    assert "add_person" in said
    assert list(Checkpoint.objects.values_list("name", flat=True)) == [
        "Baseline", "Autumn", "Spring", "Summer", "Statutory",
    ]  # fmt: skip
    batch = ImportBatch.objects.get()
    assert (batch.status, batch.added, batch.changed, batch.rejected) == (ImportStatus.APPLIED, 2, 0, 0)
    assert (batch.kind, len(batch.sha256), batch.actor) == ("academies", 64, None)


def test_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    content = gias_bytes(school(), school(150002, "Gannet Bay Infants"))
    run(tmp_path, content)
    before = list(Academy.objects.values())
    said = run(tmp_path, content)
    assert list(Academy.objects.values()) == before
    assert "Unchanged: 2 academies." in said
    assert list(ImportBatch.objects.order_by("pk").values_list("added", "unchanged")) == [(2, 0), (0, 2)]


def test_changed_cells_are_taken_over_and_named(tmp_path: Path) -> None:
    run(tmp_path, gias_bytes(school()))
    said = run(
        tmp_path,
        gias_bytes(
            school(name="Gannet Bay Academy", StatutoryHighAge=16, **{"PhaseOfEducation (name)": "All-through"})
        ),
    )
    academy = Academy.objects.get()
    assert (academy.name, academy.high_age, academy.phase) == ("Gannet Bay Academy", 16, "all_through")
    assert academy.slug == "gannet-bay-primary-school", "an address that was sent to people goes on working"
    assert "Changed: Gannet Bay Academy (name, phase and oldest age)." in said


def test_academy_that_left_is_said_and_kept(tmp_path: Path) -> None:
    run(tmp_path, gias_bytes(school(), school(150002, "Gannet Bay Infants")))
    said = run(tmp_path, gias_bytes(school()))
    assert "Not in the file under this trust, and left as before: Gannet Bay Infants (150002)." in said
    assert Academy.objects.count() == 2


def test_trust_is_found_by_uid_and_whatever_the_case_and_spaces(tmp_path: Path) -> None:
    content = gias_bytes(school(), other_school(), columns=DAILY_COLUMNS)
    run(tmp_path, content, trust=UID)
    assert Trust.objects.get().name == TRUST
    assert "Unchanged: 1 academy." in run(tmp_path, content, trust="  harbour   lights trust ")
    assert Trust.objects.count() == 1


def test_trust_that_is_not_there_is_answered_with_the_nearest_names(tmp_path: Path) -> None:
    said = refused(tmp_path, gias_bytes(school(), other_school()), trust="Harbour Light Trust")
    assert "“Harbour Light Trust”" in said
    assert f"“{TRUST}”" in said
    assert "no group UIDs" in refused(tmp_path, gias_bytes(school()), trust=UID)


def test_two_trusts_of_one_name_are_told_apart_by_their_numbers(tmp_path: Path) -> None:
    namesake = {**school(150002, "Far Away School"), "Trusts (code)": "7009"}
    content = gias_bytes(school(), namesake, columns=DAILY_COLUMNS)
    assert "the group UIDs 7001 and 7009. Give the number" in refused(tmp_path, content)
    run(tmp_path, content, trust="7009")
    assert Academy.objects.get().name == "Far Away School"


@pytest.mark.parametrize(
    ("printed", "kind", "ages", "phase"),
    [
        ("Primary", "Academy converter", (4, 11), "primary"),
        ("Middle deemed primary", "Academy converter", (9, 13), "primary"),
        ("Nursery", "Academy converter", (2, 5), "primary"),
        ("Secondary", "Free schools", (11, 18), "secondary"),
        ("Middle deemed secondary", "Academy converter", (9, 14), "secondary"),
        ("16 plus", "Free schools 16 to 19", (16, 19), "sixteen_plus"),
        ("All-through", "Academy converter", (4, 16), "all_through"),
        ("Not applicable", "Academy special converter", (4, 19), "special"),
        ("Not applicable", "Academy alternative provision converter", (11, 16), "special"),
        ("Not applicable", "Free schools", (4, 18), "all_through"),
    ],
)
def test_phase_follows_what_is_printed_then_the_type_then_the_ages(
    tmp_path: Path, printed: str, kind: str, ages: tuple[int, int], phase: str
) -> None:
    cells = {"PhaseOfEducation (name)": printed, "TypeOfEstablishment (name)": kind}
    run(tmp_path, gias_bytes(school(StatutoryLowAge=ages[0], StatutoryHighAge=ages[1], **cells)))
    assert Academy.objects.get().phase == phase


def test_closed_and_proposed_schools_keep_their_status_and_dates(tmp_path: Path) -> None:
    closed = school(150002, "Old Pier School", CloseDate="31-08-2021", **{"EstablishmentStatus (name)": "Closed"})
    planned = school(150003, "New Pier School", OpenDate="", **{"EstablishmentStatus (name)": "Proposed to open"})
    run(tmp_path, gias_bytes(school(), closed, planned))
    assert Academy.objects.get(urn=150002).closed == datetime.date(2021, 8, 31)
    assert set(Academy.objects.values_list("status", flat=True)) == {"open", "closed", "proposed"}


def test_extract_saved_as_a_workbook_gives_the_same_academy(tmp_path: Path) -> None:
    rows: list[list[Any]] = [list(WEB_COLUMNS), [school(name=ZOE).get(name) for name in WEB_COLUMNS]]
    run(tmp_path, workbook_bytes(rows))
    academy = Academy.objects.get()
    assert (academy.name, academy.urn, academy.ukprn, academy.low_age) == (ZOE, 150001, 10060001, 4)


@pytest.mark.parametrize("printed", ["01-09-2013", "01/09/2013", "2013-09-01"])
def test_dates_are_read_as_each_download_writes_them(tmp_path: Path, printed: str) -> None:
    run(tmp_path, gias_bytes(school(OpenDate=printed)))
    assert Academy.objects.get().opened == datetime.date(2013, 9, 1)


def test_row_that_cannot_be_read_is_named_and_the_others_are_taken(tmp_path: Path) -> None:
    wrong = school(150002, "Bad Date School", OpenDate="2013-13-01")
    said = run(tmp_path, gias_bytes(school(), wrong, school(name="Twice")))
    assert "2 rows could not be taken:" in said
    assert "line 3: OpenDate is “2013-13-01”. This is not a date such as 01-09-2019." in said
    assert "line 4: URN is “150001”. The same URN stands on line 2 too; that row is taken." in said
    assert Academy.objects.get().name == "Gannet Bay Primary School"
    assert ImportBatch.objects.get().rejections.count() == 2


def test_academy_of_another_trust_is_never_taken_over(tmp_path: Path) -> None:
    run(tmp_path, gias_bytes(school()))
    moved = {**school(), "Trusts (name)": "QUAYSIDE TRUST"}
    said = run(
        tmp_path,
        gias_bytes(moved, {**school(150003, "Quay"), "Trusts (name)": "QUAYSIDE TRUST"}),
        trust="QUAYSIDE TRUST",
    )
    assert f"This academy stands in {TRUST} here." in said
    assert Academy.objects.get(urn=150001).trust.name == TRUST
    assert "stands in" in refused(tmp_path, gias_bytes({**school(), "Trusts (name)": "PIER TRUST"}), trust="PIER TRUST")


def test_predecessors_come_from_the_extract_and_from_both_directions_of_the_links_file(tmp_path: Path) -> None:
    links = tmp_path / "links.csv"
    links.write_bytes(
        links_bytes(
            (150001, 120001, "Gannet Bay Community School", "Predecessor", "01-09-2013"),
            (120001, 150001, "Gannet Bay Primary School", "Successor", "31-08-2013"),
            (150900, 120002, "Somebody else's", "Predecessor", "01-09-2013"),
        )
    )
    linked = school(
        **{"Linked establishments": ["120001 Predecessor", "120003 Predecessor - amalgamated", "1 Successor"]}
    )
    for _ in range(2):
        run(tmp_path, gias_bytes(linked), links=links)
    assert set(PredecessorLink.objects.values_list("urn", "link_type", "linked_on")) == {
        (120001, "Predecessor", datetime.date(2013, 9, 1)),
        (120001, "Successor", datetime.date(2013, 8, 31)),
        (120003, "Predecessor - amalgamated", None),
    }


def test_trust_that_took_another_name_stays_one_trust_with_the_name_it_has_here(tmp_path: Path) -> None:
    run(tmp_path, gias_bytes(school(), columns=DAILY_COLUMNS))
    renamed = {**school(), "Trusts (name)": "BEACON LIGHTS TRUST"}
    said = run(tmp_path, gias_bytes(renamed, columns=DAILY_COLUMNS), trust="Beacon Lights Trust")
    assert Trust.objects.get().name == TRUST
    assert "Unchanged: 1 academy." in said


def test_dry_run_of_a_new_trust_says_what_would_be_made(tmp_path: Path) -> None:
    assert "New: Gannet Bay Primary School." in run(tmp_path, gias_bytes(school()), dry_run=True)
    assert not Trust.objects.exists()


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    run(tmp_path, gias_bytes(school()))
    said = run(tmp_path, gias_bytes(school(name="Renamed")), dry_run=True)
    assert "Changed: Renamed (name)." in said
    assert Academy.objects.get().name == "Gannet Bay Primary School"
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b"\x00\x01\x02\x03" * 40, "bytes that no text has"),
        (b"RECTYPE,URN,SCHNAME\n1,150001,X\n", "It looks like a performance table"),
        (links_bytes((1, 2, "x", "Predecessor", "")), "It looks like the links file"),
        (b"Group UID,Group Name\n1,x\n", "It looks like the groups file"),
        (b"upn,surname\nA1,x\n", "This is not an extract"),
        (gias_bytes(), "column names and no rows"),
        (gias_bytes(*[school(150001 + n) for n in range(9)])[:-60], "the file was cut off or damaged"),
        (
            gias_bytes(school(name="A"), columns=DAILY_COLUMNS).replace(b",A,", b",A, B,"),
            "a comma in a name was not quoted",
        ),
        (
            gias_bytes(school(), columns=[c for c in WEB_COLUMNS if c != "LA (code)"]),
            "the column “LA (code)” is missing",
        ),
        (gias_bytes(school(URN="15000")), "A whole number from 100000 to 999999"),
    ],
)
def test_what_is_no_whole_extract_is_refused_in_a_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    sentence = refused(tmp_path, content)
    assert says in sentence
    assert sentence.endswith("Nothing was written.")
