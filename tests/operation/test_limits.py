"""What costs much may be asked for so often within a minute, and so much may be sent at once."""

import time

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import ResolverMatch

from celt import limits


@pytest.fixture
def clock(monkeypatch):
    """Time stands at the twentieth second of a minute until a test moves it."""
    now = [1_800_000_020]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


@pytest.mark.django_db
def test_files_beyond_the_limit_are_refused_until_the_minute_is_over(cast, client_of, settings, clock):
    settings.COST_LIMITS = {"file": 2}
    client = client_of(cast.trust_leader)
    assert [client.get("/academies/academies.csv").status_code for _ in range(3)] == [200, 200, 429]
    refused = client.get("/academies/academies.csv")
    assert refused["Retry-After"] == "40"
    assert "wait for a minute" in refused.content.decode()
    assert client.get("/academies/").status_code == 200
    clock[0] += 40
    assert client.get("/academies/academies.csv").status_code == 200


@pytest.mark.django_db
def test_each_person_is_counted_alone(cast, client_of, settings, clock):
    settings.COST_LIMITS = {"file": 1}
    for person in (cast.trust_leader, cast.headteacher):
        client = client_of(person)
        assert client.get("/academies/academies.csv").status_code == 200
        assert client.get("/academies/academies.csv").status_code == 429


@pytest.mark.django_db
def test_searches_are_counted_apart_from_files(cast, client_of, settings, clock):
    settings.COST_LIMITS = {"file": 1, "search": 1}
    client = client_of(cast.headteacher)
    assert client.get("/toolkit/search/?q=reading").status_code == 200
    assert client.get("/toolkit/search/search.csv?q=reading").status_code == 200
    assert client.get("/toolkit/search/?q=reading").status_code == 429


@pytest.mark.parametrize(
    ("name", "form", "kind"),
    [
        ("plan_pdf", "", "pdf"), ("survey_poster", "", "pdf"), ("academy_csv", "", "file"),
        ("academy_file", "csv", "file"), ("academy_file", "svg", None), ("search", "", "search"),
        ("academy_detail", "", None),
    ],
)  # fmt: skip
def test_an_address_says_what_it_costs(name, form, kind):
    match = ResolverMatch(lambda request: HttpResponse(), (), {"form": form}, url_name=name)
    assert limits.kind_of(match) == kind


@pytest.mark.django_db
def test_a_counter_that_is_away_keeps_nobody_from_work(cast, client_of, settings, monkeypatch):
    def gone(*_args, **_kwargs):
        raise ConnectionError("gone")

    settings.COST_LIMITS = {"file": 1}
    client = client_of(cast.trust_leader)
    monkeypatch.setattr(cache, "incr", gone)
    assert [client.get("/academies/academies.csv").status_code for _ in range(3)] == [200, 200, 200]


@pytest.mark.django_db
def test_sign_in_is_limited_and_says_when_to_try_again(settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    statuses = [Client().post("/account/login/", {"login": "a@b.example", "password": "no"}) for _ in range(3)]
    assert statuses[-1].status_code == 429
    assert int(statuses[-1]["Retry-After"]) > 0


MB = 1024 * 1024


@pytest.fixture
def unread(monkeypatch):
    """Whoever reads a body is found out."""

    def read(*_args, **_kwargs):
        raise AssertionError("The body was read.")

    monkeypatch.setattr("django.core.handlers.wsgi.WSGIRequest._load_post_and_files", read)
    monkeypatch.setattr("django.http.request.HttpRequest.body", property(read))


@pytest.mark.parametrize("cookie", ["", "x", "a" * 32])
@pytest.mark.parametrize(("path", "length", "status"), [
    ("/account/login/", 3 * MB + 1, 413),
    ("/invitations/made-up/", 3 * MB + 1, 413),
    ("/data/files/give/", 3 * MB + 1, 302),
    ("/data/files/give/", 600 * MB, 413),
    ("/no/such/page", 3 * MB + 1, 404),
])  # fmt: skip
@pytest.mark.django_db
def test_what_a_stranger_announces_too_large_is_not_read(cookie, path, length, status, unread, settings):
    client = Client(enforce_csrf_checks=True)
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    answer = client.post(path, {"kind": "results"}, CONTENT_LENGTH=str(length))
    assert answer.status_code == status
    if status == 413:
        assert f"{3 if length < 4 * MB else 513} MB are taken at once" in answer.content.decode()
    if status == 302:
        assert answer["Location"].startswith("/account/login/")


@pytest.mark.django_db
def test_a_session_in_which_nobody_signed_in_lifts_nothing(settings):
    client = Client()
    session = client.session  # one that exists
    session["planted"] = True
    session.save()
    assert session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    answer = client.post("/account/login/", {"login": "a"}, CONTENT_LENGTH=str(3 * MB + 1))
    assert answer.status_code == 413


@pytest.mark.django_db
def test_whoever_signed_in_may_send_as_much_as_a_file_takes(cast, client_of, settings):
    client = client_of(cast.data_lead)
    sent = {"kind": "nothing", "more": "a" * 4 * MB}
    assert client.post("/data/files/give/", sent).status_code == 413, "a text, by another limit"
    assert client.post("/data/files/give/", {"kind": "x"}, CONTENT_LENGTH=str(600 * MB)).status_code == 413
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * MB
    assert client.post("/data/files/give/", sent).status_code == 200


@pytest.mark.django_db
def test_a_text_that_is_too_long_is_answered_with_a_sentence(cast, client_of, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = client_of(cast.headteacher)
    answer = client.post("/theme/", "a" * 5000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "Nothing of it was saved" in answer.content.decode()
