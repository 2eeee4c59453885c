"""One run from start to end. PostgreSQL is its truth: the run's row says where it stands, a lock who is at it.

A worker that is killed loses the lock with its connection. Whoever looks next finds a run that says "running" and a
free lock, calls it abandoned, and the work is taken up by a new run.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import polars as pl
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from academies.models import Academy, Trust
from academies.row_scope import every_row
from dashboards.gaps.cells import Cells
from dashboards.gaps.figures import figures
from dashboards.gaps.publish import replace_figures, with_statuses
from dashboards.models import GapRun, RunStatus
from pupils.measures import MEASURES, Measure
from pupils.models import ImportBatch
from pupils.models.batch import ImportKind, ImportStatus

log = logging.getLogger(__name__)

LOCK = 74119  # our own first key of two; the second is the trust
PUPIL_KINDS = (ImportKind.PUPILS, ImportKind.RESULTS, ImportKind.ATTENDANCE)

Touched = dict[str, Any]


class Busy(Exception):
    """Another run of the trust is at work."""


@contextmanager
def only_run(trust_id: int, *, wait: bool) -> Iterator[None]:
    """Holds the trust's lock; raises Busy where another holds it and one does not wait."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, trust_id])
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, trust_id])
            if not cursor.fetchone()[0]:
                raise Busy
    try:
        yield
    finally:
        if connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, trust_id])


def measures_for(touched: Touched | None) -> list[Measure]:
    """What a change of these rows can move; everything where nothing is said or pupils' own flags changed."""
    if touched is None or touched.get("pupils"):
        return list(MEASURES.values())
    assessments = set(touched.get("assessments", ()))
    return [
        m
        for m in MEASURES.values()
        if assessments & set(m.assessments) or (m.from_attendance and touched.get("attendance"))
    ]


def abandon_dead_runs(trust: Trust) -> list[GapRun]:
    """Marks runs whose worker is gone. Call it holding the trust's lock."""
    dead = list(GapRun.objects.filter(trust=trust, status=RunStatus.RUNNING))
    for run in dead:
        run.status = RunStatus.ABANDONED
        run.message = "The worker stopped before the run was whole."
        run.save(update_fields=["status", "message"])
    return dead


def execute(run: GapRun, *, wait: bool = False) -> GapRun:
    """Computes and publishes a waiting run; one that no longer waits is left as it is. Raises Busy (see `only_run`)."""
    with only_run(run.trust_id, wait=wait):
        started = timezone.now()
        mine = GapRun.objects.filter(pk=run.pk, status=RunStatus.WAITING).update(
            status=RunStatus.RUNNING, started=started
        )
        run.refresh_from_db()
        if mine:
            _work(run)
    return run


def _work(run: GapRun) -> None:
    measures = measures_for(run.touched)
    data_as_of = ImportBatch.objects.filter(
        trust=run.trust_id, kind__in=PUPIL_KINDS, status=ImportStatus.APPLIED
    ).aggregate(newest=Max("applied"))["newest"]
    try:
        frames, notes = _compute(run, measures)
        with transaction.atomic():
            run.figures = replace_figures(run, frames)
            run.measures, run.data_as_of, run.published_at = notes, data_as_of, timezone.now()
            failed = [note["slug"] for note in notes if note["error"]]
            run.status = RunStatus.PARTLY if failed else RunStatus.PUBLISHED
            if measures and len(failed) == len(measures):
                run.status, run.published_at = RunStatus.FAILED, None
            run.progress = 100
            run.save()
    except Exception as error:
        log.exception("gap run %s failed", run.pk)
        GapRun.objects.filter(pk=run.pk).update(status=RunStatus.FAILED, message=_told(error))
        run.refresh_from_db()


def _compute(run: GapRun, measures: list[Measure]) -> tuple[dict[str, pl.DataFrame], list[dict[str, Any]]]:
    """Frames by measure, and a note on each. A measure that fails has a note and no frame: its old figures stay."""
    phases = dict(Academy.objects.filter(trust=run.trust_id).values_list("pk", "phase"))
    frames: dict[str, pl.DataFrame] = {}
    notes: list[dict[str, Any]] = []
    with every_row():
        cells = Cells(run.trust, measures)
        for done, measure in enumerate(measures, start=1):
            began = time.perf_counter()
            note: dict[str, Any] = {"slug": measure.slug, "rows": 0, "figures": 0, "error": ""}
            try:
                with transaction.atomic():
                    own = cells.of(measure)
                frame = figures(measure, own, phases)
                if not frame.is_empty():
                    frame = with_statuses(frame, terms=measure.from_attendance)
                frames[measure.slug] = frame
                note |= {"rows": int(own["n"].sum()), "figures": frame.height}
            except Exception as error:
                log.exception("gap run %s: %s failed", run.pk, measure.slug)
                note["error"] = _told(error)
            note["seconds"] = round(time.perf_counter() - began, 3)
            notes.append(note)
            GapRun.objects.filter(pk=run.pk).update(progress=95 * done // len(measures))
    return frames, notes


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:300]


def merged(touched: Iterable[Touched | None]) -> Touched | None:
    """What several runs touch together; None is everything."""
    together: Touched = {"years": [], "assessments": []}
    for one in touched:
        if one is None:
            return None
        for key in ("years", "assessments"):
            together[key] = sorted({*together[key], *one.get(key, ())})
        for key in ("attendance", "pupils"):
            if one.get(key):
                together[key] = True
    return together
