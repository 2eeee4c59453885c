"""Writing what a review found: who may, when, drawn from which notes; and what a later review says of it."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from reviews.models import Finding, FindingCheck, FindingNote, Review
from reviews.models.finding import FindingKind, Met
from reviews.models.review import MemberRole, ReviewState
from reviews.services.finding import (
    change_finding,
    check_finding,
    drop_finding,
    move_finding,
    take_up_finding,
    write_finding,
)
from tests import factories as make
from tests.cast import Cast
from tests.worlds.finding import publish, published_at

STEP, STRENGTH = FindingKind.NEXT_STEP, FindingKind.STRENGTH


@pytest.fixture
def review(cast: Cast) -> Review:
    """Under way at the cast's own academy; the head of the sibling academy leads it."""
    found: Review = make.ReviewFactory(academy=cast.own, state=ReviewState.GATHERING)
    make.ReviewMemberFactory(review=found, person=cast.sibling_head, role=MemberRole.LEAD)
    return found


def test_its_lead_writes_a_next_step_from_notes_that_stay_linked(cast: Cast, review: Review) -> None:
    notes = make.ReviewNoteFactory.create_batch(2, review=review)
    due = timezone.localdate() + datetime.timedelta(days=60)
    step = write_finding(
        by=cast.sibling_head, review=review, kind=STEP, says=" Read aloud daily. ", notes=notes,
        section=review.framework.sections.first(), owner="Reading lead", due=due,
    )  # fmt: skip
    assert (step.says, step.owner, step.due, step.written_by) == (
        "Read aloud daily.", "Reading lead", due, cast.sibling_head,
    )  # fmt: skip
    assert set(step.notes.all()) == set(notes)
    change_finding(by=cast.sibling_head, finding=step, notes=notes[:1])
    assert list(step.notes.all()) == notes[:1]


@pytest.mark.parametrize("who", ["headteacher", "senior_leader", "governor", "trustee", "coach", "moderator"])
def test_nobody_of_the_academy_writes_what_it_found(who: str, cast: Cast, review: Review) -> None:
    finding = make.FindingFactory(review=review)
    with pytest.raises(PermissionDenied):
        write_finding(by=getattr(cast, who), review=review, kind=STEP, says="We are good.")
    with pytest.raises(PermissionDenied):
        drop_finding(by=getattr(cast, who), finding=finding)


@pytest.mark.parametrize("role", [MemberRole.OBSERVER, MemberRole.MODERATOR])
def test_others_of_the_team_do_not_write_it(role: str, cast: Cast, review: Review) -> None:
    make.ReviewMemberFactory(review=review, person=cast.coach, role=role)
    with pytest.raises(PermissionDenied):
        write_finding(by=cast.coach, review=review, kind=STEP, says="Read aloud daily.")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("planned", "has not begun"), ("called_off", "called off"), ("published", "what it found stands")],
)
def test_it_is_written_between_beginning_and_publishing(state: str, sentence: str, cast: Cast, review: Review) -> None:
    finding = make.FindingFactory(review=review)
    if state == "published":
        publish(review)
    else:
        Review.objects.filter(pk=review.pk).update(state=state)
    with pytest.raises(ValidationError, match=sentence):
        write_finding(by=cast.trust_leader, review=review, kind=STEP, says="Read aloud daily.")
    with pytest.raises(ValidationError, match=sentence):
        change_finding(by=cast.trust_leader, finding=finding, says="Read aloud.")


def test_a_strength_has_no_owner_and_no_day(cast: Cast, review: Review) -> None:
    day = timezone.localdate() + datetime.timedelta(days=9)
    strength = write_finding(
        by=cast.trust_leader, review=review, kind=STRENGTH, says="Books fit.", owner="Head", due=day
    )
    assert (strength.owner, strength.due) == ("", None)


def test_what_is_wrong_is_said_beside_its_field(cast: Cast, review: Review) -> None:
    other = make.FrameworkSectionFactory()
    with pytest.raises(ValidationError) as caught:
        write_finding(by=cast.trust_leader, review=review, kind=STEP, says=" ", section=other, due=timezone.localdate())
    assert set(caught.value.message_dict) == {"says", "section", "due"}


@pytest.mark.parametrize("field", ["says", "owner"])
def test_no_teacher_is_named(field: str, cast: Cast, review: Review) -> None:
    said: dict[str, Any] = {"says": "Read aloud daily.", field: "Miss Quillmore to read aloud"}
    with pytest.raises(ValidationError) as caught:
        write_finding(by=cast.trust_leader, review=review, kind=STEP, **said)
    assert field in caught.value.message_dict
    step = write_finding(by=cast.trust_leader, review=review, kind=STEP, says="The English lead reads aloud.")
    assert step.pk


def test_notes_of_another_review_are_refused(cast: Cast, review: Review) -> None:
    strange = make.ReviewNoteFactory(review__academy=cast.own)
    with pytest.raises(ValidationError, match="notes of this review"):
        write_finding(by=cast.trust_leader, review=review, kind=STEP, says="Read.", notes=[strange])
    assert not Finding.objects.exists()


