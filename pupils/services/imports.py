"""The work on files: previewed, applied, undone.

In the browser a file waits between the two (pupils/services/uploads.py), and tasks call `preview_batch` and
`apply_batch`. On the command line `import_file` does all of it at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from pghistory import context as history

from academies.access import Permission, academies_where
from academies.models import Academy, Trust
from academies.row_scope import every_row
from accounts.models import User
from pupils.checkpoints import ensure_checkpoints
from pupils.imports import run, undo
from pupils.imports.errors import FileRefused, UndoRefused
from pupils.imports.kinds.base import Scope
from pupils.imports.layouts import READY
from pupils.imports.run import Progress, quiet
from pupils.models import ColumnMapping, ImportBatch
from pupils.models.batch import ImportStatus
from pupils.providers import after_import
from pupils.published.uploads import KINDS as PUBLISHED_KINDS
from pupils.published.uploads import apply_upload, preview_upload, undo_upload
from pupils.services.coverage import refresh_coverage


def scope_of(trust: Trust, by: User | None) -> Scope:
    """The academies that the person may write to; for nobody (the command line) all of the trust's."""
    academies = Academy.objects.filter(trust=trust)
    if by is not None:
        academies = academies.filter(academies_where(by, Permission.IMPORT_DATA))
    return Scope(trust.pk, tuple(academies.values_list("pk", flat=True)))


def check_may_import(by: User | None, trust: Trust) -> None:
    if by is not None and not scope_of(trust, by).academy_ids:
        raise PermissionDenied("Files are brought in by data leads.")


def check_editable(by: User, batch: ImportBatch) -> None:
    if not ImportBatch.objects.editable_by(by).filter(pk=batch.pk).exists():
        raise PermissionDenied("This file was brought in by somebody else.")


def mapping_of(trust: Trust, name: str) -> tuple[dict[str, str], dict[str, str]]:
    """(their column -> ours, fixed values) of a ready or saved mapping. FileRefused where there is none."""
    if name in READY:
        return dict(READY[name].columns), dict(READY[name].fixed)
    saved = ColumnMapping.objects.filter(trust=trust, name__iexact=name, archived=False).first()
    if saved is None:
        known = [*READY, *ColumnMapping.objects.filter(trust=trust, archived=False).values_list("name", flat=True)]
        raise FileRefused(f"There is no mapping “{name}”. There are {', '.join(known)}.")
    return dict(saved.columns), dict(saved.fixed)


def preview_batch(*, batch: ImportBatch, progress: Progress = quiet) -> ImportBatch:
    """Reads a stored file and puts on the batch what it would do. A file that cannot be taken becomes a refusal."""
    if batch.status != ImportStatus.READING:
        return batch
    ensure_checkpoints(batch.trust)
    try:
        if batch.kind in PUBLISHED_KINDS:
            preview_upload(batch=batch, path=stored_file(batch))
            return batch
        with _checked(batch, stored_file(batch), progress) as found, transaction.atomic():
            waiting = ImportBatch.objects.select_for_update().filter(pk=batch.pk, status=ImportStatus.READING)
            if waiting.first() is None:
                batch.refresh_from_db()
                return batch
            run.note_counts(found, batch)
            run.keep_rejections(found, batch)
            batch.status, batch.progress, batch.message = ImportStatus.PREVIEWED, 100, ""
            batch.save()
    except FileRefused as error:
        _refuse(batch, str(error))
    return batch


def apply_batch(*, batch: ImportBatch, progress: Progress = quiet) -> ImportBatch:
    """Reads and checks the file again, and writes it whole or not at all."""
    if batch.status != ImportStatus.APPLYING:
        return batch
    path = stored_file(batch)
    try:
        with run.only_writer(batch.trust_id):
            # A message can come twice. Whoever waited for the lock looks again at what there is to do.
            batch.refresh_from_db()
            if batch.status != ImportStatus.APPLYING:
                return batch
            if batch.kind in PUBLISHED_KINDS:
                apply_upload(batch=batch, path=path)
            else:
                with _checked(batch, path, progress) as found:
                    if found.sha256 != batch.sha256:
                        raise FileRefused("The stored file is no longer the file that was given. Give it again.")
                    progress(80, "Writing")
                    with transaction.atomic():
                        _write(found, batch)
    except FileRefused as error:
        _refuse(batch, str(error))
    if batch.stored_as:
        path.unlink(missing_ok=True)
    return batch


