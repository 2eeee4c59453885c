"""Background work of the plans: ids in, a service called. A task that comes twice does its work once."""

from __future__ import annotations

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from plans.models import Plan
from plans.services.snapshot import keep_snapshot, plans_at_term_end


@shared_task
def keep_at_term_end() -> None:
    """Every night: a snapshot of each running plan where a term has just ended."""
    close_old_connections()
    for pk, title in plans_at_term_end(timezone.localdate()):
        keep_one.delay(pk, title)


@shared_task
def keep_one(plan_id: int, title: str) -> None:
    """Nothing where it was taken already: the night after asks again, for a week."""
    close_old_connections()
    plan = Plan.objects.select_related("academy__trust").filter(pk=plan_id).first()
    if plan is not None:
        keep_snapshot(plan=plan, title=title)
