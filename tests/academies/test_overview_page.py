"""The trust's overview: what each person finds there, how it narrows and sorts, what leaves as CSV, what it costs."""

import csv
import datetime
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from academies.models import Academy, Tier, WatchedAcademy
from academies.providers import Fact, FactKind, facts
from academies.services.watching import watch_academy
from tests import factories as make
from tests.cast import FOREIGN, OWN, SIBLING, Cast

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def text_of(answer) -> str:
    return str(answer.content.decode())


def answer_of(client, query: str = "") -> str:
    """The sentence that the page opens with."""
    page = text_of(client.get(f"/academies/{query}"))
    return page.split("<h1", 1)[1].split(">", 1)[1].split("</h1>")[0].strip()


def head_of(client) -> str:
    """The columns of the page's table, or what stands in for one on a phone."""
    page = text_of(client.get("/academies/"))
    return page.split('id="list"', 1)[1].split("</table>")[0]


def lines_of(client, query: str = "") -> list[dict[str, str]]:
    text = client.get(f"/academies/academies.csv{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def names_of(client, query: str = "") -> list[str]:
    return [line["Academy"] for line in lines_of(client, query)]


@pytest.fixture
def tiers(cast: Cast) -> dict[str, Tier]:
    return {tier.word: tier for tier in make.scheme_in_use(cast.trust).tiers.all()}


@pytest.fixture
def headline(cast: Cast) -> Iterator[None]:
    """A kind of fact that asks to stand as a column. The sibling's figure is wider, the third academy has none."""
    kind = FactKind(
        "test.overview", "Test gap", "Gaps", "lower", about="Made for this test.", overview=True, short="Tg"
    )
    told = {OWN: (3.0, "3 points behind"), SIBLING: (12.5, "12.5 points behind")}

    def provider(user, person, academies):
        for academy in academies:
            value, figure = told.get(academy.name, (None, ""))
            yield Fact(
                kind.slug,
                academy.pk,
                value,
                figure,
                "A test of old",
                datetime.date(2026, 7, 1),
                low=1.0,
                high=15.0,
                n=31,
                trend="wider than last year" if value else "",
                why_none="" if value else "Too few pupils to show.",
            )

    facts.register([kind], provider)
    yield
    del facts.kinds[kind.slug], facts._providers[provider]


@pytest.fixture
def busy(cast: Cast, tiers: dict[str, Tier]) -> Cast:
    """Heronwick is in Repair with late support and a concern; Otterbourne in Sustain, which ends in ten days."""
    today = timezone.localdate()
    make.DecisionFactory(academy=cast.own, tier=tiers["Repair"], ends=today + 200 * DAY)
    make.DecisionFactory(academy=cast.sibling, tier=tiers["Sustain"], ends=today + 10 * DAY)
    make.PromiseFactory(academy=cast.own, due=today - 9 * DAY)
    make.PromiseFactory(academy=cast.sibling, due=today + 30 * DAY, planned_on=today + 20 * DAY)
    make.ConcernFactory(academy=cast.own)
    make.ConcernFactory(academy=cast.own, status="resolved", resolved_at=timezone.now())
    return cast


def test_it_opens_with_where_to_go(busy, client_of):
    client = client_of(busy.trust_leader)
    assert answer_of(client) == "One of 2 academies is in Repair; support is late at one; one concern is open."
    assert names_of(client) == [OWN, SIBLING]
    own, sibling = lines_of(client)
    assert (own["Category"], own["Late"], own["Concerns"]) == ("Repair", "1", "1")
    assert (sibling["Category"], sibling["Late"], sibling["Concerns"]) == ("Sustain", "0", "0")
    assert sibling["Next visit"] == str(timezone.localdate() + 20 * DAY)


def test_the_same_category_everywhere_is_said_so(cast, tiers, client_of):
    for academy in (cast.own, cast.sibling):
        make.DecisionFactory(academy=academy, tier=tiers["Sustain"])
    assert answer_of(client_of(cast.trustee)) == "All 2 academies are in Sustain."


def test_a_head_and_a_governor_read_of_their_own_academy_alone(busy, client_of):
    until = timezone.localdate() + 200 * DAY
    in_repair = f"{OWN} is in Repair until {until.day} {until:%B %Y}; support is late"
    assert answer_of(client_of(busy.headteacher)) == f"{in_repair}; one concern is open."
    assert answer_of(client_of(busy.governor)) == f"{in_repair}."
    head = head_of(client_of(busy.governor))
    assert "Category" in head
    assert "Concerns" not in head
    assert SIBLING not in text_of(client_of(busy.governor).get("/academies/"))


def test_who_sees_no_category_finds_the_academies_themselves(busy, client_of):
    for who in (busy.teacher, busy.moderator, busy.administrator):
        head = head_of(client_of(who))
        for column in ("Category", "Late", "Next visit", "Concerns"):
            assert column not in head
        assert "Local authority" in head
    assert answer_of(client_of(busy.administrator)) == "2 academies of Kestrelholt Learning Trust."
    assert answer_of(client_of(busy.teacher)) == f"{OWN} belongs to Kestrelholt Learning Trust."


def test_a_column_without_data_is_not_there(cast, client_of):
    head = head_of(client_of(cast.trust_leader))
    for column in ("Category", "Late", "Next visit", "Concerns", "Trend"):
        assert column not in head
    assert answer_of(client_of(cast.trust_leader)) == "2 academies of Kestrelholt Learning Trust; no concern is open."


def test_another_trusts_academies_are_nowhere(busy, client_of):
    assert FOREIGN not in text_of(client_of(busy.trust_leader).get("/academies/"))
    assert names_of(client_of(busy.foreign_leader)) == [FOREIGN]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?phase=secondary", [SIBLING]),
        ("?category=Repair", [OWN]),
        ("?category=none", [OWN, SIBLING]),
        ("?needs=late", [OWN]),
        ("?needs=concern", [OWN]),
        ("?needs=ending", [SIBLING]),
        ("?needs=any", [OWN, SIBLING]),
        ("?needs=late&phase=secondary", []),
        ("?needs=nonsense&phase=&category=Nowhere", [OWN, SIBLING]),
        ("?sort=tier", [SIBLING, OWN]),
        ("?sort=-tier", [OWN, SIBLING]),
        ("?sort=-name", [SIBLING, OWN]),
        ("?sort=late", [SIBLING, OWN]),
    ],
)
def test_it_narrows_and_sorts_by_its_address(busy, client_of, query, names):
    assert names_of(client_of(busy.trust_leader), query) == names


