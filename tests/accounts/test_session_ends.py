"""A session ends after twelve hours without use, and after seven days at the latest, whichever way one came in."""

import datetime
import os
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from academies.access import Role
from accounts.sessions import BEGAN
from tests import factories as make
from tests.accounts.ends import HOUR, ends_in_time, remaining, used_after

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture
def person(cast):
    user = make.UserFactory(email="imogen@example.org", password=make.PASSWORD)
    return make.MembershipFactory(user=user, role=Role.GOVERNOR, academy=cast.own).user


@pytest.fixture
def by_password(person) -> Client:
    client = Client()
    client.post(LOGIN, {"login": person.email, "password": make.PASSWORD})
    return client


def test_by_password(by_password):
    assert ends_in_time(by_password)


def test_by_passkey(person, monkeypatch):
    """The device's own part is left out: its answer is taken as good."""
    key = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Passkey 1"})
    monkeypatch.setattr(auth, "parse_authentication_response", lambda response: None)
    monkeypatch.setattr(auth, "extract_user_from_response", lambda response: person)
    monkeypatch.setattr(auth, "complete_authentication", lambda user, response: key)
    client = Client()
    client.post("/account/second-factor/webauthn/login/", {"credential": '{"id": "any"}'})
    assert ends_in_time(client)


def test_by_invitation(person, cast):
    make.AccountInvitationFactory(trust=cast.trust, user=person, by=cast.administrator, token="held")
    client = Client()
    client.post("/invitations/held/", {"password1": "Fresh-Herons-Land-3", "password2": "Fresh-Herons-Land-3"})
    assert ends_in_time(client)


def test_after_seven_days_it_is_over_however_often_it_was_used(by_password):
    used_after(by_password, 7 * 24 * HOUR)
    assert by_password.get("/").url == f"{LOGIN}?next=/"


def test_after_twelve_hours_without_use_it_is_over(by_password):
    Session.objects.update(expire_date=timezone.now() + remaining(by_password) - 12 * HOUR)
    assert by_password.get("/").url == f"{LOGIN}?next=/"


def test_use_renews_it(by_password):
    used_after(by_password, HOUR)
    Session.objects.update(expire_date=timezone.now() + HOUR)
    assert by_password.get("/").status_code == 200
    assert remaining(by_password) > 11.9 * HOUR


def test_one_without_a_beginning_counts_from_its_next_use(by_password):
    session = by_password.session
    del session[BEGAN]
    session["seen"] = 0
    session.save()
    by_password.get("/")
    assert by_password.session[BEGAN] == pytest.approx(timezone.now().timestamp(), abs=60)


def test_a_new_password_gives_no_new_days(by_password):
    used_after(by_password, 6 * 24 * HOUR + 20 * HOUR)
    new = {"password1": "Fresh-Herons-Land-3", "password2": "Fresh-Herons-Land-3"}
    by_password.post("/account/password/change/", {"oldpassword": make.PASSWORD, **new})
    assert remaining(by_password) <= 4 * HOUR


def test_a_trust_sets_shorter_ones(by_password, settings):
    """As ASVS asks: half an hour without use, twelve hours in use."""
    settings.SESSION_COOKIE_AGE, settings.SESSION_LONGEST = 1800, 12 * 3600
    used_after(by_password, HOUR)
    assert by_password.get("/").status_code == 200
    assert 0.4 * HOUR < remaining(by_password) <= 0.5 * HOUR
    used_after(by_password, 11 * HOUR)
    assert by_password.get("/").url == f"{LOGIN}?next=/"
    told = subprocess.run(
        [sys.executable, "-c", "from celt import settings as s; print(s.SESSION_COOKIE_AGE, s.SESSION_LONGEST)"],
        env={**os.environ, "SESSION_IDLE_MINUTES": "30", "SESSION_LONGEST_HOURS": "12"},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert told.stdout.split() == ["1800", "43200"]


def test_the_settings_say_so():
    assert datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE) == 12 * HOUR
    assert datetime.timedelta(seconds=settings.SESSION_LONGEST) == 7 * 24 * HOUR
