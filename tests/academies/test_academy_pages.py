"""The academies: one academy, who is named on its page, and the switch between trusts."""

import datetime

import pytest

from academies.access import Permission, Person, Role
from academies.guards import academy_or_404
from tests import factories as make
from tests.cast import FOREIGN, OWN

pytestmark = pytest.mark.django_db


def page_of(client_of, user, path) -> str:
    return str(client_of(user).get(path).content.decode())


def test_an_academy_says_what_it_is_and_where_it_came_from(cast, client_of):
    make.PredecessorLinkFactory(academy=cast.own, name="Old Heronwick School", urn=123456)
    page = page_of(client_of, cast.headteacher, "/academies/heronwick/")
    assert "Heronwick Primary Academy is a primary academy for ages 4 to 11." in page
    for fact in (
        "910001", "Old Heronwick School", "123456", "Kestrelholt Learning Trust", "Surrey (936)", "1 September 2015",
    ):  # fmt: skip
        assert fact in page


@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.TRUSTEE, Role.MODERATOR])
def test_readers_find_leaders_and_governors_and_no_teacher(role, cast, client_of):
    page = page_of(client_of, cast.people[role], "/academies/heronwick/")
    assert cast.headteacher.full_name in page
    assert cast.governor.full_name in page
    assert cast.teacher.full_name not in page
    assert cast.coach.full_name not in page


def test_staff_find_who_works_there_today(cast, client_of):
    left = make.MembershipFactory(academy=cast.own, role=Role.TEACHER, ends=datetime.date(2023, 7, 31)).user
    page = page_of(client_of, cast.senior_leader, "/academies/heronwick/")
    assert cast.teacher.full_name in page
    assert left.full_name not in page


def test_an_academy_elsewhere_is_not_there(cast, client_of):
    for slug in ("otterbourne-vale", "puffinscar", "no-such-academy"):
        answer = client_of(cast.headteacher).get(f"/academies/{slug}/")
        assert answer.status_code == 404
        assert "There is nothing for you at this address" in answer.content.decode()


def test_pages_take_no_post(cast, client_of):
    for path in ("/academies/", "/academies/heronwick/", "/", "/healthz"):
        assert client_of(cast.headteacher).post(path).status_code == 405


def test_more_academies_cost_no_more_queries(cast, client_of, django_assert_max_num_queries):
    make.AcademyFactory.create_batch(20, trust=cast.trust)
    client = client_of(cast.trust_leader)
    make.MembershipFactory.create_batch(20, academy=cast.own, role=Role.TEACHER)
    with django_assert_max_num_queries(15):
        client.get("/academies/heronwick/")


def test_somebody_of_two_trusts_looks_at_one_at_a_time(cast, client_of):
    make.MembershipFactory(user=cast.headteacher, academy=cast.foreign, role=Role.GOVERNOR)
    client = client_of(cast.headteacher)
    assert OWN in client.get("/academies/").content.decode()
    assert FOREIGN not in client.get("/academies/").content.decode()
    answer = client.post("/trust/", {"trust": cast.foreign_trust.pk, "next": "/academies/"})
    assert answer.url == "/academies/"
    page = client.get("/academies/").content.decode()
    assert FOREIGN in page
    assert OWN not in page
    # A role there does not become a role here: governors see no list of people, headteachers of elsewhere neither.
    assert client.get("/people/").status_code == 403


@pytest.mark.parametrize("trust", ["", "x", "0", "99999999999", "1 OR 1=1"])
def test_a_trust_that_is_not_ones_own_cannot_be_looked_at(trust, cast, client_of):
    client = client_of(cast.headteacher)
    assert client.post("/trust/", {"trust": trust}).status_code == 404
    assert client.post("/trust/", {"trust": cast.foreign_trust.pk}).status_code == 404
    assert OWN in client.get("/academies/").content.decode()


def test_the_switch_leads_nowhere_outside(cast, client_of):
    answer = client_of(cast.headteacher).post("/trust/", {"trust": cast.trust.pk, "next": "https://evil.example/"})
    assert answer.url == "/"


def test_a_page_of_an_academy_is_read_with_the_roles_held_in_its_trust(cast, rf):
    """A headteacher there who governs here reads here as a governor, also while looking at the other trust."""
    here = make.MembershipFactory(user=cast.outsider, academy=cast.own, role=Role.GOVERNOR)
    there = cast.outsider.memberships.exclude(pk=here.pk).get()
    request = rf.get("/")
    request.user, request.person = cast.outsider, Person([there, here], cast.foreign_trust)
    assert request.person.can(Permission.VIEW_STAFF_FIGURES)
    academy_or_404(request, cast.own.slug)
    assert request.person.trust == cast.trust
    assert not request.person.can(Permission.VIEW_STAFF_FIGURES)


def test_an_academys_page_leads_to_its_dashboard_for_whoever_may_open_it(cast, client_of):
    for role, led in ((Role.TRUST_LEADER, True), (Role.GOVERNOR, True), (Role.TEACHER, False), (Role.MODERATOR, False)):
        page = page_of(client_of, cast.people[role], "/academies/heronwick/")
        assert ("/dashboards/academies/heronwick/" in page) is led, role
