"""One round's page: what comes next, its schedule, who visits, what was agreed, its log. A fixed number of queries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from academies.models import Membership
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import listed
from celt.ui.parts import Status, Tone
from reviews.models import ClassroomVisit, Round, RoundClassroom, RoundStep, RoundVisitor
from reviews.models.round import RoundState
from reviews.rules.problem import prompts
from reviews.rules.schedule import MOST_GROUPS, clashes, next_start
from reviews.selectors.next_step import Next
from reviews.selectors.round import RoundPlace
from reviews.selectors.round_next import round_next
from reviews.selectors.told import near_day
from reviews.services.visitor import FOR_THE_TRUST

TONES: dict[str, Tone] = {
    RoundState.OBSERVING: "busy",
    RoundState.DEBRIEFING: "busy",
    RoundState.AGREED: "busy",
    RoundState.FOLLOWED: "good",
}
DONE = {
    "plan": "Planned",
    "begin": "Begun: the visitors went into classrooms",
    "debrief": "The debrief was opened",
    "reopen": "Back to the classrooms",
    "agree": "The next work was agreed",
    "follow": "Followed up",
    "call_off": "Called off",
}
# Whom the line is about stands in its words.
PEOPLE = {
    "join": ("visits", "visit"),
    "lead": ("facilitates it", "facilitate it"),
    "leave": ("no longer visits", "no longer visit"),
}
# What the visitors say to one another of what they saw.
AMONG_VISITORS = frozenset({"reopen"})
# What has a place of its own on the page.
TOLD_BESIDE = frozenset({"follow"})


@dataclass(frozen=True, slots=True)
class RoomLine:
    """`who`: where visitors are named; everybody goes where none is."""

    pk: int
    starts: datetime.time
    year_group: str
    subject: str
    who: str
    mine: bool


@dataclass(frozen=True, slots=True)
class VisitorLine:
    pk: int
    name: str
    place: str
    facilitates: bool


@dataclass(frozen=True, slots=True)
class LogLine:
    at: datetime.datetime
    what: str
    by: str
    says: str


@dataclass(frozen=True)
class RoundPage:
    place: RoundPlace
    answer: str
    state: Status
    next: Next
    rooms: list[RoomLine]
    clash: bool
    visitors: list[VisitorLine]
    log: list[LogLine]

    @property
    def round(self) -> Round:
        return self.place.round

    @property
    def prompts(self) -> list[str]:
        """For who can still put the problem of practice better."""
        preparing = self.round.state == RoundState.PREPARING and self.place.edits
        return prompts(self.round.problem) if preparing else []

    @property
    def may_change(self) -> bool:
        return self.place.edits and not self.place.ended

    @property
    def may_schedule(self) -> bool:
        return self.place.edits and self.round.state in (RoundState.PREPARING, RoundState.OBSERVING)

    @property
    def may_choose(self) -> bool:
        """Who visits: until the next work is agreed."""
        return self.may_schedule or (self.place.edits and self.round.state == RoundState.DEBRIEFING)

    @property
    def next_start(self) -> datetime.time:
        return next_start(room.starts for room in self.rooms)

    @property
    def groups(self) -> list[int]:
        """In how many groups the visitors can go."""
        most = min(MOST_GROUPS, len(self.visitors))
        return list(range(2, most + 1)) if len(self.rooms) > 1 else []


def round_page(user: User, place: RoundPlace) -> RoundPage:
    """Five queries at most; none of them for who only reads what was agreed."""
    seats = _seats(user, place) if place.staff else []
    visitors = [seat for seat in seats if seat.ended_at is None]
    facilitator = next((seat.person.full_name for seat in visitors if seat.facilitates), "")
    rooms, clash = _rooms(user, place, visitors)
    return RoundPage(
        place=place,
        answer=f"Round at {place.short}: {where_it_is(place.round, place.today)}.",
        state=state_of(place.round),
        next=round_next(place, facilitator),
        rooms=rooms,
        clash=clash,
        visitors=_visitors(place, visitors),
        log=_log(user, place) if place.staff else [],
    )


def state_of(round: Round) -> Status:
    return Status(round.get_state_display(), TONES.get(round.state, ""))


def where_it_is(round: Round, today: datetime.date) -> str:
    """'the visit is on 26 November', 'the visitors are in classrooms'."""
    match round.state:
        case RoundState.PREPARING:
            late = round.day < today
            return f"the visit {'was to be' if late else 'is'} on {near_day(round.day, today)}"
        case RoundState.OBSERVING:
            return "the visitors are in classrooms"
        case RoundState.DEBRIEFING:
            return "the visitors make sense of what they saw"
        case RoundState.AGREED:
            on = round.follow_up_on
            due = f"; the follow-up {'was' if on < today else 'is'} due on {near_day(on, today)}" if on else ""
            return f"the next work is agreed{due}"
        case RoundState.FOLLOWED:
            return "agreed and followed up"
        case _:
            return "called off"


def _seats(user: User, place: RoundPlace) -> list[RoundVisitor]:
    seats = RoundVisitor.objects.visible_to(user).filter(round=place.round)
    return list(seats.select_related("person"))


def _rooms(user: User, place: RoundPlace, visitors: list[RoundVisitor]) -> tuple[list[RoomLine], bool]:
    if not place.staff:
        return [], False
    rooms = list(RoundClassroom.objects.visible_to(user).standing().filter(round=place.round))
    names = {seat.pk: seat.person.full_name for seat in visitors}
    goes: dict[int, list[int]] = {}
    visits = ClassroomVisit.objects.visible_to(user).filter(classroom__round=place.round)
    for room, visitor in visits.order_by("visitor__pk").values_list("classroom", "visitor"):
        if visitor in names:
            goes.setdefault(room, []).append(visitor)
    own = place.seat.pk if place.seat else None
    lines = [
        RoomLine(
            room.pk,
            room.starts,
            room.year_group,
            room.subject,
            listed([names[one] for one in goes.get(room.pk, [])], most=99),
            own is not None and (room.pk not in goes or own in goes[room.pk]),
        )
        for room in rooms
    ]
    return lines, clashes([(room.pk, room.starts) for room in rooms], goes, names)


def _visitors(place: RoundPlace, visitors: list[RoundVisitor]) -> list[VisitorLine]:
    """With the academy and the role in which they come."""
    if not visitors:
        return []
    now = Membership.objects.current().filter(trust=place.round.host.trust_id).select_related("academy")
    held: dict[int, str] = {}
    for role in now.filter(user__in=[seat.person_id for seat in visitors]).order_by("academy__name"):
        if role.academy is None and role.role in FOR_THE_TRUST:
            held[role.user_id] = "The trust"
        elif role.academy is not None:
            held.setdefault(role.user_id, role.academy.name)
    short = {"The trust": "The trust", **short_names(set(held.values()) - {"The trust"}), "": "has left the trust"}
    return [
        VisitorLine(seat.pk, seat.person.full_name, short[held.get(seat.person_id, "")], seat.facilitates)
        for seat in visitors
    ]


def _log(user: User, place: RoundPlace) -> list[LogLine]:
    """The newest first. Who joined one after the other, asked by the same person on one day, stands in one line."""
    steps = RoundStep.objects.visible_to(user).filter(round=place.round).select_related("by")
    found: list[LogLine] = []
    for kind, run in groupby(steps, key=_together):
        together = list(run)
        last = together[-1]
        if kind[0] in PEOPLE:
            one, many = PEOPLE[kind[0]]
            names = listed([step.says for step in together], most=99)
            what, says = f"{names} {one if len(together) == 1 else many}", ""
        else:
            hidden = last.step in TOLD_BESIDE or (last.step in AMONG_VISITORS and not place.visits)
            what, says = DONE.get(last.step, last.get_state_display()), "" if hidden else last.says
        found.append(LogLine(timezone.localtime(last.at), what, last.by.full_name, says))
    return found[::-1]


def _together(step: RoundStep) -> tuple[object, ...]:
    alone = step.step not in PEOPLE
    return step.step, step.by_id, timezone.localtime(step.at).date(), step.pk if alone else 0
