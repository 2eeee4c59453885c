"""The patterns of a round, with over how many classrooms each shows: counted over all notes, whoever asks, and without
a word of any. What visitors read says every count; what others read says none below three classrooms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from reviews.models import Round, RoundClassroom, RoundGroup, RoundNote
from reviews.rules.round_board import shows_in, told_in


@dataclass(frozen=True, slots=True)
class Pattern:
    """`rooms` of `of` classrooms, and how many notes lie in the group."""

    pk: int
    name: str
    pattern: str
    notes: int
    rooms: int
    of: int

    @property
    def shows(self) -> str:
        """For visitors: "in 2 of 9 classrooms"."""
        return shows_in(self.rooms, self.of)

    @property
    def told(self) -> str:
        """For everybody else; empty below three classrooms."""
        return told_in(self.rooms, self.of)


def rooms_visited(round: Round) -> int:
    """Classrooms on the schedule, and those taken off it from which notes stand. One query."""
    return _visited([round.pk]).count()


def patterns_of(round: Round) -> list[Pattern]:
    """Groups with a pattern over a note that stands, the widest first. Two queries."""
    return patterns_in([round.pk])[round.pk]


def patterns_in(rounds: Collection[int]) -> dict[int, list[Pattern]]:
    """The same for several rounds, by their number: those that the reader may read, which the caller sees to. Two
    queries."""
    stands = Q(notes__struck_at__isnull=True)
    groups = (
        RoundGroup.objects.standing()
        .filter(round__in=rounds)
        .exclude(pattern="")
        .annotate(told=Count("notes", filter=stands), rooms=Count("notes__classroom", filter=stands, distinct=True))
        .filter(told__gt=0)
        .order_by("-rooms", "order", "pk")
    )
    rows = list(groups.values_list("round", "pk", "name", "pattern", "told", "rooms"))
    of = Counter(_visited(rounds).values_list("round", flat=True)) if rows else Counter()
    found: dict[int, list[Pattern]] = {pk: [] for pk in rounds}
    for round, pk, name, pattern, notes, rooms in rows:
        found[round].append(Pattern(pk, name, pattern, notes, rooms, of[round]))
    return found


def _visited(rounds: Collection[int]) -> QuerySet[RoundClassroom]:
    noted = RoundNote.objects.standing().filter(classroom=OuterRef("pk"))
    return RoundClassroom.objects.filter(Q(dropped_at__isnull=True) | Exists(noted), round__in=rounds).order_by()
