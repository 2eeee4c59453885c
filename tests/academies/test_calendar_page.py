"""The calendar: a month of what one may see, narrowed in its address."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from django.urls import reverse

from academies.providers import EventKind
from tests.factories import make_event

D = datetime.date
URL = reverse("academies:calendar")
pytestmark = pytest.mark.usefixtures("fixed_day")


@pytest.fixture
def november(cast, lands):
    for academy in (cast.own, cast.sibling, cast.foreign):
        lands(
            make_event(academy.pk, D(2026, 11, 5), title="Visit", url=f"/visit/{academy.pk}/"),
            make_event(
                academy.pk, D(2026, 11, 27), title="Autumn data", kind=EventKind.CHECKPOINT, firm=False, url="/held/"
            ),
            make_event(academy.pk, D(2026, 9, 14), D(2026, 12, 4), title="Help", kind=EventKind.DEPLOYMENT, load=1),
            make_event(academy.pk, D(2026, 12, 3), title="December visit"),
        )


def page_of(client, **query):
    response = client.get(URL, query)
    assert response.status_code == 200
    return response.context["page"]


def test_the_month_opens_with_how_much_stands_in_it_and_what_is_next(cast, client_of, november):
    page = page_of(client_of(cast.trust_leader))
    assert page.answer == (
        "Four things stand in the calendar for November 2026, besides two that go on for longer; "
        "next is Friday 27 November."
    )
    assert [label for _, label, _ in page.gone] == ["Thursday 5 November"]
    assert [label for _, label, _ in page.days] == ["Friday 27 November"]
    assert [line.title for line in page.running] == ["Help"]


def test_the_same_at_several_academies_is_one_line_that_leads_to_each(cast, client_of, november):
    response = client_of(cast.trust_leader).get(URL)
    ((_, _, (visit,)),) = response.context["page"].gone
    assert visit.places == (
        (cast.own.name, f"/visit/{cast.own.pk}/"),
        (cast.sibling.name, f"/visit/{cast.sibling.pk}/"),
    )
    assert visit.url == ""
    text = response.content.decode()
    assert f'<a href="/visit/{cast.sibling.pk}/">{cast.sibling}</a>' in text
    assert '<a href="/held/">Due: Autumn data</a>' in text


def test_the_same_twice_at_one_academy_is_numbered(cast, client_of, lands):
    lands(*(make_event(cast.own.pk, D(2026, 11, 20), title="Coaching day", uid=f"{n}", url=f"/{n}/") for n in "ab"))
    ((_, _, (line,)),) = page_of(client_of(cast.headteacher)).days
    assert line.places == ((cast.own.name, "/a/"), (f"{cast.own.name} (2)", "/b/"))


def test_academy_kind_and_month_narrow_it_and_stay_in_the_steps_beside_it(cast, client_of, november):
    leader = client_of(cast.trust_leader)
    page = page_of(leader, academy=cast.sibling.slug, kind="visit")
    assert page.answer == f"One thing stands in the calendar for November 2026 at {cast.sibling}."
    alone = page_of(leader, kind="deployment")
    assert alone.answer == "Two things go on in the calendar for November 2026, and nothing besides."
    assert page.following == f"?month=2026-12&academy={cast.sibling.slug}&kind=visit"
    december = page_of(leader, month="2026-12", kind="visit")
    assert [line.title for _, _, lines in december.days for line in lines] == ["December visit"]
    assert december.previous.startswith("?month=2026-11&")


def test_an_academy_out_of_reach_narrows_nothing_and_tells_nothing(cast, client_of, november):
    response = client_of(cast.headteacher).get(URL, {"academy": cast.foreign.slug})
    assert {row.academy for row in response.context["page"].rows} == {cast.own.name}
    assert cast.foreign.name not in response.content.decode()


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "1066-01", "2100-01", "9999-99", "x", "2026-11-05", "%00"])
def test_any_month_of_the_address_gives_a_page(cast, client_of, november, month):
    assert page_of(client_of(cast.trust_leader), month=month).month == "November 2026"


@pytest.mark.parametrize(("month", "previous", "following"), [("2000-01", False, True), ("2099-12", True, False)])
def test_the_steps_end_where_the_years_do(cast, client_of, month, previous, following):
    page = page_of(client_of(cast.trust_leader), month=month)
    assert (bool(page.previous), bool(page.following)) == (previous, following)


def test_an_empty_month_says_what_will_stand_there(cast, client_of):
    text = client_of(cast.trust_leader).get(URL, {"month": "2026-08"}).content.decode()
    assert "Nothing stands in the calendar for August 2026." in text
    assert "A month without visits" in text


def test_the_small_month_counts_and_leads_to_the_day(cast, client_of, november):
    response = client_of(cast.trust_leader).get(URL)
    days = {day.date: day for week in response.context["page"].weeks for day in week}
    assert days[D(2026, 11, 27)].n == 2
    text = response.content.decode()
    assert 'href="#day-2026-11-27" aria-label="27 November: 2 things"' in text
    assert 'id="day-2026-11-27"' in text


def test_the_csv_has_a_row_for_each_thing_and_academy(cast, client_of, november):
    answer = client_of(cast.headteacher).get(reverse("academies:calendar_csv"), {"kind": "checkpoint"})
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["Academy"], row["What"], row["From"], row["Set or due"]) == (
        cast.own.name,
        "Autumn data",
        "2026-11-27",
        "Due by",
    )


def test_a_teacher_opens_it_and_nobody_without_a_role_does(cast, client_of):
    assert client_of(cast.teacher).get(URL).status_code == 200
    assert client_of(cast.nobody).get(URL).status_code == 403
    assert client_of(cast.teacher).post(URL).status_code == 405
