"""The demo's door stands open in demo mode alone, and for nobody but the demo's people."""

import pytest
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from academies.access import ACADEMY_ROLES, TRUST_ROLES, Role
from academies.demo import DEMO_PEOPLE
from academies.views.demo import demo_people, demo_sign_in
from tests import factories as make

pytestmark = pytest.mark.django_db
DOOR = "/demo/sign-in/"
LEADER = next(person for person in DEMO_PEOPLE if person.role == Role.TRUST_LEADER)

demo_mode = override_settings(ROOT_URLCONF="tests.access.demo_urls", DEMO=True)
plain_mode = override_settings(ROOT_URLCONF="tests.access.plain_urls", DEMO=False)


@pytest.fixture
def leader(db):
    return make.UserFactory(email=LEADER.email, full_name=LEADER.full_name)


def test_there_is_one_person_for_each_role_at_a_fitting_place():
    assert {person.role for person in DEMO_PEOPLE} == set(Role)
    assert all(person.role in (ACADEMY_ROLES if person.academy else TRUST_ROLES) for person in DEMO_PEOPLE)
    assert all(person.email.endswith("@demo.example") for person in DEMO_PEOPLE)
    assert all(person.sentence.endswith(".") for person in DEMO_PEOPLE)


@demo_mode
def test_a_demo_person_signs_in_with_a_click(client, leader):
    page = client.get("/account/login/").content.decode()
    assert LEADER.full_name in page
    assert LEADER.sentence in page
    assert client.post(DOOR, {"email": LEADER.email}).url == "/"
    assert client.session["_auth_user_id"] == str(leader.pk)


@demo_mode
def test_only_people_who_were_loaded_are_offered(leader):
    assert [person["email"] for person in demo_people()] == [LEADER.email]


@demo_mode
def test_the_door_is_shut_to_everybody_else(client, leader, cast):
    for email in (cast.headteacher.email, "", "headteacher@demo.example"):
        assert client.post(DOOR, {"email": email}).status_code == 404
    assert "_auth_user_id" not in client.session


@demo_mode
def test_somebody_with_a_password_is_no_demo_person(client, leader):
    leader.set_password(make.PASSWORD)
    leader.save()
    assert client.post(DOOR, {"email": LEADER.email}).status_code == 404


@demo_mode
def test_the_door_opens_by_a_sent_form_alone(client, leader):
    assert client.get(DOOR, {"email": LEADER.email}).status_code == 405
    assert Client(enforce_csrf_checks=True).post(DOOR, {"email": LEADER.email}).status_code == 403


@plain_mode
def test_outside_demo_mode_there_is_no_door(client, leader):
    with pytest.raises(NoReverseMatch):
        reverse("demo_sign_in")
    assert client.post(DOOR, {"email": LEADER.email}).status_code == 404
    assert client.get("/style/").status_code == 404
    assert LEADER.full_name not in client.get("/account/login/").content.decode()
    assert "_auth_user_id" not in client.session


@plain_mode
def test_the_view_itself_refuses_outside_demo_mode(rf, leader):
    from django.http import Http404

    with pytest.raises(Http404):
        demo_sign_in(rf.post(DOOR, {"email": LEADER.email}))


def test_demo_people_have_no_password_to_guess(client, leader):
    assert not leader.has_usable_password()
    client.post("/account/login/", {"login": LEADER.email, "password": ""})
    client.post("/account/login/", {"login": LEADER.email, "password": "demo"})
    assert "_auth_user_id" not in client.session


@demo_mode
def test_a_demo_person_is_told_why_there_is_no_password_to_change(client, leader):
    client.post(DOOR, {"email": LEADER.email})
    page = client.get("/account/password/change/", follow=True).content.decode()
    assert "there is none to change" in page
