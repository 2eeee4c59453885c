"""What the history keeps of a request: for coaching, that it was coaching, and not of which cycle.

Contexts of the history lie before the wall. Two people's requests to the address of one cycle would say who coaches
whom.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware

COACHING = "/coaching/"


class HistoryOfRequests(HistoryMiddleware):
    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request)
        return {**context, "url": COACHING} if request.path_info.startswith(COACHING) else context
