"""The script between a visit's pages and the network. Its address is its reach: it answers for no other page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

SCRIPT = settings.BASE_DIR / "static" / "js" / "visit-worker.js"


@require_safe
def visit_worker(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8")
    # Asked for anew each time, so that a mended one is in use at once.
    response["Cache-Control"] = "no-cache, private"
    response["Service-Worker-Allowed"] = reverse("coaching:visit_worker").rpartition("/")[0] + "/"
    return response
