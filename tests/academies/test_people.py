"""A person's page for administrators: every grant with who, when, until; nobody raises themselves."""

import datetime

import pghistory
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from academies.access import Role
from academies.models import Membership
from academies.reader_scope import reading_as
from academies.services.leavers import reset_second_factor, sign_out
from academies.services.memberships import end_membership, extend_membership, grant_membership
from accounts.models import SignIn
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def admin(cast, client_of):
    return client_of(cast.administrator)


def page_of(client, user) -> str:
    return str(client.get(f"/people/person/{user.pk}/").content.decode())


def test_the_page_tells_each_grant_with_who_when_and_until(cast, admin):
    form = {"email": cast.nobody.email, "role": "coach", "academy": cast.own.pk, "starts": "2024-09-01"}
    admin.post("/people/grant/", {**form, "ends": "2099-07-31"})
    held = cast.nobody.memberships.get()
    admin.post(f"/people/{held.pk}/end/", {"last_day": "2098-07-31"})
    page = page_of(admin, cast.nobody)
    today = f"{TODAY():%-d %B %Y}"
    assert "Bartholomew Unplaced holds one role today" in page
    assert f"{today} by {cast.administrator}" in page
    assert f"until 31 July 2098: set on {today} by {cast.administrator}" in page
    assert "1 September 2024" in page
    assert cast.own.name in page


def test_a_grant_from_the_command_line_says_so(cast, admin):
    from django.core.management import call_command

    call_command("add_person", cast.nobody.email, role="trustee", trust=cast.trust.name)
    assert "from the command line" in page_of(admin, cast.nobody)


def test_the_list_leads_to_the_page(cast, admin):
    assert f'href="/people/person/{cast.teacher.pk}/"' in admin.get("/people/").content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_opens_it(role, cast, client_of):
    assert client_of(cast.people[role]).get(f"/people/person/{cast.teacher.pk}/").status_code == 403


def test_nobody_of_another_trust_is_found(cast, admin):
    assert admin.get(f"/people/person/{cast.outsider.pk}/").status_code == 404
    assert admin.get(f"/people/person/{cast.nobody.pk}/").status_code == 404


def test_what_is_held_elsewhere_is_not_told(cast, admin):
    make.MembershipFactory(user=cast.teacher, academy=cast.foreign, role=Role.COACH)
    assert cast.foreign.name not in page_of(admin, cast.teacher)


def test_a_role_is_extended_to_a_later_day_or_without_end(cast, admin):
    held = cast.teacher.memberships.get()
    held.ends = TODAY()
    held.save()
    later = TODAY() + datetime.timedelta(days=100)
    assert admin.post(f"/people/{held.pk}/extend/", {"last_day": later}).url == f"/people/person/{cast.teacher.pk}/"
    held.refresh_from_db()
    assert held.ends == later
    admin.post(f"/people/{held.pk}/extend/", {"last_day": ""})
    held.refresh_from_db()
    assert held.ends is None
    assert "lasts that long already" in admin.post(f"/people/{held.pk}/extend/", {"last_day": later}).content.decode()


def test_extending_over_a_later_grant_is_refused_with_a_sentence(cast, admin):
    held = cast.teacher.memberships.get()
    held.ends = TODAY()
    held.save()
    soon = TODAY() + datetime.timedelta(days=30)
    make.MembershipFactory(user=cast.teacher, academy=cast.own, role=Role.TEACHER, starts=soon)
    page = admin.post(f"/people/{held.pk}/extend/", {"last_day": ""}).content.decode()
    assert "This person already holds that role there in those days." in page


def test_one_neither_ends_nor_extends_ones_own(cast, admin):
    own = cast.administrator.memberships.get()
    assert admin.post(f"/people/{own.pk}/extend/", {"last_day": ""}).status_code == 403
    page = page_of(admin, cast.administrator)
    assert "Nobody changes their own roles" in page
    assert f"/people/{own.pk}/end/" not in page
    with pytest.raises(PermissionDenied):
        extend_membership(by=cast.administrator, membership=own, last_day=None)


