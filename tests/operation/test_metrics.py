"""What Prometheus reads, and who else does not."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from celt import metrics
from celt.processes import FOLDER, count_together
from tests.factories import GapRunFactory

ROOT = Path(__file__).resolve().parents[2]


def told(**headers):
    answer = Client().get("/metrics", **headers)
    return answer.status_code, answer.content.decode()


def value(text, line):
    found = [float(row.rsplit(" ", 1)[1]) for row in text.splitlines() if row.startswith(line)]
    return found[0] if found else 0.0


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_status_and_never_by_address():
    line = 'celt_requests_total{method="GET",route="health",status="200"}'
    before = value(told()[1], line)
    for _ in range(3):
        Client().get("/healthz")
    Client().get("/people/ada.lovelace@example.org/")
    Client().generic("BREW", "/healthz")
    text = told()[1]
    assert value(text, line) == before + 3
    assert value(text, 'celt_request_seconds_count{route="health"}') >= 4
    assert 'route="none",status="404"' in text
    assert 'method="other"' in text
    assert "lovelace" not in text
    assert "BREW" not in text


@pytest.mark.django_db
def test_failed_sign_ins_are_counted(cast):
    before = value(told()[1], "celt_failed_sign_ins_total")
    Client().post("/account/login/", {"login": cast.teacher.email, "password": "not this one"})
    assert value(told()[1], "celt_failed_sign_ins_total") == before + 1


@pytest.mark.django_db
def test_queue_worker_and_run_are_asked_at_the_moment_of_the_look(monkeypatch):
    monkeypatch.setattr(metrics, "queue_length", lambda: 7)
    monkeypatch.setattr(metrics, "worker_beat_age", lambda: 12.5)
    monkeypatch.setattr(metrics, "last_run_age", lambda: None)
    text = told()[1]
    assert value(text, "celt_tasks_waiting ") == 7
    assert value(text, "celt_worker_beat_age_seconds ") == 12.5
    assert "celt_gap_run_age_seconds" not in text


def test_a_look_is_answered_while_nothing_else_is(monkeypatch, settings):
    from django.db import OperationalError, connection

    def gone(*_args, **_kwargs):
        raise OperationalError("gone")

    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    monkeypatch.setattr(connection, "cursor", gone)
    status, text = told()
    assert status == 200
    assert "celt_tasks_waiting" not in text


@pytest.mark.django_db
def test_the_last_run_has_an_age():
    GapRunFactory(published_at=timezone.now() - timedelta(hours=1))
    assert value(told()[1], "celt_gap_run_age_seconds ") == pytest.approx(3600, abs=300)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "10.1.2.3"}, 403),
        ({"REMOTE_ADDR": ""}, 403),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 403),
        ({"HTTP_FORWARDED": "for=127.0.0.1"}, 403),
    ],
)
@pytest.mark.django_db
def test_without_a_word_only_the_machine_itself_looks(headers, status):
    assert told(**headers)[0] == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HTTP_AUTHORIZATION": "Bearer a word of twenty-four letters"}, 200),
        ({"HTTP_AUTHORIZATION": "Bearer a word of twenty-four letters", "REMOTE_ADDR": "10.1.2.3"}, 200),
        ({}, 403),
        ({"HTTP_AUTHORIZATION": "Bearer é"}, 403),
        ({"HTTP_AUTHORIZATION": "Bearer "}, 403),
    ],
)
@pytest.mark.django_db
def test_with_a_word_only_who_bears_it_looks(headers, status, settings):
    settings.METRICS_TOKEN = "a word of twenty-four letters"
    assert told(**headers)[0] == status


COUNT = """
import os
from celt.processes import count_together
count_together()
import django; django.setup()
from django.test import Client
for _ in range({times}): Client(SERVER_NAME="localhost").get("/healthz")
text = Client(SERVER_NAME="localhost").get("/metrics").content.decode()
print([row for row in text.splitlines() if row.startswith('celt_requests_total{{method="GET",route="health"')][0])
"""


def test_processes_of_one_server_count_together(tmp_path):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "celt.settings", FOLDER: str(tmp_path / "metrics")}
    said = ""
    for times in (2, 3):
        command = [sys.executable, "-c", COUNT.format(times=times)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        said = done.stdout.splitlines()[-1]
    assert said.endswith(" 5.0")


def test_what_a_server_before_left_is_thrown_away(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.delenv(FOLDER, raising=False)
    (tmp_path / "celt-metrics-999999999").mkdir()
    count_together()
    ours = tmp_path / f"celt-metrics-{os.getppid()}"
    assert [path.name for path in tmp_path.iterdir()] == [ours.name]
    assert os.environ[FOLDER] == str(ours)
    assert ours.stat().st_mode & 0o077 == 0
    monkeypatch.delenv(FOLDER)
