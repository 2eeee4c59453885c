"""The way through the stages: its page, its log, its gates, leadership, and the trust's programme."""

from typing import Any

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from accounts.models import User
from tests.access.routes.shape import Route, nothing, row_of, slug
from tests.cast import Cast, World
from tests.worlds.stage import HANDED_ON, NOTES, SAYS

SEES, WRITES, PROGRAMME = Permission.VIEW_PLAN, Permission.EDIT_PLAN, Permission.MANAGE_PROGRAMME


def leads(cast: Cast, user: User, academy: Academy | None) -> bool:
    """The academy's head and senior leaders, and the leaders of its trust."""
    own = [cast.headteacher, cast.senior_leader, cast.trust_leader]
    others = {cast.sibling: [cast.trust_leader], cast.foreign: [cast.outsider]}
    return user in (own if academy == cast.own else others.get(academy, []) if academy else [])


def activity(world: World, academy: Academy) -> dict[str, Any]:
    return {"slug": academy.slug, "pk": world.of("activity", academy).pk}


def note_of(world: World, academy: Academy) -> str:
    return NOTES[academy.slug]


def asked_in(world: World, academy: Academy) -> str:
    return SAYS[academy.slug]


def handed_on_in(world: World, academy: Academy) -> str:
    return HANDED_ON[academy.slug]


def logged(world: World, academy: Academy) -> dict[str, Any]:
    return {"state": "done", "done_on": timezone.localdate().isoformat(), "note": "Decided."}


def written(world: World, academy: Academy) -> dict[str, Any]:
    return {"leaning": 3, "prescribed": "The reading hour.", "handed_on": ""}


def of_programme(name: str, kind: str, **more: Any) -> Route:
    return Route(f"plans:{name}", PROGRAMME, scope="whole_trust", needed=True, args=row_of(kind), seen_by=None, **more)


def named(world: World, academy: Academy) -> dict[str, Any]:
    return {"name": "A walk through the woods", "about": "It is walked."}


ROUTES: tuple[Route, ...] = (
    Route("plans:stages", SEES, args=slug, shows=note_of),
    # The way has begun in the cast's academies: what is sent is answered by the page.
    Route("plans:stage_begin", SEES, args=slug, may=leads, post=lambda w, a: {"on": "2025-01-06"}, post_answers=200),
    Route("plans:activity_log", WRITES, args=activity, shows=note_of, post=logged, post_answers=(204, 302)),
    Route("plans:stage_log", SEES, args=slug, shows=note_of),
    Route("plans:stage_log", SEES, args=slug, shows=note_of, query="?kind=logged&stage=2"),
    Route("plans:stage_note", SEES, args=slug, shows=note_of, may=leads, post=lambda w, a: {"says": "Met."}),
    Route("plans:stage_log_csv", SEES, args=slug, shows=note_of),
    Route("plans:twin_track", SEES, args=slug, shows=handed_on_in),
    Route("plans:twin_write", WRITES, args=slug, shows=handed_on_in, post=written),
    Route(
        "plans:gate_ask",
        Permission.ASK_GATE,
        args=slug,
        shows=asked_in,
        post=lambda w, a: {"kind": "onward", "says": "All is done."},
        post_answers=200,
    ),
    Route(
        "plans:gate_answer",
        Permission.CONFIRM_GATE,
        args=row_of("gate"),
        seen_by=SEES,
        shows=asked_in,
        post=lambda w, a: {"reason": "It holds.", "verdict": "confirmed"},
    ),
    Route("plans:gate_withdraw", Permission.ASK_GATE, args=row_of("gate"), seen_by=SEES, shows=asked_in, post=nothing),
    Route("plans:programme", PROGRAMME, scope="whole_trust", post=nothing),
    of_programme(
        "stage_edit",
        "stage",
        post=lambda w, a: {"name": "Whole-school", "about": "", "shortest_terms": 2, "longest_terms": 3},
    ),
    of_programme("activity_new", "stage", post=named),
    of_programme("activity_edit", "activity", post=named),
    of_programme("activity_move", "activity", get=405, post=lambda w, a: {"way": "up"}),
    of_programme("activity_archive", "activity", get=405, post=lambda w, a: {"do": "away"}),
)
