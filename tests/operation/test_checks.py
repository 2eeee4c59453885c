"""`manage.py check --deploy` is clean as docs/operations.md sets the product up, and says what is not right."""

import os
import string
import subprocess
import sys
from pathlib import Path

import pytest

from celt.checks import ready_for_people
from celt.schedule import beat_table

ROOT = Path(__file__).resolve().parents[2]


def test_production_settings_are_clean(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "DATABASE_URL"}}
    production = {
        "HTTPS": "1", "DEMO": "0", "DEBUG": "0", "SECRET_KEY": string.ascii_letters, "ALLOWED_HOSTS": "gap.example.org",
        "CSRF_TRUSTED_ORIGINS": "https://gap.example.org", "EMAIL_URL": "smtp+tls://u:p@mail.example.org:587",
        "MEDIA_ROOT": str(tmp_path), "METRICS_TOKEN": "m3" * 20, "REDIS_URL": "redis://127.0.0.1:6379/0",
        "TRUSTED_PROXY_COUNT": "1",
    }  # fmt: skip
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=kept | production, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("DEMO", True, "celt.E001"), ("ALLOWED_HOSTS", ["*"], "celt.E002"), ("HTTPS", False, "celt.W001"),
        ("METRICS_TOKEN", "guess", "celt.W002"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "celt.W003"),
        ("MEDIA_ROOT", "/nowhere/at/all", "celt.W004"), ("TRUSTED_PROXY_COUNT", None, "celt.W005"),
        ("PUBLIC_URL", "http://localhost:8000", "celt.W006"),
    ],
)  # fmt: skip
def test_each_thing_that_is_not_right_is_said(name, value, found, settings, tmp_path):
    good = {
        "DEMO": False, "ALLOWED_HOSTS": ["gap.example.org"], "HTTPS": True, "METRICS_TOKEN": "m3" * 20,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "MEDIA_ROOT": tmp_path,
        "TRUSTED_PROXY_COUNT": 1, "PUBLIC_URL": "https://gap.example.org",
    }  # fmt: skip
    for setting, right in good.items():
        setattr(settings, setting, right)
    assert ready_for_people(None) == []
    setattr(settings, name, value)
    assert [message.id for message in ready_for_people(None)] == [found]


def test_whoever_says_that_there_is_no_proxy_is_believed(settings, tmp_path):
    settings.HTTPS, settings.TRUSTED_PROXY_COUNT, settings.MEDIA_ROOT = True, 0, tmp_path
    assert "celt.W005" not in {message.id for message in ready_for_people(None)}


def test_the_steps_of_the_start_name_what_the_check_asks_for():
    steps = (ROOT / "docs/operations.md").read_text().split("## Start")[1].split("## ")[0]
    for name in ("ALLOWED_HOSTS", "EMAIL_URL", "METRICS_TOKEN", "TRUSTED_PROXY_COUNT"):
        assert f"{name}=" in steps


def test_every_entry_of_beat_names_a_task_that_exists():
    from celt.celery import app

    app.loader.import_default_modules()
    assert {entry["task"] for entry in beat_table(2).values()} <= set(app.tasks)