# The database refuses it too, whoever forgot to ask.


def raise_oneself(user, trust) -> None:
    with transaction.atomic():
        Membership.objects.create(user=user, trust=trust, role=Role.TRUST_LEADER, starts=TODAY())


def test_the_database_lets_nobody_raise_themselves_under_their_ticket(cast):
    with reading_as(cast.teacher), pytest.raises(IntegrityError, match="Nobody changes their own roles"):
        raise_oneself(cast.teacher, cast.trust)


def test_nor_in_a_request_of_their_own(cast):
    with pghistory.context(user=cast.teacher.pk), pytest.raises(IntegrityError, match="Nobody changes their own roles"):
        raise_oneself(cast.teacher, cast.trust)


def test_nor_by_raw_sql_that_makes_a_role_last_longer_or_hands_it_on(cast):
    held = cast.teacher.memberships.get()
    for change in ("ends = NULL", "role = 'headteacher'", "starts = starts - 1"):
        with reading_as(cast.teacher), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as sql:
            sql.execute(f"UPDATE academies_membership SET {change} WHERE id = %s", [held.pk])
    with pytest.raises(IntegrityError, match="does not pass"), transaction.atomic(), connection.cursor() as sql:
        sql.execute("UPDATE academies_membership SET user_id = %s WHERE id = %s", [cast.nobody.pk, held.pk])


def test_another_may(cast):
    with reading_as(cast.administrator):
        raise_oneself(cast.teacher, cast.trust)
    assert cast.teacher.memberships.count() == 2


# Somebody must be left to grant roles.


def second_administrator(cast, **dates):
    return make.MembershipFactory(
        user=make.UserFactory(), trust=cast.trust, academy=None, role=Role.ADMINISTRATOR, **dates
    )


def test_the_last_administrator_cannot_be_ended(cast):
    first, second = cast.administrator.memberships.get(), second_administrator(cast)
    end_membership(by=cast.administrator, membership=second, last_day=TODAY())
    with pytest.raises(ValidationError, match="Nobody would be left who can grant roles from"):
        end_membership(by=second.user, membership=first, last_day=TODAY())
    first.refresh_from_db()
    assert first.ends is None


def test_the_page_says_so(cast, client_of):
    first = cast.administrator.memberships.get()
    second = second_administrator(cast, ends=TODAY())
    page = client_of(second.user).post(f"/people/{first.pk}/end/", {"last_day": TODAY()}).content.decode()
    assert "Make somebody else an administrator first." in page


def test_one_whose_account_is_closed_or_who_begins_too_late_does_not_count(cast):
    first = cast.administrator.memberships.get()
    second = second_administrator(cast)
    soon = TODAY() + datetime.timedelta(days=10)
    third = second_administrator(cast, starts=soon)
    second_leaves = TODAY()
    closed = second_administrator(cast)
    closed.user.is_active = False
    closed.user.save()
    end_membership(by=cast.administrator, membership=second, last_day=second_leaves)
    with pytest.raises(ValidationError):
        end_membership(by=second.user, membership=first, last_day=TODAY())
    assert end_membership(by=second.user, membership=first, last_day=soon - datetime.timedelta(days=1)).ends
    assert third.ends is None


def test_other_roles_end_freely(cast):
    assert end_membership(by=cast.administrator, membership=cast.trustee.memberships.get(), last_day=TODAY()).ends


# A lost device.


def test_an_administrator_signs_somebody_out_everywhere(cast, admin, client_of):
    theirs = client_of(cast.teacher)
    assert theirs.get("/").status_code == 200
    page = admin.post(f"/people/person/{cast.teacher.pk}/sign-out/", follow=True).content.decode()
    assert "Ended 1 session of Nadia Quillmore." in page
    assert theirs.get("/").status_code == 302


def test_an_administrator_takes_a_lost_second_factor_away(cast, admin):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=cast.teacher, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert "Take the second factor away" in page_of(admin, cast.teacher)
    page = admin.post(f"/people/person/{cast.teacher.pk}/second-factor/", follow=True).content.decode()
    assert "sets up a new second factor when they sign in next" in page
    assert not Authenticator.objects.filter(user=cast.teacher).exists()
    again = admin.post(f"/people/person/{cast.teacher.pk}/second-factor/", follow=True).content.decode()
    assert "has no second factor" in again


