"""`scripts/test`: servers of its own, a browser, the checks, then pytest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from celt.local.prepare import say
from celt.local.servers import bring_up
from celt.local.state import Stop, Taken, local_directory, lock
from celt.local.supervise import Interrupted, Supervisor

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NO_TESTS = 5  # pytest's exit code where none was found


def checks() -> list[tuple[str, list[str]]]:
    """Every check by its name, and its command."""
    programs = Path(sys.executable).parent
    return [
        ("ruff check", [str(programs / "ruff"), "check", "."]),
        ("ruff format", [str(programs / "ruff"), "format", "--check", "."]),
        ("mypy", [sys.executable, "-m", "mypy"]),
        ("import contracts", [str(programs / "lint-imports")]),
        ("djlint", [str(programs / "djlint"), "templates", "--lint", "--quiet"]),
        ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ]


def find_browser() -> str:
    """A Chromium on this machine; else Playwright's; else the package manager's. "" means Playwright's."""
    given = os.environ.get("CHROMIUM", "")
    for name in (given, *BROWSERS):
        found = shutil.which(name) if name else None
        if found:
            return found
    say("There is no Chromium on this machine: fetching Playwright's.")
    fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
    if quiet(fetch) and starts_playwright():
        return ""
    if shutil.which("apt-get") and os.geteuid() == 0:
        say("That did not work: installing the system's own.")
        quiet(["apt-get", "update"])
        if quiet(["apt-get", "install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core"]):
            found = shutil.which("chromium")
            if found:
                return found
    raise Stop(
        "No Chromium was found and none could be installed. Install one with the system's package manager"
        " (on Debian: apt-get install chromium), or give its path as CHROMIUM."
    )


def quiet(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, env=environment, check=False)
    return done.returncode == 0


def starts_playwright() -> bool:
    """Whether Playwright's own Chromium starts: a download alone does not bring the libraries that it needs."""
    script = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: p.chromium.launch(args=['--no-sandbox']).close()"
    )
    return quiet([sys.executable, "-c", script])


def run_checks(supervisor: Supervisor, environment: dict[str, str]) -> list[str]:
    """Run every check, and return the names of those that failed."""
    failed = []
    for name, command in checks():
        say(f"== {name}")
        began = time.monotonic()
        if supervisor.run(name, command, environment):
            failed.append(name)
        say(f"   {time.monotonic() - began:.1f} s")
    return failed


def pytest_command(arguments: list[str]) -> list[str]:
    """With arguments just those; else everything, in as many processes as there are processors, file by file in the
    order of tests/conftest.py."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    spread = ["-n", str(min(4, processors)), "--dist", "loadfile", "--no-loadscope-reorder"]
    # Python 3.11 cannot parse source for a traceback out of the greenlets of the browser, and would end the whole run.
    whole = ["--tb=native", *(spread if processors > 1 else [])]
    return [sys.executable, "-m", "pytest", *(arguments or whole)]


def run_all(supervisor: Supervisor, root: Path, arguments: list[str]) -> int:
    say("== servers")
    addresses = bring_up(supervisor, root, "test-", durable=False)
    browser = find_browser()
    environment = {
        **os.environ,
        "DATABASE_URL": addresses.owner,
        "REDIS_URL": addresses.redis,
        "SECRET_KEY": os.environ.get("SECRET_KEY") or "only for tests",
        "DEMO": "0",
        "CHROMIUM": browser,
        "PYTHONUNBUFFERED": "1",
    }
    failed = [] if arguments else run_checks(supervisor, environment)
    if failed:
        say(f"== FAILED before the tests: {', '.join(failed)}")
    say("== pytest")
    code = supervisor.run("pytest", pytest_command(arguments), environment)
    return code or int(bool(failed))


def check(root: Path, arguments: list[str]) -> int:
    local = local_directory(root)
    try:
        with lock(local / "test-lock", f"process {os.getpid()}"):
            supervisor = Supervisor(local / "log")
            supervisor.catch_signals()
            try:
                return run_all(supervisor, root, arguments)
            except Interrupted:
                say("\nStopped.")
                return 130
            finally:
                supervisor.stop()
    except Taken as other:
        raise Stop(f"The tests of this copy are running already ({other}). Wait for them or stop them.") from None
