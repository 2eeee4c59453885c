"""Microsoft and Google, played by a real OpenID Connect server on this machine."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import environ
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from oidc_provider_mock import User as Claims
from oidc_provider_mock import run_server_in_thread

from academies.access import Role
from accounts.models import User
from celt.sign_in import openid_providers
from tests import factories as make
from tests.accounts.codes import set_up_app, shown
from tests.accounts.ends import ends_in_time

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
LOGIN, START = "/account/login/", "/account/oidc/google/login/"
PEOPLE = (
    Claims(sub="1", claims={"email": "Imogen@example.org", "email_verified": True, "name": "Imogen Elsewhere"}),
    Claims(sub="2", claims={"email": "imogen@example.org", "email_verified": False}),
    Claims(sub="3", claims={"email": "stranger@example.org", "email_verified": True}),
    Claims(sub="4", claims={"name": "No Address"}),
)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with run_server_in_thread(user_claims=PEOPLE) as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture(autouse=True)
def provider(settings, server):
    def app(name: str, **more: object) -> dict[str, object]:
        known = {"server_url": server, **more}
        key = name.lower()
        return {"provider_id": key, "name": name, "client_id": f"celt-{key}", "secret": "kept", "settings": known}

    apps = [app("Google"), app("Microsoft", verified_email=["example.org"])]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}


@pytest.fixture
def person(db):
    user = make.UserFactory(email="imogen@example.org", full_name="Imogen Thackerwell", password=make.PASSWORD)
    return make.MembershipFactory(user=user, role=Role.GOVERNOR).user


def go(client: Client, sub: str, *, start: str = START, action: str = "authorize"):
    """The whole way: to the server, consent there, and back."""
    there = client.post(start)
    assert there.status_code == 302, there.content.decode()
    consent = requests.post(there["Location"], data={"sub": sub, "action": action}, allow_redirects=False, timeout=10)
    assert consent.status_code in (302, 303), consent.text
    back = urlsplit(consent.headers["Location"])
    assert back.path == start.replace("login/", "login/callback/")
    return client.get(f"{back.path}?{back.query}")


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def said(client: Client, answer) -> str:
    return client.get(answer.url).content.decode()


def test_whoever_was_invited_is_matched_by_a_verified_address(client, person):
    answer = go(client, "1")
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(person.pk)
    person.refresh_from_db()
    assert person.check_password(make.PASSWORD), "the password stays"
    assert person.full_name == "Imogen Thackerwell", "what the provider calls them does not count"


def test_the_session_ends_as_every_other(client, person):
    go(client, "1")
    assert ends_in_time(client)


def test_from_then_on_they_are_known_by_the_account_there(client, person):
    go(client, "1")
    User.objects.filter(pk=person.pk).update(email="married@example.org")
    again = Client()
    assert go(again, "1").url == "/"
    assert SocialAccount.objects.get().user == person


def test_what_the_provider_tells_besides_is_not_kept(client, person):
    go(client, "1")
    go(Client(), "1")
    assert SocialAccount.objects.get().extra_data == {}


def test_a_stranger_gets_a_sentence_and_no_account(client, person):
    before = User.objects.count()
    answer = go(client, "3")
    assert answer.url == LOGIN
    assert "Nobody is known here by the e-mail address of that account." in said(client, answer)
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)
    assert not signed_in(client)


@pytest.mark.parametrize("sub", ["2", "4"])
def test_an_address_that_nobody_vouches_for_matches_nobody(sub, client, person):
    answer = go(client, sub)
    assert "does not vouch for its e-mail address" in said(client, answer)
    assert not signed_in(client)


def test_microsofts_addresses_are_believed_for_the_trusts_own_domains(client, person, settings):
    start = "/account/oidc/microsoft/login/"
    assert go(client, "2", start=start).url == "/"
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][1]
    app["settings"]["verified_email"] = ["other.example"]
    SocialAccount.objects.all().delete()
    assert go(Client(), "2", start=start).url == LOGIN


def test_whoever_left_stays_outside_and_is_told_why(client):
    user = make.UserFactory(email="imogen@example.org")
    make.MembershipFactory(user=user, role=Role.GOVERNOR, starts="2020-09-01", ends="2021-07-31")
    answer = go(client, "1")
    assert answer.url == "/account/inactive/"
    assert "Your last role here ended on 31 July 2021." in said(client, answer)
    assert not SocialAccount.objects.exists()


def test_a_closed_account_stays_outside(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert go(client, "1").url == "/account/inactive/"
    assert not signed_in(client)


def test_a_second_factor_is_asked_for_here_too(person):
    first = Client()
    first.post(LOGIN, {"login": person.email, "password": make.PASSWORD})
    secret = set_up_app(first)
    client = Client()
    assert go(client, "1").url == "/account/second-factor/authenticate/"
    assert not signed_in(client)
    assert client.post("/account/second-factor/authenticate/", {"code": shown(secret)}).status_code == 302
    assert signed_in(client)


def test_whoever_breaks_off_over_there_is_told_what_to_do(client, person):
    answer = go(client, "1", action="deny")
    assert "Signing in over there did not work, or was broken off." in said(client, answer)


def test_an_answer_that_was_not_asked_for_opens_nothing(client, person):
    answer = client.get("/account/oidc/google/login/callback/?code=stolen&state=made-up")
    assert answer.status_code in (302, 401)
    assert not signed_in(client)


def test_whoever_is_signed_in_connects_nothing(client, person):
    client.post(LOGIN, {"login": person.email, "password": make.PASSWORD})
    there = client.post(f"{START}?process=connect")
    consent = requests.post(there.url, data={"sub": "3"}, allow_redirects=False, timeout=10)
    back = urlsplit(consent.headers["Location"])
    assert client.get(f"{back.path}?{back.query}").url == "/"
    assert not SocialAccount.objects.exists()


def test_an_invitation_is_used_by_it(client, cast):
    user = make.UserFactory(email="imogen@example.org")
    make.MembershipFactory(user=user, role=Role.GOVERNOR, academy=cast.own)
    invitation = make.AccountInvitationFactory(trust=cast.trust, user=user, by=cast.administrator, token="held")
    assert "Sign in with Google" in client.get("/invitations/held/").content.decode()
    go(client, "1")
    invitation.refresh_from_db()
    assert invitation.used_at is not None
    assert Client().get("/invitations/held/").status_code == 410


def test_connecting_is_told_by_mail(client, person):
    go(client, "1")
    assert [letter.to for letter in mail.outbox] == [[person.email]]


def test_the_sign_in_page_offers_what_is_set_and_nothing_else(client, settings):
    page = client.get(LOGIN).content.decode()
    assert re.findall(r"Sign in with (Google|Microsoft)", page) == ["Google", "Microsoft"]
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Sign in with Google" not in client.get(LOGIN).content.decode()
    assert client.get(START).status_code == 404


def test_an_address_that_is_followed_asks_first(client):
    assert "Sign in with Google" in client.get(START).content.decode()


def told(**names: str):
    env = environ.Env()
    env.ENVIRON = names
    return openid_providers(env)


MICROSOFT = {"OIDC_MICROSOFT_CLIENT_ID": "a", "OIDC_MICROSOFT_SECRET": "b"}


def test_the_environment_names_them():
    assert told() == ({}, [])
    google, origins = told(OIDC_GOOGLE_CLIENT_ID="a", OIDC_GOOGLE_SECRET="b")
    assert origins == ["https://accounts.google.com"]
    (app,) = google["openid_connect"]["APPS"]
    assert app["settings"]["server_url"] == "https://accounts.google.com"
    both = {**MICROSOFT, "OIDC_MICROSOFT_TENANT": "1f2e", "OIDC_MICROSOFT_DOMAINS": "trust.example,other.example"}
    microsoft, _ = told(**both)
    (app,) = microsoft["openid_connect"]["APPS"]
    assert app["settings"]["server_url"] == "https://login.microsoftonline.com/1f2e/v2.0"
    assert app["settings"]["verified_email"] == ["trust.example", "other.example"]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"OIDC_MICROSOFT_TENANT": "common", "OIDC_MICROSOFT_DOMAINS": "trust.example"},
        {"OIDC_MICROSOFT_TENANT": "1f2e"},
    ],
)
def test_anybodys_tenant_is_refused(more):
    with pytest.raises(ImproperlyConfigured, match="your own tenant"):
        told(**MICROSOFT, **more)
