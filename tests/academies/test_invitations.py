"""Invitations by e-mail: a link that holds for seven days, once."""

import datetime
import re
from smtplib import SMTPException

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from academies.access import Role
from academies.models import Invitation
from academies.services.invitations import digest_of, invite, withdraw_invitation
from accounts.models import SignIn, User
from celt.ui.wording import REQUIRED
from tests import factories as make
from tests.accounts.codes import set_up_app, shown

pytestmark = pytest.mark.django_db
FRESH = {"password1": "Fresh-Herons-Land-3", "password2": "Fresh-Herons-Land-3"}


@pytest.fixture
def admin(cast, client_of):
    return client_of(cast.administrator)


@pytest.fixture
def link(cast, admin) -> str:
    """The link that a new teacher's letter holds."""
    form = {
        "email": "New@example.org", "full_name": "Ottoline Newcombe", "role": "teacher", "academy": cast.own.pk,
        "starts": "2024-09-01", "ends": "2099-07-31",
    }  # fmt: skip
    admin.post("/people/grant/", form)
    return link_of(mail.outbox[-1])


def link_of(letter) -> str:
    (found,) = re.findall(r"http://testserver(/invitations/\S+)", str(letter.body))
    return str(found)


def test_the_letter_says_who_asks_and_how_long_the_link_holds(link, cast):
    letter = mail.outbox[0]
    assert letter.to == ["new@example.org"]
    assert letter.subject == f"Closing the Gap: {cast.administrator} invites you"
    assert cast.trust.name in letter.body
    until = timezone.localtime() + datetime.timedelta(days=7)
    assert f"until {until:%-d %B %Y}" in letter.body


def test_the_link_shows_the_roles_and_lets_in_once(link, cast):
    client = Client()
    page = client.get(link).content.decode()
    assert "Welcome, Ottoline Newcombe" in page
    assert f"Teacher, {cast.own.name}, from 1 September 2024 until 31 July 2099" in page
    assert client.post(link, FRESH)["Location"] == "/"
    assert client.get("/").status_code == 200
    person = User.objects.get(email="new@example.org")
    assert person.check_password(FRESH["password1"])
    assert Invitation.objects.get().used_at is not None
    again = Client()
    over = again.get(link)
    assert over.status_code == 410
    assert "It was used already." in over.content.decode()
    assert again.post(link, {"password1": "Another-Word-Long-9", "password2": "Another-Word-Long-9"}).status_code == 410
    person.refresh_from_db()
    assert person.check_password(FRESH["password1"])


def test_the_person_is_told_by_mail_that_a_password_was_set(link, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(link, {**FRESH, "password2": "Another"})
    assert not mail.outbox
    with django_capture_on_commit_callbacks(execute=True):
        assert Client().post(link, FRESH)["Location"] == "/"
    (letter,) = mail.outbox
    assert letter.to == ["new@example.org"]
    assert letter.subject == "Closing the Gap: your password was set"
    assert FRESH["password1"] not in letter.body


def test_a_mail_server_that_is_away_keeps_nobody_outside(link, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client = Client()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(link, FRESH)
    assert client.get("/").status_code == 200


def test_after_seven_days_it_opens_nothing_and_says_whom_to_ask(link, cast):
    Invitation.objects.update(
        sent_at=timezone.now() - datetime.timedelta(days=7, minutes=1), runs_out_at=timezone.now()
    )
    for answer in (Client().get(link), Client().post(link, FRESH)):
        assert answer.status_code == 410
        assert f"ask {cast.administrator} for another invitation" in answer.content.decode()
    assert not User.objects.get(email="new@example.org").has_usable_password()


def test_a_link_that_never_was_says_what_may_have_happened(db):
    answer = Client().get("/invitations/made-up/")
    assert answer.status_code == 404
    assert "copy the whole link" in answer.content.decode()


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"password1": "short", "password2": "short"}, "at least 12 characters"),
        ({"password1": "Ottoline Newcombe", "password2": "Ottoline Newcombe"}, "too similar"),
        ({**FRESH, "password2": "Another"}, "The two are not the same."),
        ({"password1": "", "password2": ""}, REQUIRED),
    ],
)
def test_a_password_that_will_not_do_leaves_the_link_open(form, says, link):
    client = Client()
    answer = client.post(link, form)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert client.post(link, FRESH)["Location"] == "/"


def test_a_newer_letter_takes_the_older_ones_place(link, cast, admin):
    person = User.objects.get(email="new@example.org")
    page = admin.post(f"/people/person/{person.pk}/invite/", follow=True).content.decode()
    assert "A letter is on its way to new@example.org." in page
    newer = link_of(mail.outbox[-1])
    assert Client().get(link).status_code == 410
    assert Client().get(newer).status_code == 200


