"""What came of a practice: said, changed and taken back by whoever tried it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from academies.models.academy import Status
from tests import factories as make
from toolkit.models import Trial
from toolkit.services.trial import add_trial, change_trial, withdraw_trial

SAID = {"became": "kept", "where": "Year 4, maths", "found": "More of them answered.", "named": False}


@pytest.fixture
def practice(cast):
    return make.PublishedPracticeFactory(trust=cast.trust)


def test_a_teacher_says_what_came_of_it(cast, practice):
    trial = add_trial(by=cast.teacher, practice=practice, academy=cast.own, **SAID)
    assert (trial.by, trial.academy, trial.became, trial.found) == (
        cast.teacher, cast.own, "kept", "More of them answered.",
    )  # fmt: skip


def test_the_same_words_sent_twice_stand_once(cast, practice):
    first = add_trial(by=cast.teacher, practice=practice, academy=cast.own, **SAID)
    assert add_trial(by=cast.teacher, practice=practice, academy=cast.own, **SAID) == first
    assert Trial.objects.count() == 1


@pytest.mark.parametrize("who", ["governor", "trustee", "external_coach", "administrator", "nobody", "outsider"])
def test_only_colleagues_there_say_it(cast, practice, who):
    with pytest.raises(PermissionDenied):
        add_trial(by=getattr(cast, who), practice=practice, academy=cast.own, **SAID)


def test_nobody_says_it_for_another_academy(cast, practice):
    with pytest.raises(PermissionDenied):
        add_trial(by=cast.teacher, practice=practice, academy=cast.sibling, **SAID)


def test_what_is_not_in_use_is_not_tried(cast, practice):
    making = make.PracticeFactory(trust=cast.trust)
    foreign = make.PublishedPracticeFactory(trust=cast.foreign_trust)
    practice.archived_at = timezone.now()
    practice.save()
    for each in (making, foreign, practice):
        with pytest.raises(ValidationError, match="not in use"):
            add_trial(by=cast.teacher, practice=each, academy=cast.own, **SAID)


def test_a_closed_academy_tries_nothing_new(cast, practice):
    cast.own.status, cast.own.closed = Status.CLOSED, datetime.date(2026, 8, 31)
    cast.own.save()
    with pytest.raises(ValidationError, match="closed"):
        add_trial(by=cast.trust_leader, practice=practice, academy=cast.own, **SAID)


def test_a_colleagues_name_is_refused_and_the_sentence_says_what_to_write(cast, practice):
    with pytest.raises(ValidationError) as refused:
        add_trial(
            by=cast.teacher, practice=practice, academy=cast.own, **{**SAID, "found": "Callum Featherstane saw it."}
        )
    assert "This names Callum Featherstane" in refused.value.message_dict["found"][0]


def test_it_is_changed_by_its_writer_alone(cast, practice):
    trial = make.TrialFactory(practice=practice, academy=cast.own, by=cast.teacher)
    changed = change_trial(by=cast.teacher, trial=trial, **{**SAID, "became": "dropped"})
    assert changed.became == "dropped"
    for other in (cast.headteacher, cast.trust_leader, cast.sibling_teacher):
        with pytest.raises(PermissionDenied):
            change_trial(by=other, trial=trial, **SAID)


def test_whoever_left_changes_it_no_more(cast, practice):
    trial = make.TrialFactory(practice=practice, academy=cast.own, by=cast.teacher)
    cast.teacher.memberships.update(ends=timezone.localdate() - datetime.timedelta(days=1))
    with pytest.raises(PermissionDenied):
        change_trial(by=cast.teacher, trial=trial, **SAID)


def test_taken_back_twice_is_taken_back_once(cast, practice):
    trial = make.TrialFactory(practice=practice, academy=cast.own, by=cast.teacher)
    when = withdraw_trial(by=cast.teacher, trial=trial).withdrawn_at
    assert withdraw_trial(by=cast.teacher, trial=trial).withdrawn_at == when
    with pytest.raises(ValidationError, match="took this back"):
        change_trial(by=cast.teacher, trial=trial, **SAID)


def test_the_database_keeps_every_trial_and_wants_its_words(cast, practice):
    trial = make.TrialFactory(practice=practice, academy=cast.own)
    with pytest.raises(InternalError), transaction.atomic():
        trial.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Trial.objects.filter(pk=trial.pk).update(found="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Trial.objects.filter(pk=trial.pk).update(became="loved")
