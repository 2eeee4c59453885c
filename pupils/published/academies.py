"""The trust and its academies out of Get Information About Schools, with the batch that records it and its undoing."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction

from academies.imports.gias import Link, read_links, read_trust
from academies.models import Academy, Trust
from academies.services.trusts import AcademyPlan, find_trust, import_academies, plan_academies
from accounts.models import User
from celt.lib.sentences import counted, listed
from celt.lib.tabular import Fault
from pupils.checkpoints import ensure_checkpoints
from pupils.imports.errors import FileRefused, UndoRefused
from pupils.models import ImportBatch, ImportChange
from pupils.models.batch import ImportKind, ImportStatus

from . import batches
from .batches import Preview


def preview_academies(path: Path, *, wanted: str, by: User | None, links: Path | None = None) -> Preview:
    """What the extract would add and change. Raises FileRefused with a sentence; writes nothing."""
    return _said(_plan(path, wanted, _trust(wanted, by), links))


@transaction.atomic
def apply_academies(
    path: Path, *, wanted: str, by: User | None, links: Path | None = None, filename: str = "",
    batch: ImportBatch | None = None,
) -> tuple[Trust, ImportBatch, Preview]:  # fmt: skip
    """Makes or updates the trust called `wanted` (a name or a group UID). Raises FileRefused; then nothing is written.

    A trust that is not here yet can be made by the command line alone.
    """
    batches.lock()
    plan = _plan(path, wanted, _trust(wanted, by), links)
    preview = _said(plan)
    if not (plan.added or plan.changed or plan.unchanged):
        raise FileRefused(f"None of the schools of {plan.name} in the file can be taken: {plan.faults[0].reason}")
    try:
        trust, done = import_academies(by=by, plan=plan)
    except ValidationError as error:
        raise FileRefused(" ".join(error.messages)) from error
    ensure_checkpoints(trust)
    batch = batches.open_batch(
        kind=ImportKind.ACADEMIES, trust=trust, by=by, path=path, filename=filename, batch=batch,
        options={"trust": wanted},
    )  # fmt: skip
    for table in sorted({change.table for change in done}):
        touched = [change for change in done if change.table == table]
        batches.keep_before(batch, table, ((c.row_id, {"added": c.row is None, **(c.row or {})}) for c in touched))
    batches.close_batch(batch, preview)
    return trust, batch, preview


@transaction.atomic
def undo_academies(*, batch: ImportBatch, by: User | None) -> int:
    """Restores what the extract changed and takes out the academies that it added and nothing hangs on.

    The trust itself stays. Returns how many rows; raises UndoRefused with what stands in the way.
    """
    batches.check_may_import(by, batch.trust)
    batches.lock()
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.status != ImportStatus.APPLIED:
        raise UndoRefused("Only a file that was applied can be undone.")
    later = ImportBatch.objects.filter(
        trust=batch.trust,
        kind=batch.kind,
        status=ImportStatus.APPLIED,
        applied__gt=batch.applied,
        changes__isnull=False,
    ).first()
    if later:
        raise UndoRefused(f"The later file {later.filename} changed academies too. Undo that one first.")
    count = 0
    order = ("academies_predecessorlink", "academies_academy", "academies_trust")
    for change in sorted(ImportChange.objects.filter(batch=batch), key=lambda each: order.index(each.table)):
        before = {**change.before}
        added = before.pop("added")
        row = _model(change.table)._default_manager.filter(pk=change.row_id).first()
        if row is None or (added and isinstance(row, Trust)):
            continue
        count += 1
        if added:
            _take_out(row)
        else:
            for name, value in before.items():
                setattr(row, name, _value(row, name, value))
            row.save(update_fields=list(before))
    batches.mark_undone(batch, by)
    return count


def _model(table: str) -> type[models.Model]:
    return next(model for model in apps.get_app_config("academies").get_models() if model._meta.db_table == table)


def _value(row: models.Model, name: str, value: Any) -> Any:
    is_date = isinstance(row._meta.get_field(name), models.DateField)
    return datetime.date.fromisoformat(value) if is_date and value else value


def _take_out(row: models.Model) -> None:
    if isinstance(row, Academy):
        for relation in row._meta.related_objects:
            name = relation.get_accessor_name()
            # The history refers to rows without holding on to them; links to earlier schools go with the academy.
            if relation.on_delete is models.DO_NOTHING or name in (None, "predecessors"):
                continue
            if getattr(row, str(name)).exists():
                raise UndoRefused(f"{row} has {relation.related_model._meta.verbose_name_plural} by now, so it stays.")
    row.delete()


def _trust(wanted: str, by: User | None) -> Trust | None:
    trust = find_trust(wanted)
    if trust is not None:
        batches.check_may_import(by, trust)
    elif by is not None:
        raise FileRefused(f"The trust {wanted} is not here. An administrator makes it with the command import_gias.")
    return trust


def _plan(path: Path, wanted: str, trust: Trust | None, links: Path | None) -> AcademyPlan:
    with batches.refusing():
        found = read_trust(batches.read(path), wanted, known_name=trust.name if trust else "")
        if trust is None and found.uid:
            trust = find_trust(found.uid)  # the trust took another name since; the one it has here stays
        linked: list[Link] = []
        faults: list[Fault] = []
        if links:
            linked, faults = read_links(batches.read(links), {school.urn for school in found.establishments})
        plan = plan_academies(found, trust, linked)
    plan.faults += faults
    # The extract writes most trusts in capitals; somebody who typed the name with care wrote it better.
    if trust is None and not wanted.strip().isdigit() and not wanted.islower():
        plan.name = " ".join(wanted.split())
    return plan


def _said(plan: AcademyPlan) -> Preview:
    preview = Preview(len(plan.added), len(plan.changed), plan.unchanged, plan.faults)
    total = preview.added + preview.changed + preview.unchanged
    uid = f" (group UID {plan.uid})" if plan.uid else ""
    said = [f"{plan.name}{uid} has {counted(total, 'academy', 'academies')} in the file."]
    if plan.added:
        said.append(f"New: {listed([academy.name for academy in plan.added], most=30)}.")
    if plan.changed:
        said.append(f"Changed: {listed([f'{a.name} ({_fields(before)})' for a, before in plan.changed], most=30)}.")
    if preview.unchanged:
        said.append(f"Unchanged: {counted(preview.unchanged, 'academy', 'academies')}.")
    if plan.absent:
        names = listed([f"{academy.name} ({academy.urn})" for academy in plan.absent], most=30)
        said.append(f"Not in the file under this trust, and left as before: {names}.")
    if plan.links:
        earlier = len({(link.urn, link.old_urn) for link in plan.links})
        said.append(f"Predecessors: {counted(earlier, 'school')}, whose published figures count for their academies.")
    preview.sentences = said
    return preview


def _fields(before: dict[str, Any]) -> str:
    names = {field.name: str(field.verbose_name) for field in Academy._meta.fields}
    return listed([names[name] for name in before], most=12)
