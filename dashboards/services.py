"""Writes of the dashboards: asking for a gap run, running it here and now, taking up what a dead worker left."""

from __future__ import annotations

from django.db import transaction

from academies.models import Trust
from accounts.models import User
from celt.lib.background import ask
from dashboards.gaps.run import Busy, Touched, abandon_dead_runs, execute, merged, only_run
from dashboards.models import GapRun, RunStatus, RunTrigger


def request_run(
    *, trust: Trust, by: User | None = None, trigger: str = RunTrigger.BUTTON, touched: Touched | None = None
) -> GapRun:
    """Asks for a run and returns at once. The row is what counts: where its message is lost, the next look finds it."""
    from dashboards.tasks import compute

    with transaction.atomic():
        run = GapRun(trust=trust, by=by, trigger=trigger, touched=touched)
        run.full_clean(exclude=["measures"])  # none measured yet
        run.save()
        ask(compute, run.pk)
    return run


def compute_gaps(
    *, trust: Trust, by: User | None = None, trigger: str = RunTrigger.COMMAND, touched: Touched | None = None
) -> GapRun:
    """Runs here and now, after any run of the trust that is under way."""
    with only_run(trust.pk, wait=True):
        dead = abandon_dead_runs(trust)
        if dead:
            touched = merged([touched, *(run.touched for run in dead)])
        run = GapRun.objects.create(trust=trust, by=by, trigger=trigger, touched=touched)
        return execute(run, wait=True)


def resume_runs() -> list[GapRun]:
    """Asks again for whatever waits, and for what a worker that is gone has left undone."""
    from dashboards.tasks import compute

    asked: list[GapRun] = []
    for trust in Trust.objects.filter(gap_runs__status=RunStatus.RUNNING).distinct():
        try:
            with only_run(trust.pk, wait=False):
                dead = abandon_dead_runs(trust)
        except Busy:
            continue
        if dead:
            touched = merged(run.touched for run in dead)
            asked.append(request_run(trust=trust, by=dead[0].by, trigger=dead[0].trigger, touched=touched))
    for run in GapRun.objects.filter(status=RunStatus.WAITING).exclude(pk__in=[run.pk for run in asked]):
        compute.delay(run.pk)
        asked.append(run)
    return asked
