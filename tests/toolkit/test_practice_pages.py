"""The pages of practices: what they say to whom, the writing form, the way of a version, and bad input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from academies.access import person_for
from reviews.todos.together import visiting_todos
from tests import factories as make
from tests.cast import Cast
from toolkit.models import Practice, PracticeVersion
from toolkit.selectors.practice import shortened
from toolkit.selectors.practice_page import led
from toolkit.services.content import ExampleText, content_of
from toolkit.services.practice import start_version, take_version_step, write_version

pytestmark = pytest.mark.django_db
LIST = "/toolkit/practices/"


@pytest.fixture
def practice(cast: Cast) -> Practice:
    return make.PublishedPracticeFactory(
        trust=cast.trust, title="Ask, wait, choose", slug="ask", owner=cast.coach,
        content=make.practice_content("Ask, wait, choose", examples=[
            ExampleText("secondary", "Art, Year 9", "Everybody draws first."),
            ExampleText("primary", "Mathematics, Year 2", "Nearer to 20 or to 30?"),
        ]),
    )  # fmt: skip


@pytest.fixture
def draft(cast: Cast, practice: Practice) -> PracticeVersion:
    return start_version(by=cast.coach, practice=practice)


@pytest.fixture
def coach(cast: Cast, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.coach)


def said(response: Any) -> str:
    return str(response.content.decode())


def form_of(client: Client, slug: str = "ask") -> dict[str, str]:
    """What the writing form would send as it stands."""
    form = client.get(f"{LIST}{slug}/write/").context["form"]
    return {name: "" if (value := form[name].value()) is None else str(value) for name in form.fields}


class TestTheList:
    def test_an_empty_toolkit_offers_what_comes_with_the_product(
        self, cast: Cast, client_of: Any, coach: Client
    ) -> None:
        assert "Begin with these" in said(client_of(cast.trust_leader).get(LIST))
        assert "Begin with these" not in said(coach.get(LIST))
        page = said(client_of(cast.trust_leader).post(f"{LIST}start/", follow=True))
        assert "practices stand in the toolkit" in page
        assert "strong evidence" in page

    def test_filters_words_order_and_file(self, cast: Cast, coach: Client, practice: Practice) -> None:
        make.PublishedPracticeFactory(
            trust=cast.trust, title="Blank page recall", strand="memory", phases=["secondary"], kind="learning",
            subjects=["History"],
            content=make.practice_content("Blank page recall", strength="strong", what="Cover it.", steps=[]),
        )  # fmt: skip
        assert "Two practices in two strands, one of them on strong evidence" in said(coach.get(LIST))
        found = {
            query: [card.title for card in coach.get(f"{LIST}?{query}").context["page"].cards]
            for query in (
                "strand=memory", "phase=primary", "kind=learning", "subject=History", "q=silently+ASK", "q=blank",
                "q=nothing", "kept=away", "order=name", "strand=rubbish",
            )
        }  # fmt: skip
        ask, blank = "Ask, wait, choose", "Blank page recall"
        assert found == {
            "strand=memory": [blank], "phase=primary": [ask], "kind=learning": [blank], "subject=History": [ask, blank],
            "q=silently+ASK": [ask], "q=blank": [blank], "q=nothing": [], "kept=away": [], "order=name": [ask, blank],
            "strand=rubbish": [ask, blank],
        }  # fmt: skip
        told = said(coach.get(f"{LIST}practices.csv?strand=memory"))
        assert "Blank page recall,Memory and practice,Learning protocol,Secondary,History" in told
        assert ask not in told

    def test_what_is_on_its_way_is_for_those_who_write(
        self, cast: Cast, client_of: Any, coach: Client, draft: PracticeVersion
    ) -> None:
        assert "On its way" in said(coach.get(LIST))
        for who in (cast.teacher, cast.governor, cast.external_coach):
            assert "On its way" not in said(client_of(who).get(LIST))


class TestThePage:
    def test_what_to_do_stands_before_why(self, cast: Cast, client_of: Any, practice: Practice) -> None:
        page = said(client_of(cast.teacher).get(f"{LIST}ask/"))
        order = [
            page.index(text)
            for text in (
                "Ask, wait, then choose who answers.", "What to do", "Write two questions",
                "Where it is done, one sees", "It is not", "How others do it", "It is an invitation",
                "Why it should work", "several studies, with gaps", "<strong>everybody</strong>", "Rowe (1986)",
            )
        ]  # fmt: skip
        assert order == sorted(order)

    def test_examples_of_ones_own_phase_stand_open(self, cast: Cast, client_of: Any, practice: Practice) -> None:
        first = client_of(cast.teacher).get(f"{LIST}ask/").context["page"].said
        assert [group.phase for group in first.mine] == ["primary"]
        assert [group.phase for group in first.others] == ["secondary"]
        theirs = client_of(cast.sibling_head).get(f"{LIST}ask/").context["page"].said
        assert [group.phase for group in theirs.mine] == ["secondary"]

    @pytest.mark.parametrize("who", ["governor", "trustee", "external_coach"])
    def test_governors_and_guests_read_it_and_no_name(
        self, cast: Cast, client_of: Any, practice: Practice, who: str
    ) -> None:
        page = said(client_of(getattr(cast, who)).get(f"{LIST}ask/"))
        assert "Count silently to five." in page
        assert cast.coach.full_name not in page
        assert "Write a new version" not in page
        assert cast.coach.full_name in said(client_of(cast.teacher).get(f"{LIST}ask/"))

    def test_another_trusts_practice_of_the_same_address_is_not_shown(
        self, cast: Cast, client_of: Any, practice: Practice
    ) -> None:
        make.PublishedPracticeFactory(trust=cast.foreign_trust, title="Theirs", slug="ask")
        make.PublishedPracticeFactory(trust=cast.foreign_trust, title="Also theirs", slug="theirs")
        assert "Theirs" not in said(client_of(cast.teacher).get(f"{LIST}ask/"))
        assert client_of(cast.teacher).get(f"{LIST}theirs/").status_code == 404
        make.MembershipFactory(user=cast.outsider, role="headteacher", academy=cast.own, trust=cast.trust)
        assert client_of(cast.outsider).get(f"{LIST}ask/").status_code == 200

    def test_put_away_it_says_so_and_can_be_brought_back(self, cast: Cast, client_of: Any, practice: Practice) -> None:
        leader = client_of(cast.trust_leader)
        assert "is put away" in said(leader.post(f"{LIST}ask/put-away/", follow=True))
        assert "Bring it back" in said(leader.get(f"{LIST}ask/"))
        assert "in the toolkit again" in said(leader.post(f"{LIST}ask/put-away/", {"back": "1"}, follow=True))

    def test_where_it_belongs_is_changed_by_leaders(self, cast: Cast, client_of: Any, practice: Practice) -> None:
        about = {"kind": "learning", "strand": "feedback", "phases": ["primary"], "subjects": "Art, art", "theory": ""}
        leader = client_of(cast.trust_leader)
        sent = {**about, "owner": cast.headteacher.pk}
        assert leader.post(f"{LIST}ask/about/", sent).status_code == 302
        practice.refresh_from_db()
        assert (practice.strand, practice.subjects, practice.owner) == ("feedback", ["Art"], cast.headteacher)
        assert "Say for which phases" in said(leader.post(f"{LIST}ask/about/", {**sent, "phases": []}))
        assert leader.post(f"{LIST}ask/about/", {**sent, "owner": cast.teacher.pk}).status_code == 200


class TestWriting:
    def test_a_practice_is_begun_and_written(self, cast: Cast, coach: Client) -> None:
        about = {"title": "Say it first", "kind": "teaching", "strand": "literacy", "phases": ["primary"]}
        page = said(coach.post(f"{LIST}new/", about, follow=True))
        assert "Say it first: the first version" in page
        form = form_of(coach, "say-it-first")
        assert "changes" not in form
        form |= {"what": "Say **it**.", "step_0_says": "Say it.", "looks_like": "- Talk\n\n• More talk"}
        page = said(coach.post(f"{LIST}say-it-first/write/", form, follow=True))
        assert "The draft is saved" in page
        assert "it needs why it should work, how strong the evidence is and at least two steps" in page
        assert PracticeVersion.objects.get(title="Say it first").looks_like == ["Talk", "More talk"]

    def test_a_step_goes_up_and_nothing_is_saved(self, coach: Client, draft: PracticeVersion) -> None:
        form = form_of(coach)
        for sent in ({"up": "1"}, {"preview": "1"}, {"up": "99"}, {"up": "x"}):
            response = coach.post(f"{LIST}ask/write/", {**form, "what": "# Typed", **sent})
            page = said(response)
            assert "Nothing is saved yet" in page
            assert 'role="alert"' in page
            assert "<h3>Typed</h3>" in page
            steps = [response.context["form"][f"step_{at}_says"].value() for at in range(2)]
            moved = sent == {"up": "1"}
            assert steps == [form[f"step_{int(moved)}_says"], form[f"step_{1 - int(moved)}_says"]]
        assert content_of(draft).what != "# Typed"

    def test_bad_input_is_answered_where_it_stands_and_kept(self, coach: Client, draft: PracticeVersion) -> None:
        form = form_of(coach) | {
            "title": "", "looks_like": "\n".join("abcdefghijklm"), "example_2_subject": "Art",
            "source_1_url": "nonsense", "source_2_says": "It helps.", "example_3_says": "Typed here",
            "step_4_says": "x" * 201, "what": "y" * 6_001,
        }  # fmt: skip
        page = said(coach.post(f"{LIST}ask/write/", form))
        for sentence in (
            "nobody looks for more than 12", "Say what was done and what pupils did", "Name the work: author",
            "Say for which phase this example is", "6,000 fit", "Enter a valid URL",
        ):  # fmt: skip
            assert sentence in page, sentence
        assert "Typed here" in page

    def test_two_people_at_one_draft_see_both_versions(
        self, cast: Cast, client_of: Any, coach: Client, draft: PracticeVersion
    ) -> None:
        mine = form_of(coach) | {"step_1_says": "Count to six."}
        theirs = replace(content_of(draft), what="Theirs.", steps=content_of(draft).steps[:1])
        write_version(by=cast.senior_leader, version=draft, content=theirs)
        response = coach.post(f"{LIST}ask/write/", mine)
        page = said(response)
        assert "Somebody else changed this while you wrote" in page
        assert "Theirs." in page
        assert {told.label for told in response.context["form"].theirs} == {"What it is", "Step 2"}
        again = mine | {"seen": response.context["form"]["seen"].value()}
        assert coach.post(f"{LIST}ask/write/", again).status_code == 302
        assert [step.says for step in content_of(draft).steps][1] == "Count to six."

    def test_there_is_nothing_to_write_on_without_a_draft(self, coach: Client, practice: Practice) -> None:
        assert "No draft of it is open" in said(coach.get(f"{LIST}ask/write/", follow=True))
        assert coach.post(f"{LIST}ask/versions/")["Location"] == f"{LIST}ask/write/"

    @pytest.mark.parametrize("text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=y>"])
    def test_what_is_typed_runs_nowhere(self, cast: Cast, coach: Client, draft: PracticeVersion, text: str) -> None:
        content = make.practice_content(
            "Ask", what=f"{text}\n\n{text}", why=text, looks_like=[text], changes=text,
            examples=[ExampleText("primary", "Art", text)],
        )  # fmt: skip
        write_version(by=cast.coach, version=draft, content=content)
        pages = [coach.get(f"{LIST}ask/{end}") for end in ("versions/2/", "versions/1/2/", "write/")]
        pages.append(coach.post(f"{LIST}preview/?field=what", {"what": text}))
        for page in map(said, pages):
            assert "<script>alert" not in page
            assert 'href="javascript:' not in page
            assert "<img src=x" not in page


class TestThePreview:
    def test_shows_what_readers_will_see(self, coach: Client) -> None:
        assert "<strong>b</strong>" in said(coach.post(f"{LIST}preview/?field=why", {"why": "**b**", "what": "other"}))
        assert "<em>t</em>" in said(coach.post(f"{LIST}preview/", {"text": "*t*"}))
        assert "stands here" in said(coach.post(f"{LIST}preview/", {}))
        assert "Only the beginning" in said(coach.post(f"{LIST}preview/", {"text": "a " * 15_000}))
        assert coach.get(f"{LIST}preview/").status_code == 405


class TestTheWay:
    def step(self, client: Client, step: str, **more: Any) -> str:
        return said(client.post(f"{LIST}ask/step/{step}/", {"number": "2", **more}, follow=True))

    def test_from_draft_to_readers(self, cast: Cast, client_of: Any, coach: Client, draft: PracticeVersion) -> None:
        head, leader = client_of(cast.headteacher), client_of(cast.trust_leader)
        assert "Choose the colleague" in self.step(coach, "ask")
        assert "It is with your colleague now" in self.step(
            coach, "ask", reviewer=cast.headteacher.pk, says="Step two?"
        )
        page = said(head.get(f"{LIST}ask/versions/2/"))
        assert "Step two?" in page
        assert "It can be published" in page
        assert "It can be published" not in said(coach.get(f"{LIST}ask/versions/2/"))
        assert "Say what it still needs" in self.step(head, "return")
        assert "A colleague reviews it" in said(coach.post(f"{LIST}ask/step/approve/", {"number": "2"}))
        assert "A trust leader publishes it" in self.step(head, "approve")
        assert "Everybody in the trust reads it" in said(leader.get(f"{LIST}ask/versions/2/"))
        assert "It is published" in self.step(leader, "publish")
        old = said(client_of(cast.teacher).get(f"{LIST}ask/versions/1/"))
        assert "a later version stands in its place" in old

    def test_a_page_that_is_out_of_date_moves_nothing(self, cast: Cast, coach: Client, draft: PracticeVersion) -> None:
        seen = coach.get(f"{LIST}ask/versions/2/").context["page"].stamp
        write_version(by=cast.senior_leader, version=draft, content=content_of(draft))
        assert "while you read it" in self.step(coach, "ask", seen=seen, reviewer=cast.headteacher.pk)
        assert coach.post(f"{LIST}ask/step/rubbish/").status_code == 404
        draft.refresh_from_db()
        assert draft.state == "draft"

    def test_what_changed_is_marked_for_eye_and_ear(self, cast: Cast, coach: Client, draft: PracticeVersion) -> None:
        content = content_of(draft)
        steps = [content.steps[1], replace(content.steps[0], says="Write three questions worth thinking about.")]
        write_version(by=cast.coach, version=draft, content=replace(content, steps=steps))
        page = said(coach.get(f"{LIST}ask/versions/2/1/"))
        assert "from version 1 to 2: 1 part of 9 changed" in page
        assert '<del><span class="visually-hidden">Taken out: </span>two<span' in page
        assert '<ins><span class="visually-hidden">New: </span>three<span' in page
        assert page.count("Moved.") == 2
        assert "nothing changed" in said(coach.get(f"{LIST}ask/versions/1/1/"))

    def test_home_says_whose_turn_it_is(self, cast: Cast, draft: PracticeVersion) -> None:
        def told(user: Any) -> list[str]:
            return [todo.says for todo in visiting_todos(user, person_for(user))]

        take_version_step(by=cast.coach, version=draft, step="ask", reviewer=cast.headteacher)
        assert told(cast.headteacher) == ["You are asked to review version 2 of “Ask, wait, choose”."]
        assert told(cast.coach) == told(cast.trust_leader) == told(cast.teacher) == told(cast.nobody) == []
        take_version_step(by=cast.headteacher, version=draft, step="return", says="More.")
        assert told(cast.coach) == ["Version 2 of “Ask, wait, choose” came back from review."]
        take_version_step(by=cast.coach, version=draft, step="ask", reviewer=cast.headteacher)
        take_version_step(by=cast.headteacher, version=draft, step="approve")
        assert told(cast.trust_leader) == ["Version 2 of “Ask, wait, choose” is reviewed and can be published."]
        assert told(cast.foreign_leader) == told(cast.coach) == []


def test_the_first_paragraph_leads_where_it_is_one() -> None:
    assert led("First.\n\nSecond.\n\nThird.") == ("First.", "Second.\n\nThird.")
    assert led("Only one.") == ("Only one.", "")
    for text in ("- a list\n\nmore", "# A heading\n\nmore", "1. one\n\nmore", "See [it][1].\n\n[1]: https://a.org", ""):
        assert led(text) == ("", text)


def test_an_extract_ends_with_a_sentence_or_a_word() -> None:
    assert shortened("Short.") == "Short."
    assert shortened(f"{'One sentence here. ' * 9}And more and more words.") == ("One sentence here. " * 9).strip()
    assert shortened("word " * 60).endswith("word …")