def test_nobody_does_so_beyond_their_trust_or_for_themselves(cast):
    for by, user in (
        (cast.headteacher, cast.teacher),
        (cast.administrator, cast.administrator),
        (cast.administrator, cast.outsider),
    ):
        with pytest.raises(PermissionDenied):
            sign_out(by=by, user=user, trust=cast.trust)
        with pytest.raises(PermissionDenied):
            reset_second_factor(by=by, user=user, trust=cast.trust)


def signed_in_with_a_factor(client_of, user):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return client_of(user)


def test_nor_by_giving_a_role_to_somebody_of_another_trust(cast, admin, client_of):
    """Anybody's address can be given a role; that opens no way to their sign-in."""
    theirs = signed_in_with_a_factor(client_of, cast.outsider)
    form = {"email": cast.outsider.email, "role": "teacher", "academy": cast.own.pk, "starts": TODAY()}
    admin.post("/people/grant/", form)
    page = page_of(admin, cast.outsider)
    assert "This person works for another trust too." in page
    assert "Signed in last" not in page
    assert "Signed in last" in page_of(admin, cast.teacher)
    for words, way in (("Sign them out everywhere", "sign-out"), ("Take the second factor away", "second-factor")):
        assert words not in page
        refused = admin.post(f"/people/person/{cast.outsider.pk}/{way}/")
        assert refused.status_code == 403
        assert "works for another trust too" in refused.content.decode()
    assert theirs.get("/").status_code == 200
    assert cast.outsider.authenticator_set.exists()


def test_an_administrator_of_both_trusts_may(cast, client_of):
    theirs = signed_in_with_a_factor(client_of, cast.outsider)
    make.MembershipFactory(user=cast.outsider, academy=cast.own, role=Role.TEACHER)
    place = {"trust": cast.foreign_trust, "academy": None}
    make.MembershipFactory(user=cast.administrator, role=Role.ADMINISTRATOR, **place)
    assert reset_second_factor(by=cast.administrator, user=cast.outsider, trust=cast.trust)
    assert theirs.get("/").status_code == 302


def test_a_role_elsewhere_that_ended_is_in_nobodys_way(cast):
    held = cast.outsider.memberships.get()
    make.MembershipFactory(user=cast.outsider, academy=cast.own, role=Role.TEACHER)
    held.starts, held.ends = TODAY() - datetime.timedelta(days=9), TODAY() - datetime.timedelta(days=1)
    held.save()
    assert sign_out(by=cast.administrator, user=cast.outsider, trust=cast.trust) == 0


def test_a_made_up_person_in_the_address_of_a_grant_is_left_out(cast, admin):
    assert f'value="{cast.teacher.email}"' in admin.get(f"/people/grant/?person={cast.teacher.pk}").content.decode()
    for made_up in (str(cast.outsider.pk), "x", "9" * 30, "%00"):
        answer = admin.get(f"/people/grant/?person={made_up}")
        assert answer.status_code == 200
        assert cast.outsider.email not in answer.content.decode()


def test_twenty_grants_cost_as_many_queries_as_two(cast, admin, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def grow(number: int) -> None:
        for _ in range(number):
            held = grant_membership(
                by=cast.administrator, trust=cast.trust, role=Role.COACH, email=cast.nobody.email,
                academy=make.AcademyFactory(trust=cast.trust), starts=TODAY(),
            )  # fmt: skip
            end_membership(by=cast.administrator, membership=held, last_day=TODAY())
            SignIn.objects.create(user=cast.nobody, session=f"s{held.pk}", device="Firefox")

    grow(2)
    page_of(admin, cast.nobody)
    with CaptureQueriesContext(connection) as few:
        page_of(admin, cast.nobody)
    grow(18)
    with django_assert_num_queries(len(few)):
        page_of(admin, cast.nobody)
