"""The second factor: whose roles need one, until when one may go without, setting it up, giving it, losing it."""

import datetime
import os
import re
import subprocess
import sys
import time

import pghistory
import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from academies.access import Role
from academies.models import Membership
from academies.second_factor import ROLES
from accounts.models import SignIn, User
from tests import factories as make
from tests.accounts.codes import set_up_app, shown

pytestmark = pytest.mark.django_db
LOGIN, SECOND = "/account/login/", "/account/second-factor/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.SECOND_FACTOR_GRACE_DAYS = 7


def holder(role: Role, *, days: int = 100, email: str = "") -> User:
    """Somebody with a password who has held the role for so many days."""
    began = timezone.now() - datetime.timedelta(days=days)
    user = make.UserFactory(password=make.PASSWORD, date_joined=began, **({"email": email} if email else {}))
    from academies.access import ACADEMY_ROLES

    place: dict[str, object] = {"academy": make.AcademyFactory() if role in ACADEMY_ROLES else None}
    if place["academy"] is None:
        place["trust"] = make.TrustFactory()
    make.MembershipFactory(user=user, role=role, starts=began.date(), **place)
    return user


def sign_in(user: User, client: Client | None = None) -> Client:
    client = client or Client()
    client.post(LOGIN, {"login": user.email, "password": make.PASSWORD})
    return client


def confirmed(client: Client) -> None:
    """Says once more who it is, as is asked before what guards a sign-in is changed."""
    assert client.post("/account/confirm/", {"password": make.PASSWORD}).status_code == 302


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_who_needs_one():
    assert set(Role) - ROLES == {Role.GOVERNOR, Role.TRUSTEE, Role.MODERATOR}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_led_to_it_or_let_through(role):
    client = sign_in(holder(role))
    answer = client.get("/")
    if role in ROLES:
        assert (answer.status_code, answer["Location"]) == (302, SECOND)
        assert "Your roles need a second factor" in client.get(SECOND).content.decode()
    else:
        assert answer.status_code == 200


def test_in_the_first_days_each_page_reminds_and_opens():
    client = sign_in(holder(Role.TEACHER, days=7))
    last = timezone.localdate()
    page = client.get("/").content.decode()
    assert f"by {last:%-d %B %Y}" in page
    assert 'href="/account/second-factor/"' in page


def test_whoever_grants_roles_has_no_first_days():
    client = sign_in(holder(Role.ADMINISTRATOR, days=0))
    assert client.get("/")["Location"] == SECOND
    set_up_app(client)
    assert client.get("/").status_code == 200


def test_a_teacher_who_becomes_an_administrator_has_none_either():
    user = holder(Role.TEACHER, days=0)
    client = sign_in(user)
    assert client.get("/").status_code == 200
    trust = user.memberships.get().trust
    with pghistory.context(user=None):
        make.MembershipFactory(
            user=user, role=Role.ADMINISTRATOR, trust=trust, academy=None, starts=timezone.localdate()
        )
    assert client.get("/")["Location"] == SECOND


def test_the_day_after_they_close(settings):
    client = sign_in(holder(Role.TEACHER, days=8))
    assert client.get("/")["Location"] == SECOND
    settings.SECOND_FACTOR_GRACE_DAYS = 30
    assert client.get("/").status_code == 200


def test_an_older_role_counts_and_a_new_one_gives_no_new_days():
    user = holder(Role.TEACHER, days=300)
    held = user.memberships.get()
    held.ends = timezone.localdate() - datetime.timedelta(days=1)
    held.save()
    make.MembershipFactory(user=user, role=Role.COACH, academy=held.academy, starts=timezone.localdate())
    assert sign_in(user).get("/")["Location"] == SECOND


def test_a_role_given_for_the_past_leaves_the_days_since_one_came():
    user = holder(Role.TEACHER, days=300)
    User.objects.filter(pk=user.pk).update(date_joined=timezone.now())
    assert sign_in(user).get("/").status_code == 200


def test_a_setting_turns_it_off(settings):
    client = sign_in(holder(Role.HEADTEACHER))
    assert client.get("/")["Location"] == SECOND
    settings.SECOND_FACTOR_REQUIRED = False
    assert client.get("/").status_code == 200


def test_a_fragment_says_so_and_leads_there():
    answer = sign_in(holder(Role.HEADTEACHER)).get("/academies/", HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer["HX-Redirect"]) == (403, SECOND)


def test_whoever_is_led_there_can_still_sign_out_and_change_their_password():
    client = sign_in(holder(Role.HEADTEACHER))
    assert client.get("/account/").status_code == 200
    assert client.get("/account/password/change/").status_code == 200
    assert client.post("/account/logout/")["Location"] == LOGIN


