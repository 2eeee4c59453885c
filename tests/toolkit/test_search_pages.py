"""The search page: what it finds for whom, what it never tells, and what it answers to whatever is typed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from academies.access import person_for
from academies.providers.search import Asked, Hit, SearchedKind, SearchRegistry
from tests import factories as make
from tests.factories.practice import practice_content
from toolkit.models import SearchEntry, SearchWord
from toolkit.selectors.search import search_page
from toolkit.selectors.search_words import understood
from toolkit.services import index
from toolkit.services.index import rebuild

pytestmark = pytest.mark.django_db
URL = reverse("toolkit:search")


def published(cast, title="Willowstone talk", **more):
    return make.PublishedPracticeFactory(
        trust=cast.trust, title=title, content=practice_content(title, **more.pop("says", {})), **more
    )


@pytest.fixture
def page(cast, client_of):
    """What a person's search answers, as text."""

    def asked(who, **query):
        response = client_of(getattr(cast, who)).get(URL, query)
        assert response.status_code == 200
        return response.content.decode()

    return asked


def test_a_hit_leads_to_its_page_with_what_was_found_marked(cast, page):
    practice = published(cast)
    said = page("teacher", q="willowstnoe")
    assert "One thing in the toolkit answers “willowstone”." in said
    assert "You wrote “willowstnoe”." in said
    assert reverse("toolkit:practice_show", args=[practice.slug]) in said
    assert "<mark>Willowstone</mark> talk" in said


def test_steps_are_found_and_shown(cast, page):
    published(cast)
    assert "<mark>silently</mark>" in page("teacher", q="silently")


def test_each_kind_is_found(cast, page):
    practice = published(cast, "Osier asking")
    make.PieceFactory(academy=cast.own, title="Osier reading")
    make.TheoryFactory(trust=cast.trust, name="Osier theory")
    make.StoryFactory(
        academy=cast.own, title="Osier story", status="taken", answered_by=cast.trust_leader,
        answered_at=practice.made_at,
    )  # fmt: skip
    make.OfferFactory(academy=cast.own, by=cast.teacher, practice=practice, says="Come and see osier asking.")
    rebuild(cast.trust)
    found = search_page(cast.teacher, person_for(cast.teacher), {"q": "osier"})
    assert found.hits is not None
    assert {hit.kind for hit in found.hits} == {"practice", "piece", "theory", "story", "offer"}
    assert [number for _, number, _ in found.kinds] == [5, 1, 1, 1, 1, 1]
    for hit in found.hits:
        assert hit.url.startswith("/toolkit/")
    only = search_page(cast.teacher, person_for(cast.teacher), {"q": "osier", "kind": "story"})
    assert only.hits is not None
    assert [hit.title for hit in only.hits] == ["Osier story"]


class TestNobodyLearnsWhatTheyMayNotOpen:
    def test_governors_find_no_offer_no_number_of_them_and_no_word_of_them(self, cast, page):
        make.OfferFactory(academy=cast.own, by=cast.teacher, practice=None, subject="Quoinwort", says="Quoinwort")
        rebuild(cast.trust)
        assert "One thing" in page("teacher", q="quoinwrot")
        for who in ("governor", "trustee"):
            for typed in ("quoinwort", "quoinwrot", "quoin", "quoinworxyz"):
                said = page(who, q=typed)
                assert "One thing" not in said
                assert "uoinwort" not in said.replace(typed, "")
            assert "Nothing in the toolkit" in page(who, q="quoinwort")
        assert "Quoinwort" not in page("governor", kind="offer")

    def test_a_draft_is_found_by_nobody_until_it_is_published(self, cast, page):
        making = make.PracticeFactory(trust=cast.trust, title="Hazelmoor way")
        make.PracticeVersionFactory(practice=making, title=making.title, written_by=cast.coach)
        piece = make.DraftPieceFactory(academy=cast.own, title="Hazelmoor guide")
        index.put(making)
        index.put(piece)
        for who in ("coach", "trust_leader", "teacher"):
            assert "Hazelmoor" not in page(who, q="hazlemoor")

    def test_another_academys_own_theory_and_another_trust_stay_unknown(self, cast, page):
        make.TheoryFactory(trust=cast.trust, academy=cast.sibling, name="Withershins reading")
        make.PublishedPracticeFactory(trust=cast.foreign_trust, title="Kelpstone talk")
        rebuild(cast.trust)
        rebuild(cast.foreign_trust)
        assert "Withershins" in page("sibling_head", q="withershns")
        assert "Withershins" not in page("teacher", q="withershns")
        assert "Kelpstone" not in page("trust_leader", q="kelpstnoe")
        assert "Kelpstone" in page("foreign_leader", q="kelpstnoe")

    def test_what_was_put_away_is_gone_even_where_the_index_was_not_told(self, cast, page):
        practice = published(cast)
        type(practice).objects.filter(pk=practice.pk).update(archived_at=practice.made_at)
        assert SearchEntry.objects.filter(practice=practice).exists()
        assert "Willowstone" not in page("teacher", q="willowstnoe")

    def test_the_words_of_what_is_gone_are_offered_to_nobody(self, cast):
        practice = published(cast)
        index.drop(practice)
        assert SearchWord.objects.filter(word="willowstone").exists()
        read = understood(cast.teacher, cast.trust, "willowstnoe willowxxxx")
        assert (read.read, read.nearest) == ("", ())


