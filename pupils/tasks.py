"""Background work of imports: the batch's id in, a service called, progress put on the batch."""

from __future__ import annotations

import logging
import time
from typing import Any

from celery import shared_task
from django.db import InterfaceError, OperationalError, close_old_connections

from pupils.imports.run import Progress
from pupils.models import ImportBatch
from pupils.models.batch import ImportStatus

log = logging.getLogger(__name__)

# A server that restarts is back within minutes; the file is read again from its beginning.
_AGAIN: dict[str, Any] = {
    "autoretry_for": (OperationalError, InterfaceError),
    "retry_backoff": 2,
    "retry_backoff_max": 60,
    "max_retries": 10,
}


@shared_task(**_AGAIN)
def preview_import(batch_id: int) -> None:
    from pupils.services.imports import preview_batch

    _work(batch_id, ImportStatus.READING, preview_batch)


@shared_task(**_AGAIN)
def apply_import(batch_id: int) -> None:
    from pupils.services.imports import apply_batch

    _work(batch_id, ImportStatus.APPLYING, apply_batch)


@shared_task
def resume_imports() -> None:
    """Asks again for whatever a worker that was killed, or a message that was lost, has left undone. Each of the two
    tasks looks first whether there is still something to do."""
    for batch in ImportBatch.objects.filter(status__in=(ImportStatus.READING, ImportStatus.APPLYING)).order_by("pk"):
        (preview_import if batch.status == ImportStatus.READING else apply_import).delay(batch.pk)


def _work(batch_id: int, status: ImportStatus, service: Any) -> None:
    close_old_connections()
    batch = ImportBatch.objects.select_related("trust", "actor").filter(pk=batch_id, status=status).first()
    if batch is None:
        return
    try:
        service(batch=batch, progress=shown_on(batch))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # Nobody may wait for a file for ever; whatever went wrong, the transaction has written nothing.
        log.exception("Import %s failed.", batch_id)
        ImportBatch.objects.filter(pk=batch_id, status=status).update(
            status=ImportStatus.REFUSED,
            message="Something went wrong with this file, and nothing of it was written. Whoever runs this product "
            f"finds the cause in the log under import {batch_id}.",
        )


def shown_on(batch: ImportBatch) -> Progress:
    """Puts progress on the batch, at most twice a second, for the page that waits."""
    last = 0.0

    def show(percent: int, doing: str) -> None:
        nonlocal last
        if time.monotonic() - last >= 0.5:
            last = time.monotonic()
            ImportBatch.objects.filter(pk=batch.pk).update(progress=percent, message=doing)

    return show
