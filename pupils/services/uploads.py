"""Files given in the browser: stored, previewed, mapped, confirmed, set aside.

`give_file` stores a file as a batch and asks a worker for its preview; `confirm_batch` asks for it to be applied. The
work itself stands in pupils/services/imports.py.
"""

from __future__ import annotations

import datetime
import hashlib
import logging
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from academies.models import Trust
from accounts.models import User
from celt.lib.background import ask
from pupils.imports.errors import FileRefused
from pupils.models import ColumnMapping, ImportBatch
from pupils.models.batch import ImportBatchQuerySet, ImportStatus
from pupils.services.imports import check_editable, check_may_import, mapping_of, stored_file

log = logging.getLogger(__name__)

# Of these the bytes may be read again; of a file that was applied, undone or set aside they are of no more use.
WAITING = (ImportStatus.READING, ImportStatus.PREVIEWED, ImportStatus.APPLYING, ImportStatus.REFUSED)
# A file is written before its row, so that bytes without one may be of this moment.
LEFT_ALONE = datetime.timedelta(days=1)


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
    check_editable(by, batch)
    with transaction.atomic():
        _move(batch, {ImportStatus.PREVIEWED, ImportStatus.REFUSED}, ImportStatus.READING, progress=0, message="")
        batch.kind, batch.mapping = kind, dict(columns)
        batch.options = {**batch.options, "fixed": dict(fixed), "mapping": ""}
        batch.save(update_fields=["kind", "mapping", "options"])
        _ask("preview_import", batch)
    return batch


def confirm_batch(*, by: User, batch: ImportBatch) -> ImportBatch:
    """The person has seen the preview and wants it applied."""
    check_editable(by, batch)
    with transaction.atomic():
        _move(batch, {ImportStatus.PREVIEWED}, ImportStatus.APPLYING, progress=0)
        _ask("apply_import", batch)
    return batch


@transaction.atomic
def save_mapping(
    *, by: User, trust: Trust, name: str, kind: str, columns: Mapping[str, str], fixed: Mapping[str, str]
) -> ColumnMapping:
    """Keeps a mapping under a name, in place of one of that name and kind. ValidationError where the name is empty."""
    check_may_import(by, trust)
    mapping = ColumnMapping.objects.filter(trust=trust, name__iexact=name.strip(), kind=kind).first()
    mapping = mapping or ColumnMapping(trust=trust, kind=kind)
    mapping.name, mapping.columns, mapping.fixed, mapping.archived = name.strip(), dict(columns), dict(fixed), False
    mapping.full_clean()
    mapping.save()
    return mapping


def discard_batch(*, by: User, batch: ImportBatch) -> ImportBatch:
    """Sets a waiting or refused file aside; the stored copy goes."""
    check_editable(by, batch)
    with transaction.atomic():
        _move(batch, {ImportStatus.PREVIEWED, ImportStatus.REFUSED, ImportStatus.READING}, ImportStatus.DISCARDED)
        if batch.stored_as:
            stored = stored_file(batch)
            transaction.on_commit(lambda: stored.unlink(missing_ok=True))
    return batch


def files_that_wait(trust: Trust) -> ImportBatchQuerySet:
    """Files whose bytes lie here, whoever gave them and whatever they were given as: any may name a pupil."""
    return ImportBatch.objects.filter(trust=trust, status__in=WAITING).exclude(stored_as="").select_related("actor")


def remove_left_over(*, now: datetime.datetime) -> int:
    """Takes the bytes off the disk that no waiting file names: of what was set aside by night, and of what a program
    that was killed between a row and its file left behind. Returns how many there were."""
    waiting = set(ImportBatch.objects.filter(status__in=WAITING).values_list("stored_as", flat=True))
    removed = 0
    for path in (Path(settings.MEDIA_ROOT) / "imports").glob("*.upload"):
        with suppress(FileNotFoundError):
            if path.name not in waiting and path.stat().st_mtime < (now - LEFT_ALONE).timestamp():
                path.unlink()
                removed += 1
    if removed:
        log.info("Stored files that nobody waited for: %s removed.", removed)
    return removed


def _move(batch: ImportBatch, before: set[ImportStatus], after: ImportStatus, **fields: Any) -> None:
    """Compare and swap: two clicks, or a click and a worker, cannot both win."""
    moved = ImportBatch.objects.filter(pk=batch.pk, status__in=before).update(status=after, **fields)
    batch.refresh_from_db()
    if not moved:
        raise FileRefused(f"This file is {batch.get_status_display().lower()} by now.")


def _ask(task: str, batch: ImportBatch) -> None:
    from pupils import tasks

    ask(getattr(tasks, task), batch.pk)
