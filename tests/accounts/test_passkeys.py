"""What a browser sends for a passkey, where it is none, or somebody else's, or made up."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.test import Client

from academies.access import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
LOGIN, ADD = "/account/second-factor/webauthn/login/", "/account/second-factor/webauthn/add/"


MADE_UP = [
        "", "null", "5", "[]", '"x"', "{}", '{"response": 5}', '{"id": "x", "rawId": "x", "response": {}}', "{", "\x00",
        json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "clientExtensionResults": {}, "response": {
            "authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA", "userHandle": "AAAA"}}),
        json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {
            "authenticatorData": "A" * 60, "clientDataJSON": "e30", "signature": "", "userHandle": None}}),
]  # fmt: skip


@pytest.mark.parametrize("sent", MADE_UP)
def test_whatever_is_sent_signs_nobody_in_and_says_so(sent, caplog):
    client = Client(raise_request_exception=False)
    client.get(LOGIN, headers={"accept": "application/json", "x-requested-with": "XMLHttpRequest"})
    answer = client.post(LOGIN, {"credential": sent})
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/")
    page = client.get("/account/login/").content.decode()
    assert "This passkey is not known here" in page
    assert "_auth_user_id" not in client.session
    assert caplog.text.count("A passkey was refused.") <= 1


def test_a_refused_passkey_leaves_a_line_with_its_network_and_whose_it_is_where_that_is_known(caplog, monkeypatch):
    client = Client()
    client.get(LOGIN, headers={"accept": "application/json", "x-requested-with": "XMLHttpRequest"})
    client.post(LOGIN, {"credential": '{"id": 1}'}, REMOTE_ADDR="192.0.2.77")
    (record,) = [record for record in caplog.records if record.name == "accounts.noted"]
    assert record.__dict__["fields"] == {"network": "192.0.2.0/24", "person": None}
    caplog.clear()
    user = make.MembershipFactory(user=make.UserFactory(password=make.PASSWORD), role=Role.GOVERNOR).user
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Key ring"})
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    monkeypatch.setattr(auth, "begin_authentication", lambda user: {})  # the page that asks again
    way = "/account/second-factor/webauthn/reauthenticate/"
    client.post(way, {"credential": '{"id": 1}'}, REMOTE_ADDR="192.0.2.77")
    (record,) = [record for record in caplog.records if record.name == "accounts.noted"]
    assert record.__dict__["fields"] == {"network": "192.0.2.0/24", "person": user.pk}


@pytest.mark.parametrize("sent", MADE_UP)
def test_nor_does_it_add_one(sent):
    user = make.MembershipFactory(user=make.UserFactory(password=make.PASSWORD), role=Role.GOVERNOR).user
    client = Client(raise_request_exception=False)
    client.post("/account/login/", {"login": user.email, "password": make.PASSWORD})
    client.post("/account/confirm/", {"password": make.PASSWORD})
    client.get(ADD)
    answer = client.post(ADD, {"name": "Made up", "credential": sent})
    assert answer.status_code == 200
    assert not Authenticator.objects.exists()
