"""Signing in: by e-mail and password, slowed down after wrong ones, by invitation alone."""

import os
import re
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from academies.access import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture
def person(db):
    return somebody("imogen@example.org")


def somebody(email: str):
    """A governor with a password."""
    held = make.MembershipFactory(user=make.UserFactory(email=email, password=make.PASSWORD), role=Role.GOVERNOR)
    return held.user


def sign_in(client: Client, email: str = "imogen@example.org", password: str = make.PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password}, **more)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_opens_the_home_page(client, person):
    response = sign_in(client)
    assert (response.status_code, response.url) == (302, "/")
    assert signed_in(client)


def test_the_e_mail_counts_in_any_case(client, person):
    sign_in(client, "Imogen@Example.ORG")
    assert signed_in(client)


def test_passwords_are_kept_by_argon2(person):
    assert identify_hasher(person.password).algorithm == "argon2"


def test_a_wrong_password_says_so_without_saying_who_exists(client, person):
    wrong, unknown = sign_in(client, password="wrong"), sign_in(Client(), "nobody@example.org")
    sentence = "do not go together"
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()
    assert not signed_in(client)


def test_after_five_wrong_passwords_the_right_one_waits_too(client, person, monkeypatch):
    for _ in range(5):
        assert "do not go together" in sign_in(client, password="wrong").content.decode()
    for password in ("wrong", make.PASSWORD):
        text = sign_in(client, password=password).content.decode()
        assert "Too many wrong tries. Wait five minutes" in text
    assert not signed_in(client)
    # From another address too, as the limit is on the account.
    sign_in(elsewhere := Client(), REMOTE_ADDR="192.0.2.7")
    assert not signed_in(elsewhere)
    # Other people are not held up by it from there.
    somebody("other@example.org")
    sign_in(other := Client(), "other@example.org", REMOTE_ADDR="192.0.2.7")
    assert signed_in(other)
    later = time.time() + 301
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    sign_in(client)
    assert signed_in(client)


def test_ten_wrong_passwords_a_minute_hold_up_a_network(client, person):
    for number in range(10):
        sign_in(client, f"guess{number}@example.org", "wrong")
    assert "Too many wrong tries" in sign_in(client).content.decode()
    assert not signed_in(client)


def test_a_closed_account_does_not_open(client, person):
    person.is_active = False
    person.save()
    sign_in(client)
    assert not signed_in(client)


def test_an_account_closed_meanwhile_is_out_at_once(client, person):
    sign_in(client)
    person.is_active = False
    person.save()
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("path", ["/", "/academies/", "/people/"])
def test_every_page_asks_to_sign_in_and_leads_back(client, path):
    assert client.get(path).url == f"{LOGIN}?next={path}"


def test_an_unsafe_address_to_go_on_to_is_ignored(client, person):
    response = client.post(f"{LOGIN}?next=https://evil.example/", {"login": person.email, "password": make.PASSWORD})
    assert response.url == "/"


def test_a_fragment_asks_for_the_sign_in_page_as_a_whole(client):
    response = client.get(
        "/academies/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/academies/?phase=primary"
    )
    assert response.status_code == 401
    assert response["HX-Redirect"] == f"{LOGIN}?next=/academies/%3Fphase%3Dprimary"


def test_a_form_sent_by_a_fragment_is_not_thrown_away_by_a_redirect(client):
    response = client.post("/trust/", HTTP_HX_REQUEST="true")
    assert response.status_code == 401
    assert "HX-Redirect" not in response
    assert "Sign in again" in response.content.decode()


def test_nobody_signs_up(client):
    page = client.get("/account/signup/")
    assert "An administrator of your trust adds you" in page.content.decode()
    assert client.post("/account/signup/", {"email": "a@example.org", "password1": make.PASSWORD}).status_code == 405


@pytest.mark.parametrize(
    "path", ["email/", "confirm-email/", "password/set/", "3rdparty/", "login/code/confirm/", "second-factor/trust/"]
)
def test_what_is_not_used_is_not_mounted(path):
    with pytest.raises(Resolver404):
        resolve(f"/account/{path}")


def test_a_forgotten_password_is_set_by_e_mail(client, person):
    answer = client.post("/account/password/reset/", {"email": person.email}, follow=True)
    assert "Look at your e-mail" in answer.content.decode()
    letter = mail.outbox[0]
    assert letter.subject == "Closing the Gap: Set your password"
    assert person.full_name in letter.body
    (link,) = re.findall(r"http://testserver(/\S+)", str(letter.body))
    assert client.get(link, follow=True).status_code == 200
    form = client.get(link)
    done = client.post(form.url, {"password1": "Fresh-Herons-Land-3", "password2": "Fresh-Herons-Land-3"}, follow=True)
    assert "Your password is changed" in done.content.decode()
    sign_in(client, password="Fresh-Herons-Land-3")
    assert signed_in(client)
    assert "does not work any more" in Client().get(link).content.decode(), "the link works once"


def test_an_invited_person_sets_a_first_password_the_same_way(client):
    invited = make.UserFactory()
    client.post("/account/password/reset/", {"email": invited.email})
    assert len(mail.outbox) == 1


