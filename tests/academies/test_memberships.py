"""People and roles: an administrator lists, grants and ends them; nobody changes their own."""

import csv
import datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from academies.access import Role
from academies.models import Membership
from academies.services.memberships import end_membership, grant_membership
from accounts.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db
START = datetime.date(2024, 9, 1)


@pytest.fixture
def admin(cast, client_of):
    return client_of(cast.administrator)


def test_the_list_shows_the_trust_and_nobody_else(cast, admin):
    page = admin.get("/people/").content.decode()
    assert cast.teacher.full_name in page
    assert cast.sibling_teacher.full_name in page
    assert cast.outsider.full_name not in page
    assert "14 people hold 14 roles." in page


def test_the_list_narrows_by_role_place_and_day(cast, admin):
    make.MembershipFactory(user=cast.nobody, academy=cast.own, role=Role.COACH, ends=datetime.date(2021, 7, 31))
    assert "1 person holds 1 role." in admin.get("/people/?role=governor").content.decode()
    assert "2 people hold 2 roles." in admin.get(f"/people/?academy={cast.sibling.slug}").content.decode()
    ended = admin.get("/people/?state=ended").content.decode()
    assert cast.nobody.full_name in ended
    assert "1 person held 1 role that came to an end." in ended
    assert cast.nobody.full_name not in admin.get("/people/").content.decode()
    assert "Nobody holds such a role." in admin.get("/people/?state=later").content.decode()


@pytest.mark.parametrize("query", ["role=wrong", "academy=puffinscar", "state=%00", "sort=wrong", "page=x&page=-1"])
def test_a_made_up_filter_is_left_out(query, admin):
    assert "14 people hold 14 roles." in admin.get(f"/people/?{query}").content.decode()


def test_the_list_leaves_as_csv_as_it_was_narrowed(cast, admin):
    lines = list(csv.reader(admin.get("/people/roles.csv?role=teacher").content.decode("utf-8-sig").splitlines()))
    assert lines[0] == ["Name", "E-mail", "Role", "Where", "From", "Until"]
    assert sorted(line[0] for line in lines[1:]) == sorted([cast.teacher.full_name, cast.sibling_teacher.full_name])


def test_twenty_people_cost_as_many_queries_as_two(admin, cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        admin.get("/people/")
    make.MembershipFactory.create_batch(20, academy=cast.own, role=Role.TEACHER)
    with django_assert_num_queries(len(few)):
        admin.get("/people/")


def test_granting_a_role_to_a_known_person(cast, admin):
    answer = admin.post(
        "/people/grant/", {"email": cast.nobody.email.upper(), "role": "coach", "academy": cast.own.pk, "starts": START}
    )
    assert answer.url == f"/people/person/{cast.nobody.pk}/"
    granted = Membership.objects.get(user=cast.nobody)
    assert (granted.role, granted.academy, granted.trust, granted.ends) == ("coach", cast.own, cast.trust, None)


def test_granting_a_role_to_somebody_new_invites_them(cast, admin):
    form = {"email": "new@example.org", "full_name": "Ottoline New", "role": "trustee", "academy": "", "starts": START}
    page = admin.post("/people/grant/", form, follow=True).content.decode()
    added = User.objects.get(email="new@example.org")
    assert not added.has_usable_password()
    assert "A letter is on its way to new@example.org. Its link holds for seven days, once." in page
    assert mail.outbox[0].to == ["new@example.org"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"email": "unknown@example.org"}, "This e-mail is new here. Say whose it is."),
        ({"email": "zellaby@example.org"}, "Nobody changes their own roles."),
        ({"role": "trustee"}, "Trustee is a role for the whole trust."),
        ({"academy": ""}, "Teacher is a role at one academy."),
        ({"ends": "2020-01-01"}, "The last day is before the first."),
        ({"starts": "yesterday"}, "Enter a valid date."),
        ({"role": "king"}, "Select a valid choice."),
        ({"email": "quillmore@example.org"}, "This person already holds that role there in those days."),
    ],
)
def test_what_cannot_be_granted_is_said_at_its_field(change, says, cast, admin):
    form = {"email": cast.nobody.email, "role": "teacher", "academy": cast.own.pk, "starts": START, **change}
    before = Membership.objects.count(), User.objects.count()
    answer = admin.post("/people/grant/", form)
    assert answer.status_code == 200
    assert says in answer.content.decode().replace("&#x27;", "'")
    assert (Membership.objects.count(), User.objects.count()) == before


