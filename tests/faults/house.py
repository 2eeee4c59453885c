"""A house of its own that may be broken: PostgreSQL, Redis and Celery workers as real processes, reached by sockets."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from celt.local import roles
from celt.local.place import Account, Place, find_place, myself
from celt.local.postgres import ADMIN, Postgres
from celt.local.redis import Redis, find_program
from celt.local.supervise import child_signals

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0
# What takes seconds can take minutes on a busy machine.
LONGEST_COMMAND = 900.0


def wait_until(ready: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """The first true answer; an assertion where none comes in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = ready()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"After {seconds:.0f} seconds still not: {what}")


def sweep(place: Place) -> None:
    """Throw away what a house of a dead process has left; its servers died with it."""
    for folder in (place.base, place.local, place.sockets):
        for path in folder.glob("f[0-9]*-[pr][gd]"):
            process = path.name[1:].split("-")[0]
            if process.isdigit() and not Path(f"/proc/{process}").exists() and Path("/proc/self").exists():
                shutil.rmtree(path, ignore_errors=True)


def children_of(process: int) -> list[int]:
    """The processes that a process has started, in the order of their numbers."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The program's name stands in brackets and may hold anything.
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[1]) == process:
                found.append(int(path.parent.name))
    return sorted(found)


@dataclass
class House:
    place: Place
    folder: Path
    postgres: Postgres
    redis: Redis
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    owner_url: str = ""
    web_url: str = ""
    port: int = 0

    @classmethod
    def build(cls, folder: Path) -> House:
        place, name = find_place(ROOT), f"f{os.getpid()}"
        sweep(place)
        house = cls(place, folder, Postgres(place, f"{name}-pg"), Redis(place, find_program(ROOT), f"{name}-rd"))
        house.postgres.make()
        house.redis.make()
        house.start_postgres()
        house.start_redis()
        house.owner_url, house.web_url = house.postgres.make_roles()
        return house

    def end_programs(self) -> None:
        for name in [*self.processes]:
            for pipe in filter(None, (self.processes[name].stdin, self.processes[name].stdout)):
                pipe.close()
            self.kill(name)

    def tear_down(self) -> None:
        self.end_programs()
        for path in (
            self.postgres.data.parent,
            self.postgres.sockets,
            self.redis.address.parent,
            self.redis.note.parent,
        ):
            shutil.rmtree(path, ignore_errors=True)

    # Servers

    def start_postgres(self) -> None:
        self._start(
            "postgres", self.postgres.command(), environment=self.postgres.environment(), account=self.place.account,
            directory=self.postgres.data.parent,
        )  # fmt: skip
        wait_until(self.postgres.answers, "PostgreSQL answers")

    def stop_postgres_at_once(self) -> None:
        """As a power cut would: no checkpoint, no goodbye. The next start recovers from the log."""
        self.processes["postgres"].send_signal(signal.SIGQUIT)
        self.processes.pop("postgres").wait(30)

    def start_redis(self) -> None:
        self._start("redis", self.redis.command())
        wait_until(self.redis.answers, "Redis answers")

    def restart_redis(self) -> None:
        self.processes["redis"].terminate()
        self.processes.pop("redis").wait(30)
        self.redis.address.unlink(missing_ok=True)
        self.start_redis()

    # Programs of the product

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "CELERY"))}
        return kept | {
            "DATABASE_URL": self.web_url, "REDIS_URL": self.redis.url, "MEDIA_ROOT": str(self.folder / "media"),
            "SECRET_KEY": "only for tests", "DEMO": "0", "SECOND_FACTOR_REQUIRED": "0",
            "DJANGO_SETTINGS_MODULE": "celt.settings", "PYTHONUNBUFFERED": "1",
        }  # fmt: skip

    def start_worker(self, name: str = "worker", *, wait: bool = True) -> None:
        """A worker as scripts/up starts it, of one process; ready when it says so."""
        celery = [str(Path(sys.executable).parent / "celery"), "--app", "celt", "--quiet", "worker"]
        options = ["--loglevel", "INFO", "--concurrency", "1", "--hostname", f"{name}@house"]
        self._start(name, [*celery, *options, "--without-gossip", "--without-mingle"], environment=self.environment)
        if not wait:
            return
        wait_until(lambda: " ready." in self.log(name), f"the {name} is ready: {self.log(name)[-2000:]}")

    def start_web(self) -> None:
        """The web server as scripts/up starts it, at `self.port`; it may take some seconds until it answers."""
        if not self.port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
        granian = [str(Path(sys.executable).parent / "granian"), "celt.wsgi:application", "--interface", "wsgi"]
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--workers", "2", "--blocking-threads", "4"]
        options = ["--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning"]
        # The demo's door is how scripted people come in; static files lie where they are.
        demo = {"DEMO": "1", "DJANGO_SETTINGS_MODULE": "bench.settings"}
        self._start("web", [*granian, *where, *options], environment=self.environment | demo)

    def kill_one_of(self, name: str) -> bool:
        """SIGKILL to the youngest child of a program; whether there was one."""
        found = children_of(self.processes[name].pid)
        for process in found[-1:]:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(process, signal.SIGKILL)
        return bool(found)

    def kill(self, name: str) -> None:
        """SIGKILL to the program and all of its children: nobody gets to tidy up."""
        process = self.processes.pop(name)
        if name in {"postgres", "redis"}:
            process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)

    def manage(self, *arguments: str, owner: bool = False) -> str:
        """Run a management command to its end, and return what it printed."""
        environment = self.environment | ({"DATABASE_URL": self.owner_url} if owner else {})
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, text=True, capture_output=True,
            timeout=LONGEST_COMMAND, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{arguments}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
        return done.stdout

    def python(self, code: str) -> str:
        """Run lines inside Django, as the web role: what a request would do. Returns what they printed."""
        if "forks" not in self.processes:
            self.processes["forks"] = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.forks"], cwd=ROOT, env=self.environment,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
                preexec_fn=child_signals(signal.SIGKILL),
            )  # fmt: skip
        forks = self.processes["forks"]
        assert forks.stdin
        assert forks.stdout
        forks.stdin.write(json.dumps(code).encode() + b"\n")
        forks.stdin.flush()
        assert select.select([forks.stdout], [], [], LONGEST_COMMAND)[0], f"No answer to: {code}"
        status, printed = json.loads(forks.stdout.readline())
        assert status == 0, f"{code}: {printed[-6000:]}"
        return str(printed)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def _start(
        self, name: str, command: list[str], *, environment: dict[str, str] | None = None,
        account: Account | None = None, directory: Path = ROOT,
    ) -> None:  # fmt: skip
        with (self.folder / f"{name}.log").open("ab") as log:
            log.truncate(0)
            self.processes[name] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, cwd=directory, env=environment,
                start_new_session=True, preexec_fn=child_signals(signal.SIGKILL), **(account or myself()).switch,
            )  # fmt: skip

    def queue_is_empty(self) -> bool:
        """Whether no message waits or is being worked on."""
        import redis

        with redis.Redis.from_url(self.redis.url) as client:
            return not client.llen("celery") and not client.hlen("unacked")

    def empty_queue(self) -> None:
        """Forget all messages."""
        import redis

        with redis.Redis.from_url(self.redis.url) as client:
            client.flushall()

    # Looking in from outside, as the owner

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        connection = roles.connect(self.owner_url)
        try:
            with connection.cursor() as cursor:
                cursor.execute(query, values or None)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def value(self, query: str, *values: object) -> Any:
        return self.rows(query, *values)[0][0]

    @contextmanager
    def held_up(self, table: str, mode: str = "SHARE") -> Iterator[None]:
        """Nobody writes to the table during the block (or reads it either, by ACCESS EXCLUSIVE): who tries, waits."""
        connection = roles.connect(self.owner_url)
        connection.autocommit = False
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {table} IN {mode} MODE")
                yield
                with contextlib.suppress(psycopg2.Error):
                    connection.rollback()
        finally:
            connection.close()

    def others(self) -> list[tuple[Any, ...]]:
        """Whoever else is in the database, beside this look."""
        return self.rows(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    def end_others(self) -> None:
        """End what killed programs have left at work in the database."""
        connection = roles.connect(self.postgres.url(ADMIN))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.close()

    def somebody_waits(self, for_table: str) -> bool:
        """Whether a backend stands before the table's lock."""
        return bool(
            self.rows("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = %s::regclass LIMIT 1", for_table)
        )

    def wait_for_somebody(self, at_table: str) -> None:
        wait_until(lambda: self.somebody_waits(at_table), f"somebody waits at {at_table}")
