"""Reviews and rounds read in one query come back as they are stored, each with its academy and its annotations."""

from __future__ import annotations

import datetime

import pytest
from django.db.models import Value
from django.utils import timezone

from academies.selectors.together import Asked, read_together
from reviews.models import Review, Round, RoundStep
from tests import factories as make

pytestmark = pytest.mark.django_db


def fields(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_rows_are_what_the_database_holds(cast, django_assert_num_queries):
    review = make.ReviewFactory(
        academy=cast.own, state="shared", moderated="agreed", reply_by=datetime.date(2026, 12, 1)
    )
    round = make.bring_round_to(make.RoundFactory(host=cast.sibling, follow_up_on=datetime.date(2027, 1, 4)), "agreed")
    other = make.RoundFactory(host=cast.own)
    reviews = Review.objects.annotate(said=Value("a word"), often=Value(3))
    with django_assert_num_queries(1):
        found = list(
            read_together(Asked(reviews, "academy", ("said", "often")), Asked(Round.objects.order_by("-day"), "host"))
        )
    assert {type(row) for row in found} == {Review, Round}
    by_pk = {(type(row), row.pk): row for row in found}
    for row in (review, round, other):
        row.refresh_from_db()
        assert fields(by_pk[type(row), row.pk]) == fields(row)
    told = by_pk[Review, review.pk]
    assert (told.said, told.often, told.academy.name) == ("a word", 3, cast.own.name)
    assert by_pk[Round, round.pk].host == cast.sibling


def test_what_is_cut_off_is_cut_by_its_order(cast):
    round = make.RoundFactory(host=cast.own)
    for day in range(5):
        at = timezone.now() + datetime.timedelta(days=day)
        RoundStep.objects.create(round=round, step="plan", state="preparing", by=cast.headteacher, says=str(day), at=at)
    newest = Asked(RoundStep.objects.order_by("-at")[:2])
    assert {step.says for step in read_together(newest, Asked(Review.objects.all(), "academy"))} == {"3", "4"}
    assert {step.says for step in read_together(newest)} == {"3", "4"}


def test_nothing_asked_is_no_query(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert list(read_together(None, None)) == []
