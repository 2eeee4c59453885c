"""The cast itself: that it is what the other tests take it for."""

import pytest

from academies.access import ROLE_PERMISSIONS, Role
from academies.models import Membership
from academies.row_scope import every_row
from pupils.models import Pupil
from tests.cast import PLANTED, World
from tests.factories import make_upn


@pytest.mark.django_db
def test_one_person_holds_each_role_and_no_other(cast):
    held = {person.pk: [m.role for m in Membership.objects.filter(user=person)] for person in cast.people.values()}
    assert held == {cast.people[role].pk: [role.value] for role in Role}
    assert set(cast.people) == set(Role) == set(ROLE_PERMISSIONS)


@pytest.mark.django_db
def test_nobody_holds_no_role_and_the_outsider_none_here(cast):
    assert not cast.nobody.memberships.exists()
    assert set(cast.outsider.memberships.values_list("trust", flat=True)) == {cast.foreign_trust.pk}


def test_each_academy_has_pupils_with_a_surname_of_its_own(world: World):
    with every_row():
        for academy in (world.cast.own, world.cast.sibling, world.cast.foreign):
            surnames = set(Pupil.objects.filter(enrolments__academy=academy).values_list("surname", flat=True))
            assert surnames == {PLANTED[academy.name]}


def test_upns_carry_the_right_check_letter():
    # Worked by hand: 2x9 + 3x3 + 4x6 + 5x2 + 13x1 = 74, and 74 mod 23 is 5, the letter F.
    assert make_upn(1) == "F936200000001"
