"""An academy's term: what it says, what it shows of each week, and which term it opens."""

from __future__ import annotations

import csv
import datetime
import io
from itertools import pairwise

import pytest
from django.urls import reverse

from academies.access import person_for
from academies.models import Academy
from academies.providers import EventKind, standing
from academies.providers.todo import Weight
from academies.rules.burden import weeks_of
from academies.selectors.burden import answer_of, counted_word, level_of, things_in
from academies.selectors.term import place_of, terms_of
from academies.todos.burden import burden_todos
from celt.lib.terms import TERMS, usual_days, year_on
from tests import factories as make
from tests.academies.conftest import TODAY
from tests.factories import TermFactory, make_event

D = datetime.date
pytestmark = pytest.mark.usefixtures("fixed_day")


def url(academy: Academy, **query: str) -> str:
    return reverse("academies:term", args=[academy.slug], query=query)


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def autumn(cast):
    return TermFactory(trust=cast.trust, academic_year=2026, starts=D(2026, 9, 2), ends=D(2026, 12, 18))


def full_week(academy: Academy):
    """A whole day, half a day and a checkpoint in the week of 23 November."""
    return [
        make_event(academy.pk, D(2026, 11, 24), load=3, kind=EventKind.REVIEW, title="Full-day review", url="/there/"),
        make_event(academy.pk, D(2026, 11, 25), load=2, kind=EventKind.MEETING, title="Partnership meeting"),
        make_event(academy.pk, D(2026, 11, 27), load=1, kind=EventKind.CHECKPOINT, title="Autumn data", firm=False),
    ]


def test_it_opens_with_how_much_lands_and_the_fullest_week(cast, client_of, autumn, lands):
    lands(*full_week(cast.own), make_event(cast.own.pk, D(2026, 10, 6), title="Visit"))
    text = text_of(client_of(cast.headteacher).get(url(cast.own)))
    assert f"Four things land on {cast.own} this autumn; the week of 23 November holds three of them." in text
    assert (
        "They take 2¼ days of leaders’ time over 16 weeks. One week takes more than 1½ days. One clash lies ahead."
        in text
    )
    assert "The week of 23 November takes 1¾ days of leaders’ time" in text
    assert '<a class="land land-3" href="/there/">Full-day review</a>' in text
    assert "<em>Due:</em> Autumn data" in text


def test_a_clash_says_what_could_be_moved(cast, client_of, autumn, lands):
    lands(*full_week(cast.own))
    page = client_of(cast.headteacher).get(url(cast.own)).context["page"]
    (clash,) = page.ahead
    assert (
        clash.moves[0].says
        == "Autumn data is only due by 27 November: the week of 16 November is the lightest before that."
    )
    assert page.gone == []


def test_clashes_gone_by_stand_apart_and_offer_nothing(cast, client_of, autumn, lands):
    lands(*(make_event(cast.own.pk, D(2026, 10, 6), title=title) for title in ("Visit", "Second visit")))
    page = client_of(cast.headteacher).get(url(cast.own)).context["page"]
    assert page.ahead == []
    assert [clash.moves for clash in page.gone] == [()]


def test_what_lasts_longer_and_what_falls_into_the_holidays_is_listed(cast, client_of, autumn, lands):
    TermFactory(trust=cast.trust, academic_year=2026, name="spring", starts=D(2027, 1, 4), ends=D(2027, 3, 25))
    lands(
        make_event(cast.own.pk, D(2026, 9, 14), D(2026, 12, 4), title="Help in mathematics", load=1),
        make_event(cast.own.pk, D(2026, 12, 31), title="Late visit", firm=False),
        make_event(cast.own.pk, D(2027, 1, 5), title="Next term's visit"),
    )
    page = client_of(cast.headteacher).get(url(cast.own)).context["page"]
    assert [entry.event.title for entry in page.running] == ["Help in mathematics"]
    assert [entry.event.title for entry in page.after] == ["Late visit"]
    assert {week.week.quarters for week in page.rows} == {0, 1}
    assert page.answer == f"One thing lands on {cast.own} this autumn."
    spring = client_of(cast.headteacher).get(url(cast.own, term="spring-2027")).context["page"]
    assert [entry.event.title for entry in spring.entries] == ["Next term's visit"]
    assert spring.answer == f"One thing lands on {cast.own} in spring 2027."


