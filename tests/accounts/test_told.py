"""What somebody is told by e-mail of their own sign-in, and what such a letter says."""

import datetime
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from academies.access import Role
from accounts.models import SignIn, User
from tests import factories as make
from tests.accounts.codes import set_up_app, shown

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
IPAD = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/17.5 Safari/604.1"
HERE, ELSEWHERE = "192.0.2.77", "198.51.100.5"
NEW, TWICE = "Closing the Gap: You signed in somewhere new", "Closing the Gap: A code was given twice"


@pytest.fixture
def person(db) -> User:
    user = make.UserFactory(email="imogen@example.org", password=make.PASSWORD)
    make.MembershipFactory(user=user, role=Role.GOVERNOR)
    return user


def sign_in(agent: str = FIREFOX, address: str = HERE) -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    client.post("/account/login/", {"login": "imogen@example.org", "password": make.PASSWORD})
    return client


def letters(subject: str) -> list[EmailMessage]:
    return [letter for letter in mail.outbox if letter.subject == subject]


@pytest.mark.parametrize(("agent", "address"), [(IPAD, HERE), (FIREFOX, ELSEWHERE)], ids=["device", "network"])
def test_a_sign_in_from_somewhere_new_is_told_once(agent, address, person):
    sign_in()
    assert not mail.outbox, "the first of all is nobody's news"
    sign_in()
    assert not mail.outbox
    sign_in(agent, address)
    (letter,) = letters(NEW)
    assert letter.to == [person.email]
    assert ("Safari on iPad" in letter.body) is (agent == IPAD)
    assert address not in letter.body
    sign_in(agent, address)
    assert len(mail.outbox) == 1


def test_after_a_long_absence_nothing_is_familiar(person):
    User.objects.filter(pk=person.pk).update(date_joined=timezone.now() - datetime.timedelta(days=91))
    sign_in()
    assert len(letters(NEW)) == 1


def test_one_that_did_not_go_through_is_not_told(person):
    sign_in()
    Client(HTTP_USER_AGENT=IPAD, REMOTE_ADDR=ELSEWHERE).post(
        "/account/login/", {"login": person.email, "password": "Wrong-Herons-Land-9"}
    )
    assert not mail.outbox
    assert SignIn.objects.count() == 1


def test_the_people_of_a_demo_get_no_letter(person, settings):
    settings.DEMO = True
    sign_in()
    sign_in(IPAD, ELSEWHERE)
    assert not mail.outbox


def test_a_mail_server_that_is_away_keeps_nobody_outside(person, settings):
    sign_in()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert sign_in(IPAD, ELSEWHERE).get("/").status_code == 200


def test_a_code_that_is_given_again_is_refused_logged_and_told_once(person, caplog):
    secret = set_up_app(sign_in())
    code = shown(secret)
    first, *again = sign_in(), sign_in(), sign_in()
    for client in (first, *again):
        client.post("/account/second-factor/authenticate/", {"code": code})
    assert ["_auth_user_id" in client.session for client in (first, *again)] == [True, False, False]
    assert caplog.text.count("A code of a second factor was given twice.") == 2
    (letter,) = letters(TWICE)
    assert letter.to == [person.email]
    assert code not in f"{letter.subject}{letter.body}"


def test_each_letter_of_the_kind_says_what_to_do_and_where(person, settings, django_capture_on_commit_callbacks):
    settings.PUBLIC_URL = "https://gap.example"
    sign_in()
    sign_in(IPAD, ELSEWHERE)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(sign_in())
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert letter.subject.startswith("Closing the Gap: ")
        assert "https://gap.example/account/" in letter.body
        assert "If it was not you, tell an administrator of your trust at once" in letter.body
        assert "they cannot be switched off" in letter.body
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
        for kept in ("testserver", make.PASSWORD, HERE, ELSEWHERE, person.full_name):
            assert kept not in letter.body


def test_every_letter_of_allauths_that_can_be_sent_is_in_our_words():
    """Ours are found first; one of theirs would sign as “example.com” and name the network."""
    folder = Path(configured.BASE_DIR) / "templates"
    ours = {path.name for path in folder.glob("*/email/*_message.txt")}
    sent = {
        "password_changed", "password_reset", "password_reset_key", "new_place", "totp_activated", "totp_deactivated",
        "webauthn_added", "webauthn_removed", "recovery_codes_generated", "code_given_twice", "account_connected",
    }  # fmt: skip
    assert {f"{name}_message.txt" for name in sent} <= ours
