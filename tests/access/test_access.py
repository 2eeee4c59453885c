"""Deny by default: what no role in force says is refused. academies/access.py."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from academies.access import (
    ACADEMY_ROLES,
    ROLE_PERMISSIONS,
    TRUST_ROLES,
    Permission,
    Person,
    Role,
    roles_with,
    user_can,
)
from academies.models import Academy, Membership
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def sees(user, academy) -> bool:
    return Academy.objects.visible_to(user).filter(pk=academy.pk).exists()


def test_every_role_says_what_it_may_and_every_permission_is_somebodys():
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert set(Permission) == set().union(*ROLE_PERMISSIONS.values())
    assert set(Role) == TRUST_ROLES | ACADEMY_ROLES


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_is_held_by_the_roles_that_list_it_and_no_other(permission, cast):
    holders = {role for role in Role if user_can(cast.people[role], permission, academy=cast.own)}
    assert holders == set(roles_with(permission))


@pytest.mark.parametrize("permission", Permission)
def test_nobody_outsiders_and_strangers_hold_nothing_here(permission, cast):
    for user in (cast.nobody, cast.outsider, AnonymousUser()):
        assert not user_can(user, permission, academy=cast.own)
        assert not user_can(user, permission, trust=cast.trust)
    assert not user_can(cast.nobody, permission)
    assert not user_can(AnonymousUser(), permission)


@pytest.mark.parametrize("role", sorted(ACADEMY_ROLES))
def test_a_role_at_an_academy_holds_nothing_next_door_nor_for_the_trust(role, cast):
    user = make.MembershipFactory(role=role, academy=cast.own).user
    for permission in Permission:
        assert not user_can(user, permission, academy=cast.sibling)
        assert not user_can(user, permission, trust=cast.trust)
    assert set(Academy.objects.visible_to(user)) == {cast.own}


@pytest.mark.parametrize("role", sorted(TRUST_ROLES))
def test_a_role_for_the_trust_reaches_its_academies_and_no_other_trust(role, cast):
    user = make.MembershipFactory(role=role, academy=None, trust=cast.trust).user
    assert set(Academy.objects.visible_to(user)) == {cast.own, cast.sibling}
    assert not any(user_can(user, permission, academy=cast.foreign) for permission in Permission)


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (-10 * DAY, None, True),
        (0 * DAY, None, True),
        (-10 * DAY, 0 * DAY, True),
        (-10 * DAY, -DAY, False),
        (DAY, None, False),
        (DAY, 5 * DAY, False),
    ],
    ids=["long ago", "from today", "until today", "ended yesterday", "begins tomorrow", "later"],
)
def test_a_role_counts_from_its_first_day_to_its_last(starts, ends, holds, cast):
    today = timezone.localdate()
    user = make.MembershipFactory(
        academy=cast.own, starts=today + starts, ends=None if ends is None else today + ends
    ).user
    assert user_can(user, Permission.VIEW_ACADEMY, academy=cast.own) is holds
    assert sees(user, cast.own) is holds


def test_who_may_not_sign_in_holds_nothing(cast):
    assert sees(cast.headteacher, cast.own)
    cast.headteacher.is_active = False
    cast.headteacher.save()
    assert not sees(cast.headteacher, cast.own)
    assert not user_can(cast.headteacher, Permission.VIEW_ACADEMY)


def test_two_roles_do_not_lend_each_other_their_permissions(cast):
    """A governor here who leads an academy elsewhere sees pupils there, and only there."""
    user = make.MembershipFactory(role=Role.GOVERNOR, academy=cast.own).user
    make.MembershipFactory(role=Role.HEADTEACHER, academy=cast.sibling, user=user)
    assert user_can(user, Permission.VIEW_PUPILS, academy=cast.sibling)
    assert not user_can(user, Permission.VIEW_PUPILS, academy=cast.own)
    assert set(Academy.objects.visible_to(user)) == {cast.own, cast.sibling}


def test_the_person_of_a_request_acts_in_one_trust_at_a_time(cast):
    here = make.MembershipFactory(role=Role.GOVERNOR, academy=cast.own)
    there = make.MembershipFactory(role=Role.HEADTEACHER, academy=cast.foreign, user=here.user)
    person = Person([here, there], cast.trust)
    assert person.can(Permission.VIEW_FIGURES)
    assert not person.can(Permission.VIEW_PUPILS)
    assert not person.can_trust_wide(Permission.VIEW_FIGURES)
    assert Person([here, there], cast.foreign_trust).can(Permission.VIEW_PUPILS)
    assert not Person([], None).can(Permission.VIEW_ACADEMY)


@pytest.mark.parametrize(
    ("role", "at_academy"), [(Role.TRUSTEE, True), (Role.ADMINISTRATOR, True), (Role.TEACHER, False)]
)
def test_the_database_refuses_a_role_where_it_is_not_held(role, at_academy, cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.MembershipFactory(role=role, academy=cast.own if at_academy else None, trust=cast.trust)


def test_the_database_refuses_the_same_role_twice_in_overlapping_days(cast):
    first = make.MembershipFactory(academy=cast.own, ends=datetime.date(2024, 7, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        make.MembershipFactory(academy=cast.own, user=first.user, starts=datetime.date(2024, 7, 31))
    again = make.MembershipFactory(academy=cast.own, user=first.user, starts=datetime.date(2024, 8, 1))
    assert Membership.objects.filter(user=first.user).count() == 2
    assert again.pk


def test_a_role_cannot_join_a_trust_with_an_academy_of_another(cast):
    crossed = Membership(user=cast.nobody, trust=cast.trust, academy=cast.foreign, role=Role.HEADTEACHER)
    with pytest.raises(ValidationError, match="another trust"):
        crossed.full_clean()


def test_an_academy_that_left_the_trust_is_not_reached_by_its_old_roles(cast):
    Academy.objects.filter(pk=cast.own.pk).update(trust=cast.foreign_trust)
    cast.own.refresh_from_db()
    assert not sees(cast.headteacher, cast.own)
    assert not user_can(cast.headteacher, Permission.VIEW_ACADEMY, academy=cast.own)
    assert not sees(cast.trust_leader, cast.own)