def test_a_governor_cannot_ask_who_has_a_concern(busy, client_of):
    """A filter by what somebody may not see would tell it."""
    client = client_of(busy.trustee)
    assert names_of(client, "?needs=concern") == [OWN, SIBLING]
    assert names_of(client, "?needs=any") == [OWN, SIBLING]
    assert "A concern is open" not in text_of(client.get("/academies/"))


def test_a_category_that_another_follows_does_not_end(busy, tiers, client_of):
    starts = timezone.localdate() + 11 * DAY
    make.DecisionFactory(academy=busy.sibling, tier=tiers["Improve"], starts=starts, ends=starts + 100 * DAY)
    assert names_of(client_of(busy.trust_leader), "?needs=ending") == []


def test_an_academy_without_a_category_where_others_have_one_needs_a_look(busy, client_of):
    third = make.AcademyFactory(trust=busy.trust, name="Zennorwood School")
    client = client_of(busy.trust_leader)
    assert answer_of(client).startswith("One of 3 academies is in Repair and one has no category; ")
    assert "None in force" in text_of(client.get("/academies/"))
    assert names_of(client, "?needs=ending") == [third.name, SIBLING]
    assert names_of(client, "?category=none") == [third.name]
    # It stands last whichever way the categories are sorted.
    assert names_of(client, "?sort=tier")[-1] == names_of(client, "?sort=-tier")[-1] == third.name


def test_a_closed_academy_is_listed_and_not_counted(busy, client_of):
    make.AcademyFactory(trust=busy.trust, name="Gullwing School", status="closed")
    client = client_of(busy.trust_leader)
    assert answer_of(client).startswith("One of 2 academies")
    assert names_of(client, "?status=closed") == ["Gullwing School"]
    assert "Primary, closed" in text_of(client.get("/academies/"))


