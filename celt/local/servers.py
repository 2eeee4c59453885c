"""The database and Redis that the programs work with: the local ones, or one's own by DATABASE_URL and REDIS_URL."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from celt.local import roles
from celt.local.place import Place, find_place
from celt.local.postgres import Postgres, grant, last_line
from celt.local.redis import Redis, find_program
from celt.local.state import Stop, local_directory, secret
from celt.local.supervise import Supervisor

OLDEST_SERVER = 150000  # as PostgreSQL numbers itself: version 15


@dataclass(frozen=True)
class Addresses:
    """`owner` migrates, `web` is what web server and worker use. `ours` is the server that we started, if we did."""

    owner: str
    web: str
    redis: str
    ours: Postgres | None


def start_postgres(supervisor: Supervisor, server: Postgres) -> None:
    server.end_orphan()
    if not server.durable:
        # What an earlier run of the tests left may be damaged and is of no use.
        server.forget()
    server.make()
    program = supervisor.start(
        server.title,
        server.command(),
        environment=server.environment(),
        account=server.place.account,
        directory=server.data.parent,
        ask=signal.SIGINT,
        patience=60,
        whole_group=False,
    )
    # Recovery after a power cut may take its time.
    supervisor.wait_until(program, server.answers, 120)


def start_redis(supervisor: Supervisor, server: Redis) -> None:
    server.make()
    server.end_orphan()
    program = supervisor.start(server.title, server.command())
    supervisor.wait_until(program, server.answers, 60)


def reach(url: str) -> Any:
    """A connection to a server of one's own, when it answers and is new enough."""
    try:
        connection = roles.connect(url)
    except psycopg2.OperationalError as error:
        raise Stop(f"The database of DATABASE_URL does not answer: {last_line(str(error))}") from None
    version = connection.server_version
    if version < OLDEST_SERVER:
        connection.close()
        raise Stop(f"The server of DATABASE_URL is PostgreSQL {version // 10000}; 15 is the oldest that will do.")
    return connection


def own_database(local: Path, owner_url: str, web_url: str) -> tuple[str, str]:
    """The addresses of owner and web role on a server of one's own; the web role is made where it is not given."""
    shown = roles.parts_of(owner_url)
    reach(owner_url).close()
    if not web_url:
        where = f"{shown.get('host', '')}:{shown.get('port', '')}/{shown['dbname']}"
        return owner_url, roles.ensure_web(owner_url, secret(local, f"web role of {where}"))
    web = roles.parts_of(web_url)
    if web.get("user", "") in {"", shown.get("user", "")}:
        raise Stop("DATABASE_WEB_URL must name another user than DATABASE_URL: one that owns nothing.")
    grant(owner_url, web["user"])
    return owner_url, web_url


def database_for_tests(url: str) -> str:
    """The address, once its user was found able to make test databases and their web roles."""
    connection = reach(url)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR (rolcreatedb AND rolcreaterole) FROM pg_roles WHERE rolname = current_user")
        able = cursor.fetchone()[0]
    connection.close()
    if not able:
        raise Stop("For the tests the user of DATABASE_URL must be able to create databases and roles.")
    return url


def own_redis(url: str) -> str:
    """The address, once it has answered."""
    import redis

    try:
        redis.Redis.from_url(url, socket_connect_timeout=5).ping()
    except (redis.RedisError, ValueError) as error:
        raise Stop(f"The Redis of REDIS_URL does not answer: {error}") from None
    return url


def bring_up(supervisor: Supervisor, root: Path, prefix: str = "", *, durable: bool = True) -> Addresses:
    """Start what is not given by address, make the roles, and say where everything is."""
    local = local_directory(root)
    place: Place | None = None
    given = os.environ.get("DATABASE_URL", "")
    ours = None
    if not given:
        place = find_place(root)
        ours = Postgres(place, f"{prefix}postgres", durable)
        start_postgres(supervisor, ours)
        owner, web = ours.make_roles(for_tests=bool(prefix))
    elif prefix:
        owner = web = database_for_tests(given)
    else:
        owner, web = own_database(local, given, os.environ.get("DATABASE_WEB_URL", ""))
    redis_url = os.environ.get("REDIS_URL", "")
    if redis_url:
        own_redis(redis_url)
    else:
        server = Redis(place or find_place(root), find_program(root), f"{prefix}redis", durable)
        start_redis(supervisor, server)
        redis_url = server.url
    return Addresses(owner, web, redis_url, ours)
