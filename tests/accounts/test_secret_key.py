"""A change of SECRET_KEY: what stays good under the key of before, and what waits for `migrate`."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from academies.access import Role
from academies.models import Membership
from academies.reader_scope import seal_statement
from academies.services.memberships import grant_membership
from tests import factories as make
from tests.accounts.codes import set_up_app, shown
from tests.cast import Cast
from tests.database import Parameters, as_owner

pytestmark = pytest.mark.django_db
NEW = "a key that the database does not know yet"
LOGIN, CODE = "/account/login/", "/account/second-factor/authenticate/"
CODES = "/account/second-factor/recovery-codes/"


def grant(cast: Cast) -> Membership:
    return grant_membership(
        by=cast.administrator, trust=cast.trust, role=Role.TRUSTEE, email=cast.nobody.email, starts=timezone.localdate()
    )


@pytest.fixture
def sealed_again(settings, owner_database: Parameters):
    """What `migrate` does at its end; put back after the test, since it is the owner's and stays."""
    before = seal_statement()

    def seal() -> None:
        with as_owner(owner_database) as cursor:
            cursor.execute(seal_statement())

    yield seal
    with as_owner(owner_database) as cursor:
        cursor.execute(before)


def test_until_migrate_has_run_nobody_grants_a_role_and_readyz_says_so(cast, settings, sealed_again):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], NEW
    with pytest.raises(ImproperlyConfigured, match=r"run `manage\.py migrate`"):
        grant(cast)
    assert not cast.nobody.memberships.exists()
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["key"]) == (503, "unknown")
    sealed_again()
    assert grant(cast).user == cast.nobody
    assert Client().get("/readyz").json()["key"] == "ok"


def test_a_session_outlives_the_change_where_the_key_of_before_is_kept(settings):
    user = make.MembershipFactory(user=make.UserFactory(password=make.PASSWORD), role=Role.GOVERNOR).user
    kept, lost = Client(), Client()
    for client in (kept, lost):
        client.post(LOGIN, {"login": user.email, "password": make.PASSWORD})
    before, settings.SECRET_KEY = settings.SECRET_KEY, NEW
    assert lost.get("/account/").status_code == 302
    settings.SECRET_KEY_FALLBACKS = [before]
    assert kept.get("/account/").status_code == 200


def test_a_command_seals_second_factors_under_the_new_key(settings, capsys):
    user = make.MembershipFactory(user=make.UserFactory(password=make.PASSWORD), role=Role.GOVERNOR).user
    client = Client()
    client.post(LOGIN, {"login": user.email, "password": make.PASSWORD})
    secret = set_up_app(client)
    before, settings.SECRET_KEY = settings.SECRET_KEY, NEW
    kept = list(Authenticator.objects.values_list("data", flat=True))
    call_command("reseal_second_factors")
    assert "2 cannot be opened" in capsys.readouterr().out
    assert list(Authenticator.objects.values_list("data", flat=True)) == kept
    settings.SECRET_KEY_FALLBACKS = [before]
    call_command("reseal_second_factors")
    assert capsys.readouterr().out.strip() == "2 sealed under today's key."
    settings.SECRET_KEY_FALLBACKS = []
    again = Client()
    again.post(LOGIN, {"login": user.email, "password": make.PASSWORD})
    assert again.post(CODE, {"code": shown(secret)})["Location"] == "/"


def test_recovery_codes_that_no_key_opens_are_replaced_by_their_owner():
    user = make.MembershipFactory(user=make.UserFactory(password=make.PASSWORD), role=Role.GOVERNOR).user
    client = Client()
    client.post(LOGIN, {"login": user.email, "password": make.PASSWORD})
    set_up_app(client)
    Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES).update(data={"seed": "lost", "used_mask": 0})
    for page in (CODES, f"{CODES}generate/"):
        answer = client.get(page)
        assert answer.status_code == 409
        assert f'action="{CODES}generate/"' in answer.content.decode()
    assert client.post(f"{CODES}generate/")["Location"] == CODES
    assert client.get(CODES).content.decode().count("<li><code>") == 10