def import_file(
    *,
    by: User | None,
    trust: Trust,
    kind: str,
    path: Path,
    mapping: str = "",
    fixed: Mapping[str, str] | None = None,
    dry_run: bool = False,
    progress: Progress = quiet,
) -> ImportBatch:
    """A file in one go. Raises FileRefused, having written nothing. A dry run gives the batch without keeping it."""
    check_may_import(by, trust)
    columns, fixed_by_mapping = mapping_of(trust, mapping) if mapping else ({}, {})
    ensure_checkpoints(trust)
    batch = ImportBatch(
        trust=trust,
        kind=kind,
        actor=by,
        filename=path.name[:255],
        mapping=columns,
        options={"mapping": mapping, "fixed": {**fixed_by_mapping, **(fixed or {})}},
        status=ImportStatus.APPLYING,
    )
    with run.only_writer(trust.pk), _checked(batch, path, progress) as found:
        batch.sha256, batch.size = found.sha256, found.size
        progress(80, "Writing")
        with transaction.atomic():
            batch.save()
            if dry_run:
                run.note_counts(found, batch)
                run.keep_rejections(found, batch)
                batch.sample = list(batch.rejections.all()[:20])  # type: ignore[attr-defined]
                transaction.set_rollback(True)
            else:
                _write(found, batch)
    progress(100, "Done")
    return batch


def undo_batch(*, by: User | None, batch: ImportBatch) -> ImportBatch:
    """Takes an applied batch back. UndoRefused with a sentence where something later stands on it."""
    if by is not None:
        check_editable(by, batch)
    if batch.kind in PUBLISHED_KINDS:
        undo_upload(batch=batch, by=by)
        batch.refresh_from_db()
        return batch
    with run.only_writer(batch.trust_id, wait=False), every_row(), transaction.atomic():
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if locked.status != ImportStatus.APPLIED:
            raise UndoRefused("This file is not applied, so there is nothing to undo.")
        undo.refuse_where_later(batch.pk)
        with history(import_batch=batch.pk, undo=True, **_actor(by)):
            undo.restore(batch.pk)
            refresh_coverage(trust=batch.trust, years=batch.touched.get("years", []))
            batch.status, batch.undone, batch.undone_by = ImportStatus.UNDONE, timezone.now(), by
            batch.save(update_fields=["status", "undone", "undone_by"])
        _tell(batch)
    return batch


def _checked(batch: ImportBatch, path: Path, progress: Progress) -> Any:
    return run.checked(
        path,
        batch.kind,
        scope_of(batch.trust, batch.actor),
        columns=batch.mapping or None,
        fixed=batch.options.get("fixed"),
        progress=progress,
    )


def _write(found: run.Checked, batch: ImportBatch) -> None:
    with history(import_batch=batch.pk, **_actor(batch.actor)):
        run.note_counts(found, batch)
        run.keep_rejections(found, batch)
        run.write(found, batch)
        refresh_coverage(trust=batch.trust, years=batch.touched.get("years", []))
        batch.status, batch.applied, batch.progress, batch.message = ImportStatus.APPLIED, timezone.now(), 100, ""
        batch.save()
    _tell(batch)


def _tell(batch: ImportBatch) -> None:
    """Once committed, whoever computes from these rows hears what was touched."""
    trust_id, touched = batch.trust_id, dict(batch.touched)
    if touched.get("years"):
        for listener in after_import:
            transaction.on_commit(_call(listener, trust_id, touched))


def _call(
    listener: Callable[[int, dict[str, Any]], None], trust_id: int, touched: dict[str, Any]
) -> Callable[[], None]:
    return lambda: listener(trust_id, touched)


def _actor(by: User | None) -> dict[str, int]:
    return {"user": by.pk} if by else {}


def stored_file(batch: ImportBatch) -> Path:
    return Path(settings.MEDIA_ROOT) / "imports" / (batch.stored_as or "none")


def _refuse(batch: ImportBatch, sentence: str) -> None:
    batch.status, batch.message, batch.progress = ImportStatus.REFUSED, sentence, 100
    batch.save(update_fields=["status", "message", "progress"])
