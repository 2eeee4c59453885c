"""Rows of the addresses of targets and of what new figures mean."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests import factories as make
from tests.access.routes.shape import Route, row_of
from tests.cast import World
from tests.worlds.plan import AIMS, running
from tests.worlds.reading import MEANT

VIEW, EDIT = Permission.VIEW_PLAN, Permission.EDIT_PLAN


def title_of(world: World, academy: Academy) -> str:
    return AIMS[academy.slug]


def set_anew(world: World, academy: Academy) -> dict[str, Any]:
    return {
        "measure": "ks2_reading_exp",
        "figure_of": "gap",
        "breakdown": "all",
        "start": f"{make.YEAR}:Statutory",
        "target": "9",
        "target_checkpoint": "Statutory",
        "target_year": running(),
    }


def meant(world: World, academy: Academy) -> dict[str, Any]:
    return {"says": "It may be chance.", "about": f"{make.YEAR + 1}:Autumn"}


ROUTES: tuple[Route, ...] = (
    Route("plans:target_edit", EDIT, args=row_of("priority"), seen_by=VIEW, shows=title_of, post=set_anew),
    Route(
        "plans:target_edit",
        EDIT,
        args=row_of("priority"),
        seen_by=VIEW,
        query="?measure=reading_sas_mean&figure_of=dis",
        shows=title_of,
        post=set_anew,
    ),
    Route(
        "plans:meaning_add",
        EDIT,
        args=row_of("priority"),
        seen_by=VIEW,
        shows=lambda world, academy: MEANT[academy.slug],
        post=meant,
    ),
)
