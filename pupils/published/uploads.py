"""The published kinds as batches that were uploaded: preview, apply, undo, each by what stands on the batch.

A performance table needs its academic year, given with the file (`options["fixed"]["academic_year"]`, "2018/19").
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from pghistory import context as history

from accounts.models import User
from celt.lib.terms import parse_year
from pupils.imports.errors import FileRefused, UndoRefused
from pupils.models import ImportBatch
from pupils.models.batch import ImportKind, ImportStatus

from . import batches
from .academies import apply_academies, preview_academies, undo_academies
from .batches import Preview
from .inspections import apply_inspections, header_of, preview_inspections, undo_inspections
from .services import apply_performance_tables, preview_performance_tables, undo_performance_tables

KINDS = frozenset({ImportKind.ACADEMIES, ImportKind.PERFORMANCE_TABLES, ImportKind.INSPECTIONS})


def preview_upload(*, batch: ImportBatch, path: Path) -> Preview:
    """Puts on the batch what the file would do. Raises FileRefused with a sentence."""
    with _allowed():
        if batch.kind == ImportKind.ACADEMIES:
            found = preview_academies(path, wanted=batch.trust.uid or batch.trust.name, by=batch.actor)
        elif batch.kind == ImportKind.INSPECTIONS:
            found = preview_inspections(path, trust=batch.trust, by=batch.actor)
        else:
            found = preview_performance_tables(path, year=year_of(batch), trust=batch.trust, by=batch.actor)
    with batches.refusing():
        header = header_of(path) if batch.kind == ImportKind.INSPECTIONS else list(batches.read(path).header)
    with transaction.atomic():
        batch.options = {**batch.options, "header": header}
        batches.note(batch, found)
        batch.status = ImportStatus.PREVIEWED
        batch.save()
    return found


def apply_upload(*, batch: ImportBatch, path: Path) -> Preview:
    """Reads the stored file again and writes it whole or not at all. Raises FileRefused."""
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != batch.sha256:
            raise FileRefused("The stored file is no longer the file that was given. Give it again.")
    by, trust = batch.actor, batch.trust
    with _allowed(), history(import_batch=batch.pk, **({"user": by.pk} if by else {})):
        if batch.kind == ImportKind.ACADEMIES:
            return apply_academies(path, wanted=trust.uid or trust.name, by=by, batch=batch)[2]
        if batch.kind == ImportKind.INSPECTIONS:
            return apply_inspections(path, trust=trust, by=by, batch=batch)[1]
        return apply_performance_tables(path, year=year_of(batch), trust=trust, by=by, batch=batch)[1]


def undo_upload(*, batch: ImportBatch, by: User | None) -> int:
    """Takes an applied batch back; returns how many rows. Raises UndoRefused with what stands in the way."""
    if batch.kind not in KINDS:
        raise UndoRefused("This kind of file is not a published one.")
    with history(import_batch=batch.pk, undo=True, **({"user": by.pk} if by else {})):
        if batch.kind == ImportKind.ACADEMIES:
            return undo_academies(batch=batch, by=by)
        if batch.kind == ImportKind.INSPECTIONS:
            return undo_inspections(batch=batch, by=by)
        return undo_performance_tables(batch=batch, by=by)


@contextmanager
def _allowed() -> Iterator[None]:
    """A worker tells nobody "forbidden": the batch says why its file was not taken."""
    try:
        yield
    except PermissionDenied as error:
        raise FileRefused(str(error)) from error


def year_of(batch: ImportBatch) -> int:
    """Raises FileRefused where no year, or no academic year, was given with the file."""
    text = str((batch.options.get("fixed") or {}).get("academic_year") or "")
    if not text:
        raise FileRefused("Say of which academic year the table is, such as 2018/19: the file does not name it.")
    try:
        return parse_year(text)
    except ValueError as error:
        raise FileRefused(str(error)) from error
