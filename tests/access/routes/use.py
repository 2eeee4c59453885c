"""Rows of the addresses of practices in use, of what came of them, and of visits to colleagues."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from academies.access import ROLE_PERMISSIONS, Permission, Role
from academies.models import Academy, Membership
from accounts.models import User
from tests.access.routes.practice import of, title
from tests.access.routes.shape import Route, nothing, row_of
from tests.cast import Cast, World
from tests.worlds.use import text

VIEW, TRY = Permission.VIEW_TOOLKIT, Permission.TRY_PRACTICES
FOUND = {"became": "kept", "found": "They wrote more.", "where": "Year 4", "named": "on"}
OFFERED = {"practice": "", "subject": "Chess", "phases": ["primary"], "says": "Openings in Year 5.", "when": ""}


def at(said: dict[str, Any]) -> Any:
    """With the academy, which who works for the whole trust is asked for."""
    return lambda world, academy: {**said, "academy": academy.pk}


def tries(cast: Cast, user: User, academy: Academy | None) -> bool:
    held = Membership.objects.filter(user=user, trust=academy.trust_id if academy else cast.trust)
    return any(TRY in ROLE_PERMISSIONS[Role(m.role)] for m in held)


def is_theirs(cast: Cast, user: User, academy: Academy | None) -> bool:
    """The coach of the cast alone wrote, offers and shows at the cast's own academy; see tests/worlds/use.py."""
    return academy == cast.own and user == cast.coach


def asks(cast: Cast, user: User, academy: Academy | None) -> bool:
    return tries(cast, user, academy) and not is_theirs(cast, user, academy)


def own(name: str, kind: str, seen_by: Permission, **more: Any) -> Route:
    """Of what one person wrote, which others read."""
    shape = {"args": row_of(kind), "may": is_theirs, "seen_by": seen_by, "seen_scope": "anywhere", **more}
    return Route(f"toolkit:{name}", TRY, **shape)


def of_two(name: str, **more: Any) -> Route:
    """Of a visit, which is between two."""
    shape = {"args": row_of("showing"), "may": is_theirs, "seen_by": None, "names_colleagues": True, **more}
    return Route(f"toolkit:{name}", TRY, **shape)


def answer(world: World, academy: Academy) -> dict[str, Any]:
    return {"goes": "agree", "day": timezone.localdate() + datetime.timedelta(days=9), "answer": "Come early."}


ROUTES: tuple[Route, ...] = (
    Route("toolkit:practices_in_use", VIEW, names_academies=True, names_colleagues=True),
    Route("toolkit:in_use_csv", VIEW, names_academies=True),
    Route(
        "toolkit:practice_use", VIEW, args=of(), scope="anywhere", seen_by=None, names_academies=True,
        names_colleagues=True, shows=lambda w, a: "dropped it",
    ),
    Route(
        "toolkit:trial_add", TRY, args=of(), scope="anywhere", seen_by=VIEW, seen_scope="anywhere", post=at(FOUND),
        names_academies=True, shows=title,
    ),
    own("trial_edit", "trial", VIEW, post=lambda w, a: FOUND, shows=lambda w, a: text(a, "lesson")),
    own("trial_withdraw", "trial", VIEW, get=405, post=nothing),
    Route("toolkit:offer_list", TRY, names_colleagues=True),
    Route("toolkit:offer_csv", TRY, names_colleagues=True),
    Route("toolkit:offer_new", TRY, post=at(OFFERED)),
    own("offer_edit", "offer", TRY, post=lambda w, a: OFFERED, shows=lambda w, a: text(a, "offer")),
    own("offer_withdraw", "offer", TRY, get=405, post=nothing),
    Route(
        "toolkit:showing_ask", TRY, args=row_of("offer"), may=asks, scope="anywhere", seen_by=TRY,
        seen_scope="anywhere", post=at({"wish": "How it begins."}), names_colleagues=True,
        shows=lambda w, a: text(a, "offer"),
    ),
    of_two("showing_show", shows=lambda w, a: text(a, "diary")),
    of_two("showing_answer", post=answer, shows=lambda w, a: text(a, "wish")),
    of_two("showing_withdraw", get=405, post=nothing),
    of_two("showing_made", get=302, post=nothing),
)  # fmt: skip
