"""Rows of the addresses of theories of action, their signs, verdicts and stories."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from tests.access.routes.shape import Route, nothing, row_of, slug
from tests.worlds.theory import OWN_THEORIES, STORIES, TAKEN

VIEW, MANAGE, WRITE = Permission.VIEW_TOOLKIT, Permission.MANAGE_TOOLKIT, Permission.WRITE_THEORIES
WORDS = {"name": "Talk before writing", "when": "pupils say it before they write it", "then": "they write more"}
SAID = {"held": "not_yet", "says": "Too early to tell."}


def own_name(world: Any, academy: Any) -> str:
    return OWN_THEORIES[academy.slug]


def trusts(name: str, who: Permission, **more: Any) -> Route:
    """Of a theory of the trust: read by everybody who reads the toolkit, written by the trust's leaders."""
    scope = {"scope": "whole_trust", "seen_by": VIEW, "seen_scope": "anywhere", **more}
    return Route(f"toolkit:{name}", who, args=row_of("theory"), **scope)


def own(name: str, **more: Any) -> Route:
    """Of a theory of an academy's own, which its leaders write."""
    return Route(f"toolkit:{name}", WRITE, args=row_of("own theory"), seen_by=VIEW, case="of an academy's own", **more)


def sign(name: str, **more: Any) -> Route:
    return Route(f"toolkit:{name}", WRITE, args=row_of("signal"), seen_by=VIEW, get=405, **more)


ROUTES: tuple[Route, ...] = (
    Route("toolkit:theory_list", VIEW),
    Route("toolkit:theory_csv", VIEW),
    Route("toolkit:theory_new", MANAGE, scope="whole_trust", post=lambda w, a: WORDS),
    Route("toolkit:theory_new_own", WRITE, args=slug, post=lambda w, a: WORDS),
    Route("toolkit:theory_start", MANAGE, scope="whole_trust", get=405, post=nothing),
    Route(
        "toolkit:theory_show", VIEW, args=row_of("theory"), scope="anywhere", seen_by=None,
        shows=lambda w, a: w.of("theory", a).name,
    ),
    Route(
        "toolkit:theory_show", VIEW, args=row_of("own theory"), seen_by=None, case="of an academy's own", shows=own_name
    ),
    trusts("theory_edit", MANAGE, post=lambda w, a: WORDS),
    own("theory_edit", post=lambda w, a: WORDS, shows=own_name),
    trusts("theory_archive", MANAGE, get=405, post=nothing),
    own("theory_archive", get=405, post=nothing),
    trusts("signal_add", MANAGE, get=405, post=lambda w, a: {"of": "pupils", "new-pupils-says": "They smile."}),
    own("signal_add", get=405, post=lambda w, a: {"of": "practice", "new-practice-says": "They read."}),
    trusts("verdict_add", WRITE, scope="anywhere", post=lambda w, a: SAID),
    own("verdict_add", post=lambda w, a: SAID, shows=own_name),
    sign("signal_change", post=lambda w, a: {f"sign-{w.of('signal', a).pk}-says": "They read aloud."}),
    sign("signal_move", post=nothing),
    sign("signal_away", post=nothing),
    Route("toolkit:story_list", VIEW),
    Route("toolkit:story_csv", VIEW),
    Route(
        "toolkit:story_show", Permission.VIEW_LEARNING, args=row_of("story"), seen_by=None,
        shows=lambda w, a: STORIES[a.slug],
    ),
    Route(
        "toolkit:story_show", VIEW, args=row_of("taken story"), scope="anywhere", seen_by=None, case="that was taken",
        shows=lambda w, a: TAKEN[a.slug],
    ),
    Route(
        "toolkit:story_answer", MANAGE, args=row_of("story"), scope="whole_trust", seen_by=Permission.VIEW_LEARNING,
        post=lambda w, a: {"take": "take", "answer": "Thank you."},
    ),
)  # fmt: skip
