"""Whoever holds no role stays outside: at once at sign-in, and every night the sessions of those who left end."""

import datetime

import pghistory
import pytest
from django.test import Client
from django.utils import timezone

from academies.access import Role
from academies.services.leavers import close_leavers
from academies.tasks import close_for_leavers
from accounts.models import SignIn
from tests import factories as make

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"
YESTERDAY = datetime.timedelta(days=1)


def person(**dates):
    user = make.UserFactory(password=make.PASSWORD)
    make.MembershipFactory(user=user, role=Role.GOVERNOR, **dates)
    return user


def page_after(client: Client, user) -> str:
    """What somebody reads who signs in."""
    return client.post(LOGIN, {"login": user.email, "password": make.PASSWORD}, follow=True).content.decode()


def sign_in(user) -> Client:
    client = Client()
    page_after(client, user)
    return client


def test_the_last_day_still_counts():
    client = sign_in(person(ends=timezone.localdate()))
    assert "_auth_user_id" in client.session


def test_from_the_day_after_one_stays_outside_and_is_told_since_when():
    ended = timezone.localdate() - YESTERDAY
    client = Client()
    page = page_after(client, person(ends=ended))
    assert f"Your last role here ended on {ended:%-d %B %Y}." in page
    assert "ask one of its administrators" in page
    assert "_auth_user_id" not in client.session


def test_without_any_role_one_is_told_whom_to_ask():
    client = Client()
    assert "You hold no role here." in page_after(client, make.UserFactory(password=make.PASSWORD))
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_is_told_nothing_of_it():
    user = person(ends=timezone.localdate() - YESTERDAY)
    page = Client().post(LOGIN, {"login": user.email, "password": "wrong"}, follow=True).content.decode()
    assert "do not go together" in page
    assert "Your last role" not in page


def test_a_new_role_opens_the_door_again():
    user = person(ends=timezone.localdate() - YESTERDAY)
    make.MembershipFactory(user=user, role=Role.GOVERNOR)
    assert "_auth_user_id" in sign_in(user).session


def test_every_night_the_sessions_of_leavers_end():
    leaver, stays = person(), person()
    here, there = sign_in(leaver), sign_in(stays)
    leaver.memberships.update(ends=timezone.localdate() - YESTERDAY)
    assert here.get("/").status_code == 200
    assert close_leavers() == 1
    assert here.get("/").status_code == 302
    assert there.get("/").status_code == 200
    assert close_leavers() == 0


def test_an_invitation_goes_with_the_role_that_it_was_for(cast):
    leaver = person(academy=cast.own, ends=timezone.localdate() - YESTERDAY)
    waits = make.AccountInvitationFactory(trust=cast.trust, user=leaver, by=cast.administrator)
    expected = make.AccountInvitationFactory(trust=cast.trust, user=cast.teacher, by=cast.administrator)
    close_leavers()
    waits.refresh_from_db()
    expected.refresh_from_db()
    assert waits.withdrawn_at is not None
    assert expected.withdrawn_at is None


def test_the_night_task_does_it_and_forgets_old_sign_ins(cast, monkeypatch):
    monkeypatch.setattr("academies.tasks.close_old_connections", lambda: None)
    leaver = person()
    client = sign_in(leaver)
    with pghistory.context(user=cast.administrator.pk):  # the last request in this transaction was the leaver's own
        leaver.memberships.update(ends=timezone.localdate() - YESTERDAY)
    old = make.SignInFactory(began=timezone.now() - datetime.timedelta(days=91))
    close_for_leavers.run()
    assert client.get("/").status_code == 302
    assert not SignIn.objects.filter(pk=old.pk).exists()


def test_beat_asks_for_it_every_night(settings):
    entries = settings.CELERY_BEAT_SCHEDULE.values()
    assert [entry for entry in entries if entry["task"] == "academies.tasks.close_for_leavers"]
