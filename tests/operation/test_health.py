"""The process lives, pages can be answered, a worker works: three questions with three answers."""

import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from celt import health
from celt.celery import heartbeat
from celt.metrics import BEAT_KEY


def ready(query=""):
    answer = Client().get(f"/readyz{query}")
    return answer.status_code, answer.json()


@pytest.mark.django_db
def test_all_is_well_and_a_worker_has_answered():
    heartbeat()
    assert ready("?worker") == (
        200, {"ready": True, "database": "ok", "redis": "ok", "migrations": "ok", "key": "ok", "worker": "ok"},
    )  # fmt: skip


@pytest.mark.django_db
def test_a_late_worker_keeps_no_page_back_and_wakes_whoever_asks_for_it():
    cache.set(BEAT_KEY, time.time() - health.LATEST_BEAT - 5)
    assert ready()[0] == 200
    status, told = ready("?worker")
    assert (status, told["ready"], told["worker"]) == (503, False, "late")


@pytest.mark.django_db
def test_no_worker_ever_is_a_late_one():
    assert ready()[1]["worker"] == "late"


def test_a_database_that_is_away_is_said_without_why(monkeypatch):
    def gone(*_args, **_kwargs):
        raise OSError("password of the house")

    monkeypatch.setattr(connection, "cursor", gone)
    monkeypatch.setattr(connection, "ensure_connection", gone)
    status, told = ready()
    assert (status, told["ready"], told["database"]) == (503, False, "does not answer")
    assert "password" not in str(told)
    assert Client().get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_a_redis_that_is_away_is_said(monkeypatch):
    def gone(*_args, **_kwargs):
        raise OSError("gone")

    monkeypatch.setattr(cache, "set", gone)
    assert ready()[0] == 503
    assert ready()[1]["redis"] == "does not answer"


@pytest.mark.django_db
def test_a_migration_that_is_missing_is_said(monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [("one", False)])
    monkeypatch.setitem(health.CHECKS, "migrations", health.once_good(health.missing_migrations))
    status, told = ready()
    assert (status, told["migrations"]) == (503, "missing")


def test_what_was_good_once_is_asked_once():
    asked = []

    def check():
        asked.append(1)
        return "missing" if len(asked) == 1 else "ok"

    once = health.once_good(check)
    assert [once(), once(), once()] == ["missing", "ok", "ok"]
    assert len(asked) == 2
