"""The search over the product: each kind for who may open it, and for nobody else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academies.providers.search import Asked
from academies.rules.search import asked_words
from academies.selectors.candidates import ByIndex, Place, candidates
from plans.hits import KINDS as plan_kinds
from plans.models import Action
from tests import factories as make

pytestmark = pytest.mark.django_db
WORD = "Quillwander"


def page(client_of, user, query: str) -> str:
    answer = client_of(user).get(f"/search/?q={query}")
    assert answer.status_code == 200
    return str(answer.content.decode().partition("<main")[2])


@pytest.fixture
def planted(cast):
    """The word stands in one thing of each kind at the head's own academy, and nowhere else."""
    make.ConcernFactory(academy=cast.own, title=f"{WORD} concern")
    make.PriorityFactory(plan=make.PlanFactory(academy=cast.own), title=f"{WORD} priority")
    make.ReviewFactory(academy=cast.own, title=f"{WORD} review")
    make.PromiseFactory(academy=cast.own, focus=f"{WORD} support")


SEES = {
    "trust_leader": {"concern", "priority", "review", "support"},
    "headteacher": {"concern", "priority", "review", "support"},
    "senior_leader": {"priority", "review", "support"},
    "governor": {"priority", "support"},
    "trustee": {"priority", "support"},
    "teacher": set(),
    "data_lead": set(),
    "administrator": set(),
    "sibling_head": set(),
    "outsider": set(),
    "nobody": set(),
}


@pytest.mark.parametrize(("who", "sees"), SEES.items())
def test_each_finds_what_they_may_open(who, sees, cast, client_of, planted):
    text = page(client_of, getattr(cast, who), "quilwandr")
    told = {kind for kind in ("concern", "priority", "review", "support") if f"<b>{WORD}</b> {kind}" in text}
    assert told == sees
    if not sees:
        assert WORD not in text, "not even as what was meant"


def test_people_are_found_by_who_may_know_them(cast, client_of):
    name = cast.teacher.full_name
    assert f"/academies/{cast.own.slug}/#people-title" in page(client_of, cast.headteacher, name)
    for who in (cast.governor, cast.teacher, cast.sibling_head, cast.outsider):
        assert "#people-title" not in page(client_of, who, name)


def test_pupils_are_found_by_nobody(cast, client_of, pupil_rows):
    make.EnrolmentFactory(academy=cast.own, pupil=make.PupilFactory(trust=cast.trust, surname="Zzyrkowitch"))
    for who in (cast.data_lead, cast.headteacher):
        text = page(client_of, who, "Zzyrkowitch")
        assert "Nothing that you may open" in text


def test_an_academy_is_found_by_its_name_with_a_slip_and_by_its_number(cast, client_of):
    typed = cast.own.name[:-2] + cast.own.name[-1] + cast.own.name[-2]
    for query in (typed, str(cast.own.urn)):
        assert f'href="/academies/{cast.own.slug}/"' in page(client_of, cast.headteacher, query)


def test_it_stays_within_the_bound_of_queries(cast, client_of, planted):
    client = client_of(cast.trust_leader)
    client.get("/search/?q=warm")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/search/?q={WORD}")
    for _ in range(12):
        make.ConcernFactory(academy=cast.own, title=f"{WORD} again")
    with CaptureQueriesContext(connection) as many:
        text = client.get(f"/search/?q={WORD}").content.decode()
    assert len(many) == len(few) <= 15
    assert "More in “Concerns”" in text
    assert client.get(f"/search/?q={WORD}&kind=concern").content.decode().count(f"<b>{WORD}</b>") >= 13


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("cohrot", "/help/glossary/#cohort"),
        ("confidence", "/help/glossary/#confidence-interval"),
        ("first minutes", "/help/first-ten-minutes/governor/"),
        ("read a gap", "/help/reading-a-gap/"),
    ],
)
def test_help_and_the_words_of_the_glossary_are_found_by_everybody_who_holds_a_role(typed, leads_to, cast, client_of):
    for who in (cast.governor, cast.teacher, cast.administrator):
        assert f'href="{leads_to}"' in page(client_of, who, typed)


def test_measures_are_found_by_who_may_open_their_pages(cast, client_of):
    way = 'href="/dashboards/measures/ks2_reading_exp/"'
    assert way in page(client_of, cast.headteacher, "key stage 2 reading")
    assert way not in page(client_of, cast.teacher, "key stage 2 reading")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Search everything that you may open"),
        ("   ", "Search everything that you may open"),
        ("?!", "There is no word in this to look for."),
        ("the of", "Write what it is about"),
        ("q", "Nothing that you may open holds “q”."),
        ("x" * 10_000, "There is no word in this to look for."),
        ("zzz " * 2_500, "Nothing that you may open holds"),
        ("'; zzqx --", "Nothing that you may open holds"),
        ("% _ \\ ) OR (zzqx", "Nothing that you may open holds"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)"),
        ("zz\x00yy", "Nothing that you may open holds"),
        ("\N{GRINNING FACE}", "There is no word in this to look for."),
    ],
)
def test_whatever_is_typed_gets_a_sentence_and_breaks_nothing(typed, said, cast, client_of):
    answer = client_of(cast.governor).get("/search/", {"q": typed})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert said in text
    assert "<script>alert" not in text
    assert len(text) < 60_000, "what was typed stands there shortened"


@pytest.mark.parametrize(
    ("table", "text", "index"),
    [
        ("accounts_user", "full_name", "user_name_like"),
        ("plans_action", "says", "action_says_like"),
        ("reviews_finding", "says", "finding_says_like"),
    ],
)
def test_a_table_that_grows_is_searched_by_its_index(table, text, index, cast):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT id FROM {table} WHERE {text} %> 'quilwander' LIMIT 100000000")
        assert index in str(cursor.fetchall())


def test_the_search_begins_at_the_index_and_not_at_every_row(cast):
    """PostgreSQL knows too little of the operator to begin there by itself: the subquery is asked alone."""
    actions = Place(
        plan_kinds[0], Action.objects.visible_to(cast.headteacher), "says", by_index=ByIndex(Action, "says")
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        with CaptureQueriesContext(connection) as asked:
            assert list(candidates(Asked(asked_words("quilwander")), actions)) == []
        cursor.execute(f"EXPLAIN {asked.captured_queries[-1]['sql']}")
        assert "Bitmap Index Scan on action_says_like" in str(cursor.fetchall())
