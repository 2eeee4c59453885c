"""The Celery application: `celery -A celt worker` and `celery -A celt beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

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
