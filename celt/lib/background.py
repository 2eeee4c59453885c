"""Asking a worker for something, once what it needs has been committed."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ask(task: Any, *ids: int) -> None:
    """Sends the task its ids on commit.

    Rows say what is to be done, the message only says when: where it cannot be sent, the next worker to start takes
    the work up, and whoever asked goes on.
    """
    transaction.on_commit(lambda: _send(task, ids), robust=True)


def _send(task: Any, ids: tuple[int, ...]) -> None:
    try:
        task.delay(*ids)
    except OperationalError as error:
        log.warning("%s%s waits for a worker to start: its message could not be sent (%s).", task.name, ids, error)