def test_a_fact_stands_as_a_column_with_its_interval_n_and_source(cast, headline, client_of):
    make.AcademyFactory(trust=cast.trust, name="Zennorwood School")
    client = client_of(cast.trust_leader)
    page = text_of(client.get("/academies/"))
    for piece in ("12.5 points behind", "1 to 15, n 31", "wider than last year", "Too few pupils to show."):
        assert piece in page
    assert "Tg: Made for this test. The range holds the figure in 95 of 100 cases. n: pupils. A test of old." in page
    assert names_of(client, "?sort=test_overview") == [OWN, SIBLING, "Zennorwood School"]
    assert names_of(client, "?sort=-test_overview") == [SIBLING, OWN, "Zennorwood School"]
    line = lines_of(client)[0]
    assert (line["Tg, number"], line["Tg, low"], line["Tg, n"], line["Tg, source"]) == (
        "3.0",
        "1.0",
        "31",
        "A test of old",
    )


def test_nobody_else_sees_whom_one_watches(cast, client_of):
    watch_academy(by=cast.trust_leader, academy=cast.sibling, note="New head since September")
    mine, theirs = client_of(cast.trust_leader), client_of(cast.second_leader)
    assert names_of(mine, "?watched=1") == [SIBLING]
    assert names_of(theirs, "?watched=1") == []
    assert "New head since September" in text_of(mine.get("/academies/"))
    assert "New head since September" not in text_of(theirs.get("/academies/"))
    # Nor does it leave in a file that is passed on.
    assert "New head since September" not in text_of(mine.get("/academies/academies.csv"))


def test_the_button_watches_and_stops_and_goes_back_to_where_one_was(cast, client_of):
    client, address = client_of(cast.governor), "/academies/heronwick/watch/"
    assert client.post(address, {"do": "watch", "next": "/academies/?phase=primary"}).url == "/academies/?phase=primary"
    assert client.post(address, {"do": "watch", "note": "Ask about reading"}).url == "/academies/heronwick/"
    client.post(address, {"do": "watch"})
    assert WatchedAcademy.objects.get().note == "Ask about reading", "a button without a note leaves what stands there"
    assert client.post(address, {"do": "stop", "next": "https://elsewhere.example/"}).url == "/academies/heronwick/"
    assert not WatchedAcademy.objects.exists()
    for expected in (True, False):
        client.post(address)
        assert WatchedAcademy.objects.filter(user=cast.governor).exists() is expected
    assert client.get(address).status_code == 405
    assert client.post("/academies/otterbourne-vale/watch/").status_code == 404


def test_a_note_that_is_too_long_is_said(cast, client_of):
    page = client_of(cast.governor).post("/academies/heronwick/watch/", {"do": "watch", "note": "a" * 301}, follow=True)
    assert "longer than 300 characters" in text_of(page)


def test_twenty_a_page_sorted_over_all(cast, client_of):
    for number in range(30):
        make.AcademyFactory(trust=cast.trust, name=f"Academy {number:02d}")
    client = client_of(cast.trust_leader)
    second = text_of(client.get("/academies/?sort=-name&page=2"))
    assert "21 to 32 of 32" in second
    assert "Academy 00" in second
    assert "Academy 29" not in second
    assert len(names_of(client)) == 32


def queries(client, query: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/academies/{query}").status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "?needs=any&sort=-late", "academies.csv"])
def test_two_hundred_academies_cost_what_two_cost(busy, tiers, headline, client_of, query):
    client = client_of(busy.trust_leader)
    queries(client, query)
    few = queries(client, query)
    named = {"trust": busy.trust, "phase": "primary", "la_code": 936, "la_name": "Surrey"}
    more = [Academy(urn=300000 + n, name=f"More {n}", slug=f"more-{n}", **named) for n in range(198)]
    today = timezone.localdate()
    for academy in Academy.objects.bulk_create(more):
        make.DecisionFactory(academy=academy, tier=tiers["Improve"], decided_by=busy.trust_leader)
        make.PromiseFactory(academy=academy, due=today - DAY)
        make.PromiseFactory(academy=academy, due=today + DAY)
        make.ConcernFactory(academy=academy, raised_by=busy.trust_leader)
    assert queries(client, query) == few
    assert few <= 20
