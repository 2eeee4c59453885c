"""Background work: what its time has run out for goes by night."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import close_old_connections

log = logging.getLogger(__name__)


@shared_task
def carry_out_retention() -> None:
    """Every night. What went stands on the page and, in numbers, in the log."""
    from stewardship.services.retention import carry_out_rules

    close_old_connections()
    for run in carry_out_rules():
        log.info("Retention: %s rows by the rule %s.", run.rows, run.rule)
