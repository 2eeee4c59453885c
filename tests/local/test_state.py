"""What .local/ keeps: locks that end with their holder, secrets that stay secret, addresses only while they hold."""

import stat
import subprocess
import sys

import pytest

from celt.local import state


def test_a_second_holder_hears_the_words_of_the_first(tmp_path):
    with (
        state.lock(tmp_path / "lock", "http://127.0.0.1:8000/"),
        pytest.raises(state.Taken, match=r"http://127\.0\.0\.1:8000/"),
        state.lock(tmp_path / "lock", "another"),
    ):
        pass


def test_a_lock_is_free_again_when_its_holder_was_killed(tmp_path):
    script = (
        "import os, signal, sys, pathlib\n"
        "from celt.local.state import lock\n"
        "with lock(pathlib.Path(sys.argv[1]), 'first'): os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path / "lock")], check=False)
    assert ended.returncode == -9
    with state.lock(tmp_path / "lock", "second"):
        assert (tmp_path / "lock").read_text() == "second"


def test_asking_whether_a_lock_is_held_does_not_take_it(tmp_path):
    path = tmp_path / "lock"
    assert not state.is_held(path)
    with state.lock(path, ""):
        assert state.is_held(path)
    assert not state.is_held(path)
    assert not state.is_held(path)


def test_a_secret_is_made_once_and_read_by_its_owner_alone(tmp_path):
    first = state.secret(tmp_path, "secret key")
    assert state.secret(tmp_path, "secret key") == first
    assert state.secret(tmp_path, "another") != first
    assert len(first) == 50
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_addresses_are_told_only_while_the_servers_run(tmp_path):
    local = state.local_directory(tmp_path)
    state.write_environment(local, {"DATABASE_URL": "postgresql://web:a=b@/celt", "DEMO": "1"})
    assert state.running_environment(tmp_path) == {}
    with state.lock(local / "lock", ""):
        assert state.running_environment(tmp_path) == {"DATABASE_URL": "postgresql://web:a=b@/celt", "DEMO": "1"}
    assert stat.S_IMODE((local / "env").stat().st_mode) == 0o600


def test_a_command_that_finds_no_database_says_what_to_start(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert "Start ./scripts/up in another terminal" in state.hint(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    assert "DATABASE_URL does not answer" in state.hint(tmp_path)


def test_what_another_user_made_is_left_to_them(tmp_path, monkeypatch):
    state.local_directory(tmp_path)
    monkeypatch.setattr("os.geteuid", lambda: 4_000_000)
    with pytest.raises(state.Stop, match=r"belongs to .* Start this as that user"):
        state.local_directory(tmp_path)
