"""What went wrong is said in the product's look, and none of it needs the database."""

from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, OperationalError, connection
from django.http import Http404
from django.test import Client, RequestFactory

from celt import error_pages

SAID = {
    400: "That could not be taken in",
    403: "This is not open to you",
    404: "There is nothing for you at this address",
    413: "That is too large to send at once",
    429: "Wait a little",
    500: "Something broke on our side",
    503: "Back in a moment",
}


def gone(*_args, **_kwargs):
    raise OperationalError("the server closed the connection: host=10.0.0.7 password=x")


def answer_to(status, request):
    match status:
        case 400:
            return error_pages.bad_request(request, SuspiciousOperation())
        case 403:
            return error_pages.forbidden(request, PermissionDenied("Your roles do not let you."))
        case 404:
            return error_pages.not_found(request, Http404())
        case 413:
            return error_pages.bad_request(request, RequestDataTooBig())
        case 429:
            return error_pages.too_many(request, 30)
        case 500:
            return error_pages.broken(request)
        case _:
            try:
                gone()
            except OperationalError:
                return error_pages.broken(request)


@pytest.mark.parametrize("status", SAID)
def test_each_page_comes_without_database_redis_and_session(status, monkeypatch):
    """pytest-django refuses the database here; a person whose rows cannot be read stands in the request."""

    class Unreadable:
        def __getattr__(self, name):
            raise OperationalError("gone")

    monkeypatch.setattr(cache, "get", gone)
    request: Any = RequestFactory().get("/")
    request.user = request.person = request.session = Unreadable()
    answer = answer_to(status, request)
    text = answer.content.decode()
    assert answer.status_code == status
    assert SAID[status] in text
    assert text.count("<h1") == 1
    assert "<title>" in text
    assert "css/tokens.css" in text
    assert "To your home page" in text
    assert "10.0.0.7" not in text


@pytest.mark.django_db
def test_what_broke_has_a_reference_to_quote(cast, client_of, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("academies.views.home.home_page", broken)
    client = client_of(cast.headteacher)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert f"<code>{answer['X-Request-ID']}</code>" in answer.content.decode()


def test_without_an_id_there_is_no_word_of_a_reference():
    assert "reference" not in answer_to(500, RequestFactory().get("/")).content.decode()


@pytest.mark.parametrize("status", [429, 503])
def test_who_has_to_wait_is_told_how_long(status):
    answer = answer_to(status, RequestFactory().get("/"))
    assert int(answer["Retry-After"]) > 0


@pytest.mark.django_db
def test_a_page_while_the_database_is_away_says_so_and_the_next_one_works(cast, client_of, monkeypatch):
    client = client_of(cast.headteacher)
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", gone)
        answer = client.get("/academies/")
    assert answer.status_code == 503
    assert SAID[503] in answer.content.decode()
    assert "may have been saved" in answer.content.decode()
    assert client.get("/academies/").status_code == 200


@pytest.mark.django_db
def test_a_server_that_dies_in_the_middle_of_a_query_is_away_and_not_broken(cast, client_of, monkeypatch):
    """psycopg2 gives that no kind of its own."""

    def cut_off(*_args, **_kwargs):
        raise DatabaseError("server closed the connection") from psycopg2.DatabaseError("server closed the connection")

    client = client_of(cast.headteacher)
    client.raise_request_exception = False
    monkeypatch.setattr(connection, "cursor", cut_off)
    assert client.get("/academies/").status_code == 503


@pytest.mark.django_db
def test_a_database_that_comes_back_in_mid_request_signs_nobody_out(cast, client_of, monkeypatch):
    """The session is asked for once more on the way out."""
    client = client_of(cast.headteacher)
    client.raise_request_exception = False
    left = [gone]
    asks = connection.cursor
    monkeypatch.setattr(connection, "cursor", lambda *args, **kwargs: (left.pop() if left else asks)(*args, **kwargs))
    answer = client.get("/academies/")
    assert left == []
    assert answer.status_code == 503
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
    assert client.get("/academies/").status_code == 200


@pytest.mark.django_db
def test_a_made_up_address_while_the_database_is_away_is_still_not_found(cast, client_of, monkeypatch):
    client = client_of(cast.headteacher)
    client.raise_request_exception = False
    monkeypatch.setattr(connection, "cursor", gone)
    assert client.get("/no/such/page").status_code in {404, 503}
    assert Client(raise_request_exception=False).get("/no/such/page").status_code == 404


@pytest.mark.django_db
def test_a_missing_page_keeps_the_frame_for_somebody_signed_in(cast, client_of):
    text = client_of(cast.headteacher).get("/no/such/page").content.decode()
    assert SAID[404] in text
    assert 'id="menu"' in text
