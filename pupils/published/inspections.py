"""Inspections out of Ofsted's management information, with the batch that records the file and its undoing."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from academies.imports.inspections import InspectionsInFile, read_inspections, under_header
from academies.inspection import FRAMEWORKS
from academies.models import Inspection, Judgement, Trust
from academies.models.inspection import InspectionKind
from academies.services.inspection_import import (
    TABLE,
    Entry,
    InspectionPlan,
    import_inspections,
    plan_inspections,
    restore_inspection,
    urns_of,
)
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted, listed, opened
from pupils.imports.errors import FileRefused, UndoRefused
from pupils.models import ImportBatch, ImportChange
from pupils.models.batch import ImportKind, ImportStatus

from . import batches
from .batches import Preview


def preview_inspections(path: Path, *, trust: Trust, by: User | None) -> Preview:
    """What the file would add and change. Raises FileRefused with a sentence; writes nothing."""
    batches.check_may_import(by, trust)
    found, plan = _plan(path, trust)
    return _said(found, plan, trust)


@transaction.atomic
def apply_inspections(
    path: Path, *, trust: Trust, by: User | None, filename: str = "", batch: ImportBatch | None = None
) -> tuple[ImportBatch, Preview]:
    """Writes the inspections of the trust's academies, or raises FileRefused and writes nothing."""
    batches.check_may_import(by, trust)
    batches.lock()
    found, plan = _plan(path, trust)
    preview = _said(found, plan, trust)
    if plan.faults and not plan.entries and not plan.unchanged:
        raise FileRefused(f"No inspection in the file can be taken: {plan.faults[0].reason}")
    batch = batches.open_batch(
        kind=ImportKind.INSPECTIONS, trust=trust, by=by, path=path, filename=filename, batch=batch, options={}
    )
    try:
        done = import_inspections(by=by, plan=plan, filename=batch.filename)
    except ValidationError as error:
        raise FileRefused(" ".join(error.messages)) from error
    batches.keep_before(batch, TABLE, ((c.row_id, {"added": c.row is None, **(c.row or {})}) for c in done))
    batches.close_batch(batch, preview)
    return batch, preview


@transaction.atomic
def undo_inspections(*, batch: ImportBatch, by: User | None) -> int:
    """Takes out what the file added and restores what it changed. Returns how many; raises UndoRefused.

    Where somebody has put one of them right since, the undoing would lose that, and is refused.
    """
    batches.check_may_import(by, batch.trust)
    batches.lock()
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.status != ImportStatus.APPLIED:
        raise UndoRefused("Only a file that was applied can be undone.")
    changes = {change.row_id: change.before for change in ImportChange.objects.filter(batch=batch, table=TABLE)}
    later = ImportBatch.objects.filter(
        changes__table=TABLE, changes__row_id__in=changes, status=ImportStatus.APPLIED, applied__gt=batch.applied
    ).first()
    if later:
        raise UndoRefused(f"The later file {later.filename} changed inspections of this one. Undo that one first.")
    rows = list(Inspection.objects.filter(pk__in=changes).select_related("academy").prefetch_related("judgements"))
    if touched := _put_right_since(batch, rows):
        names = listed([f"{row.academy} ({british(row.started)})" for row in touched])
        raise UndoRefused(f"Somebody has changed the inspection of {names} here since. Undoing would lose that.")
    for row in rows:
        before = changes[row.pk]
        if before["added"]:
            row.delete()
        else:
            restore_inspection(row, before)
    batches.mark_undone(batch, by)
    return len(rows)


def header_of(path: Path) -> list[str]:
    """The names of the columns, below the titles that stand above them."""
    with batches.refusing():
        return list(under_header(batches.read(path)).header)


def _put_right_since(batch: ImportBatch, rows: list[Inspection]) -> list[Inspection]:
    """Told by the history, whose clock stands at the beginning of each transaction."""
    events = Inspection._meta.get_field("events").related_model._default_manager
    grades = Judgement._meta.get_field("events").related_model._default_manager
    since = {"pgh_created_at__gt": batch.applied}
    pks = [row.pk for row in rows]
    touched = set(events.filter(pgh_obj_id__in=pks, **since).values_list("pgh_obj_id", flat=True))
    touched |= set(grades.filter(inspection_id__in=pks, **since).values_list("inspection_id", flat=True))
    return [row for row in rows if row.pk in touched]


def _plan(path: Path, trust: Trust) -> tuple[InspectionsInFile, InspectionPlan]:
    urns = {urn for own in urns_of(trust).values() for urn in own}
    if not urns:
        raise FileRefused(f"{trust} has no academies here yet. Bring in its extract of schools first.")
    with batches.refusing():
        found = read_inspections(batches.read(path), urns)
    return found, plan_inspections(found, trust)


def _said(found: InspectionsInFile, plan: InspectionPlan, trust: Trust) -> Preview:
    preview = Preview(len(plan.added), len(plan.changed), plan.unchanged, plan.faults)
    if not found.urns:
        preview.sentences = [f"None of the academies of {trust} is in this file."]
        return preview
    total = preview.added + preview.changed + preview.unchanged
    said = [f"{opened(total, 'inspection')} of academies of {trust} in the file."]
    if plan.added:
        said.append(f"New: {listed([_name(entry) for entry in plan.added], most=30)}.")
    if plan.changed:
        changed = [f"{_name(entry)} ({listed(entry.differs, most=12)})" for entry in plan.changed]
        said.append(f"Changed: {listed(changed, most=30)}.")
    if preview.unchanged:
        said.append(f"The same already: {counted(preview.unchanged, 'inspection')}.")
    if plan.of_predecessors:
        schools = listed([f"{academy} (URN {urn})" for academy, urn in plan.of_predecessors], most=30)
        said.append(f"Found under the school before it: {schools}.")
    if plan.set_aside:
        names = listed([f"{one.academy}, {british(one.started)}" for one in plan.set_aside], most=30)
        said.append(f"Set aside here, and left so: {names}.")
    if plan.absent:
        said.append(f"Not in the file: {listed([academy.name for academy in plan.absent], most=30)}.")
    if found.too_early:
        first = british(min(framework.starts for framework in FRAMEWORKS.values()))
        said.append(f"Left out: {counted(found.too_early, 'inspection')} before {first}.")
    if found.without_columns:
        said.append(f"Left out, having no grades in this file: {counted(len(found.without_columns), 'inspection')}.")
    if found.not_printed:
        said.append(f"This file has no column for {listed(found.not_printed, most=9)}.")
    preview.sentences = said
    return preview


def _name(entry: Entry) -> str:
    one = entry.inspection
    return f"{one.academy}, {InspectionKind(one.kind).label.lower()}, {british(one.started)}"
