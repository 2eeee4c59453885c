"""How much was seen on a round so far, for its visitors: never how much each of them wrote."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from celt.lib.sentences import alike, listed, opened, opening
from reviews.models import RoundClassroom, RoundNote
from reviews.selectors.round import RoundPlace


@dataclass(frozen=True, slots=True)
class Tally:
    """`rooms`: those on the schedule, and those taken off it from which notes stand. `silent`: without a note yet.
    `loose`: notes that name no classroom."""

    notes: int
    writers: int
    noted: int
    rooms: int
    silent: tuple[str, ...]
    loose: int

    @property
    def says(self) -> str:
        if not self.notes:
            return "Nobody has written a note yet."
        notes, people, noted, rooms = alike(
            (self.notes, "note", "notes"),
            (self.writers, "visitor", "visitors"),
            (self.noted, "of", "of"),
            (self.rooms, "classroom", "classrooms"),
        )
        return opening(f"{notes} by {people} in {noted} {rooms}.")

    @property
    def missing(self) -> str:
        """What is still to be seen or said, in a sentence; empty where every classroom has its notes."""
        said = []
        if self.silent and self.notes:
            said.append(f"No note yet from {listed(list(self.silent), most=5, rest='more')}.")
        if self.loose:
            said.append(f"{opened(self.loose, 'note says', 'notes say')} no classroom.")
        return " ".join(said)


def tally_of(user: User, place: RoundPlace) -> Tally:
    """Two queries."""
    notes = RoundNote.objects.visible_to(user).standing().filter(round=place.round)
    told = list(notes.values_list("classroom", "by"))
    noted = {room for room, _ in told if room is not None}
    rooms = RoundClassroom.objects.visible_to(user).filter(round=place.round)
    rooms = rooms.filter(Q(dropped_at__isnull=True) | Q(pk__in=noted))
    return Tally(
        notes=len(told),
        writers=len({by for _, by in told}),
        noted=len(noted),
        rooms=len(rooms),
        silent=tuple(str(room) for room in rooms if room.pk not in noted),
        loose=sum(room is None for room, _ in told),
    )
