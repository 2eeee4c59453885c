"""Giving a file in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pupils.models import ImportBatch
from pupils.models.batch import ImportStatus
from tests.factories import ColumnMappingFactory
from tests.pupils.sheets import PUPIL_HEADER, RESULT_HEADER, pupil, result

URL = reverse("pupils:upload")


def post(client, content: bytes = b"upn\nA\n", kind: str = "results", **fields: str):
    return client.post(URL, {"kind": kind, "file": SimpleUploadedFile("../../etc/given.csv", content), **fields})


def test_a_given_file_waits_in_the_private_folder_for_its_preview(cast, give, idle: list[str]) -> None:
    batch = give(cast.data_lead, "results", RESULT_HEADER, result(0, "104"))
    assert (batch.status, batch.actor, batch.filename) == (ImportStatus.READING, cast.data_lead, "given.csv")
    assert idle == ["preview_import"]
    stored = Path(settings.MEDIA_ROOT) / "imports" / batch.stored_as
    assert stored.read_text().startswith(RESULT_HEADER)
    assert stored.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("worker")
def test_the_file_is_previewed_and_nothing_is_written(cast, give, client_of, pupil_rows) -> None:
    batch = give(cast.data_lead, "pupils", PUPIL_HEADER, pupil(0, cast.own.urn), pupil(1, 999999))
    assert (batch.status, batch.added, batch.rejected) == (ImportStatus.PREVIEWED, 1, 1)
    page = client_of(cast.data_lead).get(reverse("pupils:batch_show", args=[batch.pk])).content.decode()
    assert "This file would add 1 row. One row cannot be taken as it stands." in page
    assert "No academy of the trust has URN 999999." in page
    assert "Apply this file" in page


@pytest.mark.usefixtures("worker")
def test_a_page_with_pupil_rows_stays_on_no_disk(cast, give, client_of, pupil_rows) -> None:
    batch = give(cast.data_lead, "pupils", PUPIL_HEADER, pupil(0, cast.own.urn), pupil(1, 999999))
    client = client_of(cast.data_lead)
    assert client.get(reverse("pupils:batch_show", args=[batch.pk]))["Cache-Control"] == "no-store, private"
    assert client.get(URL)["Cache-Control"] == "private, no-cache"


def test_the_name_of_a_file_never_leads_out_of_the_folder(cast, client_of, idle) -> None:
    assert post(client_of(cast.data_lead)).status_code == 302
    batch = ImportBatch.objects.get()
    assert batch.filename == "given.csv"
    assert "/" not in batch.stored_as


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"content": b""}, "The file is empty."),
        ({"kind": "spells"}, "Select a valid choice"),
        ({"mapping": "dfe-pupil-premium", "kind": "pupils"}, "This download does not name its year."),
        ({"mapping": "dfe-pupil-premium", "academic_year": "2024/25"}, "belong to a file of pupils"),
        ({"kind": "performance_tables"}, "A performance table does not name its year."),
        ({"academic_year": "2024"}, "is not an academic year. Write it as 2024/25."),
    ],
)
def test_what_is_missing_is_said_beside_its_field(cast, client_of, idle, fields: dict[str, str], says: str) -> None:
    answer = post(client_of(cast.data_lead), **fields)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_file_beyond_the_limit_is_refused(cast, client_of, idle, settings) -> None:
    settings.IMPORT_MAX_BYTES = 10
    assert "the most that is taken" in post(client_of(cast.data_lead), b"x" * 11).content.decode()


def test_a_data_lead_of_one_academy_is_not_offered_the_trust_s_published_files(cast, client_of) -> None:
    from academies.access import Role
    from tests.factories import MembershipFactory

    lead = MembershipFactory(academy=cast.sibling, role=Role.DATA_LEAD).user
    assert "Published performance tables" not in client_of(lead).get(URL).content.decode()
    assert "Published performance tables" in client_of(cast.data_lead).get(URL).content.decode()


def test_only_the_trust_s_own_mappings_are_offered(cast, client_of) -> None:
    ColumnMappingFactory(trust=cast.trust, name="Our register")
    ColumnMappingFactory(trust=cast.foreign_trust, name="Their register")
    page = client_of(cast.data_lead).get(URL).content.decode()
    assert "Our register" in page
    assert "Their register" not in page
    assert "DfE pupil premium download" in page


@pytest.mark.parametrize("kind", ["pupils", "results", "attendance"])
def test_an_empty_file_of_a_layout_has_the_layout_s_columns(cast, client_of, kind: str) -> None:
    answer = client_of(cast.data_lead).get(reverse("pupils:layout", args=[kind]))
    headers = {"pupils": PUPIL_HEADER, "results": RESULT_HEADER}
    assert headers.get(kind, "academic_year,upn,term") in answer.content.decode("utf-8-sig")
    assert client_of(cast.data_lead).get(reverse("pupils:layout", args=["spells"])).status_code == 404