def test_an_academy_of_another_trust_is_not_on_offer(cast, admin):
    page = admin.get("/people/grant/").content.decode()
    assert cast.sibling.name in page
    assert cast.foreign.name not in page
    form = {"email": cast.nobody.email, "role": "teacher", "academy": cast.foreign.pk, "starts": START}
    assert admin.post("/people/grant/", form).status_code == 200
    assert not Membership.objects.filter(user=cast.nobody).exists()


def test_ending_a_role_keeps_it_until_its_last_day(cast, admin):
    membership = cast.teacher.memberships.get()
    today = timezone.localdate()
    assert "End Nadia Quillmore" in admin.get(f"/people/{membership.pk}/end/").content.decode()
    assert admin.post(f"/people/{membership.pk}/end/", {"last_day": today}).url == f"/people/person/{cast.teacher.pk}/"
    membership.refresh_from_db()
    assert membership.ends == today
    assert Membership.objects.current().filter(pk=membership.pk).exists()
    assert not Membership.objects.current(today + datetime.timedelta(days=1)).filter(pk=membership.pk).exists()


def test_a_role_cannot_end_before_it_began(cast, admin):
    membership = cast.teacher.memberships.get()
    page = admin.post(f"/people/{membership.pk}/end/", {"last_day": "2019-01-01"}).content.decode()
    assert "it cannot end before that" in page
    membership.refresh_from_db()
    assert membership.ends is None


def test_one_cannot_end_ones_own_role(cast, admin):
    own = cast.administrator.memberships.get()
    assert admin.post(f"/people/{own.pk}/end/", {"last_day": timezone.localdate()}).status_code == 403
    assert f"/people/{own.pk}/end/" not in admin.get("/people/").content.decode()


def test_the_services_refuse_whoever_may_not_even_without_a_page(cast):
    with pytest.raises(PermissionDenied):
        grant_membership(
            by=cast.headteacher, trust=cast.trust, role=Role.TEACHER, email=cast.nobody.email,
            academy=cast.own, starts=START,
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        grant_membership(
            by=cast.administrator, trust=cast.foreign_trust, role=Role.TEACHER, email=cast.nobody.email,
            academy=cast.foreign, starts=START,
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        end_membership(by=cast.headteacher, membership=cast.teacher.memberships.get(), last_day=START)
    with pytest.raises(PermissionDenied):
        end_membership(by=cast.administrator, membership=cast.outsider.memberships.get(), last_day=START)


def test_a_refused_grant_leaves_no_person_behind(cast):
    with pytest.raises(ValidationError):
        grant_membership(
            by=cast.administrator, trust=cast.trust, role=Role.TEACHER, email="x@example.org", full_name="X",
            academy=cast.foreign, starts=START,
        )  # fmt: skip
    assert not User.objects.filter(email="x@example.org").exists()


def test_people_are_found_by_a_part_of_their_name_or_address(cast, admin):
    make.MembershipFactory(user=make.UserFactory(full_name="Ottoline Quayle-Brandreth"), academy=cast.own)

    def listed(words):
        table = admin.get("/people/", {"q": words}).content.decode().split("<tbody")[-1]
        return {name for name in ("Ottoline Quayle-Brandreth", cast.coach.full_name) if name in table}

    assert listed("") == {"Ottoline Quayle-Brandreth", cast.coach.full_name}
    assert listed("quayle otto") == {"Ottoline Quayle-Brandreth"}
    assert listed(cast.coach.email[:8]) >= {cast.coach.full_name}
    assert listed("Quayle%") == set()  # a sign of the database's own is a letter here
    assert listed("Quayle\0") == {"Ottoline Quayle-Brandreth"}
    file = admin.get("/people/roles.csv", {"q": "quayle"}).content.decode()
    assert ("Ottoline" in file, cast.coach.full_name in file) == (True, False)
