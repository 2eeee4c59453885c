"""A visit from its start to the feedback: by its coach alone, once however often it is sent, and never in a cycle that
closed; with the database's own locks behind."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction
from django.utils import timezone

from academies.reader_scope import reading_as
from coaching.models import (
    ActionStep,
    ClosedWhy,
    Cycle,
    CycleState,
    Note,
    Revisit,
    StepCheck,
    StepState,
    Visit,
    VisitState,
    Word,
)
from coaching.services.feedback import ChangedMeanwhile, check_step, give_feedback, mark_read, save_feedback
from coaching.services.observation import change_note, start_visit, stop_visit, strike_note, write_note
from coaching.services.words import say_word, strike_word
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WHOLE = {"praise": "You waited.", "question": "Who did not think yet?", "step": "Count to four."}


@pytest.fixture
def cycle(cast: Cast) -> Iterator[Cycle]:
    """The coach coaches the teacher; the coach reads."""
    approach = make.ApproachFactory(trust=cast.trust)
    with reading_as(cast.coach):
        yield make.CycleFactory(academy=cast.own, coach=cast.coach, coachee=cast.teacher, approach=approach)


@pytest.fixture
def running(cycle: Cycle) -> Visit:
    return start_visit(by=cycle.coach, cycle=cycle)


@pytest.fixture
def observed(running: Visit) -> Visit:
    return stop_visit(by=running.cycle.coach, visit=running)


def give(visit: Visit, **more: Any) -> Visit:
    visit = Visit.objects.get(pk=visit.pk)
    save_feedback(by=visit.cycle.coach, visit=visit, revision=visit.revision, **{**WHOLE, **more})
    return give_feedback(by=visit.cycle.coach, visit=visit)


def close(cycle: Cycle) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(
        state=CycleState.CLOSED, closed_at=timezone.now(), closed_why=ClosedWhy.DONE, closed_by=cycle.coachee
    )


def test_one_tap_begins_the_visit_that_was_planned_for_these_days(cycle: Cycle) -> None:
    today = timezone.localdate()
    far = make.VisitFactory(cycle=cycle, day=today + datetime.timedelta(days=12))
    near = make.VisitFactory(cycle=cycle, day=today + datetime.timedelta(days=1), where="Year 2, phonics")
    visit = start_visit(by=cycle.coach, cycle=cycle)
    assert (visit.pk, visit.state, visit.day, visit.where) == (near.pk, "observing", today, "Year 2, phonics")
    assert Visit.objects.get(pk=far.pk).state == VisitState.PLANNED


def test_started_twice_is_one_visit(cycle: Cycle) -> None:
    key = uuid.uuid4()
    visit = start_visit(by=cycle.coach, cycle=cycle, client_key=key)
    assert start_visit(by=cycle.coach, cycle=cycle, client_key=key) == visit
    assert start_visit(by=cycle.coach, cycle=cycle, client_key=uuid.uuid4()) == visit
    stop_visit(by=cycle.coach, visit=visit)
    assert start_visit(by=cycle.coach, cycle=cycle, client_key=key) == visit
    assert Visit.objects.count() == 1
    assert start_visit(by=cycle.coach, cycle=cycle) != visit


def test_a_note_that_is_sent_twice_is_one_note_also_after_it_was_changed(running: Visit) -> None:
    coach, key = running.cycle.coach, uuid.uuid4()
    note = write_note(by=coach, visit=running, says=" Six hands. ", second=75, client_key=key)
    change_note(by=coach, note=note, says="Seven hands.")
    again = write_note(by=coach, visit=running, says="Six hands.", second=75, client_key=key)
    assert (again.pk, again.says, again.second) == (note.pk, "Seven hands.", 75)
    assert Note.objects.count() == 1


def test_what_was_written_before_the_feedback_arrives_after_it_and_nothing_newer_does(observed: Visit) -> None:
    coach = observed.cycle.coach
    before = timezone.now()
    given = give(observed)
    note = write_note(by=coach, visit=given, says="From the tablet.", second=80, written_at=before)
    assert note.visit_id == given.pk
    with pytest.raises(ValidationError, match="Say what you want to add as a reply"):
        write_note(by=coach, visit=given, says="Now.")
    with pytest.raises(ValidationError, match="its page stands"):
        change_note(by=coach, note=note, says="Otherwise.")


@pytest.mark.parametrize("wrong", [datetime.timedelta(days=-2), datetime.timedelta(hours=2)])
def test_a_clock_that_is_wrong_is_not_believed(running: Visit, wrong: datetime.timedelta) -> None:
    note = write_note(by=running.cycle.coach, visit=running, says="A note.", written_at=timezone.now() + wrong)
    assert abs(note.written_at - timezone.now()) < datetime.timedelta(minutes=1)


def test_a_note_is_struck_out_and_brought_back_and_deleted_by_nobody(running: Visit) -> None:
    coach = running.cycle.coach
    note = write_note(by=coach, visit=running, says="Six hands.")
    assert strike_note(by=coach, note=note).struck_at
    with pytest.raises(ValidationError, match="Bring it back first"):
        change_note(by=coach, note=note, says="x")
    assert not strike_note(by=coach, note=note, struck=False).struck_at
    Note.objects.filter(pk=note.pk).delete()
    assert Note.objects.filter(pk=note.pk).exists(), "the wall lets nobody delete"


def test_the_coachee_and_others_write_none_of_it(cast: Cast, running: Visit) -> None:
    with reading_as(cast.teacher):
        for attempt in (
            lambda: start_visit(by=cast.teacher, cycle=running.cycle),
            lambda: write_note(by=cast.teacher, visit=running, says="x"),
            lambda: stop_visit(by=cast.teacher, visit=running),
            lambda: save_feedback(by=cast.teacher, visit=running, revision=0, praise="x"),
            lambda: give_feedback(by=cast.teacher, visit=running),
        ):
            with pytest.raises(PermissionDenied):
                attempt()
    with reading_as(cast.headteacher), pytest.raises(PermissionDenied):
        write_note(by=cast.headteacher, visit=running, says="x")


def test_the_timer_says_the_minutes_and_a_forgotten_one_the_last_note(cycle: Cycle) -> None:
    coach, ago = cycle.coach, datetime.timedelta(minutes=23, seconds=10)
    visit = start_visit(by=coach, cycle=cycle, started_at=timezone.now() - ago)
    assert stop_visit(by=coach, visit=visit).class_minutes == 23
    assert stop_visit(by=coach, visit=visit, minutes=99).class_minutes == 23, "it is over already"
    other = start_visit(by=coach, cycle=cycle, started_at=timezone.now() - datetime.timedelta(hours=6))
    write_note(by=coach, visit=other, says="The last.", second=1501)
    assert stop_visit(by=coach, visit=other).class_minutes == 26


def test_feedback_is_saved_field_by_field_and_the_same_twice_once(observed: Visit) -> None:
    coach = observed.cycle.coach
    first = save_feedback(by=coach, visit=observed, revision=0, praise=" You waited. ")
    again = save_feedback(by=coach, visit=observed, revision=0, praise="You waited.")
    assert (first.revision, again.revision) == (1, 1)
    later = save_feedback(by=coach, visit=observed, revision=1, step="Wait.", rehearsed="Twice.")
    assert (later.praise, later.revision) == ("You waited.", 2)
    step = ActionStep.objects.get()
    assert (step.says, step.rehearsed, step.given_on) == ("Wait.", "Twice.", None)
    save_feedback(by=coach, visit=observed, revision=2, step="")
    assert ActionStep.objects.get().says == "", "what is being written can be emptied"


def test_a_second_device_is_told_what_stands_and_writes_nothing_over(observed: Visit) -> None:
    coach = observed.cycle.coach
    save_feedback(by=coach, visit=observed, revision=0, praise="From the laptop.")
    with pytest.raises(ChangedMeanwhile) as told:
        save_feedback(by=coach, visit=observed, revision=0, praise="From the tablet.")
    assert (told.value.now["praise"], told.value.revision) == ("From the laptop.", 1)
    assert Visit.objects.get(pk=observed.pk).praise == "From the laptop."
    assert save_feedback(by=coach, visit=observed, revision=1, praise="From the tablet.").revision == 2


def test_a_step_of_the_practice_brings_its_words_and_one_of_another_is_refused(cast: Cast, observed: Visit) -> None:
    practice = make.PublishedPracticeFactory(trust=cast.trust)
    steps = list(practice.current.steps.all())
    other = make.PublishedPracticeFactory(trust=cast.trust).current.steps.first()
    Cycle.objects.filter(pk=observed.cycle_id).update(practice=practice)
    save_feedback(by=cast.coach, visit=observed, revision=0, practice_step=steps[0])
    step = ActionStep.objects.get()
    assert (step.says, step.practice_step) == (steps[0].says, steps[0])
    with pytest.raises(ValidationError, match="Choose one of the practice’s steps"):
        save_feedback(by=cast.coach, visit=observed, revision=1, practice_step=other)
    save_feedback(by=cast.coach, visit=observed, revision=1, own_step=True, step="Ours.")
    assert ActionStep.objects.get().practice_step is None


def test_feedback_is_given_whole_and_then_stands(observed: Visit) -> None:
    coach = observed.cycle.coach
    with pytest.raises(ValidationError) as lacks:
        give_feedback(by=coach, visit=observed)
    assert set(lacks.value.message_dict) == {"praise", "question", "step"}
    given = give(observed)
    today = timezone.localdate()
    assert (given.state, ActionStep.objects.get().given_on) == ("fed_back", today)
    assert list(Revisit.objects.values_list("weeks", "due_on")) == [
        (weeks, today + datetime.timedelta(weeks=weeks)) for weeks in (1, 3, 8)
    ]
    assert give_feedback(by=coach, visit=observed).fed_back_at == given.fed_back_at, "given twice is once"
    assert Revisit.objects.count() == 3
    with pytest.raises(ValidationError, match="its page stands"):
        save_feedback(by=coach, visit=observed, revision=given.revision, praise="Otherwise.")
    with pytest.raises(Error), transaction.atomic():
        Visit.objects.filter(pk=given.pk).update(praise="Otherwise.")


def test_an_earlier_step_is_settled_when_the_feedback_is_given(cycle: Cycle, observed: Visit) -> None:
    coach, first = cycle.coach, ActionStep.objects.get(pk=give(observed).step.pk)
    second = stop_visit(by=coach, visit=start_visit(by=coach, cycle=cycle))
    check_step(by=coach, visit=second, step=first, seen="partly")
    check_step(by=coach, visit=second, step=first, seen="secure", says="Four times of five.")
    assert [(check.seen, check.says) for check in StepCheck.objects.all()] == [("secure", "Four times of five.")]
    assert ActionStep.objects.get(pk=first.pk).state == StepState.OPEN
    own = give(second).step
    settled = ActionStep.objects.get(pk=first.pk)
    assert (settled.state, bool(settled.settled_at)) == (StepState.SECURE, True)
    third = stop_visit(by=coach, visit=start_visit(by=coach, cycle=cycle))
    with pytest.raises(ValidationError, match="not one to look at again"):
        check_step(by=coach, visit=third, step=first, seen="secure")
    with pytest.raises(ValidationError, match="Say whether the step"):
        check_step(by=coach, visit=third, step=own, seen="perfect")


def test_the_two_reply_once_and_the_reflection_is_the_coachees(cast: Cast, observed: Visit) -> None:
    with pytest.raises(ValidationError, match="has not been given yet"):
        say_word(by=cast.coach, visit=observed, says="Soon.")
    given, key = give(observed), uuid.uuid4()
    with pytest.raises(ValidationError, match="your colleague’s own"):
        say_word(by=cast.coach, visit=given, says="I wonder.", kind="reflection")
    with reading_as(cast.teacher):
        word = say_word(by=cast.teacher, visit=given, says="I wonder.", kind="reflection", client_key=key)
        assert say_word(by=cast.teacher, visit=given, says="I wonder.", client_key=key) == word
        assert strike_word(by=cast.teacher, word=word).struck_at
    with pytest.raises(PermissionDenied):
        strike_word(by=cast.coach, word=word, struck=False)
    assert Word.objects.count() == 1


def test_the_coachee_reads_it_first_once(cast: Cast, observed: Visit) -> None:
    given = give(observed)
    mark_read(by=cast.coach, visit=given)
    assert Visit.objects.get(pk=given.pk).read_at is None
    with reading_as(cast.teacher):
        mark_read(by=cast.teacher, visit=given)
        first = Visit.objects.get(pk=given.pk).read_at
        mark_read(by=cast.teacher, visit=given)
        assert first
        assert Visit.objects.get(pk=given.pk).read_at == first


def test_a_cycle_that_closed_takes_nothing_and_says_so(cycle: Cycle, observed: Visit) -> None:
    coach, note = cycle.coach, write_note(by=cycle.coach, visit=observed, says="A note.")
    close(cycle)
    for attempt in (
        lambda: start_visit(by=coach, cycle=cycle),
        lambda: write_note(by=coach, visit=observed, says="Late."),
        lambda: change_note(by=coach, note=note, says="Late."),
        lambda: save_feedback(by=coach, visit=observed, revision=0, praise="Late."),
        lambda: give_feedback(by=coach, visit=observed),
        lambda: say_word(by=coach, visit=observed, says="Late."),
    ):
        with pytest.raises(ValidationError, match=r"This cycle closed on .* You can copy what you wrote"):
            attempt()
    assert write_note(by=coach, visit=observed, says="A note.", client_key=note.client_key) == note, "it has arrived"
    with pytest.raises(Error), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(says="Late.")
