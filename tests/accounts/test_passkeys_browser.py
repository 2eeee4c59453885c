"""Passkeys in a real browser, whose key is one that Chromium plays: added, signed in by, asked for, taken away."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from playwright.sync_api import Page, expect

from academies.access import Role
from academies.models import Membership
from accounts.models import User
from tests import factories as make
from tests.browser import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person(settings: Any) -> User:
    settings.SECOND_FACTOR_REQUIRED = True
    user = make.UserFactory(email="imogen@example.org", full_name="Imogen Thackerwell", password=make.PASSWORD)
    held: User = make.MembershipFactory(user=user, role=Role.TEACHER, academy=make.AcademyFactory()).user
    return held


def key_of(page: Page, **more: object) -> tuple[Any, str]:
    """A fingerprint reader in the machine, whose finger is always the right one."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
        **more,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def sign_in(page: Page) -> None:
    page.locator("#id_login").fill("imogen@example.org")
    page.locator("#id_password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def at(page: Page, path: str) -> None:
    page.goto(urljoin(page.url, path))


def add(page: Page, name: str, *, alone: bool) -> None:
    at(page, "/account/second-factor/webauthn/add/")
    if page.get_by_role("heading", name="Is it you?").count():
        page.locator("#id_password").fill(make.PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Sign in with it alone").set_checked(alone)
    page.get_by_role("button", name="Add it").click()


def sign_out(page: Page) -> None:
    at(page, "/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def is_in(page: Page, where: str = "/") -> None:
    page.wait_for_url(lambda url: urlsplit(url).path == where)
    at(page, "/account/")
    expect(page.get_by_role("heading", name="Where you are signed in")).to_be_visible()


def test_a_passkey_is_added_signs_in_alone_and_is_taken_away(person: User, open_page: OpenPage) -> None:
    opened = open_page("/account/login/")
    page = opened.page
    key_of(page)
    sign_in(page)
    add(page, "This laptop", alone=True)
    page.wait_for_url("**/recovery-codes/")
    (kept,) = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    assert kept.wrap().is_passwordless
    assert [letter.to for letter in mail.outbox if "A passkey was added" in letter.subject] == [[person.email]]

    sign_out(page)
    at(page, "/calendar/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    is_in(page, "/calendar/")

    # It is not added twice, and not taken away while the role needs it.
    add(page, "A second one", alone=False)
    expect(page.get_by_text("This device has a passkey here already.")).to_be_visible()
    at(page, "/account/second-factor/webauthn/")
    page.get_by_role("link", name="Remove This laptop").click()
    expect(page.get_by_text("this is your only one")).to_be_visible()
    Membership.objects.filter(user=person).update(role=Role.GOVERNOR)
    at(page, "/account/second-factor/webauthn/")
    page.get_by_role("link", name="Remove This laptop").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("You have none yet.")).to_be_visible()
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey is not known here")).to_be_visible()
    assert opened.complaints == []


def test_beside_the_password_it_is_the_second_factor(person: User, open_page: OpenPage) -> None:
    opened = open_page("/account/login/", width=390)
    page = opened.page
    key_of(page)
    sign_in(page)
    add(page, "A key on my ring", alone=False)
    page.wait_for_url("**/recovery-codes/")
    sign_out(page)
    sign_in(page)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    assert opened.problems() == []
    page.get_by_role("button", name="Use a passkey").click()
    is_in(page)
    assert opened.complaints == []


def test_whoever_breaks_off_is_told_what_to_do_and_tries_again(person: User, open_page: OpenPage) -> None:
    opened = open_page("/account/login/")
    page = opened.page
    session, key = key_of(page, isUserVerified=False)
    sign_in(page)
    add(page, "The wrong finger", alone=True)
    expect(page.get_by_role("alert").filter(has_text="did not work, or was broken off")).to_be_visible()
    assert not Authenticator.objects.filter(user=person).exists()
    session.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": True})
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/recovery-codes/")
    assert Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).count() == 1


def test_without_script_the_password_signs_in_and_no_button_leads_nowhere(person: User, open_page: OpenPage) -> None:
    page = open_page("/account/login/", script=False).page
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    sign_in(page)
    is_in(page)