def test_they_move_among_those_of_their_part_and_kind(cast: Cast, review: Review) -> None:
    by, part = cast.trust_leader, review.framework.sections.first()
    first, other, last = (
        write_finding(by=by, review=review, kind=STEP, says=says, section=section)
        for says, section in (("One", part), ("Between", None), ("Two", part))
    )
    write_finding(by=by, review=review, kind=STRENGTH, says="Strong", section=part)

    def order() -> list[str]:
        return list(review.findings.filter(kind=STEP).order_by("order").values_list("says", flat=True))

    move_finding(by=by, finding=last, to="up")
    assert order() == ["Two", "Between", "One"]
    move_finding(by=by, finding=last, to="up")
    move_finding(by=by, finding=other, to="down")
    assert order() == ["Two", "Between", "One"]
    with pytest.raises(ValidationError):
        move_finding(by=by, finding=first, to="sideways")  # type: ignore[arg-type]


def test_a_dropped_one_is_out_until_it_is_taken_up_again(cast: Cast, review: Review) -> None:
    by = cast.trust_leader
    finding = write_finding(by=by, review=review, kind=STEP, says="One")
    write_finding(by=by, review=review, kind=STEP, says="Two")
    drop_finding(by=by, finding=finding)
    drop_finding(by=by, finding=finding)
    assert [each.says for each in Finding.objects.standing()] == ["Two"]
    with pytest.raises(ValidationError, match="Take it up again"):
        change_finding(by=by, finding=finding, says="Other")
    take_up_finding(by=by, finding=finding)
    assert [each.says for each in Finding.objects.standing().order_by("order")] == ["Two", "One"]


def test_a_later_review_says_whether_an_earlier_next_step_is_met(cast: Cast, review: Review) -> None:
    step = published_at(cast.own)
    first = check_finding(by=cast.sibling_head, review=review, finding=step, met=Met.PARTLY, says="In half the rooms.")
    again = check_finding(by=cast.sibling_head, review=review, finding=step, met=Met.MET, says="In every room.")
    assert first.pk == again.pk
    # A draft closes nothing; once it is published, the step is met.
    assert list(Finding.objects.open()) == [step]
    assert list(Finding.objects.to_check(review)) == [step]
    publish(review)
    assert not Finding.objects.open()
    assert list(Finding.objects.to_check(review)) == [step]


def test_a_published_review_tells_of_what_it_looked_at_and_not_of_what_came_later(cast: Cast, review: Review) -> None:
    old = published_at(cast.own).review
    published_at(cast.own, "Asked for afterwards")
    assert list(Finding.objects.to_check(old)) == []
    assert Finding.objects.to_check(review).count() == 2


@pytest.mark.parametrize("kind", ["strength", "draft", "elsewhere", "own"])
def test_only_open_next_steps_of_published_reviews_there_are_checked(kind: str, cast: Cast, review: Review) -> None:
    kinds: dict[str, Callable[[], Finding]] = {
        "strength": lambda: published_at(cast.own).review.findings.get(kind=STRENGTH),
        "draft": lambda: make.FindingFactory(review__academy=cast.own),
        "elsewhere": lambda: published_at(cast.sibling),
        "own": lambda: make.FindingFactory(review=review),
    }
    finding = kinds[kind]()
    with pytest.raises(ValidationError, match="no open next step"):
        check_finding(by=cast.trust_leader, review=review, finding=finding, met=Met.MET, says="It is.")


@pytest.mark.parametrize(("met", "says", "field"), [("", "Seen.", "met"), ("met", " ", "says")])
def test_a_check_says_whether_and_what_shows_it(met: str, says: str, field: str, cast: Cast, review: Review) -> None:
    step = published_at(cast.own)
    with pytest.raises(ValidationError) as caught:
        check_finding(by=cast.trust_leader, review=review, finding=step, met=met, says=says)
    assert field in caught.value.message_dict


def test_past_the_services_the_database_holds_it(cast: Cast, review: Review) -> None:
    step, note = published_at(cast.own), make.ReviewNoteFactory(review=review)

    elsewhere = make.ReviewFactory(academy=cast.sibling)
    new = Finding(review=step.review, kind=STEP, says="New", written_by=cast.trust_leader)
    tries: list[tuple[str, Callable[[], object]]] = [
        ("stands", lambda: Finding.objects.filter(pk=step.pk).update(says="Other")),
        ("stands", lambda: Finding.objects.bulk_create([new])),
        ("own review", lambda: FindingNote.objects.bulk_create([FindingNote(finding=step, note=note)])),
        ("same academy", lambda: make.FindingCheckFactory(finding=step, review=elsewhere)),
        ("only_next_steps_are_due", lambda: make.FindingFactory(review=review, kind=STRENGTH, owner="Head")),
    ]
    for words, attempt in tries:
        with pytest.raises(Exception, match=words), transaction.atomic():
            attempt()
    check = make.FindingCheckFactory(finding=step, review=review)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.FindingCheckFactory(finding=step, review=review)
    with pytest.raises(Exception, match="delete"), transaction.atomic():
        FindingCheck.objects.filter(pk=check.pk).delete()
    with pytest.raises(Exception, match="delete"), transaction.atomic():
        Finding.objects.filter(pk=step.pk).delete()
