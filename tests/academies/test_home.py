"""The home page says what this person can do next, and the frame says where they may go."""

import pytest
from django.test import Client

from academies.access import ROLE_PERMISSIONS, Permission, Person, Role, person_for
from academies.models import Academy, Trust
from academies.providers import JoinedTodos, Todo, Weight
from academies.providers.todo import TodoRegistry, todo
from academies.selectors.together import Asked
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_an_administrator_is_told_which_academies_nobody_leads(cast, client_of):
    unled = make.AcademyFactory(trust=cast.trust)
    page = client_of(cast.administrator).get("/").content.decode()
    assert "One academy has no headteacher who can sign in." in page
    make.MembershipFactory(academy=unled, role=Role.HEADTEACHER)
    assert "no headteacher" not in client_of(cast.administrator).get("/").content.decode()


def test_it_greets_by_name_and_says_what_the_role_is_for(cast, client_of):
    page = client_of(cast.governor).get("/").content.decode()
    assert ", Rosalind." in page
    assert "which question to ask" in page


def test_who_holds_no_role_is_told_what_to_do(cast, client_of):
    page = client_of(cast.nobody).get("/").content.decode()
    assert "You hold no role here yet." in page
    assert "An administrator of your trust gives you a role" in page


@pytest.mark.parametrize("role", Role)
def test_every_address_that_is_offered_opens(role, cast, client_of):
    from celt.ui.nav import navigation

    client = client_of(cast.people[role])
    request = client.get("/").wsgi_request
    items = [item for group in navigation(request) for item in group.items]
    assert {"Home", "Academies"} <= {item.label for item in items}
    assert ("People and roles" in {item.label for item in items}) is (role == Role.ADMINISTRATOR)
    for url in {each.url for item in items for each in (item, *item.tabs)}:
        assert client.get(url).status_code == 200, f"{role} is offered {url} and may not open it."


@pytest.mark.parametrize("role", Role)
def test_practice_is_a_short_group_whose_pages_are_all_reached(role, cast, client_of):
    """Who has ten minutes reads no list of eleven: what belongs together stands on tabs."""
    from celt.ui.nav import navigation

    client = client_of(cast.people[role])
    groups = navigation(client.get("/").wsgi_request)
    practice = [item for group in groups if group.label == "Practice" for item in group.items]
    assert len(practice) <= 6
    reached = {each.url for item in practice for each in (item, *item.tabs)}
    permissions = ROLE_PERMISSIONS[role]
    toolkit = {"/toolkit/practices/", "/toolkit/in-use/", "/toolkit/playbook/", "/toolkit/theories/"}
    toolkit |= {"/toolkit/library/", "/toolkit/stories/"}
    assert toolkit <= reached if Permission.VIEW_TOOLKIT in permissions else not toolkit & reached
    assert ("/coaching/programme/" in reached) is (Permission.VIEW_PROGRAMME in permissions)
    if Permission.VIEW_PROGRAMME in permissions:
        page = client.get("/coaching/").content.decode()
        assert 'href="/coaching/programme/"' in page, "The tabs stand on the page."


def test_what_waits_stands_before_what_is_good_to_know(cast):
    registry = TodoRegistry()
    registry.register(lambda user, person: [Todo("Know this.", "/", weight=Weight.KNOW)])
    registry.register(lambda user, person: [Todo("Do this.", "/", weight=Weight.WAITING), Todo("Then this.", "/")])
    said = [each.says for each in registry.collect(cast.headteacher, Person([], None))]
    assert said == ["Do this.", "Then this.", "Know this."]


def test_a_provider_registers_once():
    registry = TodoRegistry()
    for _ in range(2):
        registry.register(one := todo.collect)
    assert registry._providers == [one]


def of(model, prefix: str, *names: str) -> JoinedTodos:
    """Tells of the rows of those names; of nobody's where the person holds no role."""

    def asked(user, person):
        return [Asked(model.objects.filter(name__in=names))] if person.here else []

    def told(user, person, rows):
        return [Todo(f"{prefix}: {[row.name for row in rows]}", "/")]

    return JoinedTodos(asked, told)


def test_what_is_joined_is_read_in_one_query_and_told_in_order_each_of_its_own_rows(cast, django_assert_num_queries):
    registry = TodoRegistry()
    registry.register(last := of(Academy, "Last", cast.own.name))
    registry.register(lambda user, person: [Todo("Asks nothing", "/")])
    registry.register(of(Trust, "Trust", cast.trust.name))
    registry.register(of(Academy, "Academy", cast.sibling.name))
    registry.register(of(Academy, "First", "Nowhere"), before=last)
    person = person_for(cast.headteacher)
    assert person.here
    with django_assert_num_queries(1):
        said = [each.says for each in registry.collect(cast.headteacher, person)]
    assert said == [
        "First: []", f"Last: ['{cast.own.name}']", "Asks nothing", f"Trust: ['{cast.trust.name}']",
        f"Academy: ['{cast.sibling.name}']",
    ]  # fmt: skip
    with django_assert_num_queries(0):
        assert [each.says for each in registry.collect(cast.nobody, Person([], None))] == ["Asks nothing"]


def test_everybody_is_told_together_what_each_provider_tells_alone(world):
    told = 0
    for user in world.cast.everyone.values():
        person = person_for(user)
        alone = [each for provider in todo._providers for each in provider(user, person)]
        assert todo.collect(user, person) == sorted(alone, key=lambda each: each.weight)
        told += len(alone)
    assert told >= 20, "The world has something for most of them."


def test_health_says_ok_to_anybody_and_nothing_else():
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_errors_say_what_to_do(cast, client_of, settings):
    forbidden = client_of(cast.teacher).get("/people/").content.decode()
    assert "Your roles do not let you grant and end roles." in forbidden
    assert "ask an administrator" in forbidden
    missing = client_of(cast.teacher).get("/no/such/page").content.decode()
    assert "start again from your home page" in missing
    assert "There is nothing for you" in Client().get("/no/such/page").content.decode()


def test_a_broken_page_answers_in_our_look_without_telling_why(cast, client_of, monkeypatch):
    def broken(*_):
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr("academies.views.home.home_page", broken)
    client = client_of(cast.teacher)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "secret" not in answer.content.decode()
