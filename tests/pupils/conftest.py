"""Files given in the browser, with the worker's part done at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pupils import tasks
from pupils.models import ImportBatch
from pupils.services import uploads


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch, settings, tmp_path: Path) -> None:
    """Whatever a page asks a worker for is done before the page answers."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(uploads, "_ask", lambda task, batch: getattr(tasks, task)(batch.pk))
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch, settings, tmp_path: Path) -> list[str]:
    """No worker runs; the list tells what was asked for."""
    settings.MEDIA_ROOT = tmp_path / "media"
    asked: list[str] = []
    monkeypatch.setattr(uploads, "_ask", lambda task, batch: asked.append(task))
    return asked


@pytest.fixture
def give(client_of, tmp_path: Path) -> Callable[..., ImportBatch]:
    """Gives a file on the upload page and returns its batch: give(person, "results", lines, mapping="")."""

    def run(person, kind: str, *lines: str, name: str = "given.csv", **fields: str) -> ImportBatch:
        path = tmp_path / name
        path.write_text("".join(f"{line}\n" for line in lines))
        with path.open("rb") as file:
            answer = client_of(person).post("/data/files/give/", {"kind": kind, "file": file, **fields})
        assert answer.status_code == 302, answer.content.decode()
        return ImportBatch.objects.latest("pk")

    return run
