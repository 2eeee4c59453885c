"""A hundred people at once against the real web server, compared with a bare page under the same crowd.

Bounded in requests and in time; on loopback alone; whatever was started ends with it.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.databases import ROOT
from celt.local.state import Stop
from celt.local.supervise import child_signals

PEOPLE = 100
EACH = 8  # pages that a person looks at
LONGEST = 300.0  # seconds for a phase, whatever has been answered by then
PATIENCE = 120.0  # seconds that a person waits for one answer
BARE = "bare page"


@contextmanager
def web_server(database: str) -> Iterator[int]:
    """The web server as docs/operations.md starts it, with two processes; its port."""
    if not os.environ.get("REDIS_URL"):
        raise Stop("REDIS_URL must name a Redis; ./scripts/bench starts one of its own.")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="celt-load-"))
    environment = os.environ | {
        "DATABASE_URL": database, "SECRET_KEY": "only for the benchmark", "LOG_LEVEL": "WARNING", "DEMO": "0",
        "DJANGO_SETTINGS_MODULE": "bench.settings", "SECOND_FACTOR_REQUIRED": "0", "MEDIA_ROOT": str(folder),
    }  # fmt: skip
    command = [str(Path(sys.executable).parent / "granian"), "celt.wsgi:application", "--interface", "wsgi", "--no-ws",
               "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "4",
               "--log-level", "warning"]  # fmt: skip
    log = folder / "web.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True, preexec_fn=child_signals(signal.SIGTERM),
        )  # fmt: skip
    try:
        end = time.monotonic() + PATIENCE
        while ask(port, "/healthz", "")[0] != 200:
            if process.poll() is not None or time.monotonic() > end:
                raise Stop(f"The web server does not answer: {log.read_text(errors='replace')[-500:]}")
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(15)
        shutil.rmtree(folder, ignore_errors=True)


def ask(port: int, path: str, cookie: str) -> tuple[int, float]:
    """The status of an answer, 0 for none, and its seconds from asking to the last byte."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status, time.perf_counter() - began
    except (OSError, http.client.HTTPException):
        return 0, time.perf_counter() - began
    finally:
        connection.close()


@dataclass
class Phase:
    """What a crowd met: seconds of each page by its name, and how many answers were not a page."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    took: float = 0.0

    def with_those_of(self, other: Phase) -> Phase:
        both = Phase(took=self.took + other.took)
        for phase in (self, other):
            for name, taken in phase.seconds.items():
                both.seconds[name] += taken
                both.failed[name] += phase.failed[name]
        return both

    @property
    def all(self) -> list[float]:
        return [second for taken in self.seconds.values() for second in taken]


def crowd(port: int, rounds: list[tuple[str, list[tuple[str, str]]]]) -> Phase:
    """Everybody goes their round at the same time; the next page is asked for when the one before is there."""
    phase, lock, go = Phase(), threading.Lock(), threading.Event()
    end = 0.0

    def visit(cookie: str, pages: list[tuple[str, str]]) -> None:
        go.wait()
        for name, path in pages:
            if time.perf_counter() > end:
                return
            status, seconds = ask(port, path, cookie)
            with lock:
                phase.seconds[name].append(seconds)
                phase.failed[name] += status != 200

    threads = [threading.Thread(target=visit, args=one, daemon=True) for one in rounds]
    for thread in threads:
        thread.start()
    began = time.perf_counter()
    end = began + LONGEST
    go.set()
    for thread in threads:
        thread.join()
    phase.took = time.perf_counter() - began
    return phase


def measure(database: str, people: list[dict[str, Any]]) -> dict[str, Any]:
    """page -> {requests, failed, median, high, alone}: as ratios to a bare page that the same crowd asked for, and that
    one person asked for."""
    chance = random.Random(7)
    rounds: list[tuple[str, list[tuple[str, str]]]] = []
    for person in people:
        pages = [tuple(page) for page in person["pages"]]
        rounds.append((person["cookie"], (pages * EACH)[:EACH]))
        chance.shuffle(rounds[-1][1])
    with web_server(database) as port:
        for cookie, pages in rounds[:4]:  # each process has its code loaded
            for _, path in pages:
                ask(port, path, cookie)
        # Before and after: what else the machine does meanwhile falls on both.
        to_bare = [(cookie, [(BARE, "/healthz")] * EACH) for cookie, _ in rounds]
        bare, full = crowd(port, to_bare), crowd(port, rounds)
        bare = bare.with_those_of(crowd(port, to_bare))
        # In a crowd each page waits for all others; alone it says what it costs itself.
        whose = {page: cookie for cookie, pages in rounds for page in pages}
        by_name = {name: (path, cookie) for (name, path), cookie in whose.items()}
        nothing = alone(port, "/healthz", "")
        by_itself = {name: alone(port, path, cookie) / nothing for name, (path, cookie) in by_name.items()}
    found = {name: told(full.seconds[name], full.failed[name], bare.all) for name in sorted(full.seconds)}
    for name, ratio in by_itself.items():
        found[name]["alone"] = ratio
    found["all pages"] = told(full.all, sum(full.failed.values()), bare.all)
    found["all pages"]["alone"] = statistics.median(by_itself.values())
    found["all pages"]["a_second"] = (len(full.all) / full.took) / (len(bare.all) / bare.took)
    found["all pages"]["bare_failed"] = sum(bare.failed.values())
    return found


def alone(port: int, path: str, cookie: str) -> float:
    """Seconds that a page takes while nobody else asks for anything: the middle one of nine."""
    return statistics.median(ask(port, path, cookie)[1] for _ in range(9))


def told(seconds: list[float], failed: int, bare: list[float]) -> dict[str, float]:
    return {
        "requests": len(seconds), "failed": failed, "median": statistics.median(seconds) / statistics.median(bare),
        "high": high(seconds) / high(bare),
    }  # fmt: skip


def high(seconds: list[float]) -> float:
    """The 95th of a hundred."""
    return statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
