"""Make `.venv` and install the pinned requirements into it.

Run by the system's Python as a file, `python3 celt/local/install.py [--dev]`, before any package is there: standard
library only. A second run with unchanged requirements does nothing. A run that was cut off leaves `.venv/.installing`
behind, and the next one makes the environment anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

REDIS = "requirements-redis.txt"
RUN = ("requirements.txt", REDIS)
DEVELOP = ("requirements-dev.txt", *RUN)


class Refused(Exception):
    """A sentence for the person who runs this."""


def fingerprint(root: Path, names: tuple[str, ...]) -> dict[str, str]:
    """The hash of each requirements file, as the stamp keeps them."""
    return {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in names}


def read_stamp(venv: Path) -> dict[str, str]:
    """What is installed, by file; {} where nothing is or where an installation was cut off."""
    if (venv / ".installing").exists():
        return {}
    try:
        lines = (venv / ".installed").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return dict(line.split(" ", 1) for line in lines if " " in line)


def is_current(root: Path, names: tuple[str, ...]) -> bool:
    """Whether `.venv` holds just what the files ask for, and its Python starts."""
    wanted = fingerprint(root, names)
    stamp = read_stamp(root / ".venv")
    return all(stamp.get(name) == digest for name, digest in wanted.items()) and starts(root / ".venv")


def starts(venv: Path) -> bool:
    """Whether the environment's Python runs; one whose Python was upgraded away does not."""
    try:
        test = [str(venv / "bin" / "python"), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
        return subprocess.run(test, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def clean_environment() -> dict[str, str]:
    """The environment without what would send pip or Python elsewhere."""
    keep = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "PYTHONPATH"}}
    return keep | {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def run(command: list[str], otherwise: str) -> None:
    """Run a command; where it fails, show its last lines and the sentence."""
    done = subprocess.run(
        command, env=clean_environment(), text=True, capture_output=True, close_fds=False, check=False
    )
    if done.returncode:
        lines = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("WARNING")]
        raise Refused("\n".join([*("  " + line for line in lines[-12:]), otherwise]))


def make_environment(venv: Path) -> list[str]:
    """Make an empty environment and return the pip command that installs into it."""
    has_pip = importlib.util.find_spec("ensurepip") is not None
    if not has_pip and importlib.util.find_spec("pip") is None:
        raise Refused(
            f"{sys.executable} has neither pip nor the venv module. Install one of them"
            " (on Debian and Ubuntu: apt-get install python3-venv) and start this again."
        )
    flags = ["--clear"] if has_pip else ["--clear", "--without-pip"]
    run([sys.executable, "-m", "venv", *flags, str(venv)], f"{venv} could not be made; the lines above say why.")
    if has_pip:
        return [str(venv / "bin" / "python"), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(venv / "bin" / "python")]


def pip_of(venv: Path) -> list[str]:
    """The pip command that installs into an environment that stands."""
    inside = [str(venv / "bin" / "python"), "-m", "pip"]
    if subprocess.run([*inside, "--version"], capture_output=True, check=False).returncode == 0:
        return inside
    return [sys.executable, "-m", "pip", "--python", str(venv / "bin" / "python")]


def install(root: Path, names: tuple[str, ...]) -> None:
    """Bring `.venv` to what the files ask for."""
    venv = root / ".venv"
    cut_off = (venv / ".installing").exists()
    print("Installing the requirements into .venv; the first time this takes a minute or two.", flush=True)
    pip = pip_of(venv) if starts(venv) and not cut_off else make_environment(venv)
    (venv / ".installing").touch()
    otherwise = "The requirements could not be installed; the lines above say why. Mend that and start this again."
    pinned = [*pip, "install", "--quiet", "--no-input", "--require-hashes", "--only-binary", ":all:"]
    run([*pinned, "--requirement", str(root / names[0])], otherwise)
    install_redis(pinned, root)
    kept = {} if cut_off else {name: digest for name, digest in read_stamp(venv).items() if name in names}
    stamp = kept | fingerprint(root, names)
    half = venv / ".installed.new"
    half.write_text("".join(f"{name} {digest}\n" for name, digest in sorted(stamp.items())), encoding="utf-8")
    half.replace(venv / ".installed")
    (venv / ".installing").unlink()


def install_redis(pinned: list[str], root: Path) -> None:
    """Unpack the Redis server into `.venv/redis`. A machine that it was not built for may have its own."""
    place = ["--no-deps", "--upgrade", "--target", str(root / ".venv" / "redis")]
    built_for = ["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311"]
    try:
        run([*pinned, *place, *built_for, "--requirement", str(root / REDIS)], "")
    except Refused as refused:
        print(f"{refused}\nNo Redis server was unpacked; one on this machine or REDIS_URL will do.", flush=True)


def wait_for(held: int) -> None:
    """Take the lock. pip inherits it, so that one which outlives a killed run is waited for as well."""
    os.set_inheritable(held, True)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another installation into .venv is at work; waiting for it.", flush=True)
        fcntl.flock(held, fcntl.LOCK_EX)


def refuse_of_another_user(root: Path) -> None:
    """Files of two users in one environment would be in each other's way."""
    for made in (root / ".local", root / ".venv"):
        if made.exists() and made.stat().st_uid != os.geteuid():
            raise Refused(
                f"{made} belongs to another user. Start this as that user, or delete the folder to begin anew."
            )


def refuse_beside_running(root: Path) -> None:
    """Packages are not exchanged under programs that run from them."""
    try:
        with open(root / ".local" / "lock", encoding="utf-8") as held:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return
    except BlockingIOError:
        raise Refused(
            "The requirements have changed, and this copy is running with the old ones."
            " Stop it with Ctrl-C in its terminal and start this again."
        ) from None


def main(arguments: list[str]) -> int:
    root = Path(__file__).resolve().parents[2]
    names = DEVELOP if "--dev" in arguments else RUN
    try:
        (root / ".local").mkdir(mode=0o711, exist_ok=True)
        refuse_of_another_user(root)
        with open(root / ".local" / "install.lock", "w", encoding="utf-8") as held:
            wait_for(held.fileno())
            if not is_current(root, names):
                refuse_beside_running(root)
                install(root, names)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The environment could not be made: {error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Start it again and it mends what was half made.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
