"""Rule 11: a page costs a fixed number of queries, however much the trust holds. Every address that answers a GET."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, reset_queries
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.utils import timezone

from academies.access import Role
from academies.guards import SignedInRequest
from academies.models import Academy
from academies.row_scope import every_row
from tests import factories as make
from tests.access import demo_urls
from tests.access.routes import EVERYBODY, ROUTES, SIGNED_IN, Route
from tests.access.sweep import Sweep
from tests.cast import World, rolled_back
from tests.worlds import ROOMS

pytestmark = pytest.mark.usefixtures("standing_world")

QUERIES_AT_MOST = 15
# Opened by whoever sees most, so that growth would show.
READERS = ("trust_leader", "data_lead", "administrator", "headteacher", "coach", "senior_leader", "teacher")
PAGES = [route for route in ROUTES if route.get == 200 and route.who != EVERYBODY]


def grow(world: World, academies_more: int = 12) -> None:
    """More academies, each with people, pupils, figures and counts; more runs, files and checkpoints. A dozen of them
    work with everything that the product has."""
    trust = world.cast.trust
    run, batch, checkpoint = (of[trust.pk] for of in (world.runs, world.batches, world.checkpoints))
    with every_row():
        academies = make.AcademyFactory.create_batch(academies_more, trust=trust)
        for room in ROOMS:
            room.grow(world, academies[:12])
        for number, academy in enumerate(academies):
            make.GapFigureFactory(run=run, academy=academy)
            make.GapFigureFactory(run=run, academy=academy, academic_year=make.YEAR - 1)
            make.PublishedFigureFactory(academy=academy)
            make.CoverageFactory(academy=academy)
            make.CoverageFactory(academy=academy, checkpoint=checkpoint, assessment="ks2_maths")
            make.EnrolmentFactory(academy=academy, fsm6=bool(number % 2))
            make.MembershipFactory(academy=academy, role=Role.TEACHER)
            make.MembershipFactory(academy=world.cast.own, role=Role.TEACHER)
            make.PredecessorLinkFactory(academy=world.cast.own)
            make.GapRunFactory(trust=trust, by=make.UserFactory())
            make.ImportBatchFactory(trust=trust, actor=make.UserFactory())
            make.ImportRejectionFactory(batch=batch)
            make.CheckpointFactory(trust=trust, name=f"Checkpoint {number}", position=number)
            make.ColumnMappingFactory(trust=trust)


def cost(sweep: Sweep, route: Route, who: str) -> list[str]:
    """The queries of the page: their SQL."""
    academy = sweep.cast.own
    url = reverse(route.name, kwargs=route.args(sweep.world, academy) if route.args else None) + route.query
    with CaptureQueriesContext(connection) as captured:
        response = sweep.clients[who].get(url)
        assert response.status_code == 200
        b"".join(response) if response.streaming else response.content
    return [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]


def reader(sweep: Sweep, route: Route) -> str:
    place = sweep.cast.own if route.args and route.places else None
    return next(name for name in READERS if sweep.may(route, sweep.people[name], place))


Cost = list[str] | Exception
Costs = dict[str, tuple[Cost, Cost]]  # with two academies and with fourteen


def cold_cost(sweep: Sweep, route: Route) -> Cost:
    """What the page asks with empty caches, or why it did not open. Nothing stays, so that no page finds another's."""
    cache.clear()
    reset_queries()
    try:
        with rolled_back():
            return cost(sweep, route, reader(sweep, route))
    except Exception as error:
        return error


def told(answer: Cost) -> list[str]:
    if isinstance(answer, Exception):
        raise answer
    return answer


@pytest.fixture(scope="module")
def costs(standing_world: bytes, django_db_blocker: Any, request: pytest.FixtureRequest) -> Costs:
    """Of each page whose test is asked for: its queries with two academies, and with fourteen. Growing takes longest,
    so the world grows once for all of them."""
    calls = [getattr(item, "callspec", None) for item in request.session.items]
    asked = {route.named for each in calls if each and isinstance(route := each.params.get("route"), Route)}
    pages = [route for route in PAGES if route.named in asked]
    demo = override_settings(ROOT_URLCONF="tests.access.demo_urls", DEMO=True)
    with django_db_blocker.unblock(), demo, rolled_back():
        sweep = Sweep(pickle.loads(standing_world))
        few = [cold_cost(sweep, route) for route in pages]
        grow(sweep.world)
        many = [cold_cost(sweep, route) for route in pages]
    return {route.named: (one, other) for route, one, other in zip(pages, few, many, strict=True)}


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.named)
def test_a_page_costs_a_fixed_number_of_queries(route: Route, costs: Costs) -> None:
    few, many = (told(answer) for answer in costs[route.named])
    assert len(many) <= QUERIES_AT_MOST, f"{len(many)} queries:\n" + "\n".join(sql[:150] for sql in many)
    extra = [sql for sql in many if sql not in few] or many
    assert len(many) <= len(few), f"{len(few)} queries grew to {len(many)}:\n" + "\n".join(s[:200] for s in extra)


