"""Rows of help, which holds nobody's data, and of the dashboard for an academy's own staff."""

from __future__ import annotations

from academies.access import Permission
from tests.access.routes.shape import SIGNED_IN, Builder, Route, name_of, slug

STAFF = Permission.VIEW_STAFF_DASHBOARD


def guide_chart(form: str) -> Builder:
    return lambda world, academy: {"card": "merrowdown", "form": form}


def ten_minutes(role: str) -> Builder:
    return lambda world, academy: {"role": role}


def staff_chart(card: str, form: str) -> Builder:
    return lambda world, academy: {"slug": academy.slug, "card": card, "form": form}


ROUTES: tuple[Route, ...] = (
    Route("help:index", SIGNED_IN),
    Route("help:glossary", SIGNED_IN),
    Route("help:reading_a_gap", SIGNED_IN),
    Route("help:reading_a_gap_file", SIGNED_IN, args=guide_chart("csv"), places=False, case="as CSV"),
    Route("help:reading_a_gap_file", SIGNED_IN, args=guide_chart("svg"), places=False, case="as a picture"),
    *(
        Route("help:first_ten_minutes", SIGNED_IN, args=ten_minutes(role), places=False, case=role)
        for role in ("trust-leader", "headteacher", "coach", "governor")
    ),
    Route("dashboards:staff", STAFF, get=(200, 302), staff_figures=True),
    Route("dashboards:staff_academy", STAFF, args=slug, shows=name_of, staff_figures=True),
    Route("dashboards:staff_file", STAFF, args=staff_chart("years", "csv"), case="as CSV", staff_figures=True),
    Route("dashboards:staff_file", STAFF, args=staff_chart("years", "svg"), case="as a picture", staff_figures=True),
)
