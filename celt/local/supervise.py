"""Starts programs, watches them, and stops all of them together."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from celt.local.place import Account, myself
from celt.local.postgres import last_line
from celt.local.state import Stop

LINUX = sys.platform == "linux"
SET_PARENT_DEATH_SIGNAL = 1
# Loaded once, before any fork: a child may not import.
LIBC = ctypes.CDLL(None, use_errno=True) if LINUX else None


class Interrupted(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM or a closed terminal."""


@dataclass
class Program:
    """One child. `ask` is the signal that ends it well, `patience` the seconds that it has for that."""

    title: str
    process: subprocess.Popen[bytes]
    log: Path
    ask: signal.Signals
    patience: float
    whole_group: bool


@dataclass
class Supervisor:
    """Children run in sessions of their own, so that a Ctrl-C reaches them only through here and in order."""

    logs: Path
    programs: list[Program] = field(default_factory=list)
    asked: bool = False

    def catch_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.note_signal)

    def note_signal(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def start(
        self,
        title: str,
        command: list[str],
        *,
        environment: Mapping[str, str] | None = None,
        account: Account | None = None,
        directory: Path | None = None,
        ask: signal.Signals = signal.SIGTERM,
        patience: float = 15,
        whole_group: bool = True,
    ) -> Program:
        """Start a program with its output in a log file. It is asked to end when this process dies, however it dies."""
        if self.asked:
            raise Interrupted
        self.logs.mkdir(mode=0o700, exist_ok=True)
        log = self.logs / (title.lower().replace(" ", "-").replace("'", "") + ".log")
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=directory,
                env=None if environment is None else dict(environment),
                start_new_session=True,
                preexec_fn=child_signals(ask),
                **(account or myself()).switch,
            )
        program = Program(title, process, log, ask, patience, whole_group)
        self.programs.append(program)
        return program

    def wait_until(self, program: Program, ready: Callable[[], bool], seconds: float) -> None:
        """Wait for a program that was started to answer."""
        end = time.monotonic() + seconds
        while not ready():
            self.check()
            if time.monotonic() > end:
                raise Stop(f"The {program.title} did not answer within {seconds:.0f} seconds. {self.why(program)}")
            time.sleep(0.05)

    def check(self) -> None:
        """Raise when the end was asked for or a program has died."""
        if self.asked:
            raise Interrupted
        for program in self.programs:
            code = program.process.poll()
            if code is not None:
                raise Stop(f"The {program.title} ended by itself ({how_it_ended(code)}). {self.why(program)}")

    def watch(self) -> None:
        """Return only by an exception."""
        while True:
            self.check()
            time.sleep(0.2)

    def why(self, program: Program) -> str:
        try:
            said = last_line(program.log.read_text(encoding="utf-8", errors="replace")[-4000:])
        except OSError:
            said = "it gave no reason."
        return f"Its last words: {said}\nMore of them in {program.log}"

    def run(self, title: str, command: list[str], environment: Mapping[str, str]) -> int:
        """Run a command to its end with its output on the terminal; ended when the end is asked for."""
        if self.asked:
            raise Interrupted
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            env=dict(environment),
            start_new_session=True,
            preexec_fn=child_signals(signal.SIGTERM),
        )
        program = Program(title, process, self.logs / title, signal.SIGTERM, 15, True)
        try:
            while process.poll() is None:
                self.check()
                time.sleep(0.05)
        finally:
            end(program)
        return process.returncode

    def stop(self) -> None:
        """End all programs, those started last first. Further signals change nothing meanwhile."""
        for program in reversed(self.programs):
            end(program)
        self.programs.clear()


def end(program: Program) -> None:
    """Ask a program to end, and kill it when it has not by then; its own children with it."""
    process = program.process
    if process.poll() is None:
        process.send_signal(program.ask)
        try:
            process.wait(program.patience)
        except subprocess.TimeoutExpired:
            print(f"The {program.title} takes too long to stop and is ended.", flush=True)
            process.send_signal(signal.SIGQUIT)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    if program.whole_group:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def child_signals(number: signal.Signals) -> Callable[[], None]:
    """What a child runs before its program.

    A shell that starts us in the background lets us ignore some signals, which children would inherit: here they mean
    what they say. And the system sends `number` when this process dies (Linux alone can).
    """

    def set_up() -> None:
        for each in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
            signal.signal(each, signal.SIG_DFL)
        if LIBC is not None:
            LIBC.prctl(SET_PARENT_DEATH_SIGNAL, int(number))

    return set_up


def how_it_ended(code: int) -> str:
    if code < 0:
        return f"by {signal.Signals(-code).name}"
    return f"with code {code}"
