"""What the database itself refuses: moving a row out of what stands into what is still open."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from plans.models import AgreedRating, ConditionRating, Priority
from tests import factories as make

pytestmark = pytest.mark.django_db


def refused(queryset, **changes) -> None:
    """Past the services and the model's own checks."""
    with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
        queryset.update(**changes)


def test_nothing_is_moved_out_of_an_agreed_evaluation(cast):
    agreed = make.agreed_evaluation(academy=cast.own, opened_by=cast.headteacher)
    still_open = make.SelfEvaluationFactory(academy=cast.own, opened_by=cast.headteacher, term="spring")
    row = AgreedRating.objects.filter(evaluation=agreed, condition="literacy")
    refused(row, evaluation=still_open)
    assert agreed.agreed_ratings.filter(condition="literacy").exists()


def test_a_rating_stays_where_it_was_given_and_its_writers(cast):
    first = make.SelfEvaluationFactory(academy=cast.own, opened_by=cast.headteacher)
    elsewhere = make.SelfEvaluationFactory(academy=cast.sibling, opened_by=cast.headteacher)
    rating = make.ConditionRatingFactory(evaluation=first, by=cast.teacher)
    row = ConditionRating.objects.filter(pk=rating.pk)
    refused(row, evaluation=elsewhere)
    refused(row, by=cast.headteacher)
    row.update(standing=3)


def test_a_priority_stays_in_its_plan(cast):
    priority = make.PriorityFactory(plan__academy=cast.own)
    other = make.PlanFactory(academy=cast.sibling)
    refused(Priority.objects.filter(pk=priority.pk), plan=other)
