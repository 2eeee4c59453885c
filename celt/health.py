"""For the machines that watch this one: whether the process lives, and whether it can do its work."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from academies.reader_scope import key_is_known
from celt.metrics import worker_beat_age

PLAIN = "text/plain; charset=utf-8"
OK, LATE = "ok", "late"
# Beat asks each minute; a worker with two long runs at once answers late, and is not dead for that.
LATEST_BEAT = 600.0


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 while the process lives. It asks nothing of anybody: restarting a web server mends no database."""
    return HttpResponse("ok", content_type=PLAIN)


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 while pages can be answered, 503 otherwise; each part by one word.

    A worker that is late takes no web server out of its row, since pages need none; `?worker` counts it as well, for
    whoever is to be woken.
    """
    parts = {name: answer_of(check) for name, check in CHECKS.items()}
    needed = {name: said for name, said in parts.items() if name != "worker" or "worker" in request.GET}
    good = all(said == OK for said in needed.values())
    return JsonResponse({"ready": good, **parts}, status=200 if good else 503)


def answer_of(check: Callable[[], str]) -> str:
    """What is wrong is in the log of that server; here it would be read by anybody."""
    try:
        return check()
    except Exception:  # whatever ails it, the answer is the same
        return "does not answer"


def once_good(check: Callable[[], str]) -> Callable[[], str]:
    """What was good stays so while the process lives, and is not worked out at every look."""
    good: list[str] = []

    def asked() -> str:
        said = OK if good else check()
        if said == OK:
            good[:] = [OK]
        return said

    return asked


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def redis() -> str:
    cache.set("celt:ready", "1", 10)
    return OK


def missing_migrations() -> str:
    executor = MigrationExecutor(connection)
    return "missing" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else OK


def key() -> str:
    """Under a SECRET_KEY that the database was not told of, home pages break and nobody grants a role."""
    return OK if key_is_known() else "unknown"


def worker() -> str:
    age = worker_beat_age()
    return OK if age is not None and age < LATEST_BEAT else LATE


CHECKS = {
    "database": database,
    "redis": redis,
    "migrations": once_good(missing_migrations),
    "key": key,
    "worker": worker,
}
