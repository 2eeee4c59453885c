"""Where somebody is signed in: told on their own page, ended one by one or all others."""

import datetime

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from academies.access import Role
from accounts.devices import device_of, roughly
from accounts.models import SignIn
from accounts.services.sign_ins import KEPT, end_sign_in, forget_sign_ins
from tests import factories as make
from tests.accounts.codes import set_up_app, shown

pytestmark = pytest.mark.django_db
LOGIN, CONFIRM = "/account/login/", "/account/confirm/"
OTHERS = "/account/sessions/end-others/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
IPAD = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/17.5 Safari/604.1"


@pytest.fixture
def person(db):
    user = make.UserFactory(email="imogen@example.org", password=make.PASSWORD)
    return make.MembershipFactory(user=user, role=Role.GOVERNOR).user


def sign_in(agent: str = FIREFOX, address: str = "192.0.2.77") -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    client.post(LOGIN, {"login": "imogen@example.org", "password": make.PASSWORD})
    return client


def confirmed(client: Client, asked) -> str:
    """Gives the password once more, as it is asked for; returns the page that this leads to."""
    assert asked["Location"] == CONFIRM
    return client.post(CONFIRM, {"password": make.PASSWORD}, follow=True).content.decode()


def test_the_page_tells_device_network_and_time(person):
    here, _ = sign_in(), sign_in(IPAD, "2001:db8:7:8::9")
    page = here.get("/account/").content.decode()
    for told in ("Firefox on Windows", "192.0.2.0/24", "Safari on iPad", "2001:db8:7::/48", "here, now"):
        assert told in page
    assert "192.0.2.77" not in page
    assert page.count("Sign out<span") == 1, "the session itself is ended by signing out"


def test_one_of_them_is_ended(person):
    here, there = sign_in(), sign_in(IPAD)
    row = SignIn.objects.get(device="Safari on iPad")
    assert "Signed out on Safari on iPad." in confirmed(here, here.post(f"/account/sessions/{row.pk}/end/"))
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200
    assert "Safari on iPad" not in here.get("/account/").content.decode().split("Where you are signed in")[1]


def test_all_others_are_ended_at_once(person):
    here, others = sign_in(), [sign_in(IPAD), sign_in()]
    assert "Signed out in 2 other places." in confirmed(here, here.post(OTHERS))
    assert [other.get("/").status_code for other in others] == [302, 302]
    assert here.get("/").status_code == 200
    again = here.post(OTHERS, follow=True)
    assert "You were signed in here alone." in again.content.decode(), "asked once in a quarter of an hour"


def test_none_is_ended_without_the_password(person):
    here, there = sign_in(), sign_in(IPAD)
    assert here.post(OTHERS)["Location"] == CONFIRM
    page = here.post(CONFIRM, {"password": "Wrong-Herons-Land-9"}).content.decode()
    assert "This is not your password" in page
    here.get("/account/")
    assert there.get("/").status_code == 200


def test_who_left_the_page_that_asks_is_not_surprised_later(person):
    here, there = sign_in(), sign_in(IPAD)
    here.post(OTHERS)
    asked = here.get("/account/second-factor/totp/activate/")
    led = here.post(asked["Location"], {"password": make.PASSWORD})
    assert led["Location"] == "/account/second-factor/totp/activate/"
    assert there.get("/").status_code == 200


def test_somebody_with_an_app_alone_gives_a_code(person):
    here = sign_in()
    secret = set_up_app(here)
    there = sign_in(IPAD)
    session = here.session
    session["account_authentication_methods"] = []
    session.save()
    person.set_unusable_password()
    person.save()
    here.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert not there.session.get("_auth_user_id")
    make.SignInFactory(user=person)
    asked = here.post(OTHERS, follow=True)
    (way, _), *_ = asked.redirect_chain[-1:]
    assert way == "/account/second-factor/reauthenticate/"
    page = here.post(way, {"code": shown(secret)}, follow=True).content.decode()
    assert "Signed out in 1 other place." in page


