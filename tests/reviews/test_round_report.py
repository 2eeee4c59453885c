"""The report of a round, on a page and on paper: what stands in it, who is named to whom, no count below three; and the
round as evidence."""

import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from academies.access import Person
from academies.models import Academy
from academies.providers import records
from accounts.models import User
from reviews.models import NextWork, Round
from reviews.models.round import RoundState
from tests import factories as make
from tests.cast import Cast
from tests.worlds.next_work import PATTERN, RARE, agreed, debriefing, piece_of

ClientOf = Callable[[User], Client]
VISITOR = "Philippa Quandrelle"
SAYS = "Wait three seconds after each question."


@pytest.fixture
def done(cast: Cast) -> Round:
    """At the cast's own academy: facilitated by the sibling's head, with one more visitor from there."""
    theory = make.TheoryFactory(trust=cast.trust, name="Talk first", when="pupils talk first", then="they write more")
    round = debriefing(cast.own, cast.sibling_head, theory=theory)
    person = make.UserFactory(full_name=VISITOR)
    make.MembershipFactory(user=person, academy=cast.sibling, role="teacher")
    make.RoundVisitorFactory(round=round, person=person)
    make.NextWorkFactory(round=round, says=SAYS, who="Every teacher")
    return make.bring_round_to(round, RoundState.AGREED, prediction="One would know how to wait.")


def read(client: Client, round: Round) -> str:
    answer = client.get(reverse("reviews:round_report", args=[round.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def paper(client: Client, round: Round) -> PdfReader:
    answer = client.get(reverse("reviews:round_report_pdf", args=[round.pk]))
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_a_head_reads_what_was_seen_and_what_follows(cast: Cast, done: Round, client_of: ClientOf) -> None:
    page = read(client_of(cast.headteacher), done)
    assert "The visitors saw two patterns at Heronwick; one piece of next work follows." in page
    assert "Two visitors from one academy were in nine classrooms." in page
    for says in (
        done.problem,
        "pupils talk first",
        PATTERN,
        "In 7 of 9 classrooms",
        "One would know how to wait.",
        SAYS,
    ):
        assert says in page, says


def test_a_pattern_below_three_classrooms_stands_without_a_count(cast: Cast, done: Round, client_of: ClientOf) -> None:
    for told in (read(client_of(cast.trust_leader), done), words(paper(client_of(cast.governor), done))):
        assert RARE in told
        assert "2 of 9" not in told


@pytest.mark.parametrize(
    ("who", "named"), [("headteacher", True), ("teacher", True), ("governor", False), ("trustee", False)]
)
def test_names_stand_in_it_for_staff_alone(who: str, named: bool, cast: Cast, done: Round, client_of: ClientOf) -> None:
    client = client_of(getattr(cast, who))
    for told in (read(client, done), words(paper(client, done))):
        assert (VISITOR in told) is named
        assert (cast.sibling_head.full_name in told) is named
        assert "Two visitors from one academy" in told


def test_the_paper_is_tagged_and_says_the_same(cast: Cast, done: Round, client_of: ClientOf) -> None:
    pdf = paper(client_of(cast.governor), done)
    catalog = pdf.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert catalog["/Lang"] == "en-GB"  # type: ignore[index]
    assert pdf.metadata is not None
    assert pdf.metadata.title == f"{cast.own}: instructional round, 12 March 2026"
    told = words(pdf)
    for says in (
        "pupils talk first",
        PATTERN,
        "In 7 of 9 classrooms.",
        "One would know how to wait.",
        SAYS,
        "This week",
    ):
        assert says in told, says


def test_it_says_what_came_of_it(cast: Cast, done: Round, client_of: ClientOf) -> None:
    piece = piece_of(done)
    NextWork.objects.filter(pk=piece.pk).update(
        outcome="partly", outcome_says="In half of the rooms.", outcome_at=done.planned_at
    )
    Round.objects.filter(pk=done.pk).update(state=RoundState.FOLLOWED, came="Pupils speak in sentences.")
    client = client_of(cast.governor)
    for told in (read(client, done), words(paper(client, done))):
        assert "the next work is partly done." in told
        for says in ("Partly done", "In half of the rooms.", "Pupils speak in sentences."):
            assert says in told, says


def test_visitors_read_it_before_it_is_agreed_and_nobody_else_does(cast: Cast, client_of: ClientOf) -> None:
    round = debriefing(cast.own, cast.sibling_head)
    assert "A draft: the visitors have not agreed" in read(client_of(cast.sibling_head), round)
    for who, status in (("headteacher", 403), ("trust_leader", 403), ("governor", 404), ("outsider", 404)):
        for name in ("round_report", "round_report_pdf"):
            answer = client_of(getattr(cast, who)).get(reverse(f"reviews:{name}", args=[round.pk]))
            assert answer.status_code == status, who


# As evidence.


def person_of(user: User, academy: Academy) -> Person:
    held = list(user.memberships.select_related("academy", "trust"))
    return Person(held, academy.trust)


def chosen(user: User, academy: Academy, kind: str) -> list[str]:
    found = records.choices(user, person_of(user, academy), academy, [kind])
    return [record.says for _, told in found for record in told]


def test_an_agreed_round_can_be_chosen_and_its_next_work_be_named(cast: Cast, done: Round) -> None:
    agreed(cast.sibling, cast.coach)
    debriefing(cast.own, cast.sibling_head)
    for who in (cast.headteacher, cast.governor, cast.trust_leader):
        assert chosen(who, cast.own, "round") == ["Round at Heronwick, 12 March 2026: two patterns"]
        assert chosen(who, cast.own, "next_work") == []  # evidence names the round
        key = f"next_work:{piece_of(done).pk}"
        named = records.named(who, person_of(who, cast.own), cast.own, [key])
        assert named[key].says == f"Next work, this week: {SAYS.rstrip('.')}"


def test_nobody_is_told_of_another_academys(cast: Cast, done: Round) -> None:
    keys = [f"round:{done.pk}", f"next_work:{piece_of(done).pk}"]
    assert len(records.named(cast.headteacher, person_of(cast.headteacher, cast.own), cast.own, keys)) == 2
    for who in (cast.outsider, cast.data_lead, cast.sibling_teacher):
        assert records.named(who, person_of(who, cast.own), cast.own, keys) == {}
        assert chosen(who, cast.own, "round") == []


def test_who_visited_still_knows_it_where_it_is_named(cast: Cast, done: Round) -> None:
    keys = [f"round:{done.pk}"]
    person = person_of(cast.sibling_head, cast.own)
    assert list(records.named(cast.sibling_head, person, cast.own, keys)) == keys
    assert chosen(cast.sibling_head, cast.own, "round") == []


def test_a_key_that_is_no_number_names_nothing(cast: Cast, done: Round) -> None:
    person = person_of(cast.headteacher, cast.own)
    assert records.named(cast.headteacher, person, cast.own, ["round:x", "next_work:" + "9" * 40, "round:"]) == {}
