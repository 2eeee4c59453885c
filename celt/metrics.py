"""What Prometheus reads at /metrics (docs/operations.md says what to watch).

Each process of the web server counts into files of its own in one folder, and a look adds them up: whichever process
answers, it answers for its machine. What belongs to all machines (queue, night run, worker) is asked of Redis and the
database at the moment of the look; where one does not answer, its figure is missing and the look is not.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
import time
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_login_failed
from django.core.cache import cache
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from celt.processes import FOLDER

BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
REQUESTS = Counter("celt_requests", "Requests answered.", ["route", "method", "status"])
SECONDS = Histogram("celt_request_seconds", "How long an answer took.", ["route"], buckets=BUCKETS)
FAILED_SIGN_INS = Counter("celt_failed_sign_ins", "Sign-ins with a wrong password or for nobody's address.")

QUEUE = "celery"
BEAT_KEY = "celt:worker-beat"
METHODS = frozenset({"GET", "HEAD", "POST"})
LAST_RUN = "SELECT extract(epoch FROM now() - max(published_at)) FROM dashboards_gaprun WHERE status = 'published'"


def method_of(request: HttpRequest) -> str:
    """A made-up method may say anything."""
    return request.method if request.method and request.method in METHODS else "other"


def count_request(request: HttpRequest, status: int, seconds: float) -> None:
    """By the route's name: an address that nobody mounted, or a made-up method, makes no new line in the metrics."""
    match = request.resolver_match
    route = match.view_name if match else "none"
    REQUESTS.labels(route, method_of(request), str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def count_failed_sign_in(**kwargs: object) -> None:
    FAILED_SIGN_INS.inc()


user_login_failed.connect(count_failed_sign_in, dispatch_uid="celt.metrics")


def queue_length() -> int | None:
    """Tasks that no worker has taken yet; None where Redis does not answer."""
    import redis

    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
            return int(client.llen(QUEUE))
    except redis.RedisError:
        return None


def worker_beat_age() -> float | None:
    """Seconds since a worker last did what beat asks for each minute; None where nobody knows."""
    try:
        at = cache.get(BEAT_KEY)
    except Exception:  # whatever ails Redis
        return None
    return max(0.0, time.time() - at) if at else None


def last_run_age() -> float | None:
    """Seconds since figures were last published; None where there are none, or the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(LAST_RUN)
            found = cursor.fetchone()[0]
    except DatabaseError:
        return None
    return None if found is None else float(found)


class Now(Collector):
    """What is asked at the moment of the look."""

    def collect(self) -> Iterable[Metric]:
        for name, says, value in (
            ("celt_tasks_waiting", "Tasks that no worker has taken yet.", queue_length()),
            ("celt_worker_beat_age_seconds", "Since a worker last answered beat.", worker_beat_age()),
            ("celt_gap_run_age_seconds", "Since figures were last published.", last_run_age()),
        ):
            if value is not None:
                yield GaugeMetricFamily(name, says, value=value)


def may_look(request: HttpRequest) -> bool:
    """The bearer of METRICS_TOKEN; or, where none is set, a program on this very machine and no proxy in between."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return secrets.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not may_look(request):
        return HttpResponse("Say who asks by METRICS_TOKEN.\n", status=403, content_type="text/plain; charset=utf-8")
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(Now())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
