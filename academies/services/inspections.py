"""Entering an inspection, putting it right, and setting one aside that was entered by mistake."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.inspection import Framework, framework_on
from academies.models import Academy, Inspection, Judgement
from academies.models.inspection import InspectionKind
from accounts.models import User
from celt.lib.days import british

ELSEWHERE = (
    "On that day another framework was in force: {name}. An inspection stays under the framework of its day. "
    "Set this one aside and enter it anew."
)


@transaction.atomic
def record_inspection(
    *, by: User, academy: Academy, started: datetime.date, grades: Mapping[str, str], kind: str = InspectionKind.GRADED,
    **values: Any,
) -> Inspection:  # fmt: skip
    """A new inspection under the framework in force on its first day. `grades`: area -> grade; `values`: other fields.

    Raises ValidationError with a sentence beside its field ("area_inclusion" for a grade), or PermissionDenied.
    """
    if not user_can(by, Permission.RECORD_INSPECTIONS, academy=academy):
        raise PermissionDenied("Inspections are entered by the trust's leaders and data leads.")
    framework = framework_on(started)
    if framework is None:
        raise ValidationError({"started": "No inspection framework kept here was in force on that day."})
    inspection = Inspection(
        academy=academy, framework=framework.slug, kind=kind, started=started, recorded_by=by, **values
    )
    _check(inspection, grades)
    inspection.save()
    write_grades(inspection, grades)
    return inspection


@transaction.atomic
def correct_inspection(*, by: User, inspection: Inspection, grades: Mapping[str, str], **values: Any) -> Inspection:
    """What was entered wrongly is put right; what stood there before stays in the history.

    Academy and framework never change. Raises ValidationError with a sentence, or PermissionDenied.
    """
    inspection = _locked(by, inspection)
    if inspection.set_aside_at:
        raise ValidationError("This inspection is set aside. Bring it back first.")
    for name, value in values.items():
        setattr(inspection, name, value)
    found = framework_on(inspection.started)
    if found and found.slug != inspection.framework:
        raise ValidationError({"started": ELSEWHERE.format(name=found.name)})
    _check(inspection, grades)
    inspection.save()
    write_grades(inspection, grades)
    return inspection


@transaction.atomic
def set_aside_inspection(*, by: User, inspection: Inspection, why: str) -> Inspection:
    """It was entered by mistake: it counts no longer, and stays to be seen with the reason."""
    inspection = _locked(by, inspection)
    if inspection.set_aside_at:
        raise ValidationError("This inspection is set aside already.")
    inspection.set_aside_at, inspection.set_aside_by, inspection.set_aside_why = timezone.now(), by, why.strip()
    inspection.full_clean()
    inspection.save()
    return inspection


@transaction.atomic
def bring_back_inspection(*, by: User, inspection: Inspection) -> Inspection:
    """Raises ValidationError where another inspection of that kind and day has been entered since."""
    inspection = _locked(by, inspection)
    inspection.set_aside_at, inspection.set_aside_by, inspection.set_aside_why = None, None, ""
    inspection.full_clean()
    inspection.save()
    return inspection


def write_grades(inspection: Inspection, grades: Mapping[str, str]) -> None:
    """Makes the inspection's judgements these. Rows that say the same already are left alone."""
    there = {judgement.area: judgement for judgement in inspection.judgements.all()}
    for area in inspection.words.areas:
        grade, row = grades.get(area, ""), there.get(area)
        if row is not None and not grade:
            row.delete()
        elif row is not None and row.grade != grade:
            row.grade = grade
            row.full_clean()
            row.save()
        elif row is None and grade:
            row = Judgement(inspection=inspection, framework=inspection.framework, area=area, grade=grade)
            row.full_clean()
            row.save()


def _locked(by: User, inspection: Inspection) -> Inspection:
    found = Inspection.objects.editable_by(by).select_for_update(of=("self",)).filter(pk=inspection.pk).first()
    if found is None:
        raise PermissionDenied("Inspections are entered by the trust's leaders and data leads.")
    return found


def _check(inspection: Inspection, grades: Mapping[str, str]) -> None:
    today = timezone.localdate()
    faults: dict[str, str] = {}
    if inspection.started > today:
        faults["started"] = f"This day is still to come. Today is {british(today)}."
    if inspection.published_on and inspection.published_on > today:
        faults["published_on"] = f"This day is still to come. Today is {british(today)}."
    faults |= grade_faults(inspection.words, inspection.kind, grades)
    if faults:
        raise ValidationError(faults)
    inspection.full_clean()


def grade_faults(framework: Framework, kind: str, grades: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the grades, each sentence by the name of its field."""
    given = {area: grade for area, grade in grades.items() if grade}
    if kind == InspectionKind.UNGRADED:
        says = "An ungraded inspection gives no grades. Leave this empty, or choose another kind of inspection."
        return {f"area_{area}": says for area in given}
    faults = {
        f"area_{area}": "That framework has no such area or no such grade."
        for area, grade in given.items()
        if area not in framework.areas or grade not in framework.grades
    }
    if kind == InspectionKind.GRADED:
        missing = [area for area in framework.areas if area not in given and area not in framework.optional_areas]
        faults |= {f"area_{area}": "Every graded inspection grades this area. Choose its grade." for area in missing}
    return faults