def test_an_unknown_address_gets_the_same_answer_and_no_letter(client, person):
    answer = client.post("/account/password/reset/", {"email": "unknown@example.org"}, follow=True)
    assert "Look at your e-mail" in answer.content.decode()
    assert not mail.outbox


def test_a_weak_password_is_refused_with_a_reason(client, person):
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    answer = client.post(
        "/account/password/change/", {"oldpassword": make.PASSWORD, "password1": "short", "password2": "short"}
    )
    assert "at least 12 characters" in answer.content.decode()


@pytest.mark.parametrize(("length", "taken"), [(64, True), (128, True), (129, False)])
def test_a_password_has_up_to_128_characters(length, taken, client, person):
    sign_in(client)
    password = ("Herons land at dusk. " * 7)[:length].replace(" ", "-")
    form = {"oldpassword": make.PASSWORD, "password1": password, "password2": password}
    answer = client.post("/account/password/change/", form)
    assert (answer.status_code == 302) is taken
    if not taken:
        assert "This has 129 characters. Take 128 or fewer." in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(password) is taken


def test_a_link_to_a_new_password_holds_for_two_hours(client, person, monkeypatch):
    client.post("/account/password/reset/", {"email": person.email})
    (link,) = re.findall(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    clock = PasswordResetTokenGenerator._num_seconds
    monkeypatch.setattr(PasswordResetTokenGenerator, "_num_seconds", lambda self, at: clock(self, at) + 115 * 60)
    assert "Choose a new password" in client.get(link, follow=True).content.decode()
    monkeypatch.setattr(PasswordResetTokenGenerator, "_num_seconds", lambda self, at: clock(self, at) + 125 * 60)
    page = Client().get(link, follow=True).content.decode()
    assert "This link does not work any more" in page
    assert "older than two hours" in page


def test_a_password_is_changed_by_who_knows_the_old_one(client, person):
    sign_in(client)
    new = {"password1": "Fresh-Herons-Land-3", "password2": "Fresh-Herons-Land-3"}
    assert client.post("/account/password/change/", {"oldpassword": "wrong", **new}).status_code == 200
    assert client.post("/account/password/change/", {"oldpassword": make.PASSWORD, **new}).status_code == 302
    person.refresh_from_db()
    assert person.check_password("Fresh-Herons-Land-3")
    assert signed_in(client), "changing it does not sign one out here"


def test_signing_out_asks_first_and_ends_the_session(client, person):
    sign_in(client)
    assert "Sign out" in client.get("/account/logout/").content.decode()
    assert signed_in(client)
    assert client.post("/account/logout/").url == LOGIN
    assert not signed_in(client)


def test_the_sign_in_form_needs_its_token(person):
    strict = Client(enforce_csrf_checks=True)
    answer = sign_in(strict)
    assert answer.status_code == 403
    assert "Send it once more" in answer.content.decode()


def test_every_address_that_allauth_looks_up_for_our_pages_exists():
    for name in ("account_login", "account_logout", "account_signup", "account_reset_password", "account_inactive"):
        assert reverse(name)
    with pytest.raises(NoReverseMatch):
        reverse("account_email")


def test_too_many_letters_are_refused_with_a_sentence(client, person):
    for _ in range(5):
        client.post("/account/password/reset/", {"email": person.email})
    answer = client.post("/account/password/reset/", {"email": person.email})
    assert answer.status_code == 429
    assert "wait for five minutes" in answer.content.decode()
    cache.clear()


def test_what_somebody_reads_is_kept_by_no_shared_cache(client, person):
    sign_in(client)
    assert client.get("/")["Cache-Control"] == "private, no-cache"
    assert "private" in client.get("/academies/academies.csv")["Cache-Control"]
    assert not Client().get("/account/signup/").has_header("Cache-Control")


def test_a_session_of_somebody_else_is_not_taken_over_at_sign_in(client, person):
    """The session's key changes at sign-in, so that one that was planted before is worth nothing after."""
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    sign_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key


def test_what_the_table_of_sessions_says_signs_nobody_in(client, person):
    """Whoever can read the database holds no cookie of anybody."""
    sign_in(client)
    assert client.get("/").status_code == 200
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    (kept,) = Session.objects.values_list("session_key", flat=True)
    assert kept != cookie
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get("/").status_code == 302
    client.post("/account/logout/")
    assert not Session.objects.filter(session_key=kept).exists()


@pytest.mark.parametrize(("https", "prefix"), [("1", "__Host-"), ("0", "")])
def test_over_tls_the_cookies_belong_to_this_host_alone(https, prefix):
    program = (
        "from celt import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.CSRF_COOKIE_SECURE, hasattr(s, 'SESSION_COOKIE_DOMAIN'), hasattr(s, 'SESSION_COOKIE_PATH'))"
    )
    environment = {**os.environ, "HTTPS": https}
    told = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    secure = str(https == "1")
    assert told.stdout.split() == [f"{prefix}sessionid", f"{prefix}csrftoken", secure, secure, "False", "False"]
    script = (settings.BASE_DIR / "static/js/device.js").read_text()
    assert f'cookie("{prefix}csrftoken")' in script


def test_the_cookie_of_the_session_is_out_of_reach_of_scripts(client, person):
    sign_in(client)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
