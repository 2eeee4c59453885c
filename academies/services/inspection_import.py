"""Inspections out of Ofsted's file, beside those that are here: what would be added and changed, and doing it.

Ofsted's file counts for what it prints; what it has no column for is left. Nothing is deleted.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from academies.imports.inspections import Found, InspectionsInFile
from academies.models import Academy, Inspection, PredecessorLink, Trust
from academies.models.inspection import InspectionSource
from academies.services.inspections import write_grades
from academies.services.trusts import Before
from accounts.models import User
from celt.lib.tabular import Fault

TABLE = "academies_inspection"
FIELDS = ("published_on", "concern_category", "safeguarding", "outcome", "inspected_urn", "report_url")
KEPT = (*FIELDS, "source", "source_file")


@dataclass
class Entry:
    """An inspection as it would be, its grades, and what it said before; None for a new one."""

    inspection: Inspection
    grades: dict[str, str]
    before: dict[str, Any] | None

    @property
    def differs(self) -> list[str]:
        """What a change touches, in words: fields and areas."""
        before = self.before or {}
        fields = [name for name in FIELDS if before.get(name) != _plain(getattr(self.inspection, name))]
        framework, grades = self.inspection.words, before.get("grades", {})
        areas = [area for area in framework.areas if grades.get(area) != self.grades.get(area)]
        names = {field.name: str(field.verbose_name) for field in Inspection._meta.concrete_fields}
        return [names[name] for name in fields] + [framework.areas[area].lower() for area in areas]


@dataclass
class InspectionPlan:
    """What a file would change. Made without writing; `import_inspections` carries it out."""

    entries: list[Entry] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    absent: list[Academy] = field(default_factory=list)
    set_aside: list[Inspection] = field(default_factory=list)
    of_predecessors: list[tuple[Academy, int]] = field(default_factory=list)

    @property
    def added(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.before is None]

    @property
    def changed(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.before is not None]


def urns_of(trust: Trust) -> dict[int, set[int]]:
    """Academy pk -> the URNs under which a file may know it: its own and those of the schools before it."""
    urns: dict[int, set[int]] = {academy.pk: {academy.urn} for academy in trust.academies.all()}
    for link in PredecessorLink.objects.filter(academy__in=urns):
        urns[link.academy_id].add(link.urn)
    return urns


def plan_inspections(found: InspectionsInFile, trust: Trust) -> InspectionPlan:
    """Writes nothing. A school's row counts for its academy; an earlier school's only where the academy has none and
    the school is the only one before it, since inspections of two schools are not one academy's."""
    plan = InspectionPlan(faults=list(found.faults))
    there: dict[tuple[int, str, datetime.date], Inspection] = {}
    gone: dict[tuple[int, str, datetime.date], Inspection] = {}
    for row in Inspection.objects.filter(academy__trust=trust).prefetch_related("judgements"):
        (gone if row.set_aside_at else there)[row.academy_id, row.kind, row.started] = row
    by_urn: dict[int, list[Found]] = defaultdict(list)
    for one in found.found:
        by_urn[one.urn].append(one)
    urns = urns_of(trust)
    for academy in trust.academies.all():
        urn = _row_of(academy, urns[academy.pk], found.urns)
        if urn is None:
            plan.absent.append(academy)
            continue
        if urn != academy.urn and by_urn[urn]:
            plan.of_predecessors.append((academy, urn))
        for one in by_urn[urn]:
            key = (academy.pk, one.kind, one.started)
            if key in there:
                _plan_change(plan, there[key], one)
            elif key in gone:
                plan.set_aside.append(gone[key])
            else:
                _plan_new(plan, academy, one)
    return plan


@transaction.atomic
def import_inspections(*, by: User | None, plan: InspectionPlan, filename: str) -> list[Before]:
    """Carries the plan out, whole or not at all. Returns what each touched row said before, its grades included."""
    done = []
    for entry in plan.entries:
        inspection = entry.inspection
        inspection.source, inspection.source_file = InspectionSource.MANAGEMENT_INFORMATION, filename[:255]
        if entry.before is None:
            inspection.recorded_by = by
        inspection.full_clean()
        inspection.save()
        write_grades(inspection, entry.grades)
        done.append(Before(TABLE, inspection.pk, entry.before))
    return done


def restore_inspection(inspection: Inspection, before: dict[str, Any]) -> None:
    """Makes a changed inspection what it was before a file changed it."""
    grades = before["grades"]
    for name in KEPT:
        value = before[name]
        setattr(inspection, name, datetime.date.fromisoformat(value) if name == "published_on" and value else value)
    inspection.save(update_fields=list(KEPT))
    write_grades(inspection, grades)


def _row_of(academy: Academy, urns: Collection[int], in_file: Collection[int]) -> int | None:
    if academy.urn in in_file:
        return academy.urn
    earlier = [urn for urn in urns if urn != academy.urn]
    return earlier[0] if len(earlier) == 1 and earlier[0] in in_file else None


def _plan_new(plan: InspectionPlan, academy: Academy, one: Found) -> None:
    inspection = Inspection(academy=academy, framework=one.framework.slug, kind=one.kind, started=one.started)
    _take(inspection, academy, one)
    if fault := _fault(inspection, one):
        plan.faults.append(fault)
    else:
        plan.entries.append(Entry(inspection, dict(one.grades), None))


def _plan_change(plan: InspectionPlan, inspection: Inspection, one: Found) -> None:
    grades = {judgement.area: judgement.grade for judgement in inspection.judgements.all()}
    before = {name: _plain(getattr(inspection, name)) for name in KEPT}
    _take(inspection, inspection.academy, one)
    after = {area: grade for area, grade in grades.items() if area not in one.covers} | dict(one.grades)
    if after == grades and all(_plain(getattr(inspection, name)) == before[name] for name in FIELDS):
        plan.unchanged += 1
    elif fault := _fault(inspection, one):
        plan.faults.append(fault)
    else:
        plan.entries.append(Entry(inspection, after, {**before, "grades": grades}))


def _take(inspection: Inspection, academy: Academy, one: Found) -> None:
    """Puts on the inspection what the file says of it; what it leaves open stays."""
    inspection.published_on = one.published_on or inspection.published_on
    inspection.outcome = one.outcome or inspection.outcome
    inspection.report_url = inspection.report_url or one.report_url
    inspected = one.inspected_urn or one.urn
    inspection.inspected_urn = inspected if inspected != academy.urn else inspection.inspected_urn
    if one.safeguarding is not None:
        inspection.safeguarding = one.safeguarding
    if one.concern_category is not None:
        inspection.concern_category = one.concern_category


def _fault(inspection: Inspection, one: Found) -> Fault | None:
    try:
        inspection.full_clean(exclude=["academy"], validate_unique=False)
    except ValidationError as error:
        return Fault(one.line, "Inspection start date", str(one.started), error.messages[0])
    return None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value
