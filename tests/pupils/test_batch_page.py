"""A file's way in the browser: preview, confirm, applied, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from pupils.models import Enrolment, ImportBatch
from pupils.models.batch import ImportStatus
from tests.factories import ImportBatchFactory
from tests.pupils.sheets import PUPIL_HEADER, RESULT_HEADER, pupil, result

pytestmark = pytest.mark.usefixtures("pupil_rows")


def at(name: str, batch: ImportBatch) -> str:
    return reverse(f"pupils:{name}", args=[batch.pk])


@pytest.mark.usefixtures("worker")
def test_confirm_applies_and_undo_takes_back(cast, give, client_of) -> None:
    lead = client_of(cast.data_lead)
    batch = give(cast.data_lead, "pupils", PUPIL_HEADER, pupil(0, cast.own.urn), pupil(1, cast.own.urn))
    assert lead.post(at("batch_confirm", batch)).status_code == 302
    batch.refresh_from_db()
    assert (batch.status, Enrolment.objects.count()) == (ImportStatus.APPLIED, 2)
    assert not (Path(settings.MEDIA_ROOT) / "imports" / batch.stored_as).exists()
    page = lead.get(at("batch_show", batch)).content.decode()
    assert "This file added 2 rows." in page
    assert "The 2 rows that it added are removed." in lead.get(at("batch_undo", batch)).content.decode()
    lead.post(at("batch_undo", batch))
    batch.refresh_from_db()
    assert (batch.status, Enrolment.objects.count()) == (ImportStatus.UNDONE, 0)
    assert "was taken back" in lead.get(at("batch_show", batch)).content.decode()
    assert lead.get(at("batch_undo", batch)).status_code == 302


@pytest.mark.usefixtures("worker")
def test_a_second_confirm_changes_nothing_and_says_so(cast, give, client_of) -> None:
    lead = client_of(cast.data_lead)
    batch = give(cast.data_lead, "pupils", PUPIL_HEADER, pupil(0, cast.own.urn))
    lead.post(at("batch_confirm", batch))
    answer = lead.post(at("batch_confirm", batch), follow=True)
    assert "This file is applied by now." in answer.content.decode()
    assert Enrolment.objects.count() == 1


@pytest.mark.usefixtures("worker")
def test_a_file_that_was_set_aside_is_gone_and_cannot_be_applied(
    cast, give, client_of, django_capture_on_commit_callbacks
):
    lead = client_of(cast.data_lead)
    batch = give(cast.data_lead, "pupils", PUPIL_HEADER, pupil(0, cast.own.urn))
    stored = Path(settings.MEDIA_ROOT) / "imports" / batch.stored_as
    assert stored.exists()
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(at("batch_discard", batch))
    assert not stored.exists()
    lead.post(at("batch_confirm", batch))
    batch.refresh_from_db()
    assert batch.status == ImportStatus.DISCARDED
    assert not Enrolment.objects.exists()


@pytest.mark.usefixtures("worker")
def test_a_refused_file_says_why_and_offers_the_columns(cast, give, client_of) -> None:
    batch = give(cast.data_lead, "results", "pupil,score", "A,104")
    page = client_of(cast.data_lead).get(at("batch_show", batch)).content.decode()
    assert batch.status == ImportStatus.REFUSED
    assert "The columns academic_year, upn, checkpoint are missing." in page
    assert "Say what the columns are" in page
    assert "Apply this file" not in page


@pytest.mark.usefixtures("worker")
def test_the_rejected_rows_download_in_the_file_s_own_layout(cast, give, client_of) -> None:
    give(cast.data_lead, "pupils", PUPIL_HEADER, pupil(0, cast.own.urn))
    batch = give(cast.data_lead, "results", RESULT_HEADER, result(0, "=1+1"), name="Autumn, “6B”.csv")
    answer = client_of(cast.data_lead).get(at("batch_rejected", batch))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0] == f"reason,{RESULT_HEADER}"
    assert ",'=1+1" in text
    assert 'filename="Autumn' in answer["Content-Disposition"]


def test_progress_asks_again_until_the_work_has_ended(cast, give, client_of, idle) -> None:
    lead = client_of(cast.data_lead)
    batch = give(cast.data_lead, "results", RESULT_HEADER, result(0, "104"))
    page = lead.get(at("batch_show", batch)).content.decode()
    assert f'hx-get="{at("batch_progress", batch)}"' in page
    assert 'http-equiv="refresh"' in page
    assert "HX-Refresh" not in lead.get(at("batch_progress", batch))
    ImportBatch.objects.update(status=ImportStatus.REFUSED, message="No.")
    assert lead.get(at("batch_progress", batch))["HX-Refresh"] == "true"


def test_the_list_narrows_sorts_and_exports(cast, client_of) -> None:
    ImportBatchFactory(trust=cast.trust, filename="a.csv", kind="pupils", added=3)
    ImportBatchFactory(trust=cast.trust, filename="b.csv", status=ImportStatus.REFUSED, actor=cast.data_lead)
    ImportBatchFactory(trust=cast.foreign_trust, filename="c.csv")
    lead = client_of(cast.data_lead)
    page = lead.get(reverse("pupils:batch_list") + "?kind=pupils").content.decode()
    assert "a.csv" in page
    assert ">b.csv<" not in page
    assert "c.csv" not in lead.get(reverse("pupils:batch_list")).content.decode()
    exported = lead.get(reverse("pupils:batch_csv") + "?status=refused").content.decode("utf-8-sig").splitlines()
    assert exported[0] == "File,Given,Status,Added,Changed,Rejected,The same already,What is in it,By"
    assert len(exported) == 2
    assert exported[1].startswith("b.csv,")


def test_two_files_and_twenty_cost_the_same_queries(cast, client_of, django_assert_num_queries) -> None:
    lead = client_of(cast.data_lead)
    ImportBatchFactory.create_batch(2, trust=cast.trust, actor=cast.data_lead)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            lead.get(reverse("pupils:batch_list"))
        return len(seen)

    few = queries()
    ImportBatchFactory.create_batch(18, trust=cast.trust, actor=cast.data_lead)
    assert queries() == few <= 15


def test_a_lost_message_broker_keeps_the_file_waiting(
    cast, give, monkeypatch, settings, tmp_path, django_capture_on_commit_callbacks
) -> None:
    from kombu.exceptions import OperationalError

    from pupils import tasks

    settings.MEDIA_ROOT = tmp_path / "media"

    asked: list[int] = []

    def lost(pk: int) -> None:
        asked.append(pk)
        raise OperationalError("gone")

    monkeypatch.setattr(tasks.preview_import, "delay", lost)
    with django_capture_on_commit_callbacks(execute=True):
        batch = give(cast.data_lead, "results", RESULT_HEADER, result(0, "104"))
    assert asked == [batch.pk]
    assert batch.status == ImportStatus.READING
