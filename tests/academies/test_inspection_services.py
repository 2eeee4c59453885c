"""Entering, putting right and setting aside: who may, what is refused with which sentence, and what is kept."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from academies.models import Inspection
from academies.selectors.inspection import inspections_of
from academies.selectors.inspection_changes import changes_of
from academies.services.inspections import (
    bring_back_inspection,
    correct_inspection,
    record_inspection,
    set_aside_inspection,
)
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 10)
STRONG = make.grades_of("report_card_2025", "strong")


def entered(cast: Cast, **values: Any) -> Inspection:
    given = {"by": cast.trust_leader, "academy": cast.own, "started": DAY, "grades": STRONG, **values}
    return record_inspection(**given)


def test_the_day_decides_the_framework(cast: Cast) -> None:
    one = entered(cast)
    assert (one.framework, one.judgements.count(), one.recorded_by) == ("report_card_2025", 6, cast.trust_leader)
    old = entered(cast, started=datetime.date(2024, 8, 31), grades=make.grades_of("graded_2019", "good"))
    assert (old.framework, old.judgements.count()) == ("graded_2019", 5)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"started": datetime.date(2019, 8, 31)}, "started", "No inspection framework kept here was in force"),
        ({"grades": {**STRONG, "inclusion": "good"}}, "area_inclusion", "no such area or no such grade"),
        ({"grades": {**STRONG, "quality_of_education": "good"}}, "area_quality_of_education", "no such area"),
        ({"grades": {"inclusion": "strong"}}, "area_achievement", "Every graded inspection grades this area"),
        ({"kind": "ungraded"}, "area_inclusion", "An ungraded inspection gives no grades"),
        ({"kind": "ungraded", "grades": {}}, "__all__", "no inspections of that kind under this framework"),
        ({"published_on": datetime.date(2026, 3, 9)}, "__all__", "cannot be published before the inspection began"),
        ({"concern_category": "serious_weaknesses"}, "__all__", "has no such category of concern"),
        ({"inspected_urn": -4}, "inspected_urn", ""),
    ],
)
def test_what_cannot_be_entered(values: dict[str, Any], field: str, sentence: str, cast: Cast) -> None:
    with pytest.raises(ValidationError) as error:
        entered(cast, **values)
    assert sentence in " ".join(error.value.message_dict[field])
    assert not Inspection.objects.exists()


def test_a_day_to_come_is_refused(cast: Cast) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError, match="still to come"):
        entered(cast, started=tomorrow)
    with pytest.raises(ValidationError, match="still to come"):
        entered(cast, published_on=tomorrow)


def test_two_who_enter_the_same_inspection(cast: Cast) -> None:
    entered(cast)
    with pytest.raises(ValidationError, match="An inspection of that kind and day is already here"):
        entered(cast, by=cast.data_lead)


def test_who_may(cast: Cast) -> None:
    for person in (cast.headteacher, cast.governor, cast.trustee, cast.administrator, cast.outsider, cast.nobody):
        with pytest.raises(PermissionDenied):
            entered(cast, by=person)
    one = entered(cast, by=cast.data_lead)
    for person in (cast.headteacher, cast.foreign_leader, cast.nobody):
        with pytest.raises(PermissionDenied):
            correct_inspection(by=person, inspection=one, grades=STRONG)
        with pytest.raises(PermissionDenied):
            set_aside_inspection(by=person, inspection=one, why="No.")


def test_a_correction_keeps_what_stood_there(cast: Cast) -> None:
    one = entered(cast)
    grades = {**STRONG, "inclusion": "exceptional", "early_years": "expected"}
    correct_inspection(by=cast.data_lead, inspection=one, grades=grades, safeguarding="met")
    one.refresh_from_db()
    assert {j.area: j.grade for j in one.judgements.all()} == grades
    assert one.safeguarding == "met"


@pytest.mark.django_db(transaction=True)
def test_a_correction_is_told_with_what_stood_there(cast: Cast) -> None:
    """Each in a transaction of its own, as requests are: the history's clock stands still within one."""
    one = entered(cast)
    assert changes_of(one) == [], "entering it is no correction"
    correct_inspection(
        by=cast.data_lead, inspection=one, grades={**STRONG, "inclusion": "exceptional"}, safeguarding="met"
    )
    set_aside_inspection(by=cast.trust_leader, inspection=one, why="Of another school.")
    aside, moment = changes_of(one)
    assert (aside.says, aside.note) == ("Set aside.", "Of another school.")
    assert moment.note == "Safeguarding: Met, before that empty; Inclusion: Exceptional, before that Strong standard."


def test_a_day_under_another_framework_is_refused_when_putting_right(cast: Cast) -> None:
    one = entered(cast)
    with pytest.raises(ValidationError, match="Set this one aside and enter it anew"):
        correct_inspection(by=cast.trust_leader, inspection=one, grades=STRONG, started=datetime.date(2025, 11, 9))
    one.refresh_from_db()
    assert one.started == DAY


def test_what_was_entered_by_mistake_is_set_aside_and_comes_back(cast: Cast) -> None:
    one = entered(cast)
    with pytest.raises(ValidationError, match="Say why it is set aside"):
        set_aside_inspection(by=cast.trust_leader, inspection=one, why="  ")
    set_aside_inspection(by=cast.trust_leader, inspection=one, why="Of another school.")
    assert inspections_of(cast.trust_leader, [cast.own])[cast.own.pk] == [], "it counts no longer"
    with pytest.raises(ValidationError, match="set aside already"):
        set_aside_inspection(by=cast.trust_leader, inspection=one, why="Again.")
    with pytest.raises(ValidationError, match="Bring it back first"):
        correct_inspection(by=cast.trust_leader, inspection=one, grades=STRONG)

    entered(cast)
    with pytest.raises(ValidationError, match="already here"):
        bring_back_inspection(by=cast.trust_leader, inspection=one)
    second = Inspection.objects.get(set_aside_at__isnull=True)
    set_aside_inspection(by=cast.trust_leader, inspection=second, why="Twice.")
    bring_back_inspection(by=cast.trust_leader, inspection=one)
    assert inspections_of(cast.trust_leader, [cast.own])[cast.own.pk] == [one]
