"""Writing a self-evaluation: who may, what is refused with which sentence, and that nothing changes once it ended."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.utils import timezone

from academies.access import Role
from academies.models.academy import Status
from plans.models import AgreedRating, ConditionRating, SelfEvaluation
from plans.models.evaluation import EvaluationStatus, Standing
from plans.services.evaluation import (
    Agreed,
    Rated,
    agree_evaluation,
    call_off_evaluation,
    draft_agreed,
    open_evaluation,
    rate_conditions,
)
from plans.strategy import CONDITIONS
from tests import factories as make

REFUSED = (IntegrityError, InternalError)
EVERYTHING = {slug: Agreed(2) for slug in CONDITIONS}


@pytest.fixture
def opened(cast):
    return make.SelfEvaluationFactory(academy=cast.own, opened_by=cast.headteacher)


def opens(cast, **said):
    options = {"by": cast.headteacher, "academy": cast.own, "academic_year": 2026, "term": "autumn"}
    soon = timezone.localdate() + datetime.timedelta(days=7)
    return open_evaluation(**{**options, "closes_on": soon, **said})


def test_the_head_opens_one(cast):
    evaluation = opens(cast)
    assert evaluation.status == EvaluationStatus.GATHERING
    assert evaluation.opened_by == cast.headteacher


@pytest.mark.parametrize("role", [role for role in Role if role != Role.HEADTEACHER])
def test_nobody_else_opens_one(cast, role):
    with pytest.raises(PermissionDenied):
        opens(cast, by=cast.people[role])


def test_a_second_one_is_refused_with_what_to_do(cast, opened):
    with pytest.raises(ValidationError, match=r"is open already\. Agree it first, or call it off"):
        opens(cast)


def test_the_database_holds_one_open_too(opened):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.SelfEvaluationFactory(academy=opened.academy)


def test_a_closed_academy_opens_none(cast):
    cast.own.status, cast.own.closed = Status.CLOSED, datetime.date(2026, 8, 31)
    cast.own.save()
    with pytest.raises(ValidationError, match="closed on 31 August 2026"):
        opens(cast)


def test_at_an_academy_that_closed_meanwhile_nothing_is_rated_or_agreed(cast, opened):
    cast.own.status, cast.own.closed = Status.CLOSED, datetime.date(2026, 8, 31)
    cast.own.save()
    with pytest.raises(ValidationError, match="can be read, not changed"):
        rate_conditions(by=cast.teacher, evaluation=opened, ratings={"literacy": Rated(2)})
    with pytest.raises(ValidationError, match="can be read, not changed"):
        agree_evaluation(by=cast.headteacher, evaluation=opened, says="It stands.", agreed=EVERYTHING)


def test_a_day_that_has_passed_is_refused(cast):
    with pytest.raises(ValidationError, match="has passed"):
        opens(cast, closes_on=timezone.localdate() - datetime.timedelta(days=1))


def test_one_rates_and_changes_it_later(cast, opened):
    rate_conditions(
        by=cast.teacher, evaluation=opened, ratings={"literacy": Rated(2, " Books. "), "numeracy": Rated(None)}
    )
    rate_conditions(by=cast.teacher, evaluation=opened, ratings={"literacy": Rated(3, "More books.")})
    found = {r.condition: (r.standing, r.says) for r in ConditionRating.objects.filter(by=cast.teacher)}
    assert found == {"literacy": (3, "More books."), "numeracy": (None, "")}


@pytest.mark.parametrize("role", [Role.TRUST_LEADER, Role.GOVERNOR, Role.TRUSTEE, Role.DATA_LEAD, Role.MODERATOR])
def test_who_does_not_work_there_rates_nothing(cast, opened, role):
    with pytest.raises(PermissionDenied):
        rate_conditions(by=cast.people[role], evaluation=opened, ratings={"literacy": Rated(2)})


def test_an_unknown_condition_is_refused_and_nothing_of_it_is_kept(cast, opened):
    with pytest.raises(ValidationError, match="no condition “astrology”"):
        rate_conditions(by=cast.teacher, evaluation=opened, ratings={"literacy": Rated(2), "astrology": Rated(4)})
    assert not ConditionRating.objects.exists()


def test_a_standing_that_does_not_exist_is_refused(cast, opened):
    with pytest.raises(ValidationError):
        rate_conditions(by=cast.teacher, evaluation=opened, ratings={"literacy": Rated(5)})
    with pytest.raises(IntegrityError), transaction.atomic():
        make.ConditionRatingFactory(evaluation=opened, standing=5)


def test_colleagues_do_not_read_each_others_ratings(cast, opened):
    for person in (cast.teacher, cast.senior_leader, cast.headteacher):
        rate_conditions(by=person, evaluation=opened, ratings={"literacy": Rated(2)})
    for person in (cast.teacher, cast.senior_leader):
        assert [r.by for r in ConditionRating.objects.visible_to(person)] == [person]
    assert ConditionRating.objects.visible_to(cast.headteacher).count() == 3
    for stranger in (cast.governor, cast.trust_leader, cast.sibling_head, cast.outsider):
        assert not ConditionRating.objects.visible_to(stranger).exists()


def test_a_draft_is_kept_and_seen_by_the_head_alone(cast, opened):
    draft_agreed(by=cast.headteacher, evaluation=opened, says="So far.", agreed={"literacy": Agreed(3, "Books.")})
    assert AgreedRating.objects.visible_to(cast.headteacher).get().says == "Books."
    for other in (cast.teacher, cast.senior_leader, cast.governor, cast.trust_leader):
        assert not AgreedRating.objects.visible_to(other).exists()
    opened.refresh_from_db()
    assert opened.status == EvaluationStatus.GATHERING


@pytest.mark.parametrize("role", [Role.SENIOR_LEADER, Role.TEACHER, Role.TRUST_LEADER, Role.GOVERNOR])
def test_who_may_rate_or_read_may_not_agree(cast, opened, role):
    for step in (draft_agreed, agree_evaluation):
        with pytest.raises(PermissionDenied):
            step(by=cast.people[role], evaluation=opened, says="Ours.", agreed=EVERYTHING)


def test_agreeing_names_the_conditions_that_are_missing_and_keeps_nothing_half(cast, opened):
    some = {slug: Agreed(2) for slug in list(CONDITIONS)[:-2]}
    with pytest.raises(ValidationError, match="Two conditions have no standing yet: System leadership and Review"):
        agree_evaluation(by=cast.headteacher, evaluation=opened, says="It stands.", agreed=some)
    assert not AgreedRating.objects.exists()


def test_agreeing_needs_a_word_for_governors(cast, opened):
    with pytest.raises(ValidationError, match="governors read it"):
        agree_evaluation(by=cast.headteacher, evaluation=opened, says=" ", agreed=EVERYTHING)


def test_what_was_agreed_is_read_by_governors_and_the_trust(cast, opened):
    agree_evaluation(by=cast.headteacher, evaluation=opened, says="It stands.", agreed=EVERYTHING)
    for reader in (cast.governor, cast.trustee, cast.trust_leader, cast.teacher):
        assert SelfEvaluation.objects.visible_to(reader).agreed().get().agreed_by == cast.headteacher
        assert AgreedRating.objects.visible_to(reader).count() == len(CONDITIONS)
    for stranger in (cast.sibling_head, cast.outsider, cast.nobody):
        assert not SelfEvaluation.objects.visible_to(stranger).exists()


def test_nothing_is_written_once_it_is_agreed(cast, opened):
    rate_conditions(by=cast.teacher, evaluation=opened, ratings={"literacy": Rated(2)})
    agree_evaluation(by=cast.headteacher, evaluation=opened, says="It stands.", agreed=EVERYTHING)
    today = timezone.localdate()
    with pytest.raises(ValidationError, match=rf"was agreed on {today.day} "):
        rate_conditions(by=cast.teacher, evaluation=opened, ratings={"literacy": Rated(4)})
    with pytest.raises(ValidationError, match="was agreed on"):
        draft_agreed(by=cast.headteacher, evaluation=opened, says="Else.", agreed=EVERYTHING)
    with pytest.raises(ValidationError, match="was agreed on"):
        call_off_evaluation(by=cast.headteacher, evaluation=opened, why="Too late.")


WRITES = {
    "the evaluation": lambda e: SelfEvaluation.objects.filter(pk=e.pk).update(says="Else."),
    "its status": lambda e: SelfEvaluation.objects.filter(pk=e.pk).update(
        status="gathering", agreed_by=None, agreed_at=None
    ),
    "a rating": lambda e: ConditionRating.objects.filter(evaluation=e).update(standing=4),
    "an agreed rating": lambda e: AgreedRating.objects.filter(evaluation=e).update(standing=4),
    "a new rating": lambda e: ConditionRating.objects.bulk_create(
        [ConditionRating(evaluation=e, condition="numeracy", standing=1, by=e.opened_by)]
    ),
    "its end": lambda e: SelfEvaluation.objects.filter(pk=e.pk).delete(),
    "a rating's end": lambda e: ConditionRating.objects.filter(evaluation=e)._raw_delete("default"),
}


@pytest.mark.parametrize("what", WRITES)
def test_the_database_refuses_what_goes_past_the_services(cast, opened, what):
    make.ConditionRatingFactory(evaluation=opened, by=cast.teacher)
    make.AgreedRatingFactory(evaluation=opened)
    make.agree(opened, by=cast.headteacher)
    with pytest.raises(REFUSED), transaction.atomic():
        WRITES[what](opened)


def test_calling_off_says_why_to_those_who_rated(cast, opened):
    with pytest.raises(ValidationError, match="Say why"):
        call_off_evaluation(by=cast.headteacher, evaluation=opened, why=" ")
    call_off_evaluation(by=cast.headteacher, evaluation=opened, why="The term is too full.")
    assert SelfEvaluation.objects.visible_to(cast.teacher).get().why_called_off == "The term is too full."
    assert not SelfEvaluation.objects.visible_to(cast.governor).exists()
    assert opens(cast).status == EvaluationStatus.GATHERING


def test_the_database_asks_why_it_was_called_off(opened):
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfEvaluation.objects.filter(pk=opened.pk).update(status="called_off", called_off_at=timezone.now())


def test_one_standing_a_person_and_condition(cast, opened):
    make.ConditionRatingFactory(evaluation=opened, by=cast.teacher)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.ConditionRatingFactory(evaluation=opened, by=cast.teacher, standing=Standing.SECURE)
