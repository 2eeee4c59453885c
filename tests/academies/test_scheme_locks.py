"""A scheme that was put in use is never changed: the database refuses every way of writing. A draft may be changed."""

import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from academies.models import CategoryScheme, Criterion, CriterionBound, Tier
from academies.models.scheme import SchemeStatus
from tests import factories as make

pytestmark = pytest.mark.django_db

IN_USE = "is in use and is not changed"


def refused(sql: str, *values: Any) -> str:
    """What the database says to raw SQL; the test fails where it says nothing."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return str(error.value)


@pytest.fixture
def scheme(cast):
    return make.scheme_in_use(cast.trust)


@pytest.fixture
def draft(cast, scheme):
    return make.whole_draft(cast.trust, version=2)


def test_a_whole_scheme_stands(scheme):
    assert [tier.word for tier in scheme.tiers.all()] == ["Sustain", "Improve", "Repair", "Stabilise"]
    assert [bound.bound for bound in scheme.criteria.first().bounds.all()] == [5, 10, 15]


@pytest.mark.parametrize("status", [SchemeStatus.IN_USE, SchemeStatus.RETIRED])
@pytest.mark.parametrize(
    "assignment",
    [
        "name = 'Another'",
        "version = 9",
        "changes = 'Another story'",
        "in_use_from = '2020-01-01'",
        "status = 'draft'",
        "made_by_id = (SELECT max(id) FROM accounts_user)",
        "put_in_use_by_id = (SELECT max(id) FROM accounts_user)",
    ],
)
def test_raw_sql_cannot_rewrite_a_version_that_was_in_use(scheme, status, assignment):
    make.UserFactory()
    if status == SchemeStatus.RETIRED:
        CategoryScheme.objects.filter(pk=scheme.pk).update(status=status)
    assert "Cannot update" in refused(f"UPDATE academies_categoryscheme SET {assignment} WHERE id = %s", scheme.pk)


def test_a_retired_version_never_comes_back(scheme):
    CategoryScheme.objects.filter(pk=scheme.pk).update(status=SchemeStatus.RETIRED)
    assert "Cannot update" in refused("UPDATE academies_categoryscheme SET status = 'in_use' WHERE id = %s", scheme.pk)


def test_a_version_that_was_in_use_is_never_deleted(scheme):
    assert "Cannot delete" in refused("DELETE FROM academies_categoryscheme WHERE id = %s", scheme.pk)


def test_a_scheme_begins_as_a_draft(cast):
    with pytest.raises(DatabaseError, match="Cannot insert"), transaction.atomic():
        CategoryScheme.objects.bulk_create(
            [
                CategoryScheme(
                    trust=cast.trust,
                    name="Straight into use",
                    status=SchemeStatus.IN_USE,
                    made_by=cast.trust_leader,
                    put_in_use_by=cast.trust_leader,
                    in_use_from=datetime.date(2026, 9, 1),
                )
            ]
        )


@pytest.mark.parametrize("status", [SchemeStatus.IN_USE, SchemeStatus.RETIRED])
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE academies_tier SET visits = 1 WHERE scheme_id = %s",
        "UPDATE academies_tier SET position = position + 10 WHERE scheme_id = %s",
        "DELETE FROM academies_tier WHERE scheme_id = %s",
        "UPDATE academies_criterion SET is_limit = true WHERE scheme_id = %s",
        "DELETE FROM academies_criterion WHERE scheme_id = %s",
        "UPDATE academies_criterionbound SET bound = 99 WHERE criterion_id IN "
        "(SELECT id FROM academies_criterion WHERE scheme_id = %s)",
        "DELETE FROM academies_criterionbound WHERE criterion_id IN "
        "(SELECT id FROM academies_criterion WHERE scheme_id = %s)",
    ],
)
def test_raw_sql_cannot_change_the_parts(scheme, status, sql):
    if status == SchemeStatus.RETIRED:
        CategoryScheme.objects.filter(pk=scheme.pk).update(status=status)
    assert IN_USE in refused(sql, scheme.pk)


def test_bulk_writes_add_nothing_to_a_version_in_use(scheme):
    criterion, last = scheme.criteria.first(), scheme.tiers.last()
    rows: tuple[tuple[Any, Any], ...] = (
        (Tier, Tier(scheme=scheme, position=5, word="Fifth")),
        (Criterion, Criterion(scheme=scheme, position=5, kind="data.return", label="Files")),
        (CriterionBound, CriterionBound(criterion=criterion, tier=last, bound=20)),
    )
    for model, row in rows:
        with pytest.raises(DatabaseError, match=IN_USE), transaction.atomic():
            model.objects.bulk_create([row])
    with pytest.raises(DatabaseError, match=IN_USE), transaction.atomic():
        scheme.tiers.all().update(word="All alike")


def test_a_part_of_a_draft_cannot_be_moved_into_a_version_in_use(scheme, draft):
    tier, criterion = draft.tiers.last(), draft.criteria.last()
    assert IN_USE in refused("UPDATE academies_tier SET scheme_id = %s, position = 9 WHERE id = %s", scheme.pk, tier.pk)
    assert IN_USE in refused(
        "UPDATE academies_criterion SET scheme_id = %s, position = 9, kind = 'x' WHERE id = %s", scheme.pk, criterion.pk
    )


def test_a_draft_may_be_changed_by_every_way_of_writing(draft):
    draft.tiers.all().update(visits=2)
    draft.criteria.all().update(is_limit=True)
    CriterionBound.objects.filter(criterion__scheme=draft).update(bound=7)
    draft.criteria.last().delete()
    CategoryScheme.objects.filter(pk=draft.pk).update(name="Another name")
    draft.refresh_from_db()
    draft.delete()
    assert not Tier.objects.filter(scheme=draft.pk).exists()


def test_a_criterion_is_bounded_by_tiers_of_its_own_scheme(scheme, draft):
    bound = CriterionBound(criterion=draft.criteria.first(), tier=scheme.tiers.first(), bound=5)
    with pytest.raises(DatabaseError, match="tiers of its own scheme"), transaction.atomic():
        CriterionBound.objects.bulk_create([bound])


def test_one_in_use_and_one_draft_for_each_trust(cast, scheme, draft):
    with pytest.raises(DatabaseError, match="scheme_one_draft"), transaction.atomic():
        make.SchemeFactory(trust=cast.trust, version=3)
    assert "scheme_one_in_use" in refused(
        "UPDATE academies_categoryscheme SET status = 'in_use', in_use_from = '2026-09-01', "
        "put_in_use_by_id = made_by_id WHERE id = %s",
        draft.pk,
    )
    make.SchemeFactory(trust=cast.foreign_trust)


@pytest.mark.parametrize(
    ("field", "value"),
    [("visits", 5), ("full_day_reviews", 2), ("partnership_meetings", 7), ("leader_days", -1), ("review_rhythm", 5)],
)
def test_the_bounds_of_an_entitlement_hold_at_the_database(draft, field, value):
    with pytest.raises(DatabaseError, match="tier_"), transaction.atomic():
        Tier.objects.filter(pk=draft.tiers.first().pk).update(**{field: value})
