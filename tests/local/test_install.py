"""The environment: left alone when nothing changed, made anew after a cut, never exchanged under running programs."""

import fcntl
import importlib.util
import subprocess
from pathlib import Path

import pytest

from celt.local import install


@pytest.fixture
def root(tmp_path):
    for name in install.DEVELOP:
        (tmp_path / name).write_text(f"# {name}\n")
    (tmp_path / ".local").mkdir()
    return tmp_path


@pytest.fixture
def commands(monkeypatch):
    """What would have been run; the environment is made by hand."""
    seen = []

    def note(command, otherwise):
        seen.append(command)
        if "venv" in command:
            (Path(command[-1]) / "bin").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(install, "run", note)
    monkeypatch.setattr(install, "pip_of", lambda venv: ["pip"])
    monkeypatch.setattr(install, "starts", lambda venv: (venv / "bin").exists())
    return seen


def makes_environment(commands):
    return any("venv" in command for command in commands)


def test_a_second_run_does_nothing(root, commands):
    install.install(root, install.RUN)
    assert makes_environment(commands)
    assert install.is_current(root, install.RUN)


def test_what_runs_is_a_part_of_what_is_developed_with(root, commands):
    install.install(root, install.RUN)
    assert not install.is_current(root, install.DEVELOP)
    install.install(root, install.DEVELOP)
    assert install.is_current(root, install.DEVELOP)
    assert install.is_current(root, install.RUN)


def test_changed_requirements_are_installed_into_what_stands(root, commands):
    install.install(root, install.RUN)
    (root / "requirements.txt").write_text("# newer\n")
    assert not install.is_current(root, install.RUN)
    commands.clear()
    install.install(root, install.RUN)
    assert commands
    assert not makes_environment(commands)
    assert install.is_current(root, install.RUN)


def test_an_installation_that_was_cut_off_begins_anew(root, commands):
    install.install(root, install.RUN)
    (root / ".venv" / ".installing").touch()
    assert not install.is_current(root, install.RUN)
    commands.clear()
    install.install(root, install.RUN)
    assert makes_environment(commands)
    assert install.is_current(root, install.RUN)


def test_a_failed_installation_leaves_its_mark(root, commands, monkeypatch):
    install.make_environment(root / ".venv")

    def fail(command, otherwise):
        raise install.Refused(otherwise)

    monkeypatch.setattr(install, "run", fail)
    with pytest.raises(install.Refused, match="start this again"):
        install.install(root, install.RUN)
    assert (root / ".venv" / ".installing").exists()


def test_requirements_are_not_exchanged_under_a_running_copy(root):
    install.refuse_beside_running(root)
    with open(root / ".local" / "lock", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(install.Refused, match="Stop it with Ctrl-C"):
            install.refuse_beside_running(root)
    install.refuse_beside_running(root)


def test_a_python_with_neither_pip_nor_venv_is_told_what_to_install(root, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(install.Refused, match="apt-get install python3-venv"):
        install.make_environment(root / ".venv")


def test_a_command_that_fails_shows_its_last_lines_and_the_sentence():
    with pytest.raises(install.Refused, match=r"(?s)no room.*The way out\."):
        install.run(["/bin/sh", "-c", "echo no room; exit 1"], "The way out.")


def test_an_old_python_is_refused_in_a_sentence(tmp_path):
    scripts = Path(install.__file__).parents[2] / "scripts"
    for name in ("python", "python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    said = subprocess.run(
        ["/bin/sh", "-c", f". {scripts}/find-python"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "needs Python 3.11 or newer" in said.stderr


def test_the_environment_of_another_user_is_left_to_them(root, monkeypatch):
    install.refuse_of_another_user(root)
    monkeypatch.setattr("os.geteuid", lambda: 4_000_000)
    with pytest.raises(install.Refused, match="belongs to another user"):
        install.refuse_of_another_user(root)


def test_a_pip_that_outlives_a_killed_run_still_holds_the_lock(tmp_path):
    with open(tmp_path / "lock", "w") as held:
        install.wait_for(held.fileno())
        left = subprocess.Popen(["sleep", "60"], close_fds=False)
    try:
        with open(tmp_path / "lock", "w") as other:
            with pytest.raises(BlockingIOError):
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.kill()
            left.wait()
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        left.kill()
