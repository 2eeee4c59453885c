"""Rows of the addresses of the programme of coaching: numbers alone."""

from __future__ import annotations

from academies.access import Permission
from tests.access.routes.shape import Route

ROUTES: tuple[Route, ...] = (
    Route("coaching:programme", Permission.VIEW_PROGRAMME),
    Route("coaching:programme_csv", Permission.VIEW_PROGRAMME),
)
