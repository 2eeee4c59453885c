"""A visitor’s own notes of a round, and where they stand now. What others saw stands on the board in the debrief."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from celt.lib.days import short_day
from celt.lib.sentences import alike, opening
from celt.ui.parts import Choice, Filter
from reviews.models import RoundClassroom, RoundNote
from reviews.models.round import ClassroomQuerySet
from reviews.rules.round_board import NOTES_CLOSED
from reviews.rules.round_room import Written, room_now
from reviews.rules.wording import Prompt, prompts
from reviews.selectors.round import RoundPlace
from reviews.selectors.round_tally import Tally, tally_of

NOTES_A_PAGE = 20
NO_ROOM = "none"


@dataclass(frozen=True, slots=True)
class OwnNote:
    """`prompts`: what would help where the note says what somebody thinks rather than what they saw."""

    pk: int
    says: str
    when: str
    at: datetime.datetime
    room: str
    struck: bool
    editable: bool
    key: str
    prompts: list[Prompt]


@dataclass(frozen=True, slots=True)
class Room:
    pk: int
    label: str
    starts: datetime.time


@dataclass(frozen=True, slots=True)
class OwnNotes:
    """`rooms`: one's own schedule, then the others; `here`: the classroom to offer."""

    answer: str
    tally: Tally
    rooms: list[tuple[str, list[Room]]]
    here: int | None
    page: Page[RoundNote]
    lines: list[OwnNote]
    filters: list[Filter]
    narrowed: bool
    seen: str


def why_no_round_note(place: RoundPlace) -> str:
    """Why nothing is written now; empty where it is."""
    return NOTES_CLOSED.get(place.standing.state, "")


def own_notes_page(user: User, place: RoundPlace, asked: Mapping[str, str]) -> OwnNotes:
    """Seven queries. `asked`: room and page of the address."""
    told = list(own_notes(user, place).values_list("classroom", "struck_at", "seen_at"))
    room = asked.get("room", "")
    page = Paginator(narrowed_own(user, place, room), NOTES_A_PAGE).get_page(asked.get("page"))
    writes = not why_no_round_note(place)
    lines = [_line(note, writes) for note in page]
    rooms = schedule_of(user, place)
    standing: list[int | None] = [where for where, struck, _ in told if struck is None]
    wrote = [Written(where, timezone.localtime(at)) for where, _, at in told if where]
    last = max(wrote, key=lambda one: one.at, default=None)
    own = rooms[0][1] if rooms else []
    offered = room_now([(each.pk, each.starts) for each in own], place.round.day, timezone.localtime(), last)
    return OwnNotes(
        answer=_answer(place, standing),
        tally=tally_of(user, place),
        rooms=rooms,
        here=offered,
        page=page,
        lines=lines,
        filters=_filters(rooms, standing, room),
        narrowed=bool(room),
        seen=_digest(lines, len(told)),
    )


def own_notes(user: User, place: RoundPlace) -> QuerySet[RoundNote]:
    return RoundNote.objects.visible_to(user).filter(round=place.round, by=user.pk)


def narrowed_own(user: User, place: RoundPlace, room: str) -> QuerySet[RoundNote]:
    """Newest first. A classroom that the round has not shows none of them."""
    notes = own_notes(user, place)
    if room == NO_ROOM:
        notes = notes.filter(classroom=None)
    elif room:
        known = room.isascii() and room.isdigit() and len(room) < 10
        notes = notes.filter(classroom=int(room)) if known else notes.none()
    return notes.select_related("by", "classroom").order_by("-seen_at", "-pk")


def own_line(note: RoundNote, place: RoundPlace) -> OwnNote:
    return _line(note, not why_no_round_note(place))


def rooms_of(user: User, place: RoundPlace) -> ClassroomQuerySet:
    """Every classroom of the round, those taken off the schedule too: a note may have waited on a device meanwhile."""
    return RoundClassroom.objects.visible_to(user).filter(round=place.round)


def schedule_of(user: User, place: RoundPlace) -> list[tuple[str, list[Room]]]:
    """The classrooms by time, where one goes oneself first. Nobody named for one means that everybody goes. Two
    queries."""
    rooms = rooms_of(user, place).standing().prefetch_related("visits")
    seat = place.seat.pk if place.seat else 0
    own: list[Room] = []
    others: list[Room] = []
    for room in rooms:
        goes = [visit.visitor_id for visit in room.visits.all()]
        line = Room(room.pk, f"{room.starts:%H:%M} {room}", room.starts)
        (own if not goes or seat in goes else others).append(line)
    return [("Where you go", own), ("Other classrooms", others)] if own and others else [("Classrooms", own or others)]


def _line(note: RoundNote, writes: bool) -> OwnNote:
    at = timezone.localtime(note.seen_at)
    day = "" if at.date() == timezone.localdate() else f"{short_day(at.date())}, "
    struck = note.struck_at is not None
    return OwnNote(
        pk=note.pk, says=note.says, when=f"{day}{at:%H:%M}", at=at, room=str(note.classroom or ""), struck=struck,
        editable=writes, key=str(note.client_key), prompts=[] if struck or not writes else prompts(note.says),
    )  # fmt: skip


def _answer(place: RoundPlace, standing: list[int | None]) -> str:
    if not standing:
        return "You have written no note yet." if not why_no_round_note(place) else "You wrote no note."
    rooms = len({room for room in standing if room is not None})
    notes, where = alike((len(standing), "note", "notes"), (rooms, "classroom", "classrooms"))
    return opening(f"{notes} of yours{f' in {where}' if rooms else ''}.")


def _filters(rooms: list[tuple[str, list[Room]]], standing: list[int | None], room: str) -> list[Filter]:
    choices = [Choice("", "Every classroom")]
    choices += [Choice(str(each.pk), each.label) for _, group in rooms for each in group if each.pk in standing]
    if None in standing or room == NO_ROOM:
        choices.append(Choice(NO_ROOM, "No classroom named"))
    return [Filter("room", "Classroom", choices, room, wide=True)]


def _digest(lines: list[OwnNote], total: int) -> str:
    shown = [(each.pk, each.says, each.room, each.struck) for each in lines]
    return hashlib.sha256(repr((total, shown)).encode()).hexdigest()[:16]
