"""The board of a debrief as its visitors see it: what lies ungrouped, the groups with their patterns, the predictions.

Notes stand here without their writers: what was seen belongs to all, and nobody counts who wrote how much.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import User
from celt.lib.sentences import alike, opened, opening
from reviews.models import RoundGroup, RoundNote, RoundPrediction, RoundVisitor
from reviews.rules.round_board import BOARD_CLOSED, reads_predictions, shows_in
from reviews.rules.wording import Prompt, prompts
from reviews.selectors.round import RoundPlace
from reviews.selectors.round_tally import Tally, tally_of

# So long a card says who has put it there.
LATELY = datetime.timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class BoardNote:
    """`moved`: who of the others has put it there a moment ago. `v`: the same, and nothing on the card is new."""

    pk: int
    says: str
    room: str
    when: str
    moved: str
    v: str


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """`number` calls it by one key. `shows`: in how many classrooms what its notes say was seen."""

    pk: int
    number: int
    name: str
    pattern: str
    notes: list[BoardNote]
    shows: str
    prompts: list[Prompt]
    row: RoundGroup
    v: str


@dataclass(frozen=True, slots=True)
class OwnWords:
    """One visitor's prediction."""

    by: str
    says: str


@dataclass(frozen=True, slots=True)
class Predictions:
    """`own`: one's own words, empty before one wrote them. `others`: none before that. `waits`: why not."""

    own: str
    others: list[OwnWords]
    written: int
    visitors: int
    agreed: str
    waits: str
    v: str


@dataclass(frozen=True, slots=True)
class Board:
    """`why`: why nothing is moved now, or empty."""

    answer: str
    tally: Tally
    loose: list[BoardNote]
    groups: list[BoardGroup]
    predictions: Predictions
    why: str
    seen: str

    @property
    def grouped(self) -> int:
        return sum(len(group.notes) for group in self.groups)

    @property
    def patterns(self) -> int:
        return sum(bool(group.pattern) for group in self.groups)


def why_no_board(place: RoundPlace) -> str:
    """Why nothing is moved or written on the board now; empty where it is."""
    return BOARD_CLOSED.get(place.standing.state, "")


def board_shown(place: RoundPlace) -> bool:
    """From the debrief on: before it, each sees with their own eyes."""
    return place.standing.state not in ("preparing", "observing")


def board_of(user: User, place: RoundPlace) -> Board:
    """Six queries."""
    tally = tally_of(user, place)
    lying: dict[int | None, list[RoundNote]] = defaultdict(list)
    if board_shown(place):
        for note in board_notes(user, place):
            lying[note.group_id].append(note)
    standing = RoundGroup.objects.visible_to(user).standing().filter(round=place.round)
    groups = [
        _group(row, number, lying.pop(row.pk, []), user, tally.rooms) for number, row in enumerate(standing, start=1)
    ]
    # What lies in no group that stands is not grouped.
    loose = sorted((note for rest in lying.values() for note in rest), key=lambda note: (note.seen_at, note.pk))
    predictions = _predictions(user, place)
    cards = [_card(note, user) for note in loose]
    return Board(
        answer=_answer(place, tally, cards, groups),
        tally=tally,
        loose=cards,
        groups=groups,
        predictions=predictions,
        why=why_no_board(place),
        seen=_digest([each.v for each in cards], [each.v for each in groups], predictions.v, tally),
    )


def board_notes(user: User, place: RoundPlace) -> QuerySet[RoundNote]:
    """What stands, in the order of the board."""
    notes = RoundNote.objects.visible_to(user).standing().filter(round=place.round)
    order = (F("group__order").asc(nulls_first=True), "group", "place", "seen_at", "pk")
    return notes.select_related("classroom", "group", "moved_by").order_by(*order)


def _card(note: RoundNote, user: User) -> BoardNote:
    moved = ""
    if note.moved_at and note.moved_by and note.moved_by_id != user.pk and timezone.now() - note.moved_at < LATELY:
        moved = f"Moved by {note.moved_by}"
    room = str(note.classroom or "")
    return BoardNote(
        pk=note.pk,
        says=note.says,
        room=room,
        when=f"{timezone.localtime(note.seen_at):%H:%M}",
        moved=moved,
        v=_digest(note.says, room, moved),
    )


def _group(row: RoundGroup, number: int, notes: Sequence[RoundNote], user: User, rooms: int) -> BoardGroup:
    cards = [_card(note, user) for note in notes]
    shows = shows_in(len({note.classroom_id for note in notes if note.classroom_id}), rooms)
    return BoardGroup(
        pk=row.pk,
        number=number,
        name=row.name,
        pattern=row.pattern,
        notes=cards,
        shows=shows,
        prompts=prompts(row.pattern),
        row=row,
        v=_digest(row.name, row.pattern, number, shows, [(each.pk, each.v) for each in cards]),
    )


def _predictions(user: User, place: RoundPlace) -> Predictions:
    """Two queries."""
    told = RoundPrediction.objects.visible_to(user).filter(round=place.round).select_related("by")
    rows = list(told)
    own = next((row.says for row in rows if row.by_id == user.pk), "")
    others = [OwnWords(str(row.by), row.says) for row in rows if row.by_id != user.pk]
    reads = reads_predictions(place.standing.state, wrote=bool(own))
    waits = ""
    if not reads and others:
        wrote = opened(len(others), "other visitor has written theirs", "other visitors have written theirs")
        waits = f"{wrote}. You read them once yours is written, so that each thinks first."
    visitors = RoundVisitor.objects.visible_to(user).current().filter(round=place.round).count()
    agreed = place.round.prediction
    shown = others if reads else []
    v = _digest(own, [(each.by, each.says) for each in shown], len(rows), visitors, agreed)
    return Predictions(own, shown, len(rows), max(visitors, len(rows)), agreed, waits, v)


def _answer(place: RoundPlace, tally: Tally, loose: list[BoardNote], groups: list[BoardGroup]) -> str:
    if not board_shown(place):
        return "The board opens with the debrief."
    if not tally.notes:
        return "No note was written."
    patterns = sum(bool(group.pattern) for group in groups)
    if not groups:
        return f"{opened(tally.notes, 'note')} to make sense of together."
    notes, wide, left, told = alike(
        (tally.notes - len(loose), "note", "notes"),
        (len(groups), "group", "groups"),
        (len(loose), "not grouped yet", "not grouped yet"),
        (patterns, "pattern", "patterns"),
    )
    return opening(f"{notes} in {wide}{f', {left}' if loose else ''}; {told} written.")


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
