"""Programs end together, however one of them or their supervisor ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from celt.local import supervise
from celt.local.state import Stop

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def supervisor(tmp_path):
    made = supervise.Supervisor(tmp_path / "log")
    yield made
    made.stop()


def lives(process: int) -> bool:
    """Whether the process runs; one that ended and waits to be counted does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def test_a_program_that_dies_is_named_with_its_last_words(supervisor):
    program = supervisor.start("worker", [sys.executable, "-c", "print('out of paper'); raise SystemExit(3)"])
    program.process.wait(10)
    with pytest.raises(Stop, match=r"(?s)The worker ended by itself \(with code 3\).*out of paper.*worker\.log"):
        supervisor.check()


def test_a_program_that_is_killed_is_told_from_one_that_ends(supervisor):
    program = supervisor.start("beat", SLEEP)
    program.process.kill()
    program.process.wait(10)
    with pytest.raises(Stop, match=r"The beat ended by itself \(by SIGKILL\)"):
        supervisor.check()


def test_all_is_well_while_all_live(supervisor):
    supervisor.start("worker", SLEEP)
    supervisor.check()


def test_stopping_ends_every_program_and_the_last_started_first(supervisor, monkeypatch):
    ended = []

    def note(name, wait):
        def waited(*seconds):
            ended.append(name)
            return wait(*seconds)

        return waited

    for name in ("first", "second"):
        program = supervisor.start(name, SLEEP)
        monkeypatch.setattr(program.process, "wait", note(name, program.process.wait))
    processes = [program.process for program in supervisor.programs]
    supervisor.stop()
    assert all(process.poll() is not None for process in processes)
    assert ended == ["second", "first"]


def test_a_child_hears_signals_that_its_parent_was_told_to_ignore(supervisor):
    before = signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    try:
        program = supervisor.start("web server", [sys.executable, "-c", "import time; time.sleep(60)"])
    finally:
        signal.signal(signal.SIGQUIT, before)
    program.process.send_signal(signal.SIGQUIT)
    assert program.process.wait(20) == -signal.SIGQUIT


def test_a_program_deaf_to_the_signal_is_ended_all_the_same(supervisor, capsys):
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    program = supervisor.start("web server", [sys.executable, "-c", deaf], patience=0.2)
    assert wait_for(lambda: "deaf" in program.log.read_text())
    supervisor.stop()
    assert program.process.returncode == -signal.SIGQUIT
    assert "The web server takes too long to stop" in capsys.readouterr().out


def test_what_a_program_started_ends_with_it(supervisor):
    parent = "import subprocess, sys; print(subprocess.Popen(['sleep', '60']).pid, flush=True); sys.stdin.read()"
    program = supervisor.start("worker", [sys.executable, "-c", f"{parent}\nimport time; time.sleep(60)"])
    assert wait_for(lambda: program.log.read_text().strip())
    grandchild = int(program.log.read_text())
    assert lives(grandchild)
    supervisor.stop()
    assert wait_for(lambda: not lives(grandchild))


def test_a_signal_is_an_end_and_no_error(supervisor):
    supervisor.start("worker", SLEEP)
    supervisor.note_signal(signal.SIGTERM, None)
    with pytest.raises(supervise.Interrupted):
        supervisor.check()
    with pytest.raises(supervise.Interrupted):
        supervisor.start("another", SLEEP)


def test_a_program_that_does_not_answer_in_time_is_reported(supervisor):
    program = supervisor.start("web server", SLEEP)
    with pytest.raises(Stop, match="The web server did not answer within 0 seconds"):
        supervisor.wait_until(program, lambda: False, 0.1)


@pytest.mark.skipif(not supervise.LINUX, reason="only Linux tells a child that its parent died")
def test_programs_end_when_their_supervisor_is_killed(tmp_path):
    script = (
        "import os, pathlib, signal, sys\n"
        "from celt.local.supervise import Supervisor\n"
        "program = Supervisor(pathlib.Path(sys.argv[1])).start('worker', ['sleep', '60'])\n"
        "print(program.process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert wait_for(lambda: not lives(int(killed.stdout)))


def test_a_command_run_to_its_end_gives_its_code(supervisor):
    assert supervisor.run("prepare", [sys.executable, "-c", "raise SystemExit(4)"], os.environ) == 4