def test_the_home_page_of_each_role_costs_a_fixed_number_too(world: World) -> None:
    """They are told other things than the trust's leaders, by other providers."""
    sweep, home = Sweep(world), next(route for route in PAGES if route.name == "home")
    few = {}
    for role in Role:
        cost(sweep, home, role.value)
        few[role] = len(cost(sweep, home, role.value))
    grow(world)
    for role in Role:
        cost(sweep, home, role.value)  # notes that they are here, where growing took minutes
        many = cost(sweep, home, role.value)
        says = f"{role.label}: {few[role]}, then {len(many)}:\n" + "\n".join(sql[:200] for sql in many)
        assert len(many) <= few[role] <= QUERIES_AT_MOST, says


def read_by(who: str) -> Callable[[World, Academy], dict[str, Any]]:
    return lambda world, academy: {"secret": f"{who}-reads"}


def test_somebodys_own_calendar_address_costs_a_fixed_number_too(world: World) -> None:
    """It is read without a session, so no role of the sweep opens it: each reader has an address of their own."""
    sweep = Sweep(world)
    sweep.clients["program"] = Client()
    feeds = {}
    for who in (*READERS, "governor", "trustee"):
        make.CalendarFeedFactory(user=getattr(world.cast, who), secret=f"{who}-reads", last_read=timezone.now())
        feeds[who] = Route("academies:feed", EVERYBODY, args=read_by(who), places=False)
    few = {who: cost(sweep, feed, "program") for who, feed in feeds.items()}
    grow(world)
    for who, feed in feeds.items():
        many = cost(sweep, feed, "program")
        says = f"{who}: {len(few[who])} and {len(many)}\n" + "\n".join(sql[:200] for sql in many)
        assert len(many) <= len(few[who]) <= QUERIES_AT_MOST, says


@override_settings(ROOT_URLCONF="tests.access.demo_urls", DEMO=True, COST_LIMITS={})
def test_every_list_costs_the_same_with_two_academies_and_with_two_hundred(world: World) -> None:
    """Each address that names no academy and no row: the lists of the trust, their files and the home page."""
    sweep = Sweep(world)
    lists = [(route, who) for route in PAGES if not route.args and (who := reader(sweep, route))]
    few = {}
    for route, who in lists:
        cost(sweep, route, who)
        few[route.named] = len(cost(sweep, route, who))
    grow(world, 198)
    without_statistics_nested_loops_never_end()
    grown = {route.named: len(cost(sweep, route, who)) for route, who in lists}
    assert len(lists) >= 30
    assert {name: (few[name], many) for name, many in grown.items() if many > few[name]} == {}


def without_statistics_nested_loops_never_end() -> None:
    """Nobody has analysed the rows of an open transaction, so PostgreSQL takes each table for a row or two and joins
    them one by one. Here it may not; what is counted is queries."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")


def test_the_pages_are_many() -> None:
    assert len(PAGES) >= 20


def greedy(request: SignedInRequest) -> HttpResponse:
    """Asks once more for each academy."""
    academies = Academy.objects.visible_to(request.user)
    return HttpResponse(", ".join(str(academy.memberships.count()) for academy in academies))


urlpatterns = [*demo_urls.urlpatterns, path("planted/greedy/", greedy, name="greedy")]


@override_settings(ROOT_URLCONF="tests.access.test_queries", DEMO=True)
def test_a_page_that_asks_once_a_row_is_found(world: World) -> None:
    sweep, route = Sweep(world), Route("greedy", SIGNED_IN)
    few = cost(sweep, route, "trust_leader")
    grow(world)
    assert len(cost(sweep, route, "trust_leader")) == len(few) + 12
