"""Rows of the addresses of this room."""

from tests.access.routes.shape import Route

ROUTES: tuple[Route, ...] = ()
