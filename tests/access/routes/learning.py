"""Rows of the addresses of learning teams, enquiries, tours and the school improvement team."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from accounts.models import User
from tests.access.routes.shape import Builder, Route, name_of, nothing, row_of, slug
from tests.cast import Cast, World
from tests.worlds.learning import QUESTIONS, TEAMS, TOLD, TOURS

VIEW, LEAD, SEATS = Permission.VIEW_LEARNING, Permission.LEAD_LEARNING, Permission.EDIT_PLAN


def works_in_it(cast: Cast, user: User, academy: Academy | None) -> bool:
    """The team's member, and who leads learning there."""
    if academy == cast.own:
        return user in (cast.teacher, cast.headteacher, cast.senior_leader)
    return academy == cast.foreign and user == cast.outsider


def text_of(texts: dict[str, str]) -> Any:
    return lambda world, academy: texts[academy.slug]


def today() -> str:
    return timezone.localdate().isoformat()


def new_team(world: World, academy: Academy) -> dict[str, Any]:
    colleague = world.colleagues[academy.pk].user_id
    return {"name": "Sentence strips", "focus": "Talk", "starts": today(), "people": [colleague], "leader": colleague}


def new_member(world: World, academy: Academy) -> dict[str, Any]:
    return {"person": world.colleagues[academy.pk].user_id, "starts": today()}


def new_enquiry(world: World, academy: Academy) -> dict[str, Any]:
    return {"question": "Does it?", "starts": today(), "due": today(), "team": world.of("team", academy).pk}


def decided(world: World, academy: Academy) -> dict[str, Any]:
    """No record is named: refused with a sentence."""
    return {"found": "It did.", "decision": "adopt"}


def at(kind: str, name: str, who: Permission, **more: Any) -> Route:
    """A page about one row: whoever sees an academy's learning and may not do this gets 403, everybody else 404."""
    return Route(f"plans:{name}", who, args=row_of(kind), seen_by=None if who == VIEW else VIEW, **more)


def worked(kind: str, name: str, *, post: Builder | None = None, **more: Any) -> Route:
    return Route(f"plans:{name}", VIEW, args=row_of(kind), seen_by=VIEW, may=works_in_it, post=post, **more)


ROUTES: tuple[Route, ...] = (
    Route("plans:learning", VIEW, args=slug, shows=text_of(TEAMS)),
    Route("plans:team_list", VIEW, args=slug, shows=text_of(TEAMS)),
    Route("plans:team_list", VIEW, args=slug, query="?sort=-size"),
    Route("plans:team_csv", VIEW, args=slug, shows=text_of(TEAMS)),
    Route("plans:team_new", LEAD, args=slug, shows=name_of, post=new_team),
    at("team", "team_show", VIEW, shows=text_of(TEAMS)),
    at("team", "meeting_csv", VIEW),
    at("team", "team_edit", LEAD, post=lambda w, a: {"name": "Another name", "focus": "Talk"}),
    at("team", "team_end", LEAD, post=lambda w, a: {"ends": today()}),
    at("team", "member_add", LEAD, post=new_member),
    at("member", "member_edit", LEAD, post=lambda w, a: {"leads": "on"}),
    worked("team", "meeting_plan", post=lambda w, a: {"on": "2099-01-10", "every": "0", "times": "1"}),
    worked("team", "meeting_new", post=lambda w, a: {"on": today(), "notes": "We met."}, post_answers=200),
    worked("meeting", "meeting_note", post=lambda w, a: {"on": today(), "notes": "We met."}),
    worked("meeting", "meeting_call_off", post=nothing, get=405),
    Route("plans:seat_list", VIEW, args=slug, shows=name_of),
    Route("plans:seat_csv", VIEW, args=slug),
    Route("plans:seat_new", SEATS, args=slug, shows=name_of, post=lambda w, a: {**new_member(w, a), "role": "reads"}),
    at("seat", "seat_edit", SEATS, post=lambda w, a: {"role": "leads the team"}),
    Route("plans:enquiry_list", VIEW, args=slug, shows=text_of(QUESTIONS)),
    Route("plans:enquiry_list", VIEW, args=slug, query="?state=open&sort=due", shows=text_of(QUESTIONS)),
    Route("plans:enquiry_csv", VIEW, args=slug, shows=text_of(QUESTIONS)),
    Route("plans:enquiry_new", LEAD, args=slug, shows=name_of, post=new_enquiry),
    at("enquiry", "enquiry_show", VIEW, shows=text_of(QUESTIONS)),
    at("enquiry to decide", "enquiry_show", VIEW, case="with what was found"),
    worked("enquiry", "enquiry_step", get=302, post=lambda w, a: {"note-step": "note", "note-says": "Two weeks in."}),
    at("enquiry", "enquiry_edit", LEAD, post=lambda w, a: {"due": "2099-01-10"}),
    worked("enquiry to decide", "enquiry_found", post=lambda w, a: {"found": "It did."}),
    at("enquiry to decide", "enquiry_decide", LEAD, post=decided, post_answers=200),
    Route("plans:tour_list", VIEW, args=slug, shows=text_of(TOURS)),
    Route("plans:tour_list", VIEW, args=slug, query="?state=planned&sort=on", shows=text_of(TOURS)),
    Route("plans:tour_csv", VIEW, args=slug, shows=text_of(TOURS)),
    Route("plans:tour_new", LEAD, args=slug, shows=name_of, post=lambda w, a: {"title": "A walk", "on": "2099-01-10"}),
    at("tour", "tour_show", VIEW, shows=text_of(TOURS)),
    at("walked tour", "tour_show", VIEW, case="that was walked", shows=text_of(TOLD)),
    at("tour", "tour_route", VIEW, shows=text_of(TOURS)),
    at("tour", "tour_edit", LEAD, post=lambda w, a: {"title": "A walk", "on": "2099-01-10"}),
    at("walked tour", "tour_walk", LEAD, post=lambda w, a: {"learnt": "Much."}),
    at("tour", "tour_call_off", LEAD, get=405, post=nothing),
    at("tour", "stop_add", LEAD, get=302, post=lambda w, a: {"place": "Year 2, phonics"}),
    at("stop", "stop_edit", LEAD, post=lambda w, a: {"place": "Year 2, phonics"}),
    at("stop", "stop_move", LEAD, get=405, post=lambda w, a: {"to": "later"}),
    at("stop", "stop_take_out", LEAD, get=405, post=nothing),
    at("walked tour", "tour_story_new", LEAD, post=lambda w, a: {"title": "Strips", "says": "They did."}),
    at("tour story", "tour_story_edit", LEAD, post=lambda w, a: {"title": "Strips", "says": "They did."}),
    at("tour story", "tour_story_offer", LEAD, get=405, post=nothing),
    at("offered story", "tour_story_take_back", LEAD, get=405, post=nothing),
)
