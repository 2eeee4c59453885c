"""Rule 1: nobody sees a row outside their academies. Every address, every person, every academy, GET and POST.

Does it fail on your page? The text says which request, what it answered or told, and what the row asks for.
Either the view leaks, or its row in tests/access/routes/ is wrong.
"""

import logging
import pickle
from collections import Counter
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.test import override_settings
from django.urls import path

from academies.access import Permission, Role
from academies.guards import SignedInRequest
from academies.models import Academy
from tests.access import demo_urls
from tests.access.reading import Unreadable, found, tables_written, text_of
from tests.access.routes import EVERYBODY, ROUTES, Route
from tests.access.routes.shape import slug
from tests.access.sweep import METHODS, Sweep, route_names
from tests.cast import FOREIGN, OWN, PLANTED, PLANTED_COUNTS, SIBLING

# Lowered only when the product loses pages.
ROUTES_AT_LEAST = 20
REQUESTS_AT_LEAST = 1000
ASSERTIONS_A_REQUEST = 2

with_demo = override_settings(ROOT_URLCONF="tests.access.demo_urls", DEMO=True)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals are what the sweep is for; a log of them hides the one that matters."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def sweep(standing_world, django_db_blocker) -> Sweep:
    """Everybody is signed in once; each request is rolled back, and so is each test."""
    with django_db_blocker.unblock():
        return Sweep(pickle.loads(standing_world))


@with_demo
def test_every_address_has_one_row_and_every_row_an_address():
    names = list(route_names())
    rows = Counter(route.name for route in ROUTES)
    missing = sorted(set(names) - set(rows))
    stale = sorted(set(rows) - set(names))
    twice = sorted(name for name, times in Counter(r.named for r in ROUTES).items() if times > 1)
    assert not missing, f"These addresses have no row in tests/access/routes/: {', '.join(missing)}."
    assert not stale, f"These rows of tests/access/routes/ have no address any more: {', '.join(stale)}."
    assert not twice, f"These rows stand twice: {twice}."


def test_a_public_address_says_why():
    silent = [route.name for route in ROUTES if route.who == EVERYBODY and not route.why]
    assert not silent, f"Open to everybody without a reason: {', '.join(silent)}."


@with_demo
def test_the_sweep_is_as_wide_as_the_product(sweep):
    assert len(set(route_names())) >= ROUTES_AT_LEAST
    assert sum(len(sweep.calls(route)) for route in ROUTES) >= REQUESTS_AT_LEAST
    assert set(sweep.people) >= {role.value for role in Role} | {"outsider", "nobody", "somebody not signed in"}
    assert set(METHODS) == {"GET", "POST"}


@with_demo
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.named)
def test_nobody_sees_beyond_their_academies(route, sweep, db):
    report = sweep.run(route)
    assert report.asserted >= ASSERTIONS_A_REQUEST * len(sweep.calls(route))
    shown = "\n".join(report.failures[:12])
    more = f"\nand {len(report.failures) - 12} more" if len(report.failures) > 12 else ""
    assert not report.failures, f"{len(report.failures)} of {report.asserted} checks failed:\n{shown}{more}"


# That it can fail: views with each fault, planted where the sweep walks.


def leaking_page(request: SignedInRequest, slug: str) -> HttpResponse:
    """Right status, but it names all academies."""
    get_object_or_404(Academy.objects.visible_to(request.user), slug=slug)
    return HttpResponse(", ".join(Academy.objects.values_list("name", flat=True)))


def unscoped_page(request: SignedInRequest, slug: str) -> HttpResponse:
    return HttpResponse(get_object_or_404(Academy, slug=slug).urn)


def pupil_in_a_chart(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f'{{"data": [{{"pupil": "{PLANTED[SIBLING]}"}}]}}', content_type="application/json")


