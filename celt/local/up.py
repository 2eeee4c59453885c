"""`scripts/up`: everything of one copy, started, watched and stopped together."""

from __future__ import annotations

import errno
import http.client
import json
import os
import socket
import sys
from pathlib import Path

from celt.local.prepare import HALF_MADE_DEMO, PEOPLE, say
from celt.local.servers import Addresses, bring_up
from celt.local.state import Stop, Taken, local_directory, lock, secret, write_environment
from celt.local.supervise import Interrupted, Supervisor

HOST = "127.0.0.1"


def wanted_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Stop(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Stop(f"Port {port} is kept for root. Choose one above 1023: PORT=8000 ./scripts/up") from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise Stop(f"Port {port} cannot be used: {error.strerror}.") from None
            raise Stop(
                f"Port {port} is taken by another program. Stop that, or choose another: PORT={port + 1} ./scripts/up"
            ) from None


def answers_http(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def environment_of(local: Path, addresses: Addresses, demo: str) -> dict[str, str]:
    """What the programs find in their environment."""
    return {
        "DATABASE_URL": addresses.web,
        "REDIS_URL": addresses.redis,
        "SECRET_KEY": os.environ.get("SECRET_KEY") or secret(local, "secret key"),
        "DEMO": demo,
    }


def start_programs(supervisor: Supervisor, root: Path, environment: dict[str, str], port: int) -> None:
    programs = Path(sys.executable).parent
    beat = local_directory(root) / "beat"
    beat.mkdir(mode=0o700, exist_ok=True)
    # fmt: off
    web = supervisor.start("web server", [
        str(programs / "granian"), "celt.wsgi:application", "--interface", "wsgi", "--host", HOST, "--port", str(port),
        "--workers", "2", "--blocking-threads", "4", "--no-ws", "--workers-kill-timeout", "5", "--log-level", "warning",
        "--respawn-failed-workers",
    ], environment=environment, directory=root)
    celery = [str(programs / "celery"), "--app", "celt", "--quiet"]
    supervisor.start("worker", [
        *celery, "worker", "--loglevel", "INFO", "--concurrency", "2", "--without-gossip", "--without-mingle",
    ], environment=environment, directory=root)
    supervisor.start("beat", [
        *celery, "beat", "--loglevel", "INFO", "--pidfile=", "--schedule", str(beat / "schedule"),
    ], environment=environment, directory=root)
    # fmt: on
    supervisor.wait_until(web, lambda: answers_http(port), 120)


def welcome(local: Path, port: int) -> str:
    """The address, and who can sign in."""
    people = json.loads((local / PEOPLE).read_text(encoding="utf-8"))
    lines = ["", f"Open http://{HOST}:{port}/", ""]
    if people["demo"]:
        lines.append("The sign-in page has a button for each of these people of the demo trust:")
        width = max(len(name) for name, _, _ in people["demo"])
        lines += [f"  {name:<{width}}  {role}" for name, role, _ in people["demo"]]
    elif people["all"]:
        lines.append("Sign in with your e-mail address and password.")
    else:
        lines.append('Nobody can sign in yet: README.md says under "Your own trust" how to bring it and its people in.')
    return "\n".join([*lines, "", "Ctrl-C stops everything; the data stay."])


def serve(supervisor: Supervisor, root: Path, port: int) -> None:
    """From nothing to a page; returns by an exception alone."""
    local = local_directory(root)
    (local / "env").unlink(missing_ok=True)
    demo = "0" if os.environ.get("DEMO", "1") in {"0", "no", "false", ""} else "1"
    say("Getting PostgreSQL and Redis ready.")
    addresses = bring_up(supervisor, root)
    half_made = local / HALF_MADE_DEMO
    if half_made.exists():
        if addresses.ours is None:
            raise Stop(
                "Loading the demo trust was cut off the last time, so the database of DATABASE_URL holds half of it."
                f" Empty that database, delete {half_made} and start this again."
            )
        say("Loading the demo trust was cut off the last time; it begins anew.")
        addresses.ours.forget_database()
        addresses.ours.make_roles()
        half_made.unlink()
    ours = environment_of(local, addresses, demo)
    environment = {**os.environ, **ours, "PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "celt.settings"}
    environment.pop("DATABASE_WEB_URL", None)
    # Back-up and restore read and write every row, which the owner alone may.
    write_environment(local, {**ours, "DATABASE_OWNER_URL": addresses.owner})
    prepare = [sys.executable, "-m", "celt.local", "prepare"]
    if supervisor.run("prepare", prepare, {**environment, "DATABASE_URL": addresses.owner}):
        raise Stop("Nothing was started. Mend that and start this again; what was done so far is kept.")
    start_programs(supervisor, root, environment, port)
    say(welcome(local, port))
    supervisor.watch()


def up(root: Path) -> int:
    """Returns the exit code: 0 after Ctrl-C, 1 when something was wrong."""
    local = local_directory(root)
    port = wanted_port()
    address = f"http://{HOST}:{port}/ (process {os.getpid()})"
    try:
        with lock(local / "lock", address):
            check_port(port)
            supervisor = Supervisor(local / "log")
            supervisor.catch_signals()
            try:
                serve(supervisor, root, port)
            except Interrupted:
                say("\nStopping everything.")
                code = 0
            except Stop as sentence:
                say(f"{sentence}\nStopping everything.")
                code = 1
            finally:
                supervisor.stop()
            say("Stopped.")
            return code
    except Taken as other:
        raise Stop(f"This copy is running already at {other}. Stop it there with Ctrl-C first.") from None
