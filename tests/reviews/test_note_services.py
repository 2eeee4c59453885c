"""Notes arrive once, belong to their writer, and are written while the review is in progress by its team alone."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from reviews.models import Review, ReviewNote
from reviews.models.review import MemberRole, ReviewState
from reviews.services.judgement import judge_section
from reviews.services.note import change_note, placed, strike_note, write_note
from tests import factories as make
from tests.cast import Cast

SEEN = "Six of eight pupils read on while the adult helped others."


@pytest.fixture
def review(cast: Cast) -> Review:
    """In progress at the own academy: the head of the sibling academy observes, a second trust leader leads."""
    made: Review = make.ReviewFactory(academy=cast.own, state=ReviewState.GATHERING)
    make.ReviewMemberFactory(review=made, person=cast.sibling_head)
    make.ReviewMemberFactory(review=made, person=cast.second_leader, role=MemberRole.LEAD)
    return made


def seat(review: Review, person: User, **more: object) -> None:
    make.ReviewMemberFactory(review=review, person=person, **more)


def test_a_note_needs_words_alone_and_gets_its_time_by_itself(cast: Cast, review: Review) -> None:
    before = timezone.now()
    note = write_note(by=cast.sibling_head, review=review, says=f"  {SEEN}  ")
    assert (note.says, note.section, note.kind, note.where) == (SEEN, None, "", "")
    assert before <= note.seen_at <= timezone.now()


def test_sent_twice_it_is_one_note_and_the_second_changes_nothing(cast: Cast, review: Review) -> None:
    key = uuid.uuid4()
    first = write_note(by=cast.sibling_head, review=review, says=SEEN, client_key=key)
    again = write_note(by=cast.sibling_head, review=review, says="Something else.", client_key=key)
    assert again == first
    assert ReviewNote.objects.get().says == SEEN


def test_what_arrived_has_arrived_though_the_review_or_the_place_ended_since(cast: Cast, review: Review) -> None:
    key = uuid.uuid4()
    first = write_note(by=cast.sibling_head, review=review, says=SEEN, client_key=key)
    Review.objects.update(state=ReviewState.DRAFTED)
    review.members.filter(person=cast.sibling_head).update(ends=timezone.localdate() - datetime.timedelta(days=1))
    assert write_note(by=cast.sibling_head, review=review, says=SEEN, client_key=key) == first


def test_two_observers_may_have_the_same_key(cast: Cast, review: Review) -> None:
    key = uuid.uuid4()
    for person in (cast.sibling_head, cast.second_leader):
        write_note(by=person, review=review, says=SEEN, client_key=key)
    assert ReviewNote.objects.count() == 2


def test_a_clock_that_goes_before_ours_is_not_believed(cast: Cast, review: Review) -> None:
    now = timezone.now()
    earlier, later = now - datetime.timedelta(hours=3), now + datetime.timedelta(hours=3)
    assert write_note(by=cast.sibling_head, review=review, says=SEEN, seen_at=earlier).seen_at == earlier
    assert write_note(by=cast.sibling_head, review=review, says=SEEN, seen_at=later).seen_at < later


@pytest.mark.parametrize("state", [state for state in ReviewState.values if state != ReviewState.GATHERING])
def test_a_review_that_is_not_in_progress_says_so(cast: Cast, review: Review, state: str) -> None:
    note = write_note(by=cast.sibling_head, review=review, says=SEEN)
    review.state = state
    if state not in ("planned", "drafted", "called_off"):
        review.moderated, review.reply_by = "agreed", timezone.localdate()
    review.published_at = timezone.now() if state in ("published", "followed") else None
    review.save()
    for write in (
        lambda: write_note(by=cast.sibling_head, review=review, says=SEEN),
        lambda: change_note(by=cast.sibling_head, note=note, says="Else."),
        lambda: strike_note(by=cast.sibling_head, note=note),
        lambda: judge_section(
            by=cast.second_leader, review=review, section=review.framework.sections.all()[0], standing=2, says=SEEN
        ),
    ):
        with pytest.raises(ValidationError, match=r"^\['The review (has not begun|is |was )"):
            write()
    assert ReviewNote.objects.get() == note


def test_only_the_team_writes_and_is_told_why_not(cast: Cast, review: Review) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    seat(review, cast.moderator, role=MemberRole.MODERATOR)
    seat(review, cast.coach, ends=yesterday)
    seat(review, cast.teacher, starts=yesterday + datetime.timedelta(days=2))
    for person, why in (
        (cast.trust_leader, "Only the team of a review"),
        (cast.headteacher, "Only the team of a review"),
        (cast.moderator, "You moderate this review"),
        (cast.coach, "Your place on the team ended on"),
        (cast.teacher, "Your place on the team begins on"),
    ):
        with pytest.raises(PermissionDenied, match=why):
            write_note(by=person, review=review, says=SEEN)
    assert not ReviewNote.objects.exists()


def test_a_place_without_a_role_in_the_trust_is_no_place(cast: Cast, review: Review) -> None:
    for stranger in (cast.nobody, cast.outsider):
        seat(review, stranger)
        with pytest.raises(PermissionDenied):
            write_note(by=stranger, review=review, says=SEEN)


def test_nobody_saves_over_the_note_of_somebody_else(cast: Cast, review: Review) -> None:
    note = write_note(by=cast.sibling_head, review=review, says=SEEN)
    for write in (change_note, strike_note):
        with pytest.raises(PermissionDenied, match="somebody else’s"):
            write(by=cast.second_leader, note=note)
    note.refresh_from_db()
    assert (note.says, note.struck_at) == (SEEN, None)


def test_a_prompt_brings_its_part_and_a_part_takes_the_prompt_off(cast: Cast, review: Review) -> None:
    one, other = review.framework.sections.all()
    note = write_note(by=cast.sibling_head, review=review, says=SEEN, prompt=one.prompts.get())
    assert note.section == one
    note = change_note(by=cast.sibling_head, note=note, **placed(review, f"s{other.pk}"))
    assert (note.section, note.prompt) == (other, None)
    note = change_note(by=cast.sibling_head, note=note, kind="lesson")
    assert (note.section, note.kind, note.says) == (other, "lesson", SEEN)


@pytest.mark.parametrize("about", ["x1", "s", "s0", "p9999999999999", "sabc", "s²", "7"])
def test_a_part_of_another_framework_is_none(review: Review, about: str) -> None:
    with pytest.raises(ValidationError, match="not of the review’s framework"):
        placed(review, about)


def test_a_part_of_another_framework_is_refused(cast: Cast, review: Review) -> None:
    elsewhere = make.framework_in_use(trust=cast.trust).sections.all()[0]
    with pytest.raises(ValidationError, match="not of the review’s framework"):
        placed(review, f"s{elsewhere.pk}")
    with pytest.raises(ValidationError, match="not of the review’s framework"):
        write_note(by=cast.sibling_head, review=review, says=SEEN, section=elsewhere)


def test_a_note_is_struck_out_and_brought_back(cast: Cast, review: Review) -> None:
    note = write_note(by=cast.sibling_head, review=review, says=SEEN)
    assert strike_note(by=cast.sibling_head, note=note).struck_at
    with pytest.raises(ValidationError, match="Bring it back first"):
        change_note(by=cast.sibling_head, note=note, says="Else.")
    assert strike_note(by=cast.sibling_head, note=note, struck=False).struck_at is None


def test_what_a_finding_was_drawn_from_is_not_struck_out(cast: Cast, review: Review) -> None:
    note = write_note(by=cast.sibling_head, review=review, says=SEEN)
    finding = make.FindingFactory(review=review)
    finding.notes.add(note)
    with pytest.raises(ValidationError, match="A finding was drawn from this note"):
        strike_note(by=cast.sibling_head, note=note)


def test_a_note_names_no_teacher(cast: Cast, review: Review) -> None:
    with pytest.raises(ValidationError, match="This names"):
        write_note(by=cast.sibling_head, review=review, says=f"{cast.teacher.full_name} waited five seconds.")
    with pytest.raises(ValidationError, match="This names"):
        write_note(by=cast.sibling_head, review=review, says=SEEN, where=cast.teacher.full_name)


def test_the_database_keeps_notes(cast: Cast, review: Review) -> None:
    """Past the services: a note is not deleted, not given to somebody else, and not written twice."""
    note = write_note(by=cast.sibling_head, review=review, says=SEEN)
    for write in (
        lambda: ReviewNote.objects.filter(pk=note.pk).delete(),
        lambda: ReviewNote.objects.filter(pk=note.pk).update(by=cast.second_leader),
        lambda: ReviewNote.objects.filter(pk=note.pk).update(client_key=uuid.uuid4()),
        lambda: ReviewNote.objects.filter(pk=note.pk).update(kind="guess"),
        lambda: ReviewNote.objects.filter(pk=note.pk).update(says=""),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            write()
    twice = ReviewNote(review=review, by=cast.sibling_head, client_key=note.client_key, says="Twice.")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewNote.objects.bulk_create([twice])


def test_the_lead_and_who_runs_reviews_judge_a_part_again_and_again(cast: Cast, review: Review) -> None:
    section = review.framework.sections.all()[0]
    judge_section(by=cast.second_leader, review=review, section=section, standing=2, says=SEEN)
    judged = judge_section(by=cast.trust_leader, review=review, section=section, standing=None, says="")
    assert (judged.standing, judged.says) == (None, "")
    assert review.judgements.count() == 1
    for person in (cast.sibling_head, cast.headteacher, cast.governor):
        with pytest.raises(PermissionDenied, match="lead"):
            judge_section(by=person, review=review, section=section, standing=2, says=SEEN)


@pytest.mark.parametrize(
    ("standing", "says", "why"), [(2, " ", "two sentences"), (5, SEEN, "framework’s words"), (0, SEEN, "words")]
)
def test_a_judgement_is_a_word_of_the_scale_with_what_was_found(
    cast: Cast, review: Review, standing: int, says: str, why: str
) -> None:
    section = review.framework.sections.all()[0]
    with pytest.raises(ValidationError, match=why):
        judge_section(by=cast.second_leader, review=review, section=section, standing=standing, says=says)


def test_a_part_of_another_framework_is_not_judged(cast: Cast, review: Review) -> None:
    elsewhere = make.framework_in_use(trust=cast.trust).sections.all()[0]
    with pytest.raises(ValidationError, match="another framework"):
        judge_section(by=cast.second_leader, review=review, section=elsewhere, standing=2, says=SEEN)
    with pytest.raises(DatabaseError), transaction.atomic():
        make.SectionJudgementFactory(review=review, section=elsewhere)