def test_a_weekend_s_thing_stands_with_friday_and_a_long_one_on_each_day(cast, client_of, autumn, lands):
    lands(
        make_event(cast.own.pk, D(2026, 11, 28), title="Saturday school"),
        make_event(cast.own.pk, D(2026, 11, 23), D(2026, 11, 25), title="Review of three days"),
    )
    response = client_of(cast.headteacher).get(url(cast.own))
    row = next(row for row in response.context["page"].rows if row.week.monday == D(2026, 11, 23))
    assert [[e.event.title for e in entries] for _, entries in row.days] == [
        ["Review of three days"],
        ["Review of three days"],
        ["Review of three days"],
        [],
        ["Saturday school"],
    ]
    assert "Sat 28: Saturday school" in text_of(response)


def test_an_empty_term_says_so(cast, client_of, autumn):
    text = text_of(client_of(cast.headteacher).get(url(cast.own)))
    assert f"Nothing lands on {cast.own} this autumn." in text
    assert "A term without visits" in text


@pytest.mark.parametrize("slug", ["", "autumn-1066", "winter", "autumn", "%00", "a" * 300])
def test_an_unknown_term_opens_the_present_one(cast, client_of, autumn, slug):
    assert client_of(cast.headteacher).get(url(cast.own, term=slug)).context["page"].term.slug == "autumn-2026"


def test_the_terms_beside_it_are_one_step_away(cast, client_of, autumn):
    page = client_of(cast.headteacher).get(url(cast.own)).context["page"]
    assert (page.previous.slug, page.following.slug) == ("summer-2026", "spring-2027")


def test_the_page_says_where_the_days_are_not_the_trust_s_own(cast, client_of, autumn, lands):
    lands(make_event(cast.own.pk, D(2027, 1, 20)), make_event(cast.own.pk, D(2026, 11, 20)))
    head, note = client_of(cast.headteacher), "The trust has set no days for this term"
    assert note in text_of(head.get(url(cast.own, term="spring-2027")))
    assert note not in text_of(head.get(url(cast.own)))


def test_the_usual_days_stand_in_where_the_trust_set_none(cast):
    terms = terms_of(cast.headteacher, cast.trust, TODAY)
    assert len(terms) == 9
    assert not any(term.own for term in terms)
    assert all(one.until < other.starts for one, other in pairwise(terms))
    assert terms[place_of(terms, "", TODAY)].slug == "autumn-2026"
    assert terms[place_of(terms, "", D(2026, 12, 25))].slug == "autumn-2026", "holidays belong to the term before"
    assert terms[place_of(terms, "", D(2040, 1, 1))] is terms[-1]


@pytest.mark.parametrize("year", [2024, 2026])
@pytest.mark.parametrize("name", TERMS)
def test_usual_days_lie_in_their_year(year, name):
    first, last = usual_days(year, name)
    assert first < last
    assert year_on(first) == year_on(last) == year


def test_a_trust_s_own_days_are_used_and_no_other_trust_s(cast, autumn):
    TermFactory(trust=cast.foreign_trust, academic_year=2026, name="spring", starts=D(2027, 1, 11), ends=D(2027, 3, 1))
    own = [term for term in terms_of(cast.headteacher, cast.trust, TODAY) if term.own]
    assert [(term.slug, term.starts) for term in own] == [("autumn-2026", D(2026, 9, 2))]


