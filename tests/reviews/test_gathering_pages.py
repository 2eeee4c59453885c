"""Pages of gathering: what each person is told, what bad input is told, and that nothing typed is lost."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from celt.ui.inputs import LONGEST
from reviews.models import Review, ReviewNote, SectionJudgement
from reviews.models.review import MemberRole, ReviewState
from tests import factories as make
from tests.access.reading import text_of
from tests.cast import Cast

SEEN = "Six of eight pupils read on while the adult helped others."
BY_SCRIPT = {"HTTP_X_REQUESTED_WITH": "fetch"}


@pytest.fixture
def review(cast: Cast) -> Review:
    made: Review = make.ReviewFactory(academy=cast.own, state=ReviewState.GATHERING)
    make.ReviewMemberFactory(review=made, person=cast.sibling_head)
    make.ReviewMemberFactory(review=made, person=cast.second_leader, role=MemberRole.LEAD)
    return made


def to(name, pk):
    return reverse(f"reviews:{name}", args=[pk])


def test_an_observer_of_another_academy_writes_and_the_team_reads(cast, client_of, review):
    client = client_of(cast.sibling_head)
    sent = client.post(to("note_add", review.pk), {"says": SEEN, "where": "Year 4, writing"})
    assert sent.url == to("notes", review.pk)
    for reader in (cast.sibling_head, cast.second_leader, cast.trust_leader):
        assert SEEN in text_of(client_of(reader).get(to("notes", review.pk)))
    # Whoever stays in the class types its name once.
    assert 'value="Year 4, writing"' in text_of(client.get(to("notes", review.pk)))


def test_nobody_of_the_academy_reads_notes(cast, client_of, review):
    make.ReviewNoteFactory(review=review, says=SEEN)
    for name in ("notes", "notes_feed", "note_csv", "judge"):
        for reader, status in ((cast.headteacher, 403), (cast.senior_leader, 403), (cast.governor, 404)):
            answer = client_of(reader).get(to(name, review.pk))
            assert answer.status_code == status
            assert SEEN not in text_of(answer)


def test_a_moderator_of_the_team_reads_and_writes_none(cast, client_of, review):
    make.ReviewMemberFactory(review=review, person=cast.moderator, role=MemberRole.MODERATOR)
    make.ReviewNoteFactory(review=review, says=SEEN)
    told = text_of(client_of(cast.moderator).get(to("notes", review.pk)))
    assert SEEN in told
    assert "You moderate this review" in told
    assert "note-form" not in told


def test_whose_days_are_over_is_told_so_and_keeps_what_they_typed(cast, client_of, review):
    ended = timezone.localdate() - datetime.timedelta(days=1)
    review.members.filter(person=cast.sibling_head).update(ends=ended)
    client = client_of(cast.sibling_head)
    assert "Your place on the team ended on" in text_of(client.get(to("notes", review.pk)))
    answer = client.post(to("note_add", review.pk), {"says": SEEN})
    assert answer.status_code == 403
    assert "Your place on the team ended on" in text_of(answer)
    assert SEEN in text_of(answer)
    assert not ReviewNote.objects.exists()


def test_a_review_that_is_drafted_takes_no_note_and_shows_what_was_typed(cast, client_of, review):
    Review.objects.update(state=ReviewState.DRAFTED)
    client = client_of(cast.sibling_head)
    told = text_of(client.get(to("notes", review.pk)))
    assert "its notes are closed" in told
    assert "note-form" not in told
    assert "every 6s" not in told
    for headers in ({}, BY_SCRIPT):
        data = {"says": SEEN, "writer": cast.sibling_head.pk}
        answer = client.post(to("note_add", review.pk), data, **headers)
        assert answer.status_code == 403
        assert "The review is drafted, and its notes are closed." in text_of(answer)
    assert SEEN in text_of(client.post(to("note_add", review.pk), {"says": SEEN}))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"says": "  "}, "Write what you see and hear first."),
        ({"says": "read " * 10_000}, "49,999 characters long and 20,000 fit"),
        ({"says": SEEN, "where": "Year 4 " * 20}, "80 characters fit"),
        ({"says": SEEN, "about": "p999999"}, "not of the review’s framework"),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_typed_is_lost(cast, client_of, review, typed, why):
    client = client_of(cast.sibling_head)
    page = text_of(client.post(to("note_add", review.pk), typed))
    assert why in page
    assert typed["says"].strip()[:40] in page
    answer = client.post(to("note_add", review.pk), {**typed, "writer": cast.sibling_head.pk}, **BY_SCRIPT)
    assert answer.status_code == 400
    assert why in answer.json()["says"]
    assert answer.json()["mend"]
    assert not ReviewNote.objects.exists()


def test_a_note_of_fifty_thousand_pasted_characters_fits_no_note(cast, client_of, review):
    page = text_of(client_of(cast.sibling_head).post(to("note_add", review.pk), {"says": "x" * 50_000}))
    assert f"Take out {50_000 - LONGEST:,}" in page
    assert "x" * 50_000 in page


def test_a_device_is_answered_in_json_and_sends_twice_without_harm(cast, client_of, review):
    seen_at = timezone.now() - datetime.timedelta(hours=2)
    note = {
        "says": SEEN,
        "client_key": str(uuid.uuid4()),
        "seen_at": seen_at.isoformat(),
        "writer": cast.sibling_head.pk,
    }
    client = client_of(cast.sibling_head)
    for _ in range(2):
        assert client.post(to("note_add", review.pk), note, **BY_SCRIPT).json() == {"sent": True}
    assert ReviewNote.objects.get().seen_at == seen_at


def test_what_a_device_sends_wrong_beside_the_words_refuses_no_note(cast, client_of, review):
    client = client_of(cast.sibling_head)
    for odd in (
        {"client_key": "no key", "seen_at": "yesterday"},
        {"seen_at": "2026-13-45T99:00"},
        {"seen_at": "2026-11-20T10:00"},
    ):
        assert client.post(to("note_add", review.pk), {"says": SEEN, **odd}).status_code == 302
    assert ReviewNote.objects.count() == 3


def test_a_note_of_somebody_who_was_signed_in_before_is_not_taken_for_ones_own(cast, client_of, review):
    data = {"says": SEEN, "writer": cast.second_leader.pk}
    answer = client_of(cast.sibling_head).post(to("note_add", review.pk), data, **BY_SCRIPT)
    assert answer.status_code == 409
    assert not ReviewNote.objects.exists()


def test_the_feed_answers_nothing_new_with_nothing(cast, client_of, review):
    client, feed = client_of(cast.sibling_head), to("notes_feed", review.pk)
    page = text_of(client.get(feed))
    seen = re.findall(r"seen=(\w+)", page)[0]
    assert client.get(feed, {"seen": seen}).status_code == 204
    note = make.ReviewNoteFactory(review=review, says=SEEN)
    assert SEEN in text_of(client.get(feed, {"seen": seen}))
    seen = re.findall(r"seen=(\w+)", text_of(client.get(feed)))[0]
    ReviewNote.objects.filter(pk=note.pk).update(struck_at=timezone.now())
    assert "<s>" in text_of(client.get(feed, {"seen": seen}))


def test_the_list_is_narrowed_by_the_address(cast, client_of, review):
    part = review.framework.sections.all()[0]
    make.ReviewNoteFactory(review=review, says="Sorted and mine.", section=part, by=cast.sibling_head)
    make.ReviewNoteFactory(review=review, says="Loose and theirs.")
    client = client_of(cast.sibling_head)
    for query, shown, hidden in (
        ({"whose": "mine"}, "Sorted", "Loose"),
        ({"part": "none"}, "Loose", "Sorted"),
        ({"part": part.pk}, "Sorted", "Loose"),
    ):
        for name in ("notes", "notes_feed", "note_csv"):
            told = text_of(client.get(to(name, review.pk), query))
            assert shown in told
            assert hidden not in told
    assert "None of these" in text_of(client.get(to("notes", review.pk), {"part": "²"}))


def test_part_and_kind_come_later_with_one_tap_each(cast, client_of, review):
    part = review.framework.sections.all()[0]
    note = make.ReviewNoteFactory(review=review, by=cast.sibling_head)
    client = client_of(cast.sibling_head)
    assert "Which part?" in text_of(client.get(to("notes", review.pk)))
    told = text_of(client.post(to("note_sort", note.pk), {"about": f"s{part.pk}"}, HTTP_HX_REQUEST="true"))
    assert "Where did it show?" in told
    told = text_of(client.post(to("note_sort", note.pk), {"kind": "work"}, HTTP_HX_REQUEST="true"))
    assert "Work scrutiny" in told
    assert "taps" not in told
    assert client.post(to("note_sort", note.pk), {"kind": "guess"}).status_code == 302
    note.refresh_from_db()
    assert (note.section, note.kind) == (part, "work")


def test_ones_own_note_opened_twice_shows_both_versions(cast, client_of, review):
    note = make.ReviewNoteFactory(review=review, by=cast.sibling_head, says=SEEN)
    client = client_of(cast.sibling_head)
    seen = re.findall(r'name="seen" value="(\w+)"', text_of(client.get(to("note_edit", note.pk))))[0]
    first = {"says": "Six of nine pupils read on.", "where": "", "about": "", "kind": "lesson", "seen": seen}
    assert client.post(to("note_edit", note.pk), first).status_code == 302
    page = text_of(client.post(to("note_edit", note.pk), {**first, "says": "Seven of nine."}))
    assert "Six of nine pupils read on." in page
    assert "Seven of nine." in page
    note.refresh_from_db()
    assert note.says == "Six of nine pupils read on."


def test_the_note_of_somebody_else_is_read_and_not_changed(cast, client_of, review):
    note = make.ReviewNoteFactory(review=review, by=cast.sibling_head)
    for name in ("note_edit", "note_sort", "note_strike"):
        assert client_of(cast.second_leader).post(to(name, note.pk), {"says": "Else."}).status_code == 403
        assert client_of(cast.headteacher).post(to(name, note.pk), {"says": "Else."}).status_code == 404


def test_a_note_is_struck_out_with_a_line_and_brought_back(cast, client_of, review):
    note = make.ReviewNoteFactory(review=review, by=cast.sibling_head, says=SEEN)
    client = client_of(cast.sibling_head)
    told = text_of(client.post(to("note_strike", note.pk), {"back": "0"}, HTTP_HX_REQUEST="true"))
    assert f"<s>{SEEN}</s>" in told
    assert client.post(to("note_strike", note.pk), {"back": "1"}).status_code == 302
    assert "<s>" not in text_of(client.get(to("notes", review.pk)))


def judged(review, section, standing, says, **more):
    pre = f"part{section.pk}"
    return {"section": section.pk, f"{pre}-standing": standing, f"{pre}-says": says, **more}


def test_the_lead_judges_part_by_part_with_the_notes_beside(cast, client_of, review):
    one, other = review.framework.sections.all()
    make.ReviewNoteFactory(review=review, section=one, says=SEEN)
    client, address = client_of(cast.second_leader), to("judge", review.pk)
    assert SEEN in text_of(client.get(address))
    assert client.post(address, judged(review, one, "3", "Books match. Two do not.")).status_code == 302
    assert client.post(address, judged(review, other, "0", "")).status_code == 302
    assert "Every part has its judgement." in text_of(client.get(address))
    assert list(SectionJudgement.objects.values_list("standing", "says")) == [
        (3, "Books match. Two do not."),
        (None, ""),
    ]


@pytest.mark.parametrize(
    ("standing", "says", "why"),
    [
        ("", SEEN, "Choose how it stands"),
        ("3", "", "Say in two sentences"),
        ("9", SEEN, "Select a valid choice"),
        ("3", "x" * 50_000, "4,000 fit"),
    ],
)
def test_half_a_judgement_gets_a_sentence(cast, client_of, review, standing, says, why):
    sent = judged(review, review.framework.sections.all()[0], standing, says)
    for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
        page = text_of(client_of(cast.second_leader).post(to("judge", review.pk), sent, **headers))
        assert why in page
        assert 'role="alert"' in page
        assert says in page
    assert not SectionJudgement.objects.exists()


def test_two_who_judge_one_part_are_shown_both_versions(cast, client_of, review):
    section, address = review.framework.sections.all()[0], to("judge", review.pk)
    page = text_of(client_of(cast.second_leader).get(address))
    seen = {f"part{section.pk}-seen": re.findall(rf'name="part{section.pk}-seen" value="(\w+)"', page)[0]}
    assert (
        client_of(cast.trust_leader).post(address, judged(review, section, "2", "As I saw it.", **seen)).status_code
        == 302
    )
    page = text_of(client_of(cast.second_leader).post(address, judged(review, section, "3", "As we saw it.", **seen)))
    assert "As I saw it." in page
    assert "As we saw it." in page
    assert SectionJudgement.objects.get().says == "As I saw it."


def test_observers_read_what_is_judged_and_judge_nothing(cast, client_of, review):
    section = review.framework.sections.all()[0]
    make.SectionJudgementFactory(review=review, section=section, standing=3, says="Books match.")
    client = client_of(cast.sibling_head)
    told = text_of(client.get(to("judge", review.pk)))
    assert "Books match." in told
    assert "Secure" in told
    assert "<textarea" not in told
    assert client.post(to("judge", review.pk), judged(review, section, "1", "No.")).status_code == 403


def test_nothing_is_judged_once_the_draft_is_written_and_what_was_typed_stays(cast, client_of, review):
    section = review.framework.sections.all()[0]
    Review.objects.update(state=ReviewState.DRAFTED)
    client = client_of(cast.second_leader)
    page = text_of(client.post(to("judge", review.pk), judged(review, section, "3", "Books match.")))
    assert "The review is drafted" in page
    assert "Books match." in page
    assert not SectionJudgement.objects.exists()


def test_a_framework_without_a_scale_asks_whether_anybody_looked(cast, client_of):
    review = make.ReviewFactory(
        academy=cast.own, state=ReviewState.GATHERING, framework=make.framework_in_use(trust=cast.trust, scale=[])
    )
    one, other = review.framework.sections.all()
    client, address = client_of(cast.trust_leader), to("judge", review.pk)
    assert "Looked at" in text_of(client.get(address))
    assert client.post(address, judged(review, one, "1", "Books match.")).status_code == 302
    assert "Something was found here" in text_of(client.post(address, judged(review, other, "0", "Books.")))
    assert client.post(address, judged(review, other, "0", "")).status_code == 302
    page = text_of(client.get(address))
    assert len(re.findall(r'value="1"[^>]* checked', page)) == 1
    assert len(re.findall(r'value="0"[^>]* checked', page)) == 1
