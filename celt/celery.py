"""The Celery application: `celery -A celt worker` and `celery -A celt beat`."""

import os
import time
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "celt.settings")

app = Celery("celt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# What was begun and not finished. A killed worker's messages come back only after the visibility timeout; the database
# knows at once.
RESUME = ("pupils.tasks.resume_imports", "dashboards.tasks.resume_runs")


@worker_ready.connect
def resume(**kwargs: Any) -> None:
    for name in RESUME:
        app.send_task(name)


@app.task(name="celt.heartbeat", expires=300)
def heartbeat() -> None:
    """Beat asks for it each minute, a worker does it: both live when this is young (celt/health.py)."""
    from django.core.cache import cache

    from celt.metrics import BEAT_KEY

    cache.set(BEAT_KEY, time.time(), 86_400)


@setup_logging.connect
def log_as_the_web_server_does(**kwargs: Any) -> None:
    """Celery leaves the logs alone where somebody listens here; Django has set them up by settings' LOGGING."""
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
