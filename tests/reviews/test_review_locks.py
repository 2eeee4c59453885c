"""What the database itself refuses of reviews, their teams and their logs, past every service."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests import factories as make

pytestmark = pytest.mark.django_db

PUBLISHED = "moderated = 'agreed', reply_by = '2026-11-20', published_at = now()"


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(sql, *values):
    with pytest.raises(DatabaseError):
        run(sql, *values)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'lost'",
        "ends = starts - 1",
        "state = 'published'",
        "published_at = now()",
        "state = 'moderated'",
        "state = 'shared', moderated = 'agreed'",
        "state = 'published', published_at = now(), reply_by = '2026-11-20'",
        "reply = 'Year 5 was out.'",
        "replied_at = now()",
    ],
)
def test_a_review_is_whole_in_every_state(change):
    review = make.ReviewFactory()
    refused(f"UPDATE reviews_review SET {change} WHERE id = %s", review.pk)


def test_a_review_that_began_keeps_its_framework():
    review = make.ReviewFactory()
    other = make.framework_in_use(trust=review.academy.trust)
    run("UPDATE reviews_review SET framework_id = %s WHERE id = %s", other.pk, review.pk)
    run("UPDATE reviews_review SET state = 'gathering' WHERE id = %s", review.pk)
    back = make.framework_in_use(trust=review.academy.trust)
    refused("UPDATE reviews_review SET framework_id = %s WHERE id = %s", back.pk, review.pk)


def test_a_published_review_stands_and_none_is_deleted():
    review = make.ReviewFactory()
    run(f"UPDATE reviews_review SET state = 'published', {PUBLISHED} WHERE id = %s", review.pk)
    for change in (
        "summary = 'Other'",
        "title = 'Other'",
        "moderated = 'changed'",
        "published_at = now() + interval '1 day'",
    ):
        refused(f"UPDATE reviews_review SET {change} WHERE id = %s", review.pk)
    run("UPDATE reviews_review SET state = 'followed' WHERE id = %s", review.pk)
    refused("DELETE FROM reviews_review WHERE id = %s", review.pk)


def test_what_was_called_off_stays_so():
    review = make.ReviewFactory()
    run("UPDATE reviews_review SET state = 'called_off' WHERE id = %s", review.pk)
    refused("UPDATE reviews_review SET state = 'planned' WHERE id = %s", review.pk)
    refused("UPDATE reviews_review SET title = 'Other' WHERE id = %s", review.pk)


def test_a_team_has_one_lead_and_nobody_twice():
    review = make.ReviewFactory()
    lead = make.ReviewMemberFactory(review=review, role="lead")
    other = make.ReviewMemberFactory(review=review)
    refused("UPDATE reviews_reviewmember SET role = 'lead' WHERE id = %s", other.pk)
    refused("UPDATE reviews_reviewmember SET person_id = %s WHERE id = %s", lead.person_id, other.pk)
    refused("UPDATE reviews_reviewmember SET role = 'guest' WHERE id = %s", other.pk)
    refused("UPDATE reviews_reviewmember SET ends = starts - 1 WHERE id = %s", other.pk)


def test_the_log_only_grows():
    review = make.ReviewFactory()
    line = review.steps.create(step="plan", state="planned", by=make.UserFactory())
    refused("UPDATE reviews_reviewstep SET says = 'Other' WHERE id = %s", line.pk)
    refused("DELETE FROM reviews_reviewstep WHERE id = %s", line.pk)