def test_the_csv_has_first_and_last_day_and_days_as_numbers(cast, client_of, autumn, lands):
    lands(*full_week(cast.own))
    answer = client_of(cast.headteacher).get(reverse("academies:term_csv", args=[cast.own.slug]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == {
        "What": "Full-day review",
        "From": "2026-11-24",
        "Until": "2026-11-24",
        "Kind": "Review",
        "Set or due": "Day set",
        "Takes, days": "1.0",
    }
    assert [row["Set or due"] for row in rows] == ["Day set", "Day set", "Due by"]
    assert f"{cast.own.slug}-autumn-2026.csv" in answer["Content-Disposition"]


def test_the_list_sorts_by_what_it_takes(cast, client_of, autumn, lands):
    lands(*full_week(cast.own))
    table = client_of(cast.headteacher).get(url(cast.own, sort="takes")).context["table"]
    assert [row.record.event.title for row in table.rows] == ["Autumn data", "Partnership meeting", "Full-day review"]


def test_who_does_not_see_support_does_not_see_half_a_burden(cast, client_of):
    assert client_of(cast.teacher).get(url(cast.own)).status_code == 403
    assert client_of(cast.sibling_head).get(url(cast.own)).status_code == 404
    assert client_of(cast.governor).get(url(cast.own)).status_code == 200
    assert client_of(cast.governor).post(url(cast.own)).status_code == 405


@pytest.mark.parametrize(
    ("sizes", "says"),
    [
        ((), "Nothing lands on Heronmoor this autumn."),
        ((1, 1), "Two things land on Heronmoor this autumn."),
        ((2, 0, 1), "Three things land on Heronmoor this autumn; the week of 7 September holds two of them."),
        ((2, 2), "Four things land on Heronmoor this autumn; the weeks of 7 September and 14 September hold two each."),
        ((2, 2, 2), "Six things land on Heronmoor this autumn."),
        ((12,), "12 things land on Heronmoor this autumn; the week of 7 September holds 12 of them."),
    ],
)
def test_the_sentence(cast, autumn, sizes, says):
    things = [
        make_event(1, D(2026, 9, 7) + datetime.timedelta(days=7 * week), uid=f"{week}-{n}")
        for week, size in enumerate(sizes)
        for n in range(size)
    ]
    term = next(term for term in terms_of(cast.headteacher, cast.trust, TODAY) if term.own)
    weeks = weeks_of(term.starts, term.ends, things)
    assert answer_of("Heronmoor", term, things, weeks, TODAY) == says


def test_small_numbers_are_words_and_levels_rise():
    assert [counted_word(n) for n in (0, 1, 10, 11)] == ["none", "one", "ten", "11"]
    levels = [level_of(quarters) for quarters in range(30)]
    assert levels == sorted(levels)
    assert set(levels) == set(range(5))


def test_the_home_page_counts_a_week_as_the_page_of_the_term_does(cast):
    long = make_event(cast.own.pk, D(2026, 11, 2), D(2027, 1, 22), uid="long")
    short = make_event(cast.own.pk, D(2026, 11, 24), uid="short")
    (week,) = weeks_of(D(2026, 11, 23), D(2026, 11, 29), [long, short])
    assert things_in(week) == "one thing"
    (only,) = weeks_of(D(2026, 11, 23), D(2026, 11, 29), [long])
    assert things_in(only) == "one thing"


def test_a_head_is_told_of_a_full_week_ahead_once(cast, lands):
    lands(*full_week(cast.own), *full_week(cast.sibling))
    (said,) = burden_todos(cast.headteacher, person_for(cast.headteacher))
    assert said.says == "The week of 23 November holds three things."
    assert said.url == reverse("academies:term", args=[cast.own.slug])
    assert said.weight == Weight.KNOW
    assert said in standing.collect(cast.headteacher, person_for(cast.headteacher))
    make.MembershipFactory(user=cast.headteacher, academy=cast.sibling)
    both = list(burden_todos(cast.headteacher, person_for(cast.headteacher)))
    assert [each.says for each in both] == [
        f"The week of 23 November holds three things at {academy}." for academy in (cast.own, cast.sibling)
    ]


def test_who_leads_no_academy_and_whose_weeks_are_light_is_told_nothing(cast, lands):
    lands(*full_week(cast.sibling), make_event(cast.own.pk, D(2027, 1, 20), D(2027, 1, 22), load=3))
    for user in (cast.headteacher, cast.trust_leader, cast.governor, cast.nobody):
        assert list(burden_todos(user, person_for(user))) == []
