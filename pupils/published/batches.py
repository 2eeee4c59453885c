"""What both published kinds of file share: who may bring one in, its batch record, its rejected rows, its undoing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Trust
from accounts.models import User
from celt.lib.tabular import Fault, Table, UnreadableFile, read_table
from pupils.imports.errors import FileRefused
from pupils.models import ImportBatch, ImportChange, ImportRejection
from pupils.models.batch import ImportKind, ImportStatus

_LOCK = 7_402_118  # one published import at a time: two would both find England's row missing


@dataclass
class Preview:
    """What a file would do, or did. `sentences` say it to people, in order."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        return len(self.faults)


@contextmanager
def refusing() -> Iterator[None]:
    """Turns what the readers raise into FileRefused, which the pages and commands show as it stands."""
    try:
        yield
    except UnreadableFile as error:
        raise FileRefused(str(error)) from error


def read(path: Path) -> Table:
    return read_table(path, max_bytes=settings.IMPORT_MAX_BYTES)


def check_may_import(by: User | None, trust: Trust) -> None:
    """Nobody is the command line, which may."""
    if by is not None and not user_can(by, Permission.IMPORT_DATA, trust=trust):
        raise PermissionDenied("Published files are brought in by the trust's data leads.")


def lock() -> None:
    """Waits for another published import to end. To be called inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def open_batch(
    *, kind: ImportKind, trust: Trust, by: User | None, path: Path, filename: str, options: dict[str, Any],
    batch: ImportBatch | None = None,
) -> ImportBatch:  # fmt: skip
    """A new batch, or the one that the upload already made."""
    if batch is not None:
        return batch
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ImportBatch.objects.create(
        trust=trust, kind=kind, actor=by, filename=(filename or path.name)[:255], sha256=digest,
        size=path.stat().st_size, options=options, status=ImportStatus.APPLYING,
    )  # fmt: skip


def note(batch: ImportBatch, found: Preview) -> None:
    """Puts counts, sentences (unsaved) and rejected rows on the batch, in place of those noted before."""
    ImportRejection.objects.filter(batch=batch).delete()
    ImportRejection.objects.bulk_create(
        ImportRejection(
            batch=batch,
            line=fault.line,
            column=fault.column[:100],
            value=fault.value[:200],
            reason=fault.reason[:300],
            row=list(fault.cells),
        )
        for fault in found.faults
    )
    batch.added, batch.changed, batch.unchanged = found.added, found.changed, found.unchanged
    batch.rejected, batch.progress = found.rejected, 100
    batch.message = " ".join(found.sentences)


def close_batch(batch: ImportBatch, done: Preview) -> None:
    note(batch, done)
    batch.status, batch.applied = ImportStatus.APPLIED, timezone.now()
    batch.save()


def keep_before(batch: ImportBatch, table: str, rows: Iterable[tuple[int, dict[str, Any]]]) -> None:
    ImportChange.objects.bulk_create(
        ImportChange(batch=batch, table=table, row_id=row_id, before=before) for row_id, before in rows
    )


@transaction.atomic
def mark_undone(batch: ImportBatch, by: User | None) -> None:
    batch.status, batch.undone, batch.undone_by = ImportStatus.UNDONE, timezone.now(), by
    batch.save(update_fields=["status", "undone", "undone_by"])
