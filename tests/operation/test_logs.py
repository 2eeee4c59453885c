"""Nobody is in the log: not by what they ask for, not by what they send, not by what breaks."""

import io
import json
import logging

import pytest
from django.db import DataError, connection
from django.test import Client

from celt.logs import Json, without_persons

NAME, EMAIL, UPN = "Persephone Quillfeather", "persephone.quillfeather@heronwick.example", "A823432110045"
TOKEN = "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c"
PLANTED = (NAME, "Persephone", "Quillfeather", "quillfeather", EMAIL, UPN, TOKEN)


@pytest.fixture
def written():
    """What a server writes, line by line; every logger as settings leave it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Json())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def requests_of(lines):
    return [line for line in lines if line["logger"] == "celt.requests"]


@pytest.mark.django_db
def test_a_request_leaves_its_pattern_its_status_and_the_key_of_who_asked(written, cast, client_of):
    answer = client_of(cast.headteacher).get("/academies/heronwick/?q=somebody")
    (line,) = requests_of(written())
    assert answer.status_code == 200
    assert (line["route"], line["status"], line["person"]) == ("academies:academy_detail", 200, cast.headteacher.pk)
    assert (line["method"], line["path"]) == ("GET", "/academies/<slug:slug>/")
    assert line["ms"] > 0
    assert line["request"] == answer["X-Request-ID"]
    assert "heronwick" not in json.dumps(line)


@pytest.mark.django_db
def test_what_was_planted_in_requests_is_found_in_no_line(written, cast, client_of, monkeypatch):
    stranger, known = Client(), client_of(cast.headteacher)
    for client in (stranger, known):
        for word in PLANTED:
            client.get(f"/academies/{word}/")
            client.get(f"/calendar/feed/{word}.ics")
            client.get(f"/voice/{word}/")
            client.get("/toolkit/search/", {"q": word})
            client.get("/", headers={"user-agent": word, "referer": f"http://testserver/{word}", "x-request-id": word})
            client.get("/", headers={"host": f"{word}.example"})
            client.post("/account/login/", {"login": word, "password": word})
            client.post("/account/password/reset/", {"email": word})
            client.post(f"/academies/heronwick/stages/log/note/?{word}", {"says": word})
            client.generic(word.split()[0].upper(), "/healthz")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["sessionid"] = TOKEN
    strict.post("/account/login/", {"login": EMAIL}, headers={"referer": f"http://elsewhere/{TOKEN}"})

    def broken(*_args, **_kwargs):
        raise DataError(f'duplicate key "{EMAIL}" of {NAME} with {UPN}')

    monkeypatch.setattr("academies.views.home.home_page", broken)
    known.raise_request_exception = False
    assert known.get(f"/?q={TOKEN}").status_code == 500
    lines = written()
    assert len(requests_of(lines)) > 100
    text = json.dumps(lines, ensure_ascii=False)
    assert [word for word in PLANTED if word.lower() in text.lower()] == []
    assert any(line.get("error") == "django.db.utils.DataError" for line in lines)


@pytest.mark.parametrize("login", [EMAIL, f"{TOKEN}@heronwick.example"])
@pytest.mark.django_db
def test_a_failed_sign_in_leaves_its_network_and_nothing_that_was_typed(login, written):
    answer = Client(REMOTE_ADDR="192.0.2.77").post("/account/login/", {"login": login, "password": NAME})
    (line,) = [line for line in written() if line["logger"] == "accounts.noted"]
    assert (line["level"], line["says"], line["network"]) == ("warning", "A sign-in failed.", "192.0.2.0/24")
    assert line["request"] == answer["X-Request-ID"]
    text = json.dumps(written()).lower()
    assert [word for word in (*PLANTED, "192.0.2.77") if word.lower() in text] == []


@pytest.mark.django_db
def test_a_failed_sign_in_says_whose_account_was_tried(written, cast):
    Client().post("/account/login/", {"login": cast.governor.email.upper(), "password": TOKEN})
    Client().post("/account/login/", {"login": EMAIL, "password": TOKEN})
    told = [line["person"] for line in written() if line["logger"] == "accounts.noted"]
    assert told == [cast.governor.pk, None]


@pytest.mark.django_db
def test_one_that_has_to_wait_is_told_too(written, cast):
    for number in range(6):
        Client().post("/account/login/", {"login": cast.governor.email, "password": f"{TOKEN}{number}"})
    *_, last = [line for line in written() if line["logger"] == "accounts.noted"]
    assert (last["says"], last["person"]) == ("A sign-in came too soon after wrong ones.", cast.governor.pk)


@pytest.mark.django_db
def test_one_that_went_well_leaves_no_such_line(written, cast):
    cast.governor.set_password("Fresh-Herons-Land-3")
    cast.governor.save()
    Client().post("/account/login/", {"login": cast.governor.email, "password": "Fresh-Herons-Land-3"})
    assert [line for line in written() if line["logger"] == "accounts.noted"] == []


@pytest.mark.django_db
def test_an_error_says_what_it_was_and_where_and_not_whom_it_met(written):
    log = logging.getLogger("django.request")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::integer", [EMAIL])
    except DataError:
        log.exception("Internal Server Error: %s", f"/people/{NAME}/")
    (line,) = written()
    assert line["error"] == "django.db.utils.DataError"
    assert any(place.startswith("tests/operation/test_logs.py:") for place in line["where"])
    assert "Internal Server Error" in line["says"]
    assert [word for word in PLANTED if word in json.dumps(line)] == []


def test_a_task_is_told_by_its_name_and_not_by_what_it_was_given(written):
    log = logging.getLogger("celery.app.trace")
    values = {
        "id": "1c7f", "name": "pupils.tasks.apply_import", "runtime": 0.5, "return_value": NAME, "args": [EMAIL],
        "kwargs": "{}", "description": "raised unexpected", "exc": f"KeyError({UPN})",
    }  # fmt: skip
    log.info("Task %(name)s[%(id)s] succeeded in %(runtime)ss: %(return_value)s", values)
    log.error("Task %(name)s[%(id)s] %(description)s: %(exc)s", values)
    done, failed = written()
    assert done["says"] == "Task pupils.tasks.apply_import[1c7f] succeeded in 0.5s: -"
    assert failed["says"] == "Task pupils.tasks.apply_import[1c7f] raised unexpected: -"


def test_our_own_words_pass_a_net_too(written):
    logging.getLogger("pupils.imports").warning("Row of %s (%s) refused, see %s.", EMAIL, UPN, TOKEN)
    (line,) = written()
    assert line["says"] == "Row of (address) ((UPN)) refused, see (secret)."


@pytest.mark.parametrize("plain", ["The run 4711 took 12.5 s.", "academies:academy_detail", "2026-09-01T02:04:00Z"])
def test_what_names_nobody_passes_the_net(plain):
    assert without_persons(plain) == plain


@pytest.mark.parametrize(
    ("given", "kept"),
    [("5f2b8c1e-6b7a-4f0e-9d3c-2a1b0c9d8e7f", True), (EMAIL, False), ("short", False), ("a" * 500, False)],
)
@pytest.mark.django_db
def test_an_id_that_a_proxy_gave_is_kept_and_nothing_else_that_somebody_sent(given, kept):
    answer = Client().get("/healthz", headers={"x-request-id": given})
    assert (answer["X-Request-ID"] == given) is kept
    assert len(answer["X-Request-ID"]) >= 32
