"""Files of pupils, results and attendance: given, previewed, confirmed, applied, undone.

In the browser: `give_file` stores it and asks for a preview, `confirm_batch` asks for it to be applied; the two tasks
call `preview_batch` and `apply_batch`. On the command line `import_file` does all of it at once.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
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


def scope_of(trust: Trust, by: User | None) -> Scope:
    """The academies that the person may write to; for nobody (the command line) all of the trust's."""
    academies = Academy.objects.filter(trust=trust)
    if by is not None:
        academies = academies.filter(academies_where(by, Permission.IMPORT_DATA))
    return Scope(trust.pk, tuple(academies.values_list("pk", flat=True)))


def check_may_import(by: User | None, trust: Trust) -> None:
    if by is not None and not scope_of(trust, by).academy_ids:
        raise PermissionDenied("Files are brought in by data leads.")


def mapping_of(trust: Trust, name: str) -> tuple[dict[str, str], dict[str, str]]:
    """(their column -> ours, fixed values) of a ready or saved mapping. FileRefused where there is none."""
    if name in READY:
        return dict(READY[name].columns), dict(READY[name].fixed)
    saved = ColumnMapping.objects.filter(trust=trust, name__iexact=name, archived=False).first()
    if saved is None:
        known = [*READY, *ColumnMapping.objects.filter(trust=trust, archived=False).values_list("name", flat=True)]
        raise FileRefused(f"There is no mapping “{name}”. There are {', '.join(known)}.")
    return dict(saved.columns), dict(saved.fixed)


@transaction.atomic
def give_file(
    *,
    by: User,
    trust: Trust,
    kind: str,
    chunks: Iterable[bytes],
    filename: str,
    mapping: str = "",
    fixed: Mapping[str, str] | None = None,
) -> ImportBatch:
    """Stores the bytes in the private folder as a batch that waits for its preview, and asks for it on commit."""
    check_may_import(by, trust)
    columns, fixed_by_mapping = mapping_of(trust, mapping) if mapping else ({}, {})
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stored = folder / f"{secrets.token_hex(16)}.upload"
    digest, size = hashlib.sha256(), 0
    try:
        with stored.open("xb") as file:
            stored.chmod(0o600)
            for chunk in chunks:
                size += len(chunk)
                if size > settings.IMPORT_MAX_BYTES:
                    raise FileRefused(f"The file has more than {settings.IMPORT_MAX_BYTES // 1024 // 1024} MB.")
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        stored.unlink(missing_ok=True)
        raise
    batch = ImportBatch.objects.create(
        trust=trust,
        kind=kind,
        actor=by,
        filename=Path(filename).name[:255] or "file",
        sha256=digest.hexdigest(),
        size=size,
        stored_as=stored.name,
        mapping=columns,
        options={"mapping": mapping, "fixed": {**fixed_by_mapping, **(fixed or {})}},
    )
    _ask("preview_import", batch)
    return batch


def remap_batch(
    *, by: User, batch: ImportBatch, kind: str, columns: Mapping[str, str], fixed: Mapping[str, str]
) -> ImportBatch:
    """Reads a waiting file again, by another mapping or as another kind."""
    _check_editable(by, batch)
    with transaction.atomic():
        _move(batch, {ImportStatus.PREVIEWED, ImportStatus.REFUSED}, ImportStatus.READING, progress=0, message="")
        batch.kind, batch.mapping = kind, dict(columns)
        batch.options = {**batch.options, "fixed": dict(fixed), "mapping": ""}
        batch.save(update_fields=["kind", "mapping", "options"])
        _ask("preview_import", batch)
    return batch


def preview_batch(*, batch: ImportBatch, progress: Progress = quiet) -> ImportBatch:
    """Reads a stored file and puts on the batch what it would do. A file that cannot be taken becomes a refusal."""
    if batch.status != ImportStatus.READING:
        return batch
    ensure_checkpoints(batch.trust)
    try:
        if batch.kind in PUBLISHED_KINDS:
            preview_upload(batch=batch, path=_stored(batch))
            return batch
        with _checked(batch, _stored(batch), progress) as found, transaction.atomic():
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


def confirm_batch(*, by: User, batch: ImportBatch) -> ImportBatch:
    """The person has seen the preview and wants it applied."""
    _check_editable(by, batch)
    with transaction.atomic():
        _move(batch, {ImportStatus.PREVIEWED}, ImportStatus.APPLYING, progress=0)
        _ask("apply_import", batch)
    return batch


def apply_batch(*, batch: ImportBatch, progress: Progress = quiet) -> ImportBatch:
    """Reads and checks the file again, and writes it whole or not at all."""
    if batch.status != ImportStatus.APPLYING:
        return batch
    path = _stored(batch)
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
        _check_editable(by, batch)
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
            batch.status, batch.undone, batch.undone_by = ImportStatus.UNDONE, timezone.now(), by
            batch.save(update_fields=["status", "undone", "undone_by"])
        _tell(batch)
    return batch


def discard_batch(*, by: User, batch: ImportBatch) -> ImportBatch:
    """Sets a waiting or refused file aside; the stored copy goes."""
    _check_editable(by, batch)
    with transaction.atomic():
        _move(batch, {ImportStatus.PREVIEWED, ImportStatus.REFUSED, ImportStatus.READING}, ImportStatus.DISCARDED)
        if batch.stored_as:
            stored = _stored(batch)
            transaction.on_commit(lambda: stored.unlink(missing_ok=True))
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


def _stored(batch: ImportBatch) -> Path:
    return Path(settings.MEDIA_ROOT) / "imports" / (batch.stored_as or "none")


def _refuse(batch: ImportBatch, sentence: str) -> None:
    batch.status, batch.message, batch.progress = ImportStatus.REFUSED, sentence, 100
    batch.save(update_fields=["status", "message", "progress"])


def _check_editable(by: User, batch: ImportBatch) -> None:
    if not ImportBatch.objects.editable_by(by).filter(pk=batch.pk).exists():
        raise PermissionDenied("This file was brought in by somebody else.")


def _move(batch: ImportBatch, before: set[ImportStatus], after: ImportStatus, **fields: Any) -> None:
    """Compare and swap: two clicks, or a click and a worker, cannot both win."""
    moved = ImportBatch.objects.filter(pk=batch.pk, status__in=before).update(status=after, **fields)
    batch.refresh_from_db()
    if not moved:
        raise FileRefused(f"This file is {batch.get_status_display().lower()} by now.")


def _ask(task: str, batch: ImportBatch) -> None:
    from pupils import tasks

    job = getattr(tasks, task)
    transaction.on_commit(lambda: job.delay(batch.pk))