def test_a_link_can_be_taken_back(link, cast, admin):
    invitation = Invitation.objects.get()
    admin.post(f"/people/invitations/{invitation.pk}/withdraw/")
    assert Client().get(link).status_code == 410
    assert invitation.user.memberships.exists(), "the role stays"


def test_only_the_digest_is_kept(link):
    token = link.split("/")[-2]
    assert Invitation.objects.get().digest == digest_of(token)
    event = Invitation._meta.get_field("events").related_model
    assert "digest" not in {field.name for field in event._meta.get_fields()}


def test_a_role_that_begins_later_opens_on_its_day(cast, admin):
    begins = timezone.localdate() + datetime.timedelta(days=30)
    form = {"email": "new@example.org", "full_name": "Ottoline New", "role": "trustee", "academy": "", "starts": begins}
    admin.post("/people/grant/", form)
    client = Client()
    answer = client.post(link_of(mail.outbox[0]), FRESH, follow=True)
    assert f"Your role begins on {begins:%-d %B %Y}." in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_who_holds_a_password_already_gets_no_letter(cast, admin):
    known = make.UserFactory(password=make.PASSWORD)
    admin.post(
        "/people/grant/", {"email": known.email, "role": "trustee", "academy": "", "starts": timezone.localdate()}
    )
    assert known.memberships.exists()
    assert not mail.outbox


def test_a_mail_server_that_refuses_leaves_the_invitation_to_be_sent_again(cast, admin, monkeypatch):
    def refuses(*args, **kwargs):
        raise SMTPException("busy")

    monkeypatch.setattr("academies.services.invitations.send_mail", refuses)
    form = {
        "email": "new@example.org",
        "full_name": "Ottoline New",
        "role": "trustee",
        "academy": "",
        "starts": "2024-09-01",
    }
    page = admin.post("/people/grant/", form, follow=True).content.decode()
    assert "The mail server did not take the letter." in page
    assert "Send the invitation again" in page


def test_the_services_refuse_whoever_may_not(cast):
    colleague = make.MembershipFactory(academy=cast.own, role=Role.TEACHER).user
    waiting = make.AccountInvitationFactory(trust=cast.trust, user=colleague, by=cast.administrator)
    foreign = make.AccountInvitationFactory(trust=cast.foreign_trust, user=cast.outsider, by=cast.foreign_leader)
    for by, trust, user in (
        (cast.headteacher, cast.trust, colleague),
        (cast.administrator, cast.foreign_trust, cast.outsider),
        (cast.administrator, cast.trust, cast.administrator),
        (cast.administrator, cast.trust, cast.outsider),
    ):
        with pytest.raises(PermissionDenied):
            invite(by=by, trust=trust, user=user, link=str)
    with pytest.raises(PermissionDenied):
        withdraw_invitation(by=cast.headteacher, invitation=waiting)
    with pytest.raises(PermissionDenied):
        withdraw_invitation(by=cast.administrator, invitation=foreign)
    assert not mail.outbox


def test_a_link_gets_nobody_past_a_second_factor_and_ends_what_was_open(link):
    """Whoever else reads that letter box has the link too."""
    user = User.objects.get(email="new@example.org")
    user.set_password(make.PASSWORD)
    user.save()
    inside = Client()
    inside.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    inside.post("/account/confirm/", {"password": make.PASSWORD})
    Invitation.objects.update(used_at=None)
    secret = set_up_app(inside)
    client = Client()
    assert client.post(link, FRESH)["Location"] == "/account/second-factor/authenticate/"
    assert "_auth_user_id" not in client.session
    assert inside.get("/account/").status_code == 302
    assert not SignIn.objects.open().filter(user=user).exists()
    client.post("/account/second-factor/authenticate/", {"code": shown(secret)})
    assert "_auth_user_id" in client.session


def test_twenty_guesses_a_minute_and_no_more(cast):
    client = Client()
    answers = {client.post(f"/invitations/guess-{number}/", FRESH).status_code for number in range(20)}
    assert answers == {404}
    assert client.post("/invitations/guess-21/", FRESH).status_code == 429


def test_an_administrator_cannot_flood_letter_boxes(link, admin):
    person = User.objects.get(email="new@example.org")
    answers = [admin.post(f"/people/person/{person.pk}/invite/").status_code for _ in range(60)]
    assert (answers[0], answers[-1]) == (302, 429)
