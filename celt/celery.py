"""The Celery application: `celery -A celt worker` and `celery -A celt beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "celt.settings")

app = Celery("celt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
