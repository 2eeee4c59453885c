"""Two people in the same moment: a role given twice, two administrators who end each other, one link used twice."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from academies.access import Permission, Role, user_can
from academies.models import Membership
from academies.services.invitations import accept_invitation
from academies.services.memberships import end_membership, grant_membership
from accounts.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*steps: Callable[[], object]) -> list[str]:
    """What each came to: "done", or what it was told."""
    together = threading.Barrier(len(steps))

    def take(step: Callable[[], object]) -> str:
        try:
            together.wait(timeout=20)
            step()
        except ValidationError as error:
            return " ".join(error.messages)
        except PermissionDenied as error:
            return str(error)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(take, steps))


def second_administrator(cast) -> User:
    user: User = make.MembershipFactory(trust=cast.trust, academy=None, role=Role.ADMINISTRATOR).user
    return user


def test_a_role_given_twice_to_somebody_new_is_given_once_and_the_other_is_told(cast):
    def by(administrator: User) -> Callable[[], object]:
        return lambda: grant_membership(
            by=administrator, trust=cast.trust, role=Role.TEACHER, email="New@example.org", full_name="Ottoline New",
            academy=cast.own, starts=timezone.localdate(),
        )  # fmt: skip

    told = at_once(by(cast.administrator), by(second_administrator(cast)))
    assert told == ["This person already holds that role there in those days.", "done"]
    assert Membership.objects.get(user__email="new@example.org").role == Role.TEACHER


@pytest.mark.parametrize("days", [0, 1])
def test_of_two_administrators_who_end_each_other_one_stays(days, cast):
    first, second = cast.administrator, second_administrator(cast)
    Membership.objects.filter(role=Role.ADMINISTRATOR).update(starts=datetime.date(2020, 9, 1))
    last_day = timezone.localdate() - datetime.timedelta(days=days)

    def ends(by: User, whose: User) -> Callable[[], object]:
        return lambda: end_membership(by=by, membership=whose.memberships.get(), last_day=last_day)

    told = at_once(ends(first, second), ends(second, first))
    assert told.count("done") == 1
    left = [user for user in (first, second) if user.memberships.get().ends is None]
    assert len(left) == 1
    assert user_can(left[0], Permission.MANAGE_ACCESS, trust=cast.trust)


def test_a_link_that_two_use_at_once_sets_one_password(cast):
    make.AccountInvitationFactory(trust=cast.trust, user=cast.nobody, by=cast.administrator, token="held")
    words = ("Fresh-Herons-Land-3", "Quiet-Otters-Swim-4")
    told = at_once(*(lambda word=word: accept_invitation(token="held", password=word) for word in words))
    assert told == ["This link holds no more.", "done"]
    cast.nobody.refresh_from_db()
    assert sum(cast.nobody.check_password(word) for word in words) == 1
