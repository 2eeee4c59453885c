"""What `scripts/up` says when it cannot start, and that it leaves things as they were."""

import json
import socket

import pytest

from celt.local import servers, up
from celt.local.postgres import Postgres
from celt.local.prepare import HALF_MADE_DEMO, PEOPLE
from celt.local.state import Stop, local_directory, lock, running_environment
from celt.local.supervise import Supervisor


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind((up.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_said_and_another_offered(taken_port):
    with pytest.raises(Stop, match=rf"Port {taken_port} is taken.*PORT={taken_port + 1} \./scripts/up"):
        up.check_port(taken_port)


def test_a_port_whose_program_ended_is_free(taken_port):
    with socket.socket() as other:
        other.bind((up.HOST, 0))
        free = other.getsockname()[1]
    up.check_port(free)


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none_is_refused(port, monkeypatch):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Stop, match="PORT must be a number"):
        up.wanted_port()


def test_a_taken_port_starts_nothing(tmp_path, taken_port, monkeypatch):
    monkeypatch.setenv("PORT", str(taken_port))
    monkeypatch.setattr(up, "serve", lambda *arguments: pytest.fail("started all the same"))
    with pytest.raises(Stop, match="is taken"):
        up.up(tmp_path)
    assert running_environment(tmp_path) == {}


def test_a_second_copy_hears_where_the_first_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(up, "serve", lambda *arguments: pytest.fail("started all the same"))
    with (
        lock(local_directory(tmp_path) / "lock", "http://127.0.0.1:8000/ (process 1)"),
        pytest.raises(Stop, match=r"running already at http://127\.0\.0\.1:8000/ \(process 1\)\. Stop it there"),
    ):
        up.up(tmp_path)


def test_a_half_loaded_demo_in_ones_own_database_is_left_to_its_owner(tmp_path, monkeypatch):
    (local_directory(tmp_path) / HALF_MADE_DEMO).touch()
    own = servers.Addresses("postgresql://o@h/d", "postgresql://w@h/d", "redis://h", None)
    monkeypatch.setattr(up, "bring_up", lambda *arguments: own)
    with pytest.raises(Stop, match="Empty that database"):
        up.serve(Supervisor(tmp_path / "log"), tmp_path, 8000)


def test_a_half_loaded_demo_in_our_database_begins_anew(tmp_path, monkeypatch):
    (local_directory(tmp_path) / HALF_MADE_DEMO).touch()
    asked = []

    class Ours(Postgres):
        def __init__(self):
            """It never runs."""

        def forget_database(self):
            asked.append("forget")

        def make_roles(self, *, for_tests=False):
            asked.append("make")
            return "", ""

    ours = servers.Addresses("postgresql://o@h/d", "postgresql://w@h/d", "redis://h", Ours())
    monkeypatch.setattr(up, "bring_up", lambda *arguments: ours)
    monkeypatch.setattr(Supervisor, "run", lambda *arguments: 1)
    with pytest.raises(Stop, match="Nothing was started"):
        up.serve(Supervisor(tmp_path / "log"), tmp_path, 8000)
    assert asked == ["forget", "make"]
    assert not (tmp_path / ".local" / HALF_MADE_DEMO).exists()


def test_a_database_that_does_not_answer_is_said(tmp_path):
    with pytest.raises(Stop, match="The database of DATABASE_URL does not answer"):
        servers.own_database(tmp_path, f"postgresql://a:b@/none?host={tmp_path}", "")


def test_a_redis_that_does_not_answer_is_said(tmp_path):
    with pytest.raises(Stop, match="The Redis of REDIS_URL does not answer"):
        servers.own_redis(f"unix://{tmp_path}/none.sock")


def test_the_web_role_must_be_another_than_the_owner(tmp_path, monkeypatch):
    class Answers:
        def close(self):
            pass

    monkeypatch.setattr(servers, "reach", lambda url: Answers())
    same = "postgresql://a:b@h/d"
    with pytest.raises(Stop, match="another user"):
        servers.own_database(tmp_path, same, same)


@pytest.mark.parametrize(
    ("people", "says"),
    [
        ({"demo": [["Marguerite Okonjo", "Trust leader", "Opens it on Monday."]], "all": 10}, "Marguerite Okonjo"),
        ({"demo": [], "all": 3}, "Sign in with your e-mail address"),
        ({"demo": [], "all": 0}, "Nobody can sign in yet"),
    ],
)
def test_the_welcome_says_who_can_sign_in(tmp_path, people, says):
    (tmp_path / PEOPLE).write_text(json.dumps(people))
    text = up.welcome(tmp_path, 8000)
    assert says in text
    assert "http://127.0.0.1:8000/" in text