def test_an_app_is_set_up_and_from_then_on_asked_for():
    user = holder(Role.HEADTEACHER)
    client = sign_in(user)
    secret = set_up_app(client)
    codes = client.get("/account/second-factor/recovery-codes/").content.decode()
    assert len(re.findall(r"<li><code>\d{8}</code></li>", codes)) == 10
    assert client.get("/").status_code == 200
    again = sign_in(user)
    assert not signed_in(again)
    assert again.get("/").status_code == 302
    wrong = again.post(f"{SECOND}authenticate/", {"code": "000000"})
    assert "This code is not right" in wrong.content.decode()
    right = again.post(f"{SECOND}authenticate/", {"code": shown(secret)})
    assert right["Location"] == "/"
    assert signed_in(again)
    assert again.get("/").status_code == 200


def test_setting_it_up_asks_for_the_password_once_more():
    client = Client()
    user = holder(Role.HEADTEACHER)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    asked = client.get(f"{SECOND}totp/activate/")
    assert asked["Location"].startswith("/account/confirm/")
    assert "This is not your password" in client.post(asked["Location"], {"password": "wrong"}).content.decode()
    assert client.post(asked["Location"], {"password": make.PASSWORD})["Location"] == f"{SECOND}totp/activate/"


def test_a_code_works_once():
    user = holder(Role.HEADTEACHER)
    secret = set_up_app(sign_in(user))
    first, second = sign_in(user), sign_in(user)
    code = shown(secret)
    first.post(f"{SECOND}authenticate/", {"code": code})
    second.post(f"{SECOND}authenticate/", {"code": code})
    assert signed_in(first)
    assert not signed_in(second)


def test_a_code_works_once_for_as_long_as_it_is_good(monkeypatch):
    """One of a clock that is half a minute ahead: good from the window before its own until the end of the next."""
    user = holder(Role.HEADTEACHER)
    secret = set_up_app(sign_in(user))
    began = (int(time.time()) // 30 + 1) * 30
    code = shown(secret, at=began + 30)

    def given(after: float) -> Client:
        client = sign_in(user)
        monkeypatch.setattr(time, "time", lambda: began + after)
        client.post(f"{SECOND}authenticate/", {"code": code})
        return client

    assert signed_in(given(1))
    assert [signed_in(given(after)) for after in (32, 62, 88)] == [False, False, False]


def test_a_code_that_was_used_is_not_good_for_confirming_either(monkeypatch, caplog):
    user = holder(Role.HEADTEACHER)
    secret = set_up_app(sign_in(user))
    client, code, now = sign_in(user), shown(secret), time.time()
    client.post(f"{SECOND}authenticate/", {"code": code})
    assert signed_in(client)
    monkeypatch.setattr(time, "time", lambda: now + 31)
    answer = client.post(f"{SECOND}reauthenticate/", {"code": code})
    assert "This code is not right" in answer.content.decode()
    assert "given twice" in caplog.text
    assert code not in caplog.text


def test_a_recovery_code_signs_in_once():
    user = holder(Role.HEADTEACHER)
    client = sign_in(user)
    set_up_app(client)
    (code, *_) = re.findall(r"<code>(\d{8})</code>", client.get(f"{SECOND}recovery-codes/").content.decode())
    for works in (True, False):
        other = sign_in(user)
        other.post(f"{SECOND}authenticate/", {"code": code})
        assert signed_in(other) is works


def test_five_wrong_codes_hold_up_the_right_one(caplog):
    user = holder(Role.HEADTEACHER)
    secret = set_up_app(sign_in(user))
    client = sign_in(user)
    for number in range(5):
        client.post(f"{SECOND}authenticate/", {"code": f"00000{number}"})
    page = client.post(f"{SECOND}authenticate/", {"code": shown(secret)}).content.decode()
    assert "Too many wrong tries. Wait five minutes" in page
    assert not signed_in(client)
    assert caplog.text.count("came too soon after wrong ones") == 1


def test_a_wrong_code_leaves_a_line_that_says_whose_password_was_right(caplog):
    user = holder(Role.HEADTEACHER)
    set_up_app(sign_in(user))
    sign_in(user).post(f"{SECOND}authenticate/", {"code": "000000"}, REMOTE_ADDR="192.0.2.77")
    (record,) = [record for record in caplog.records if record.name == "accounts.noted"]
    assert record.__dict__["fields"] == {"network": "192.0.2.0/24", "person": user.pk}


def test_the_secret_lies_sealed_in_the_database():
    user = holder(Role.HEADTEACHER)
    secret = set_up_app(sign_in(user))
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)


