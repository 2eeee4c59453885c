"""Nothing but a form is read from a browser, and JSON is no page."""

import pytest
from django.test import Client

from celt.kinds import FORMS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", "made up", ""])
def test_a_body_of_another_kind_is_refused_and_told_what_is_read(kind, cast, client_of):
    answer = client_of(cast.headteacher).post("/account/logout/", b"next=/", content_type=kind)
    assert answer.status_code == 415
    assert all(form in answer.content.decode() for form in FORMS)
    assert Client().post("/account/login/", b"{}", content_type=kind).status_code == 415


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded; charset=utf-8"]
)
def test_a_form_is_read_whatever_stands_behind_its_kind(kind, client):
    body = "" if kind.startswith("multipart") else "login=a"
    assert client.post("/account/login/", body, content_type=kind).status_code == 200


def test_a_post_without_a_body_is_of_no_kind(cast, client_of):
    client = client_of(cast.headteacher)
    assert client.generic("POST", "/account/logout/")["Location"] == "/account/login/"


def test_json_is_handed_over_as_a_file_and_a_page_is_not(cast, client_of):
    client = client_of(cast.headteacher)
    kept = client.get("/drafts/kept/")
    assert kept["Content-Type"] == "application/json"
    assert kept["Content-Disposition"] == 'attachment; filename="api.json"'
    assert "Content-Disposition" not in client.get("/")