HOSTILE = (
    "'", '"', "a' OR 1=1 --", "& | ! ( ) :* <->", "talk & !", "(((", "\\", "%", "_", "a\x00b", "\x00", "🙂🙂",
    "<b>talk</b>",
    "<script>alert(1)</script>", "é" * 300, "talk " * 1000, "x" * 5000, "the of and", "   ", "中文", "\ud83d",
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_gets_a_sentence(cast, client_of, typed):
    published(cast)
    response = client_of(cast.teacher).get(URL, {"q": typed.encode("utf-8", "replace").decode()})
    assert response.status_code == 200
    said = response.content.decode()
    assert "<script>alert" not in said
    assert "\x00" not in said
    assert 'class="answer' in said


def test_only_words_that_stand_in_every_text_are_no_search(page):
    assert "There is no word in this to look for." in page("teacher", q="the of and")


def test_five_thousand_characters_are_cut_and_that_is_said(page):
    assert "A search looks for the first 12 words." in page("teacher", q="talk question " * 400)


def test_a_subject_with_a_nul_and_an_unknown_filter_narrow_nothing_and_break_nothing(cast, page):
    published(cast)
    assert "Willowstone" in page("teacher", q="willowstone", kind="x'", strand="\x00", phase="9", page="-3")
    assert "Willowstone" in page("teacher", q="willowstone", subject="\x00")


def test_filters_narrow_and_what_is_for_every_subject_is_for_this_one(cast, page):
    published(cast, "Willowstone talk", strand="literacy", phases=["primary"])
    published(cast, "Willowstone sums", strand="memory", phases=["secondary"], subjects=["Maths"])
    both = page("teacher", q="willowstone", subject="Maths")
    assert "</mark> talk" in both
    assert "</mark> sums" in both
    assert "</mark> sums" not in page("teacher", q="willowstone", subject="Drama")
    assert "</mark> sums" not in page("teacher", q="willowstone", strand="literacy")
    assert "</mark> talk" not in page("teacher", q="willowstone", phase="secondary")
    assert "One thing in the toolkit fits." in page("teacher", strand="memory")


def test_twenty_hits_stand_on_a_page_and_the_file_has_them_all(cast, client_of, page):
    for number in range(23):
        make.TheoryFactory(trust=cast.trust, name=f"Willowstone {number:02}")
    rebuild(cast.trust)
    assert page("teacher", q="willowstone").count("search-kind") == 20
    assert page("teacher", q="willowstone", page="2").count("search-kind") == 3
    file = client_of(cast.teacher).get(reverse("toolkit:search_csv"), {"q": "willowstone"}).content.decode()
    assert file.count("Theory of action") == 23


def test_many_and_few_entries_cost_the_same_queries(cast, django_assert_num_queries):
    person = person_for(cast.teacher)
    for many in (2, 60):
        for number in range(many):
            make.TheoryFactory(trust=cast.trust, name=f"Willowstone {many} {number}")
        rebuild(cast.trust)
        with django_assert_num_queries(5):
            search_page(cast.teacher, person, {"q": "willowstnoe"})


def test_both_indexes_serve_their_queries(cast):
    published(cast)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for plain in ("indexscan", "indexonlyscan"):  # an ordered index read whole serves nobody
            cursor.execute(f"SET LOCAL enable_{plain} = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM toolkit_searchentry WHERE document @@ plainto_tsquery('toolkit_words', 'talk')"
        )
        assert "search_document" in str(cursor.fetchall())
        cursor.execute("EXPLAIN SELECT word FROM toolkit_searchword WHERE word % 'willowstnoe'")
        assert "search_word_like" in str(cursor.fetchall())


@pytest.mark.parametrize(
    ("who", "sees"), [("teacher", True), ("governor", True), ("data_lead", True), ("nobody", False)]
)
def test_the_box_stands_in_the_frame_of_whoever_holds_a_role(cast, client_of, who, sees):
    """It searches everything; in the menu, and at the top of the page where the menu is folded away."""
    said = client_of(getattr(cast, who)).get(reverse("help:index")).content.decode()
    assert ('id="search-side"' in said) is sees
    assert ('id="search-page"' in said) is sees
    assert ('action="/search/"' in said) is sees


def test_the_page_of_the_search_has_one_box_alone(cast, client_of):
    said = client_of(cast.teacher).get(reverse("academies:search")).content.decode()
    assert said.count('role="search"') == 1


def test_it_stands_above_the_pages_of_the_toolkit(cast, client_of):
    said = client_of(cast.teacher).get(reverse("toolkit:theory_list")).content.decode()
    assert 'id="search-page"' in said


def test_other_apps_add_what_they_find(cast):
    registry = SearchRegistry()
    questions: list[Asked] = []
    hit = Hit("round", "Round at Heronwick", "/rounds/1/")

    def rounds(user, person, asked):
        questions.append(asked)
        return [hit, hit]

    kind = SearchedKind("round", "Instructional rounds")
    registry.register((kind,), rounds)
    registry.register((kind,), rounds)
    person = person_for(cast.teacher)
    talk = Asked((("talk",),))
    assert registry.kinds == {"round": kind}
    assert list(registry.collect(cast.teacher, person, talk)) == [hit]
    assert list(registry.collect(cast.teacher, person, Asked(()))) == []
    assert list(registry.collect(cast.teacher, person, Asked(talk.words, frozenset({"plan"})))) == []
    assert questions == [talk]
    with pytest.raises(ValueError, match="Two providers"):
        registry.register((SearchedKind("round", "Rounds"),), lambda user, person, asked: [])