def saving_page(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = get_object_or_404(Academy.objects.visible_to(request.user), slug=slug)
    academy.save()
    return HttpResponse("saved")


def leaking_fragment(request: HttpRequest) -> HttpResponse:
    """Names an academy to htmx alone, whichever way it looks for it."""
    ways = {
        "headers": lambda: "hx_request" in request.headers,
        "meta": lambda: request.META.get("HTTP_HX_REQUEST"),
        "environ": lambda: "HTTP_HX_REQUEST" in request.META,
        "htmx": lambda: getattr(request, "htmx", None),
    }
    return HttpResponse(SIBLING if ways[request.GET["by"]]() else "nothing")


def open_to_post(request: SignedInRequest, slug: str) -> HttpResponse:
    """Asks who may on GET alone."""
    if request.method == "GET":
        get_object_or_404(Academy.objects.visible_to(request.user), slug=slug)
    return HttpResponse("done")


handler404 = demo_urls.nothing_here
urlpatterns = [
    *demo_urls.urlpatterns,
    path("planted/leak/<slug:slug>/", leaking_page, name="leak"),
    path("planted/unscoped/<slug:slug>/", unscoped_page, name="unscoped"),
    path("planted/chart/", pupil_in_a_chart, name="chart"),
    path("planted/saves/<slug:slug>/", saving_page, name="saves"),
    path("planted/post/<slug:slug>/", open_to_post, name="post"),
    path("planted/fragment/", leaking_fragment, name="fragment"),
    path("planted/nameless/", pupil_in_a_chart),
]


@pytest.mark.parametrize(
    ("route", "says"),
    [
        (Route("leak", Permission.VIEW_ACADEMY, args=slug, post=slug, post_answers=200), f"the name of {FOREIGN}"),
        (Route("unscoped", Permission.VIEW_ACADEMY, args=slug, post=slug, post_answers=200), "answered 200"),
        (Route("chart", Permission.VIEW_ACADEMY, post=slug, post_answers=200), f"a pupil of {SIBLING}"),
        (Route("saves", Permission.VIEW_ACADEMY, args=slug, post=slug, post_answers=200), "wrote to academies_academy"),
        (Route("post", Permission.VIEW_ACADEMY, args=slug, post=slug, post_answers=200), "POST as outsider"),
        *(
            (
                Route("fragment", Permission.VIEW_ACADEMY, query=f"?by={way}", post=slug, post_answers=200),
                f"told the name of {SIBLING}",
            )
            for way in ("headers", "meta", "environ", "htmx")
        ),
        (Route("academies:academy_detail", Permission.MANAGE_ACCESS, args=slug), "answered 200"),
        (Route("academies:academy_list", EVERYBODY, "wrongly"), "somebody not signed in answered 302"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
@override_settings(ROOT_URLCONF="tests.access.test_sweep", DEMO=True)
def test_the_sweep_can_fail(route, says, sweep, db):
    failures = sweep.run(route).failures
    assert any(says in failure for failure in failures), failures[:5]


@override_settings(ROOT_URLCONF="tests.access.test_sweep")
def test_the_walk_finds_what_has_no_row():
    names = set(route_names())
    assert {"leak", "academies:academy_detail", "account_login", "without a name: planted/nameless/"} <= names


def test_a_number_is_found_as_a_whole_only():
    assert found(7523, "of 7,523 pupils")
    assert found(7523, '"n": 7523}')
    assert found(7523, "7563,7523\r\n")
    assert not found(7523, "17523 and 75231 and 7.7523")


@pytest.mark.parametrize(("kind", "body"), [("application/pdf", b"%PDF-1.7"), ("application/zip", b"PK")])
def test_what_cannot_be_read_is_no_pass(kind, body):
    with pytest.raises(Unreadable):
        text_of(HttpResponse(body, content_type=kind))


def test_writes_are_told_from_reads():
    reads = ["SELECT 1", 'UPDATE "django_session" SET x = 1', "SAVEPOINT a"]
    assert tables_written(
        [*reads, 'INSERT INTO "a" VALUES (1)', 'UPDATE "b" SET x = 1', "SELECT set_config(1); DELETE FROM c"]
    ) == set("abc")


@with_demo
def test_what_is_planted_does_stand_on_pages_for_whoever_may_read_it(sweep, db):
    """Else the sweep would look for names that no page ever shows."""
    world, cast, own = sweep.world, sweep.cast, sweep.cast.own
    clients, decision = sweep.clients, f"/decisions/{world.of('decision', own).pk}/"
    for who, address, planted in (
        ("headteacher", "/academies/heronwick/", own.name),
        ("headteacher", "/academies/heronwick/", cast.teacher.full_name),
        ("headteacher", "/dashboards/academies/heronwick/", PLANTED_COUNTS[OWN]),
        ("headteacher", "/dashboards/academies/heronwick/years.csv", PLANTED_COUNTS[OWN]),
        ("trust_leader", "/dashboards/academies.csv", PLANTED_COUNTS[SIBLING]),
        ("data_lead", f"/data/files/{world.batches[cast.trust.pk].pk}/rejected.csv", PLANTED[SIBLING]),
        ("data_lead", "/data/files/", world.batches[cast.trust.pk].filename),
        ("data_lead", "/data/checkpoints/", world.checkpoints[cast.trust.pk].name),
        ("data_lead", "/data/files/give/", world.mappings[cast.trust.pk].name),
        ("outsider", "/academies/puffinscar/", FOREIGN),
        ("headteacher", "/academies/heronwick/facts/", "83 points behind"),
        ("headteacher", decision, "12 points behind, told of heronwick"),
        ("headteacher", decision, cast.second_leader.full_name),
        ("trustee", decision, "Reasons planted for heronwick."),
        ("senior_leader", "/give-and-receive/agreements/", "Theodosia Lentworth of heronwick"),
        ("trustee", "/give-and-receive/agreements/", "Focus of otterbourne-vale"),
        ("senior_leader", f"/support/{world.of('days', own).pk}/", f"{cast.teacher} was away."),
        ("trustee", "/support/", "Reading at Heronwick Primary Academy"),
        ("trust_leader", "/categories/schemes/", f"Draft of {cast.trust.name}"),
    ):
        assert found(planted, text_of(clients[who].get(address))), f"{address} does not show “{planted}” to {who}."
