"""Background work of the dashboards: ids in, a service called. A task that comes twice does its work once."""

from __future__ import annotations

from typing import Any

from celery import Task, shared_task
from django.db import close_old_connections

from academies.models import Trust
from dashboards import services
from dashboards.gaps.run import Busy, execute
from dashboards.models import GapRun, RunTrigger

AGAIN_IN = 5  # seconds


@shared_task(bind=True, max_retries=None)
def compute(self: Task[[int], None], run_id: int) -> None:
    """Computes a waiting run; another run of the same trust goes first."""
    close_old_connections()
    run = GapRun.objects.select_related("trust").filter(pk=run_id).first()
    if run is None:
        return
    try:
        execute(run)
    except Busy as busy:
        raise self.retry(countdown=AGAIN_IN) from busy


@shared_task
def compute_every_night() -> None:
    for trust in Trust.objects.all():
        services.request_run(trust=trust, trigger=RunTrigger.NIGHT)


@shared_task
def resume_runs() -> None:
    services.resume_runs()


def after_import(trust_id: int, touched: dict[str, Any]) -> None:
    """What pupils calls once an import is in: only what it touched is computed again, within seconds."""
    services.request_run(trust=Trust.objects.get(pk=trust_id), trigger=RunTrigger.IMPORT, touched=touched)
