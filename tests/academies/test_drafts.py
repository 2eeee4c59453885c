"""Drafts on the server: one's own alone, one a form, gone once the form arrived."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from academies.models import Concern, Draft
from academies.reader_scope import reading_as
from academies.services.drafts import KEPT_FOR, MOST, discard_draft, save_draft

pytestmark = pytest.mark.django_db


def kept(by, name="concern-heronwick", **fields):
    return save_draft(by=by, name=name, url="/concerns/", title="A concern", fields=fields or {"detail": "Half"})


def of(user) -> list[Draft]:
    """What the database shows this person, without any other filter."""
    with reading_as(user):
        return list(Draft.objects.all())


def test_one_draft_a_form_the_newest(cast):
    kept(cast.headteacher, detail="Half a")
    kept(cast.headteacher, detail="Half a sentence")
    assert [d.fields for d in of(cast.headteacher)] == [{"detail": "Half a sentence"}]


def test_nobody_reads_anothers(cast, client_of):
    kept(cast.headteacher, detail="Ptarmigan")
    assert not Draft.objects.exists()
    with reading_as(cast.headteacher):
        for user in (cast.trust_leader, cast.sibling_head):
            assert not Draft.objects.visible_to(user).exists()
    for user in cast.everyone.values():
        if user != cast.headteacher:
            client = client_of(user)
            assert not of(user)
            for url in ("/drafts/", "/drafts/kept/?name=concern-heronwick", "/"):
                assert "Ptarmigan" not in client.get(url).content.decode()
            client.post("/drafts/discard/", {"name": "concern-heronwick"})
    assert client_of(cast.headteacher).get("/drafts/kept/?name=concern-heronwick").json()["concern-heronwick"][
        "values"
    ] == {"detail": "Ptarmigan"}


def test_a_form_that_arrived_ends_its_draft_on_server_and_device(cast, client_of):
    kept(cast.trust_leader)
    kept(cast.trust_leader, name="another")
    answer = client_of(cast.trust_leader).post(
        reverse("academies:concern_raise", args=[cast.own.slug]),
        {"title": "Reading fell", "detail": "Seen.", "_draft": "concern-heronwick"},
    )
    assert answer.status_code == 302
    assert Concern.objects.filter(title="Reading fell").exists()
    assert [d.name for d in of(cast.trust_leader)] == ["another"]
    assert answer.cookies["delivered"].value == "concern-heronwick"


@pytest.mark.parametrize("https", [True, False])
def test_its_cookie_travels_as_the_others_do(https, cast, client_of, settings):
    settings.HTTPS = https
    answer = client_of(cast.trust_leader).post(
        reverse("academies:concern_raise", args=[cast.own.slug]),
        {"title": "Reading fell", "detail": "Seen.", "_draft": "concern-heronwick"},
    )
    assert bool(answer.cookies["delivered"]["secure"]) is https


def test_a_form_that_came_back_keeps_its_draft(cast, client_of):
    kept(cast.trust_leader)
    answer = client_of(cast.trust_leader).post(
        reverse("academies:concern_raise", args=[cast.own.slug]),
        {"title": "", "detail": "Seen.", "_draft": "concern-heronwick"},
    )
    assert answer.status_code == 200
    assert len(of(cast.trust_leader)) == 1
    assert "delivered" not in answer.cookies


def test_who_was_signed_out_ends_no_draft(cast, client_of):
    kept(cast.trust_leader)
    answer = client_of(None).post(
        reverse("academies:concern_raise", args=[cast.own.slug]), {"_draft": "concern-heronwick"}
    )
    assert answer.status_code == 302
    assert len(of(cast.trust_leader)) == 1
    assert "delivered" not in answer.cookies


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "name of its form"),
        ({"name": "../x"}, "name of its form"),
        ({"url": "https://elsewhere.example/"}, "page of this site"),
        ({"url": "//elsewhere.example/"}, "page of this site"),
        ({"url": "/\x00/elsewhere.example/"}, "page of this site"),
        ({"fields": {"a": ["list"]}}, "field by field"),
        ({"fields": {"a": "x" * 400_001}}, "kept on your device"),
    ],
)
def test_what_is_no_draft_is_refused(cast, wrong, says):
    told = {"name": "n", "url": "/", "title": "t", "fields": {"a": "b"}, **wrong}
    with pytest.raises(ValidationError, match=says):
        save_draft(by=cast.headteacher, **told)


@pytest.mark.parametrize("fields", ["", "[]", "{", "7", "[" * 100_000])
def test_the_address_answers_what_is_no_draft_with_a_sentence(cast, client_of, fields):
    answer = client_of(cast.headteacher).post("/drafts/save/", {"name": "n", "url": "/", "fields": fields})
    assert answer.status_code == 400
    assert "field by field" in answer.json()["says"]


def test_a_sign_that_cannot_be_kept_does_not_lose_the_rest(cast, client_of):
    sent = {"name": "n", "url": "/", "title": "t", "fields": json.dumps({"a": "be\x00fore"})}
    assert client_of(cast.headteacher).post("/drafts/save/", sent).status_code == 200
    assert [d.fields for d in of(cast.headteacher)] == [{"a": "before"}]


@pytest.mark.parametrize(
    "strange",
    [
        {"title": "be\x00fore"},
        {"url": "/be\x00fore/"},
        {"fields": '{"be\\u0000fore": "x"}'},
        {"fields": '{"a": "half of a pair \\ud83d"}'},
        {"fields": '{"\\ud83d": "x"}'},
    ],
)
def test_odd_signs_anywhere_in_a_draft_are_left_out(cast, client_of, strange):
    sent = {"name": "n", "url": "/", "title": "t", "fields": "{}", **strange}
    assert client_of(cast.headteacher).post("/drafts/save/", sent).status_code == 200
    (kept,) = of(cast.headteacher)
    assert "\x00" not in f"{kept.title}{kept.url}{kept.fields}"


def test_a_name_that_is_none_finds_and_ends_no_draft(cast, client_of):
    client = client_of(cast.headteacher)
    assert client.get("/drafts/kept/", {"name": "a\x00b"}).json() == {}
    assert client.post("/drafts/discard/", {"name": "a\x00b"}).status_code == 302


def test_old_ones_go_and_a_hundred_stay(cast):
    for number in range(MOST):
        kept(cast.headteacher, name=f"form-{number}")
    with reading_as(cast.headteacher):
        Draft.objects.filter(name="form-0").update(saved_at=timezone.now() - KEPT_FOR - datetime.timedelta(hours=1))
    kept(cast.headteacher, name="newest")
    names = {d.name for d in of(cast.headteacher)}
    assert len(names) == MOST
    assert "form-0" not in names
    kept(cast.headteacher, name="newer-still")
    names = {d.name for d in of(cast.headteacher)}
    assert len(names) == MOST
    assert "form-1" not in names
    assert {"newest", "newer-still"} <= names


def test_home_offers_it_again(cast, client_of):
    kept(cast.headteacher)
    assert "Go on with what you began: A concern" in client_of(cast.headteacher).get("/").content.decode()
    discard_draft(by=cast.headteacher, name="concern-heronwick")
    assert "Go on with" not in client_of(cast.headteacher).get("/").content.decode()
