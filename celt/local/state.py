"""What this copy keeps in `.local/`: its lock, its secrets, and where its running servers are reached."""

from __future__ import annotations

import fcntl
import json
import os
import pwd
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


class Stop(Exception):
    """Something that a person has to hear about, said in a sentence. Ends the command without a traceback."""


class Taken(Exception):
    """Another process holds the lock; its message is what that process wrote into it."""


def local_directory(root: Path) -> Path:
    """`.local/` of the copy at `root`, made if need be. Others may pass through it, not list it."""
    local = root / ".local"
    local.mkdir(mode=0o711, exist_ok=True)
    owner = local.stat().st_uid
    if owner != os.geteuid():
        raise Stop(f"{local} belongs to {name_of(owner)}. Start this as that user, or delete the folder to begin anew.")
    return local


def name_of(uid: int) -> str:
    """A user's name, or a number where the system has no name for it."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}.new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def secret(local: Path, name: str) -> str:
    """A random word that is made once and kept: 50 letters and digits, safe in an address."""
    path = local / "secrets.json"
    kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if name not in kept:
        kept[name] = secrets.token_hex(25)
        write_private(path, json.dumps(kept, indent=1, sort_keys=True))
    return kept[name]


@contextmanager
def lock(path: Path, says: str) -> Iterator[None]:
    """Hold `path` while the block runs. The system lets go of it when the process ends, however it ends.

    Raises Taken with the holder's own words when another process has it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        for attempt in range(10):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                # A command that only asks holds the lock for an instant.
                if attempt == 9:
                    raise Taken(os.pread(handle, 4096, 0).decode("utf-8", "replace").strip()) from None
                time.sleep(0.05)
        os.ftruncate(handle, 0)
        os.pwrite(handle, says.encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def is_held(path: Path) -> bool:
    """Whether a living process holds the lock at `path`."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def write_environment(local: Path, values: Mapping[str, str]) -> None:
    """Note where the running servers are, for commands that someone types beside them."""
    write_private(local / "env", "".join(f"{name}={value}\n" for name, value in sorted(values.items())))


def hint(root: Path) -> str:
    """What to say when the database does not answer a command that someone typed."""
    if os.environ.get("DATABASE_URL"):
        return "The database of DATABASE_URL does not answer."
    if is_held(root / ".local" / "lock"):
        return "The database does not answer; ./scripts/up is still starting it."
    return "No database runs. Start ./scripts/up in another terminal, or set DATABASE_URL."


def running_environment(root: Path) -> dict[str, str]:
    """DATABASE_URL, REDIS_URL, SECRET_KEY and so on of the `scripts/up` that runs in this copy; {} when none does."""
    local = root / ".local"
    if not is_held(local / "lock"):
        return {}
    try:
        lines = (local / "env").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)
