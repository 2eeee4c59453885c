"""A real PostgreSQL and Redis: started from nothing or from half of it, found again, and not by others."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

import psycopg2
import pytest

from celt.local import place, roles, servers
from celt.local.postgres import ADMIN, OWNER, Postgres
from celt.local.redis import Redis, find_program
from celt.local.state import Stop
from celt.local.supervise import Supervisor

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def somewhere():
    """A place that the server's account can reach, which pytest's own directories are not when root runs the tests."""
    root = Path(tempfile.mkdtemp(prefix="celt-test-", dir="/tmp"))
    root.chmod(0o711)
    (root / ".local").mkdir(mode=0o711)
    yield root
    outside = root / ".local" / "data-is-in"
    if outside.exists():
        shutil.rmtree(outside.read_text().strip())
    shutil.rmtree(root)


@pytest.fixture
def supervisor(somewhere):
    made = Supervisor(somewhere / ".local" / "log")
    yield made
    made.stop()


def test_a_server_is_made_from_half_of_one_and_keeps_its_data(somewhere, supervisor):
    server = Postgres(place.find_place(somewhere))
    home = server.place.directory(server.name)
    for left in ("half-made", "data"):
        (home / left).mkdir()
        (home / left / "leftover").touch()
    servers.start_postgres(supervisor, server)
    owner, web = server.make_roles()
    assert server.make_roles() == (owner, web)
    connection = roles.connect(owner)
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        assert cursor.fetchone() == ("on",)
        cursor.execute("SHOW server_encoding")
        assert cursor.fetchone() == ("UTF8",)
        cursor.execute("CREATE TABLE kept AS SELECT 1 AS a")
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
    connection.close()
    supervisor.stop()
    servers.start_postgres(supervisor, server)
    connection = roles.connect(web)
    with connection.cursor() as cursor:
        cursor.execute("SELECT a FROM kept")
        assert cursor.fetchone() == (1,)
    connection.close()
    refuses_without_password(server)
    only_its_account_enters(server.sockets)


def refuses_without_password(server):
    for role in (ADMIN, OWNER):
        with pytest.raises(psycopg2.OperationalError, match="password"):
            roles.connect(roles.as_user(server.url(OWNER), role, "guess"))


def only_its_account_enters(sockets):
    found = sockets.stat()
    assert stat.S_IMODE(found.st_mode) == 0o700
    assert found.st_uid == place.server_account().uid


def test_a_server_that_outlived_its_supervisor_is_ended_first(somewhere):
    server = Postgres(place.find_place(somewhere))
    first, second = Supervisor(somewhere / ".local" / "log"), Supervisor(somewhere / ".local" / "log")
    try:
        servers.start_postgres(first, server)
        orphan = first.programs[0].process
        servers.start_postgres(second, server)
        assert orphan.wait(10) == 0
        second.check()
    finally:
        second.stop()
        first.stop()


def test_data_of_another_version_are_not_touched(somewhere):
    server = Postgres(place.find_place(somewhere))
    data = server.place.directory(server.name) / "data"
    data.mkdir()
    (data / "PG_VERSION").write_text("9\n")
    (data / "precious").touch()
    with pytest.raises(Stop, match=r"made by PostgreSQL 9, and this is PostgreSQL \d+"):
        server.make()
    assert (data / "precious").exists()


def test_redis_answers_and_keeps_its_messages(somewhere, supervisor):
    import redis

    server = Redis(place.find_place(somewhere), find_program(ROOT))
    servers.start_redis(supervisor, server)
    with redis.Redis.from_url(server.url) as client:
        client.set("kept", "yes")
    supervisor.stop()
    servers.start_redis(supervisor, server)
    with redis.Redis.from_url(server.url) as client:
        assert client.get("kept") == b"yes"


def test_a_deep_clone_has_its_sockets_where_the_path_is_short(somewhere):
    deep = somewhere / ("d" * 90) / ".local"
    deep.mkdir(parents=True)
    found = place.find_sockets(deep, deep)
    try:
        assert len(os.fsencode(found / "test-postgres")) <= place.LONGEST_SOCKET_DIRECTORY
        assert place.find_sockets(deep, deep) == found
        found.chmod(0o777)
        other = place.find_sockets(deep, deep)
        assert other != found
        other.rmdir()
    finally:
        found.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts servers as somebody else")
def test_a_clone_that_the_account_cannot_enter_keeps_its_data_outside(somewhere, monkeypatch, supervisor):
    closed = somewhere / "closed"
    closed.mkdir(mode=0o700)
    found = place.find_place(closed)
    try:
        assert found.base.parent == Path("/var/lib")
        assert (closed / ".local" / "data-is-in").read_text().strip() == str(found.base)
        server = Postgres(found)
        servers.start_postgres(supervisor, server)
        supervisor.check()
        assert place.find_place(closed) == found
    finally:
        supervisor.stop()
        shutil.rmtree(found.base)