def test_other_sessions_end_when_it_is_set_up(django_capture_on_commit_callbacks):
    user = holder(Role.HEADTEACHER)
    here, there = sign_in(user), sign_in(user)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(here)
    assert signed_in(here)
    assert there.get("/account/").status_code == 302


def test_the_only_one_is_not_taken_away_by_oneself():
    user = holder(Role.HEADTEACHER)
    client = sign_in(user)
    set_up_app(client)
    assert "this is your only one" in client.get(f"{SECOND}totp/deactivate/").content.decode()
    client.post(f"{SECOND}totp/deactivate/")
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def test_nor_is_the_only_passkey(client):
    user = holder(Role.HEADTEACHER)
    client = sign_in(user)
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop"})
    confirmed(client)
    way = f"{SECOND}webauthn/keys/{key.pk}/remove/"
    page = client.get(way).content.decode()
    assert "this is your only one" in page
    assert "Remove it" not in page
    assert "this is your only one" in client.post(way).content.decode()
    other = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Key ring"})
    assert "Remove it" in client.get(way).content.decode()
    assert client.post(way).status_code == 302
    assert list(Authenticator.objects.filter(user=user)) == [other]
    stranger = sign_in(holder(Role.HEADTEACHER))
    confirmed(stranger)
    assert stranger.post(f"{SECOND}webauthn/keys/{other.pk}/remove/").status_code == 404


def test_whoever_took_the_last_one_away_is_asked_anew_when_a_role_needs_it():
    """The session remembers that there is one; what it remembers goes with it."""
    user = holder(Role.TEACHER)
    held = user.memberships.get()
    client = sign_in(user)
    set_up_app(client)
    assert client.get("/").status_code == 200
    with pghistory.context(user=None):
        Membership.objects.filter(pk=held.pk).update(role=Role.GOVERNOR)
    assert client.post(f"{SECOND}totp/deactivate/").status_code == 302
    with pghistory.context(user=None):
        Membership.objects.filter(pk=held.pk).update(role=Role.TEACHER)
    assert client.get("/")["Location"] == SECOND


def test_whose_roles_need_none_may_take_it_away():
    user = holder(Role.GOVERNOR)
    client = sign_in(user)
    set_up_app(client)
    assert client.post(f"{SECOND}totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()


def test_a_command_takes_a_lost_one_away_and_says_so_by_mail(capsys, django_capture_on_commit_callbacks):
    user = holder(Role.ADMINISTRATOR, email="zellaby@example.org")
    client = sign_in(user)
    set_up_app(client)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("reset_second_factor", "Zellaby@example.org")
    assert "sets up a new second factor" in capsys.readouterr().out
    assert not Authenticator.objects.filter(user=user).exists()
    assert mail.outbox[0].to == [user.email]
    assert client.get("/account/").status_code == 302
    assert not SignIn.objects.open().filter(user=user).exists()


def test_setting_it_up_is_told_by_mail(django_capture_on_commit_callbacks):
    client = sign_in(holder(Role.HEADTEACHER))
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
    (letter,) = [letter for letter in mail.outbox if "An app that shows codes was set up" in letter.subject]
    assert "If it was not you, tell an administrator" in letter.body
    assert "testserver" not in letter.body


def test_a_mail_server_that_is_away_keeps_nobody_from_setting_it_up(settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client = sign_in(holder(Role.HEADTEACHER))
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
    assert client.get("/").status_code == 200
    assert client.post("/account/password/reset/", {"email": "nobody@example.org"}).status_code == 302


def test_after_a_change_of_the_servers_key_codes_stay_good_under_the_one_before(settings):
    user = holder(Role.HEADTEACHER)
    secret = set_up_app(sign_in(user))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    client = sign_in(user)
    client.post(f"{SECOND}authenticate/", {"code": shown(secret)})
    assert signed_in(client)
    assert "Recovery codes left" in client.get("/account/").content.decode()


def test_once_a_key_is_lost_a_sentence_says_what_to_do(settings):
    user = holder(Role.HEADTEACHER)
    secret = set_up_app(sign_in(user))
    settings.SECRET_KEY = "another"
    client = sign_in(user)
    page = client.post(f"{SECOND}authenticate/", {"code": shown(secret)}).content.decode()
    assert "The server’s key was changed" in page
    assert not signed_in(client)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert client.get("/account/").status_code == 200


def test_demo_asks_nobody_for_one():
    program = "from celt import settings; print(settings.SECOND_FACTOR_REQUIRED)"
    demo = {**os.environ, "DEMO": "1", "SECOND_FACTOR_REQUIRED": "1"}
    told = subprocess.run([sys.executable, "-c", program], env=demo, capture_output=True, text=True, timeout=60)
    assert told.stdout.strip() == "False"
