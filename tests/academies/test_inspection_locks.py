"""The database itself holds a judgement to its framework: writes that go round the services are refused."""

import datetime
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError

from academies.inspection import FRAMEWORKS, framework_on
from academies.models import Inspection, Judgement
from tests import factories as make
from tests.access.test_history import events
from tests.cast import Cast

pytestmark = pytest.mark.django_db
CARD, OLD = "report_card_2025", "graded_2019"


def refused(name: str, sql: str, *values: str | int) -> None:
    """The statement fails by the lock of that name, also where the lock waits for the end of the transaction."""
    with pytest.raises((IntegrityError, InternalError)) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{sql}; SET CONSTRAINTS ALL IMMEDIATE", values)
    assert name in str(error.value)


@pytest.fixture
def card(cast: Cast) -> Inspection:
    return make.InspectionFactory(academy=cast.own)


def test_the_framework_and_the_academy_never_change(card: Inspection, cast: Cast) -> None:
    for sql, value in (
        ("UPDATE academies_inspection SET framework = %s WHERE id = %s", OLD),
        ("UPDATE academies_inspection SET academy_id = %s WHERE id = %s", cast.sibling.pk),
    ):
        refused("inspection_is_for_good", sql, value, card.pk)
    other = make.InspectionFactory(academy=cast.sibling)
    for sql, value in (
        ("UPDATE academies_judgement SET framework = %s WHERE inspection_id = %s", OLD),
        ("UPDATE academies_judgement SET inspection_id = %s WHERE inspection_id = %s", other.pk),
    ):
        refused("judgement_is_for_good", sql, value, card.pk)


def test_a_judgement_has_the_framework_of_its_inspection(card: Inspection) -> None:
    refused(
        "judgement_framework_fk",
        "INSERT INTO academies_judgement (inspection_id, framework, area, grade) "
        "VALUES (%s, %s, 'quality_of_education', 'good')",
        card.pk, OLD,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("area", "grade"),
    [("inclusion", "good"), ("inclusion", "outstanding"), ("quality_of_education", "expected"), ("inclusion", "")],
)
def test_a_grade_or_an_area_of_another_scale_is_refused(area: str, grade: str, card: Inspection) -> None:
    card.judgements.all().delete()
    with pytest.raises(IntegrityError, match="judgement_belongs_to_framework"), transaction.atomic():
        Judgement.objects.bulk_create([Judgement(inspection=card, framework=CARD, area=area, grade=grade)])


def test_no_overall_grade_without_the_framework_that_had_one(cast: Cast) -> None:
    one = make.InspectionFactory(academy=cast.own, started=datetime.date(2025, 3, 4))
    assert one.framework == "graded_2024"
    with pytest.raises(IntegrityError, match="judgement_belongs_to_framework"), transaction.atomic():
        Judgement.objects.bulk_create(
            [Judgement(inspection=one, framework=one.framework, area="overall_effectiveness", grade="good")]
        )


@pytest.mark.parametrize(
    ("framework", "day"),
    [(CARD, "2025-11-09"), ("graded_2024", "2025-11-10"), ("graded_2024", "2024-08-31"), (OLD, "2024-09-01"),
     (OLD, "2019-08-31")],
)  # fmt: skip
def test_a_framework_that_was_not_in_force_on_the_day_is_refused(framework: str, day: str, cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="inspection_framework_in_force"), transaction.atomic():
        Inspection.objects.bulk_create(
            [Inspection(academy=cast.own, framework=framework, started=datetime.date.fromisoformat(day))]
        )


def test_a_day_cannot_be_moved_out_of_its_framework(card: Inspection) -> None:
    sql = "UPDATE academies_inspection SET started = '2025-11-09' WHERE id = %s"
    refused("inspection_framework_in_force", sql, card.pk)


def test_the_frameworks_follow_each_other_without_gap_or_overlap() -> None:
    in_order = list(FRAMEWORKS.values())
    for before, after in pairwise(in_order):
        assert before.ends is not None
        assert after.starts == before.ends + datetime.timedelta(days=1)
    assert in_order[-1].ends is None
    assert framework_on(datetime.date(2025, 11, 9)) == FRAMEWORKS["graded_2024"]
    assert framework_on(datetime.date(2025, 11, 10)) == FRAMEWORKS[CARD]
    assert framework_on(datetime.date(2019, 8, 31)) is None
    assert list(FRAMEWORKS[CARD].grades) == [
        "exceptional",
        "strong",
        "expected",
        "needs_attention",
        "urgent_improvement",
    ]
    assert [FRAMEWORKS[CARD].rank(grade) for grade in ("urgent_improvement", "exceptional")] == [1, 5]
    assert set(FRAMEWORKS[CARD].areas) == {
        "inclusion", "curriculum_and_teaching", "achievement", "attendance_and_behaviour", "personal_development",
        "leadership_and_governance", "early_years", "sixth_form",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lock", "field", "value"),
    [
        ("inspection_kind_of_framework", "kind", "ungraded"),
        ("inspection_concern_of_framework", "concern_category", "serious_weaknesses"),
        ("inspection_safeguarding_known", "safeguarding", "perhaps"),
        ("inspection_source_known", "source", "none"),
        ("inspection_published_after_start", "published_on", "2026-03-09"),
        ("inspection_set_aside_says_why", "set_aside_why", "Because."),
    ],
)
def test_what_the_framework_does_not_know_is_refused(lock: str, field: str, value: str, card: Inspection) -> None:
    refused(lock, f"UPDATE academies_inspection SET {field} = %s WHERE id = %s", value, card.pk)


def test_an_inspection_stands_once_and_an_area_once(card: Inspection, cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="inspection_once_a_day"), transaction.atomic():
        Inspection.objects.bulk_create([Inspection(academy=cast.own, framework=CARD, started=card.started)])
    with pytest.raises(IntegrityError, match="judgement_area_once"), transaction.atomic():
        Judgement.objects.bulk_create([Judgement(inspection=card, framework=CARD, area="inclusion", grade="strong")])


def test_raw_changes_of_a_grade_are_kept(card: Inspection) -> None:
    row = card.judgements.get(area="inclusion")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE academies_judgement SET grade = 'strong' WHERE id = %s", [row.pk])
        cursor.execute("DELETE FROM academies_judgement WHERE id = %s", [row.pk])
    kept = events(Judgement, pgh_obj_id=row.pk).order_by("pgh_id").values_list("pgh_label", "grade")
    assert list(kept) == [("insert", "expected"), ("update", "strong"), ("delete", "strong")]
