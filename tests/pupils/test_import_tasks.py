"""The worker's part of an import: what it does again, and what it does not leave hanging."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from pupils import tasks
from pupils.models import ImportBatch
from pupils.models.batch import ImportStatus
from pupils.services import imports
from tests.pupils.sheets import RESULT_HEADER, result


@pytest.fixture
def waiting(cast, give, idle, monkeypatch) -> ImportBatch:
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)
    batch: ImportBatch = give(cast.data_lead, "results", RESULT_HEADER, result(0, "104"))
    return batch


def test_a_fault_of_ours_becomes_a_refusal_and_not_an_endless_wait(waiting, monkeypatch) -> None:
    def broken(**options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(imports, "preview_batch", broken)
    tasks.preview_import(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.status == ImportStatus.REFUSED
    assert "nothing of it was written" in waiting.message
    assert "ZeroDivision" not in waiting.message


def test_a_lost_database_leaves_the_file_waiting_and_is_tried_again(waiting, monkeypatch) -> None:
    def lost(**options: object) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(imports, "preview_batch", lost)
    with pytest.raises(OperationalError):
        tasks.preview_import(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.status == ImportStatus.READING
    assert OperationalError in tasks.preview_import.autoretry_for


def test_a_message_that_comes_twice_does_its_work_once(waiting) -> None:
    tasks.preview_import(waiting.pk)
    ImportBatch.objects.filter(pk=waiting.pk).update(status=ImportStatus.DISCARDED)
    tasks.preview_import(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.status == ImportStatus.DISCARDED


def test_what_was_left_undone_is_asked_for_again(waiting, monkeypatch) -> None:
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(tasks.preview_import, "delay", lambda pk: asked.append(("preview", pk)))
    monkeypatch.setattr(tasks.apply_import, "delay", lambda pk: asked.append(("apply", pk)))
    tasks.resume_imports()
    ImportBatch.objects.filter(pk=waiting.pk).update(status=ImportStatus.APPLYING)
    tasks.resume_imports()
    assert asked == [("preview", waiting.pk), ("apply", waiting.pk)]


def test_progress_is_put_on_the_batch_but_not_more_than_twice_a_second(waiting, monkeypatch) -> None:
    now = [100.0]
    monkeypatch.setattr("pupils.tasks.time.monotonic", lambda: now[0])
    show = tasks.shown_on(waiting)
    show(10, "Reading rows")
    show(20, "Reading rows")
    waiting.refresh_from_db()
    assert (waiting.progress, waiting.message) == (10, "Reading rows")
    now[0] += 0.6
    show(30, "Checking rows")
    waiting.refresh_from_db()
    assert (waiting.progress, waiting.message) == (30, "Checking rows")
