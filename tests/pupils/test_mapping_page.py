"""Saying what the columns of a file are."""

from __future__ import annotations

import pytest
from django.urls import reverse

from pupils.forms import guess
from pupils.models import ColumnMapping, Result
from pupils.models.batch import ImportStatus
from tests.pupils.sheets import PUPIL_HEADER, UPNS, pupil

pytestmark = pytest.mark.usefixtures("pupil_rows", "worker")
HEADER = "Unique Pupil Number,Reg,NGRT score,Absent"


@pytest.fixture
def strange(cast, give, client_of):
    """A refused file of another layout, of two known pupils."""
    lead = client_of(cast.data_lead)
    pupils = give(cast.data_lead, "pupils", PUPIL_HEADER, pupil(0, cast.own.urn), pupil(1, cast.own.urn))
    lead.post(reverse("pupils:batch_confirm", args=[pupils.pk]))
    return give(cast.data_lead, "results", HEADER, f"{UPNS[0]},6B,104,", f"{UPNS[1]},6B,,A", name="ngrt.csv")


CHOSEN = {
    "column_0": "upn", "column_1": "", "column_2": "reading_sas", "column_3": "reading_sas",
    "fixed_academic_year": "2024/25", "fixed_checkpoint": "Autumn",
}  # fmt: skip


def test_the_page_shows_the_first_rows_and_guesses_common_names(cast, strange, client_of) -> None:
    page = client_of(cast.data_lead).get(reverse("pupils:mapping", args=[strange.pk])).content.decode()
    assert strange.status == ImportStatus.REFUSED
    assert UPNS[0] in page
    assert '<option value="upn" selected>' in page


def test_a_mapping_reads_the_file_anew_and_is_kept_under_its_name(cast, strange, give, client_of) -> None:
    lead = client_of(cast.data_lead)
    url = reverse("pupils:mapping", args=[strange.pk])
    assert lead.post(url, {**CHOSEN, "save_as": "NGRT"}).status_code == 302
    strange.refresh_from_db()
    assert (strange.status, strange.added, strange.rejected) == (ImportStatus.PREVIEWED, 2, 0)
    lead.post(reverse("pupils:batch_confirm", args=[strange.pk]))
    assert {(r.value, r.code) for r in Result.objects.all()} == {(104.0, ""), (None, "A")}
    saved = ColumnMapping.objects.get()
    assert (saved.name, saved.trust, saved.fixed) == (
        "NGRT",
        cast.trust,
        {"academic_year": "2024/25", "checkpoint": "Autumn"},
    )
    again = give(cast.data_lead, "results", HEADER, f"{UPNS[0]},6B,105,", mapping="NGRT")
    assert (again.status, again.changed) == (ImportStatus.PREVIEWED, 1)


def test_a_saved_mapping_takes_the_place_of_one_of_its_name(cast, strange, client_of) -> None:
    url = reverse("pupils:mapping", args=[strange.pk])
    client_of(cast.data_lead).post(url, {**CHOSEN, "save_as": "NGRT"})
    client_of(cast.data_lead).post(url, {**CHOSEN, "column_3": "", "save_as": "ngrt"})
    assert "Absent" not in ColumnMapping.objects.get().columns


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"column_0": "", "column_2": "", "column_3": ""}, "Say for at least one column what it is."),
        ({"column_1": "upn"}, "Two columns are both named upn."),
        ({"column_1": "sorcery"}, "Select a valid choice"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(cast, strange, client_of, change: dict[str, str], says: str) -> None:
    answer = client_of(cast.data_lead).post(reverse("pupils:mapping", args=[strange.pk]), {**CHOSEN, **change})
    assert says in answer.content.decode()
    strange.refresh_from_db()
    assert strange.status == ImportStatus.REFUSED


def test_a_mapping_that_lacks_a_year_is_refused_with_what_is_missing(cast, strange, client_of) -> None:
    url = reverse("pupils:mapping", args=[strange.pk])
    client_of(cast.data_lead).post(url, {**CHOSEN, "fixed_academic_year": ""})
    strange.refresh_from_db()
    assert strange.status == ImportStatus.REFUSED
    assert "academic_year is missing" in strange.message


def test_guesses_pass_over_spaces_case_and_underscores() -> None:
    header = ["Legal Surname", "DOB", "nc year", "Ever 6 FSM", "U P N", "Shoe size"]
    assert guess("pupils", header) == {
        "Legal Surname": "surname", "DOB": "dob", "nc year": "nc_year", "Ever 6 FSM": "fsm6", "U P N": "upn",
    }  # fmt: skip
