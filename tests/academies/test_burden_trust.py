"""All academies' terms side by side: who is overloaded before a visit is planned."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academies.models.academy import Phase, Status
from academies.providers import EventKind
from tests import factories as make
from tests.factories import TermFactory, make_event

D = datetime.date
URL = reverse("academies:burden_trust")
pytestmark = pytest.mark.usefixtures("fixed_day")


@pytest.fixture
def autumn(cast):
    return TermFactory(trust=cast.trust, academic_year=2026, starts=D(2026, 9, 2), ends=D(2026, 12, 18))


@pytest.fixture
def full(cast, autumn, lands):
    """Two whole days in one week at the own academy, half a day at the sibling; a foreign one is busier than both."""
    lands(
        make_event(cast.own.pk, D(2026, 11, 24), load=3, kind=EventKind.REVIEW, title="Full-day review"),
        make_event(cast.own.pk, D(2026, 11, 26), load=3, kind=EventKind.MEETING, title="Training day"),
        make_event(cast.sibling.pk, D(2026, 10, 6)),
        *(make_event(cast.foreign.pk, D(2026, 10, 6), load=3, uid=f"foreign-{n}") for n in range(4)),
    )


def test_it_opens_with_who_has_a_full_week_and_where_most_lands(cast, client_of, full):
    response = client_of(cast.trust_leader).get(URL)
    assert response.context["page"].answer == (
        "Heronwick has a week of more than 1½ days this autumn; most lands on Heronwick, 2 days in all."
    )
    assert [row.academy for row in response.context["page"].rows] == [cast.own, cast.sibling]
    text = response.content.decode()
    assert '<span class="heat heat-4">2</span>' in text
    assert '<span class="heat heat-1">½</span>' in text
    assert f"{reverse('academies:term', args=[cast.own.slug])}?term=autumn-2026" in text


def test_without_a_full_week_and_with_nothing_it_says_so(cast, client_of, autumn, lands):
    leader = client_of(cast.trust_leader)
    assert leader.get(URL).context["page"].answer == "Nothing lands on any academy this autumn."
    lands(make_event(cast.sibling.pk, D(2026, 10, 6)))
    assert leader.get(URL).context["page"].answer == (
        "No academy has a week of more than 1½ days this autumn; most lands on Otterbourne Vale, half a day in all."
    )
    past = leader.get(URL, {"term": "autumn-2025"}).context["page"]
    assert past.answer == "Nothing landed on any academy in autumn 2025."


def test_phase_and_term_narrow_it_and_closed_academies_are_left_out(cast, client_of, full):
    make.AcademyFactory(trust=cast.trust, status=Status.CLOSED)
    leader = client_of(cast.trust_leader)
    page = leader.get(URL, {"phase": Phase.SECONDARY}).context["page"]
    assert [row.academy for row in page.rows] == [cast.sibling]
    assert leader.get(URL, {"term": "spring-2027"}).context["page"].rows[0].quarters == 0
    assert "No academy to show here" in leader.get(URL, {"phase": Phase.SPECIAL}).content.decode()


def test_a_head_sees_their_own_academy_alone(cast, client_of, full):
    page = client_of(cast.headteacher).get(URL).context["page"]
    assert [row.academy for row in page.rows] == [cast.own]
    assert (
        page.answer == f"{cast.own} has one week of more than 1½ days this autumn; all that lands there takes 2 days."
    )
    page = client_of(cast.sibling_head).get(URL).context["page"]
    assert page.answer == (
        f"{cast.sibling} has no week of more than 1½ days this autumn; all that lands there takes half a day."
    )


def test_it_sorts_by_a_week_and_by_clashes(cast, client_of, full):
    leader = client_of(cast.trust_leader)
    names = [row.record.academy for row in leader.get(URL, {"sort": "-clashes"}).context["table"].rows]
    assert names == [cast.own, cast.sibling]
    names = [row.record.academy for row in leader.get(URL, {"sort": "-week_5"}).context["table"].rows]
    assert names == [cast.sibling, cast.own], "the week of 5 October"


def test_the_csv_has_numbers_and_what_the_page_leaves_out(cast, client_of, full):
    answer = client_of(cast.trust_leader).get(reverse("academies:burden_csv"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    own = rows[0]
    assert (own["Academy"], own["Days in all"], own["Full weeks"], own["Things"]) == (cast.own.name, "2.0", "1", "2")
    assert own["23 Nov"] == "2.0"
    assert len(own) == 5 + 16


@pytest.mark.parametrize("name", ["burden_trust", "burden_csv", "calendar", "calendar_csv"])
def test_two_academies_and_two_hundred_cost_the_same(cast, client_of, lands, name):
    leader, address = client_of(cast.trust_leader), reverse(f"academies:{name}")

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert leader.get(address).status_code == 200
        return len(captured)

    lands(*(make_event(academy.pk, D(2026, 11, 20)) for academy in (cast.own, cast.sibling)))
    cost()
    few = cost()
    academies = make.AcademyFactory.create_batch(198, trust=cast.trust)
    lands(*(make_event(academy.pk, D(2026, 11, 20)) for academy in academies))
    assert cost() == few <= 15


def test_who_sees_no_support_is_kept_out(cast, client_of):
    assert client_of(cast.teacher).get(URL).status_code == 403
    assert client_of(cast.nobody).get(URL).status_code == 403