@pytest.mark.parametrize("way", [OTHERS, "/account/second-factor/recovery-codes/generate/"])
def test_what_waits_for_the_password_keeps_no_key_of_a_session(way, person):
    """Whoever reads the table of sessions must not find in it what opens one."""
    here = sign_in()
    here.post(way, {"any": "thing"})
    key = here.cookies[settings.SESSION_COOKIE_NAME].value
    kept = [str(row.get_decoded()) for row in Session.objects.all()]
    assert kept
    assert [one for one in kept if key in one] == []


def test_nobody_ends_anothers(person):
    theirs = make.SignInFactory()
    assert sign_in().post(f"/account/sessions/{theirs.pk}/end/").status_code == 404
    with pytest.raises(PermissionDenied):
        end_sign_in(by=person, sign_in=theirs)
    theirs.refresh_from_db()
    assert theirs.ended_at is None


def test_ending_takes_a_post(person):
    row = make.SignInFactory(user=person)
    assert sign_in().get(f"/account/sessions/{row.pk}/end/").status_code == 405


def test_signing_out_ends_it(person):
    client = sign_in()
    client.post("/account/logout/")
    assert SignIn.objects.get().ended_at is not None


def test_a_new_password_keeps_this_session_under_a_new_key_and_ends_the_others(person):
    here, there = sign_in(), sign_in(IPAD)
    before = here.cookies[settings.SESSION_COOKIE_NAME].value
    new = {"password1": "Fresh-Herons-Land-3", "password2": "Fresh-Herons-Land-3"}
    here.post("/account/password/change/", {"oldpassword": make.PASSWORD, **new})
    assert here.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert "here, now" in here.get("/account/").content.decode()
    assert there.get("/").status_code == 302
    assert SignIn.objects.open().count() == 1


def test_a_session_says_when_it_was_used_last(person):
    client = sign_in()
    session = client.session
    session["seen"] = 1_700_000_000
    session.save()
    other = sign_in(IPAD)
    assert "14 November 2023" in other.get("/account/").content.decode()
    client.get("/")
    assert "14 November 2023" not in other.get("/account/").content.decode()


def test_what_is_over_is_forgotten_after_ninety_days(person):
    client = sign_in()
    live, old = SignIn.objects.get(), make.SignInFactory(user=person)
    SignIn.objects.update(began=timezone.now() - KEPT - datetime.timedelta(days=1))
    young = make.SignInFactory(user=person)
    assert forget_sign_ins() == 1
    assert set(SignIn.objects.all()) == {live, young}
    assert not SignIn.objects.filter(pk=old.pk).exists()
    assert client.get("/").status_code == 200


def test_a_session_that_ran_out_is_not_listed(person):
    here, _ = sign_in(), sign_in(IPAD)
    row = SignIn.objects.get(device="Safari on iPad")
    Session.objects.filter(session_key=row.session).update(expire_date=timezone.now())
    assert "Safari on iPad" not in here.get("/account/").content.decode()


def test_twenty_sessions_cost_as_many_queries_as_two(person, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    here = sign_in()
    sign_in(IPAD)
    here.get("/account/")
    with CaptureQueriesContext(connection) as few:
        here.get("/account/")
    cost = len(few)  # counted now: the next request empties the log that it is counted in
    assert cost
    for _ in range(9):
        sign_in(IPAD)
    with django_assert_num_queries(cost):
        here.get("/account/")


@pytest.mark.parametrize(
    ("agent", "says"),
    [
        (FIREFOX, "Firefox on Windows"),
        (IPAD, "Safari on iPad"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/126.0 Safari/537.36", "Chrome on Chromebook"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        ("curl/8", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_a_browser_is_told_in_its_owners_words(agent, says):
    assert device_of(agent) == says


@pytest.mark.parametrize("address", ["", None, "nonsense"])
def test_no_address_is_no_network(address):
    assert roughly(address) == ""
