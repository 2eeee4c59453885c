"""The library's pages: found in three taps, written with rows that move without script, used in one click."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from tests import factories as make
from tests.cast import Cast
from toolkit.models import Adoption, Piece
from toolkit.models.library import PieceKind, PieceState

LIST = "toolkit:piece_list"
WORDS: dict[str, Any] = {
    "kind": "sequence", "title": "How we argue", "summary": "In short.", "strand": "literacy", "phases": ["primary"],
    "subject": "English", "year_groups": "Year 5", "body": "Say it **first**.",
}  # fmt: skip


def rows(*titles: str) -> dict[str, str]:
    told: dict[str, str] = {}
    for at, title in enumerate(titles):
        told |= {f"lesson_{at}_title": title, f"lesson_{at}_learns": f"They learn {title}." if title else ""}
        told |= {f"lesson_{at}_tasks": "", f"lesson_{at}_practice": ""}
    return told


def page(response: Any) -> str:
    return str(response.content.decode())


def shown_titles(response: Any) -> list[str]:
    inputs = re.findall(r'<input[^>]*name="lesson_\d+_title"[^>]*>', page(response))
    return [(re.search(r'value="([^"]*)"', each) or ["", ""])[1] for each in inputs]


def test_a_sequence_for_year_5_is_three_taps_away(cast: Cast, client_of: Any) -> None:
    wanted = make.PieceFactory(academy=cast.sibling, title="Letters that are sent", year_groups="Years 4 to 6")
    make.PieceFactory(academy=cast.sibling, title="Ballads", year_groups="Year 6")
    make.PieceFactory(academy=cast.sibling, title="Quizzes", kind=PieceKind.GUIDANCE, year_groups="Year 5")
    practice = make.PublishedPracticeFactory(trust=cast.trust, title="Talk with a purpose")
    make.LessonFactory(piece=wanted, title="1. Say it", practice=practice)
    file = make.PieceFileFactory(piece=wanted)
    client = client_of(cast.teacher)
    library = page(client.get(reverse(LIST)))
    assert all(title in library for title in ("Letters that are sent", "Ballads", "Quizzes"))
    narrowed = page(client.get(reverse(LIST), {"year": "5", "kind": "sequence"}))
    assert "Letters that are sent" in narrowed
    assert "Ballads" not in narrowed
    assert "Quizzes" not in narrowed
    piece = page(client.get(reverse("toolkit:piece_show", args=[wanted.pk])))
    assert reverse("toolkit:practice_show", args=[practice.slug]) in piece
    assert reverse("toolkit:piece_file", args=[file.pk]) in piece
    assert "<h3>Say it</h3>" in piece
    assert "Use it" not in piece


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"subject": "History"}, {"Sources"}),
        ({"phase": "secondary"}, {"Sources"}),
        ({"strand": "memory"}, {"Sources"}),
        ({"academy": "trust"}, {"Guidance for all"}),
        ({"academy": "otterbourne-vale"}, {"Arguments"}),
        ({"q": "argu english"}, {"Arguments"}),
        ({"q": "nothing of the kind"}, set()),
        ({"year": "nonsense", "kind": "<script>", "order": "x"}, {"Arguments", "Sources", "Guidance for all"}),
    ],
)
def test_the_list_and_its_file_are_narrowed_alike(
    cast: Cast, client_of: Any, query: dict[str, str], found: set[str]
) -> None:
    make.PieceFactory(academy=cast.sibling, title="Arguments")
    make.PieceFactory(
        academy=cast.own, title="Sources", subject="History", phases=["secondary"], strand="memory", year_groups=""
    )
    make.PieceFactory(academy=None, trust=cast.trust, title="Guidance for all", subject="", year_groups="")
    make.DraftPieceFactory(academy=cast.sibling, title="Not yet")
    for address in (LIST, "toolkit:piece_csv"):
        text = page(client_of(cast.teacher).get(reverse(address), query))
        assert {title for title in ("Arguments", "Sources", "Guidance for all", "Not yet") if title in text} == found


def test_what_one_gave_is_told_to_be_of_use(cast: Cast, client_of: Any) -> None:
    mine = make.PieceFactory(academy=cast.own, title="Arguments", written_by=cast.headteacher)
    make.AdoptionFactory(piece=mine, academy=cast.sibling)
    assert f"{cast.sibling} uses it" in page(client_of(cast.headteacher).get(reverse(LIST)))
    assert "is of use" not in page(client_of(cast.sibling_head).get(reverse(LIST)))
    own = page(client_of(cast.headteacher).get(reverse("toolkit:piece_show", args=[mine.pk])))
    assert "What you wrote is of use: 1 academy works with it." in own
    assert "What you wrote" not in page(client_of(cast.coach).get(reverse("toolkit:piece_show", args=[mine.pk])))


def test_markup_is_shown_as_text(cast: Cast, client_of: Any) -> None:
    piece = make.PieceFactory(academy=cast.own, body="<script>alert(1)</script> [x](javascript:alert(1)) **bold**")
    make.LessonFactory(piece=piece, title="<b>One</b>", learns="<img src=x onerror=alert(1)>")
    text = page(client_of(cast.teacher).get(reverse("toolkit:piece_show", args=[piece.pk])))
    assert "<strong>bold</strong>" in text
    for bad in ("<script>alert", "<img src=x", "<b>One", 'href="javascript'):
        assert bad not in text


def test_rows_are_added_moved_and_taken_out_without_script(cast: Cast, client_of: Any) -> None:
    client, address = client_of(cast.coach), reverse("toolkit:piece_new")
    sent = {**WORDS, **rows("One", "Two", "Three")}
    moved = client.post(address, {**sent, "rows": "up lesson 2"})
    assert moved.status_code == 200
    assert shown_titles(moved) == ["One", "Three", "Two"]
    assert "Nothing is saved yet." in page(moved)
    assert 'value="How we argue"' in page(moved)
    assert shown_titles(client.post(address, {**sent, "rows": "down lesson 0"})) == ["Two", "One", "Three"]
    assert shown_titles(client.post(address, {**sent, "rows": "remove lesson 1"})) == ["One", "Three"]
    assert shown_titles(client.post(address, {**sent, "rows": "add lesson"})) == ["One", "Two", "Three", ""]
    assert shown_titles(client.post(address, {**sent, "rows": "up lesson 99"})) == ["One", "Two", "Three"]
    looked_at = page(client.post(address, {**sent, "preview": "1"}))
    assert "<strong>first</strong>" in looked_at
    assert not Piece.objects.exists()


def test_a_piece_is_written_and_published(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.coach)
    practice = make.PublishedPracticeFactory(trust=cast.trust)
    sent = {**WORDS, **rows("One", "", "Three"), "lesson_0_practice": practice.pk}
    answer = client.post(reverse("toolkit:piece_new"), sent)
    piece = Piece.objects.get()
    assert answer["Location"] == reverse("toolkit:piece_show", args=[piece.pk])
    assert (piece.academy, piece.state) == (cast.own, PieceState.DRAFT)
    assert list(piece.lessons.values_list("title", flat=True)) == ["One", "Three"]
    # A practice of a lesson is one that the piece builds on.
    assert piece.practices.get().practice == practice
    client.post(reverse("toolkit:piece_step", args=[piece.pk, "publish"]))
    piece.refresh_from_db()
    assert piece.state == PieceState.PUBLISHED
    assert client.post(reverse("toolkit:piece_step", args=[piece.pk, "burn"])).status_code == 404


def test_what_is_missing_is_named_and_nothing_typed_is_lost(cast: Cast, client_of: Any) -> None:
    sent = {**WORDS, **rows("One"), "lesson_0_learns": "", "summary": "", "source_0_url": "https://example.org/a",
            "source_0_citation": "", "source_0_says": ""}  # fmt: skip
    text = page(client_of(cast.coach).post(reverse("toolkit:piece_new"), sent))
    for says in ("Say in a sentence what it is for", "Say what pupils learn in lesson 1.", "Name the work"):
        assert says in text
    assert 'value="One"' in text
    assert "https://example.org/a" in text
    assert 'role="alert"' in text
    assert not Piece.objects.exists()


def test_the_trusts_leader_chooses_whose_it_is(cast: Cast, client_of: Any) -> None:
    client, address = client_of(cast.trust_leader), reverse("toolkit:piece_new")
    client.post(address, {**WORDS, "whose": "trust"})
    assert Piece.objects.get().academy is None
    client.post(address, {**WORDS, "whose": cast.sibling.slug, "title": "Another"})
    assert Piece.objects.get(title="Another").academy == cast.sibling
    client.post(address, {**WORDS, "whose": cast.foreign.slug, "title": "Third"})
    assert Piece.objects.count() == 2


def test_two_who_write_at_once_see_both_versions(cast: Cast, client_of: Any) -> None:
    piece = make.PieceFactory(academy=cast.own, title="Arguments")
    make.LessonFactory(piece=piece, order=1, title="One", learns="They learn One.", tasks="")
    address = reverse("toolkit:piece_edit", args=[piece.pk])
    client = client_of(cast.coach)
    seen = re.search(r'name="seen" value="(\w+)"', page(client.get(address)))
    assert seen is not None
    # A colleague adds a lesson in the meantime.
    make.LessonFactory(piece=piece, order=2, title="The colleague’s", learns="They wrote it.", tasks="")
    sent = {**WORDS, "title": "Mine", **rows("One"), "seen": seen[1]}
    # Moving rows about is no way around it.
    moved = client.post(address, {**sent, "rows": "add lesson"})
    assert f'value="{seen[1]}"' in page(moved)
    refused = client.post(address, sent)
    assert "Somebody else changed this while you wrote" in page(refused)
    assert "The colleague’s" in page(refused)
    assert piece.lessons.count() == 2
    again = re.search(r'name="seen" value="(\w+)"', page(refused))
    assert again is not None
    assert client.post(address, {**sent, "seen": again[1]}).status_code == 302
    piece.refresh_from_db()
    assert (piece.title, piece.lessons.count()) == ("Mine", 1)


def test_one_click_and_it_is_the_academys_own(cast: Cast, client_of: Any) -> None:
    piece = make.PieceFactory(academy=cast.sibling, title="Arguments")
    client = client_of(cast.coach)
    shown = page(client.get(reverse("toolkit:piece_show", args=[piece.pk])))
    assert f"Make it {cast.own}’s own" in shown
    answer = client.post(reverse("toolkit:piece_adapt", args=[piece.pk]), {"academy": cast.own.slug})
    own = Piece.objects.get(adapted_from=piece)
    assert answer["Location"] == reverse("toolkit:piece_show", args=[own.pk])
    text = page(client.get(answer["Location"]))
    assert reverse("toolkit:piece_show", args=[piece.pk]) in text
    assert "Publish it" in text
    elsewhere = page(client_of(cast.sibling_head).get(reverse("toolkit:piece_show", args=[piece.pk])))
    assert f"being made their own at {cast.own}" in elsewhere


def test_as_it_is_and_no_longer(cast: Cast, client_of: Any) -> None:
    piece = make.PieceFactory(academy=cast.sibling)
    client = client_of(cast.headteacher)
    client.post(reverse("toolkit:piece_adopt", args=[piece.pk]), {"academy": cast.own.slug, "says": "Year 5"})
    adoption = Adoption.objects.get()
    assert reverse("toolkit:adoption_end", args=[adoption.pk]) in page(
        client.get(reverse("toolkit:piece_show", args=[piece.pk]))
    )
    for wrong in ({"academy": cast.foreign.slug}, {}, {"academy": cast.own.slug, "says": "x" * 301}):
        refused = client.post(reverse("toolkit:piece_adopt", args=[piece.pk]), wrong)
        assert 'role="alert"' in page(refused)
    end = reverse("toolkit:adoption_end", args=[adoption.pk])
    assert "for whoever thinks of using it" in page(client.post(end, {"found": ""}))
    client.post(end, {"found": "It ran to seventy minutes."})
    assert "It ran to seventy minutes." in page(
        client_of(cast.sibling_teacher).get(reverse("toolkit:piece_show", args=[piece.pk]))
    )


def test_a_story_leads_to_its_case_study_and_back(cast: Cast, client_of: Any) -> None:
    story = make.StoryFactory(
        academy=cast.own, title="Aloud", status="taken", answered_by=cast.trust_leader, answered_at=timezone.now()
    )
    address = reverse("toolkit:story_show", args=[story.pk])
    assert "Make it a case study" not in page(client_of(cast.teacher).get(address))
    assert "Make it a case study" in page(client_of(cast.headteacher).get(address))
    answer = client_of(cast.headteacher).post(reverse("toolkit:case_study_new", args=[story.pk]))
    study = Piece.objects.get(story=story)
    assert answer["Location"] == reverse("toolkit:piece_edit", args=[study.pk])
    assert reverse("toolkit:piece_show", args=[study.pk]) in page(client_of(cast.headteacher).get(address))
    # A reader hears of it once it is published.
    assert reverse("toolkit:piece_show", args=[study.pk]) not in page(client_of(cast.sibling_teacher).get(address))
    client_of(cast.headteacher).post(reverse("toolkit:piece_step", args=[study.pk, "publish"]))
    text = page(client_of(cast.sibling_teacher).get(reverse("toolkit:piece_show", args=[study.pk])))
    assert address in text
    waiting = make.StoryFactory(academy=cast.own)
    client_of(cast.headteacher).post(reverse("toolkit:case_study_new", args=[waiting.pk]))
    assert Piece.objects.count() == 1


def test_a_refusal_is_told_on_the_page(cast: Cast, client_of: Any) -> None:
    piece = make.DraftPieceFactory(academy=cast.own)
    response = client_of(cast.headteacher).post(reverse("toolkit:piece_step", args=[piece.pk, "publish"]))
    assert "at least one lesson" in " ".join(str(each) for each in get_messages(response.wsgi_request))
