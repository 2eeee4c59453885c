"""What every page of one round needs: whose it is, what the person is in it, where it stands. Three queries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from academies.access import Permission, Person, person_for
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british, short_day
from celt.lib.names import short_names
from celt.ui.parts import Step
from reviews.models import Round, RoundVisitor
from reviews.models.round import ROUND_TOLD, RoundState, rounds_of
from reviews.rules.round import Party, Standing
from reviews.services.round_standing import round_standing

__all__ = ["RoundPlace", "round_parties", "round_place", "round_standing", "rounds_to_show"]

# The strip over each page; the state in which each is under way.
WAY = ("Prepare", "Observe", "Debrief", "Next level of work", "Follow-up")
AT: dict[str, int] = {
    RoundState.PREPARING: 0,
    RoundState.OBSERVING: 1,
    RoundState.DEBRIEFING: 2,
    RoundState.AGREED: 3,
    RoundState.FOLLOWED: 5,
}


@dataclass(frozen=True)
class RoundPlace:
    """`seat`: the person's own place as visitor. `person` acts in the trust of the host."""

    round: Round
    person: Person
    parties: frozenset[Party]
    seat: RoundVisitor | None
    standing: Standing
    today: datetime.date

    @property
    def short(self) -> str:
        name = self.round.host.name
        return short_names([name])[name]

    @property
    def title(self) -> str:
        return f"Round at {self.short}, {british(self.round.day)}"

    @property
    def visits(self) -> bool:
        """They read the notes and the board; nobody else does."""
        return self.seat is not None

    @property
    def facilitates(self) -> bool:
        return "facilitates" in self.parties

    @property
    def runs(self) -> bool:
        return "runs" in self.parties

    @property
    def edits(self) -> bool:
        """They prepare it and move it on."""
        return self.runs or self.facilitates

    @property
    def staff(self) -> bool:
        """They know the schedule and who comes."""
        return self.visits or may_at(self.round.host, self.person, Permission.VIEW_ROUNDS)

    @property
    def told(self) -> bool:
        """They read patterns, prediction and next work."""
        reads = may_at(self.round.host, self.person, Permission.READ_ROUNDS)
        return self.visits or (reads and self.agreed)

    @property
    def agreed(self) -> bool:
        return self.round.state in ROUND_TOLD

    @property
    def ended(self) -> bool:
        return self.round.state in (RoundState.FOLLOWED, RoundState.CALLED_OFF)

    @property
    def way(self) -> list[Step]:
        """Where it stands in its five steps, with the days that are known."""
        round = self.round
        if round.state == RoundState.CALLED_OFF:
            return [Step("Called off", "", "now")]
        agreed = timezone.localtime(round.agreed_at).date() if round.agreed_at else None
        days = {1: round.day, 3: agreed, 4: round.follow_up_on}
        here = AT[round.state]
        return [
            Step(
                label,
                short_day(day) if (day := days.get(at)) else "",
                "done" if at < here else "now" if at == here else "later",
            )
            for at, label in enumerate(WAY)
        ]


def rounds_to_show(user: User) -> QuerySet[Round]:
    """What the person may know of, read as `round_place` needs it."""
    return Round.objects.visible_to(user).select_related("host__trust", "network", "theory", "focus")


def round_parties(user: User, round: Round, person: Person | None = None) -> frozenset[Party]:
    """One query for the place as visitor; one more for the roles where `person` is not at hand."""
    known = person or person_for(user, round.host.trust_id)
    return _parties(known, round, _seat(user, round))


def round_place(user: User, person: Person, round: Round) -> RoundPlace:
    """`round` as `rounds_to_show` reads it; `person` acts in its trust. Two queries."""
    seat = _seat(user, round)
    return RoundPlace(round, person, _parties(person, round, seat), seat, round_standing(round), timezone.localdate())


def _seat(user: User, round: Round) -> RoundVisitor | None:
    return rounds_of(user).filter(round=round).first()


def _parties(person: Person, round: Round, seat: RoundVisitor | None) -> frozenset[Party]:
    found: set[Party] = set()
    if may_at(round.host, person, Permission.RUN_ROUNDS):
        found.add("runs")
    if seat is not None:
        found.add("visits")
        if seat.facilitates:
            found.add("facilitates")
    return frozenset(found)
