"""The embedded PostgreSQL: made once in its place, started as a child of the supervisor, reached by a socket alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from celt.local import roles
from celt.local.place import Place
from celt.local.state import Stop, secret

ADMIN = "postgres"
OWNER = "celt_owner"
DATABASE = "celt"
MEBIBYTE = 1024 * 1024


def memory_of_machine() -> int:
    """Bytes of memory; half a gibibyte where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return 512 * MEBIBYTE


def shared_memory_kind() -> str:
    """posix needs room in /dev/shm for parallel queries; a container often has 64 MB of it."""
    try:
        room = os.statvfs("/dev/shm")
    except OSError:
        return "mmap"
    return "posix" if room.f_bavail * room.f_frsize > 512 * MEBIBYTE else "mmap"


@dataclass(frozen=True)
class Postgres:
    """One server. `durable` is False for tests, which would rather be quick than survive a power cut."""

    place: Place
    name: str = "postgres"
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.place.base / self.name / "data"

    @property
    def sockets(self) -> Path:
        return self.place.sockets / self.name

    @property
    def title(self) -> str:
        return "PostgreSQL server" if self.durable else "tests' PostgreSQL server"

    def forget_database(self) -> None:
        """Drop the database, so that it is made anew: for one whose first filling was cut off."""
        connection = roles.connect(self.url(ADMIN, "postgres"))
        try:
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')
        finally:
            connection.close()

    def word(self, role: str) -> str:
        """The generated password of a role of this server."""
        return secret(self.place.local, f"{self.name} {role}")

    def url(self, role: str, database: str = DATABASE) -> str:
        return roles.url_of({"user": role, "password": self.word(role), "dbname": database, "host": str(self.sockets)})

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One of PostgreSQL's programs, as the server's account."""
        return subprocess.run(
            [str(self.place.programs / program), *arguments],
            cwd=self.place.directory(self.name),
            env=self.environment(),
            text=True,
            capture_output=True,
            check=False,
            **self.place.account.switch,
        )

    def environment(self) -> dict[str, str]:
        """The environment without libpq's own variables, which would send its programs to another server."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
        return kept | {"LC_ALL": "C", "TZ": "UTC"}

    def make(self) -> None:
        """Make the server's files where there are none. They appear whole or not at all."""
        home = self.place.directory(self.name)
        self.place.socket_directory(self.name)
        if (self.data / "PG_VERSION").exists():
            self.check_version()
            return
        shutil.rmtree(self.data, ignore_errors=True)
        for left in home.glob("word-*"):
            left.unlink()
        half = home / "half-made"
        shutil.rmtree(half, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=home, prefix="word-") as word:
            word.write(self.word(ADMIN) + "\n")
            word.flush()
            os.chown(word.name, self.place.account.uid, self.place.account.gid)
            done = self.run(
                "initdb",
                f"--pgdata={half}",
                f"--username={ADMIN}",
                f"--pwfile={word.name}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums" if self.durable else "--no-sync",
            )
        if done.returncode:
            raise Stop(f"PostgreSQL could not make its files in {home}: {last_line(done.stderr)}")
        half.rename(self.data)

    def forget(self) -> None:
        """Throw the server's files away."""
        shutil.rmtree(self.data, ignore_errors=True)

    def check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text(encoding="utf-8").strip()
        ours = self.run("postgres", "--version").stdout.split()[-1].split(".")[0]
        if made_by != ours:
            raise Stop(
                f"The data in {self.data} were made by PostgreSQL {made_by}, and this is PostgreSQL {ours}."
                " Dump them with the older version of this product, move that folder away and load them again."
            )

    def settings(self) -> dict[str, str]:
        memory = memory_of_machine() // MEBIBYTE
        common = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self.sockets}"',  # the quotes are for a space in the path
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            "shared_buffers": f"{min(1024, max(128, memory // 8))}MB",
            "effective_cache_size": f"{max(256, memory // 2)}MB",
            "work_mem": f"{min(64, max(8, memory // 256))}MB",
            "maintenance_work_mem": f"{min(512, max(64, memory // 32))}MB",
            "dynamic_shared_memory_type": shared_memory_kind(),
            "max_wal_size": "2GB",
            "random_page_cost": "1.1",
            "log_timezone": "UTC",
            "timezone": "UTC",
            "log_min_messages": "warning",
            "log_line_prefix": "%m [%p] ",
        }
        hasty = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
        return common if self.durable else common | hasty

    def command(self) -> list[str]:
        """What starts the server in the foreground. SIGINT stops it fast and cleanly."""
        settings = [f"--{name}={value}" for name, value in self.settings().items()]
        return [str(self.place.programs / "postgres"), "-D", str(self.data), *settings]

    def end_orphan(self) -> None:
        """Stop a server that outlived its supervisor, and clear what a dead one left."""
        note = self.data / "postmaster.pid"
        try:
            process = int(note.read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            process = 0
        if process and is_program(process, "postgres"):
            done = self.run("pg_ctl", "stop", f"--pgdata={self.data}", "--mode=fast", "--wait", "--timeout=60")
            if done.returncode:
                raise Stop(f"This copy's older PostgreSQL (process {process}) does not stop: {last_line(done.stderr)}")
        note.unlink(missing_ok=True)
        for left in self.sockets.glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)

    def answers(self) -> bool:
        try:
            roles.connect(self.url(ADMIN, "postgres")).close()
        except psycopg2.OperationalError as error:
            if "password authentication failed" in str(error):
                raise Stop(
                    f"The passwords in {self.place.local / 'secrets.json'} are not those of the data in {self.data}."
                    " Put that file back from a copy, or move the data away to begin anew."
                ) from None
            return False
        return True

    def make_roles(self, *, for_tests: bool = False) -> tuple[str, str]:
        """The owner, its database and the web role. Returns the addresses of the owner and of the web role.

        For tests the owner may make databases and roles: each test database gets a web role of its own.
        """
        connection = roles.connect(self.url(ADMIN, "postgres"))
        web = roles.web_role_of(DATABASE)
        try:
            with connection.cursor() as cursor:
                roles.ensure_role(cursor, OWNER, self.word(OWNER), also=roles.TESTING if for_tests else ())
                roles.ensure_role(cursor, web, self.word(web))
                roles.ensure_database(cursor, DATABASE, OWNER)
        finally:
            connection.close()
        grant(self.url(OWNER), web)
        return self.url(OWNER), self.url(web)


def grant(owner_url: str, web: str) -> None:
    connection = roles.connect(owner_url)
    try:
        with connection.cursor() as cursor:
            roles.grant_web(cursor, web)
    finally:
        connection.close()


def is_program(process: int, name: str) -> bool:
    """Whether the process lives and is the program; where the system does not tell programs, whether it lives."""
    if Path("/proc/self/exe").exists():
        try:
            return Path(os.readlink(f"/proc/{process}/exe")).name.startswith(name)
        except OSError:
            return False
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it gave no reason."
