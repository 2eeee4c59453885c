"""Reviews and rounds read in one query come back as they are stored, each with its academy and its annotations."""

from __future__ import annotations

import datetime

import pytest
from django.db.models import DateField, F, Max, Value
from django.utils import timezone

from academies.models import Academy
from academies.selectors.together import Asked, read_apart, read_together
from plans.models import Action
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


def test_what_rows_select_as_related_comes_along_whole_and_nobody_where_there_is_none(cast, django_assert_num_queries):
    done = make.ActionFactory(priority__plan__academy=cast.own, owner=cast.teacher)
    free = make.ActionFactory(priority__plan__academy=cast.sibling, owner=None)
    asked = Asked(Action.objects.select_related("owner", "priority__plan__academy__trust"))
    with django_assert_num_queries(1):
        found = {row.pk: row for row in read_together(asked)}
        assert found[free.pk].owner is None
        for action in (done, free):
            row = found[action.pk]
            assert row.priority.plan.academy.trust == cast.trust
    assert fields(found[done.pk].owner) == fields(cast.teacher)
    for action in (done, free):
        row = found[action.pk]
        for one in (row.priority, row.priority.plan, row.priority.plan.academy):
            assert fields(one) == fields(type(one).objects.get(pk=one.pk))


def test_annotations_come_back_as_what_they_are(cast):
    review = make.ReviewFactory(academy=cast.own)
    day = datetime.date(2026, 12, 1)
    told = Review.objects.annotate(
        begun=F("planned_at"), day=Value(day, output_field=DateField()), until=Max("ends"), none=F("reply_by")
    )
    (row,) = read_together(Asked(told, also=("begun", "day", "until", "none")))
    review.refresh_from_db()
    assert (row.begun, row.day, row.until, row.none) == (review.planned_at, day, review.ends, review.reply_by)


def test_each_asks_for_rows_of_its_own(cast, django_assert_num_queries):
    review, round = make.ReviewFactory(academy=cast.own), make.RoundFactory(host=cast.own)
    same, nothing = Review.objects.filter(pk=review.pk), Review.objects.none()
    with django_assert_num_queries(1):
        assert read_apart(Asked(same), None, Asked(Round.objects.all()), Asked(nothing), Asked(same)) == [
            [review], [], [round], [], [review],
        ]  # fmt: skip
    with django_assert_num_queries(0):
        assert read_apart(Asked(Academy.objects.none()), None) == [[], []]
