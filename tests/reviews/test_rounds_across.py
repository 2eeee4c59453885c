"""Rounds side by side: what is counted, by theory and by practice, for whom; and what a theory's page shows of them."""

import csv
import datetime
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from reviews.models import NextWork, Round
from tests import factories as make
from tests.cast import Cast
from tests.worlds.next_work import PATTERN, agreed, debriefing
from toolkit.models import Theory

ClientOf = Callable[[User], Client]
ACROSS = "reviews:rounds_across"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def theory(cast: Cast) -> Theory:
    made: Theory = make.TheoryFactory(trust=cast.trust, name="Talk first")
    make.VerdictFactory(theory=made, academy=cast.own, by=cast.trust_leader, held="held")
    return made


@pytest.fixture
def rounds(cast: Cast, theory: Theory) -> list[Round]:
    """Two agreed ones try the theory, at two academies; a third tries none, a year before; one is in its debrief."""
    tried = [
        agreed(cast.own, cast.coach, theory=theory, pieces=2),
        agreed(cast.sibling, cast.sibling_head, theory=theory, practice="talk"),
    ]
    before = agreed(cast.own, cast.coach, day=datetime.date(2025, 3, 12), practice="")
    debriefing(cast.sibling, cast.sibling_head, theory=theory)
    NextWork.objects.filter(pk=tried[0].next_work.first().pk).update(  # type: ignore[union-attr]
        outcome="done", outcome_says="Seen.", outcome_at=before.planned_at
    )
    return [*tried, before]


def page(client: Client, query: str = "") -> str:
    answer = client.get(reverse(ACROSS) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_trust_leader_reads_what_can_be_counted(cast: Cast, rounds: list[Round], client_of: ClientOf) -> None:
    told = page(client_of(cast.trust_leader))
    assert (
        "Three rounds tried one theory of action and saw six patterns; "
        "one of four pieces of next work is done, and of three nobody has said yet." in told
    )
    assert "Verdicts on the theory so far: held at Heronwick." in told
    assert "Without a theory of action" in told
    assert (told.count(PATTERN), told.count("In 7 of 9 classrooms"), "2 of 9" in told) == (3, 3, False)
    assert told.index(">Talk first</a></h2>") < told.index("Without a theory of action</h2>")


def test_by_practice_capitals_make_no_difference(cast: Cast, rounds: list[Round], client_of: ClientOf) -> None:
    answer = client_of(cast.trust_leader).get(f"{reverse(ACROSS)}?by=practice")
    groups = [(group.name.lower(), len(told)) for group, told in answer.context["groups"]]
    assert groups == [("talk", 2), ("without a practice in focus", 1)]
    assert "looked at one practice" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("?year=2024", 1),
        ("?year=2025", 2),
        ("?phase=secondary", 1),
        ("?theory={theory}", 2),
        ("?theory=0&year=soon&network=x&phase=tertiary&by=size&page=99", 3),
        ("?year=2024&theory={theory}", 0),
    ],
)
def test_it_is_narrowed_by_the_address(
    query: str, n: int, cast: Cast, theory: Theory, rounds: list[Round], client_of: ClientOf
) -> None:
    answer = client_of(cast.trust_leader).get(reverse(ACROSS) + query.format(theory=theory.pk))
    assert answer.context["shown"].paginator.count == n
    if not n:
        assert "No agreed round fits these filters." in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "n"),
    [("trust_leader", 3), ("trustee", 3), ("headteacher", 2), ("governor", 2), ("teacher", 2), ("outsider", 0)],
)
def test_everybody_reads_what_they_may_read_alone(
    who: str, n: int, cast: Cast, rounds: list[Round], client_of: ClientOf
) -> None:
    answer = client_of(getattr(cast, who)).get(reverse(ACROSS))
    assert sum(len(told) for _, told in answer.context.get("groups", ())) == n
    rows = client_of(getattr(cast, who)).get(reverse("reviews:rounds_across_csv")).content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(rows)))) == 2 * n


def test_somebody_without_rounds_is_refused(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.data_lead).get(reverse(ACROSS)).status_code == 403


def test_before_the_first_round_the_page_says_what_will_stand_there(cast: Cast, client_of: ClientOf) -> None:
    told = page(client_of(cast.trust_leader))
    assert "No round has agreed on its next work yet." in told
    assert "Patterns of rounds will stand here" in told


def test_a_file_says_what_the_page_says(cast: Cast, rounds: list[Round], client_of: ClientOf) -> None:
    answer = client_of(cast.trustee).get(reverse("reviews:rounds_across_csv"), {"phase": "secondary"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["Host"] for row in rows} == {cast.sibling.name}
    assert sorted(row["Shows in"] for row in rows) == ["", "in 7 of 9 classrooms"]
    assert {row["Pieces of next work in the round"] for row in rows} == {"1"}


def test_who_visited_another_academys_own_theory_knows_its_name_and_no_more(cast: Cast, client_of: ClientOf) -> None:
    own = make.TheoryFactory(academy=cast.own, name="Our own way")
    agreed(cast.own, cast.sibling_head, theory=own)
    address = reverse("toolkit:theory_show", args=[own.pk])
    assert address in page(client_of(cast.headteacher))
    told = page(client_of(cast.sibling_head))
    assert "Our own way" in told
    assert address not in told


def test_the_theorys_page_shows_what_rounds_saw(
    cast: Cast, theory: Theory, rounds: list[Round], client_of: ClientOf
) -> None:
    client = client_of(cast.trust_leader)
    part = reverse("reviews:theory_rounds", args=[theory.pk])
    assert part in client.get(reverse("toolkit:theory_show", args=[theory.pk])).content.decode()
    answer = client.get(part, headers=HTMX)
    assert [told.round for told in answer.context["rounds"]] == [rounds[1], rounds[0]]
    assert PATTERN in answer.content.decode()
    assert client.get(part)["Location"] == f"{reverse(ACROSS)}?theory={theory.pk}"
    assert client_of(cast.outsider).get(part, headers=HTMX).status_code == 404
