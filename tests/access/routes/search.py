"""Rows of the search's addresses and the playbook's. What is searched for belongs to the sibling academy: whoever may
not open it must find neither its name nor a line of it."""

from __future__ import annotations

from academies.access import Permission
from tests.access.routes.shape import SIGNED_IN, Route

VIEW = Permission.VIEW_TOOLKIT

ROUTES: tuple[Route, ...] = (
    Route("toolkit:search", VIEW, names_academies=True),
    Route("toolkit:search", VIEW, query="?q=widdershaw", names_academies=True),
    Route("toolkit:search", VIEW, query="?q=withershns+raeding", case="mended", names_academies=True),
    Route("toolkit:search", VIEW, query="?kind=theory", case="by kind", names_academies=True),
    Route("toolkit:search", VIEW, query="?strand=questioning", case="by strand", names_academies=True),
    Route("toolkit:search", VIEW, query="?kind=offer", case="what colleagues offer", names_academies=True),
    Route("toolkit:search_csv", VIEW, query="?q=widdershaw", names_academies=True),
    Route("academies:search", SIGNED_IN),
    Route("academies:search", SIGNED_IN, query="?q=widdershaw", case="found", names_academies=True),
    Route("academies:search", SIGNED_IN, query="?q=withershns+raeding", case="mended", names_academies=True),
    Route("academies:search", SIGNED_IN, query="?q=academy&kind=academy", case="by kind"),
    Route("toolkit:playbook", VIEW),
    Route("toolkit:playbook_pdf", VIEW),
)
