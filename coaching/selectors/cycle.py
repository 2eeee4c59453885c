"""What every page of one cycle needs: the two, who of them reads, and where it stands. No query of its own."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from coaching.models import Cycle, CycleState
from coaching.rules.cycle import Party, StepName, parties_of, steps_for
from coaching.services.cycle_gate import standing_of


@dataclass(frozen=True)
class CyclePlace:
    """`me` is the reader, `other` the other of the two. `cycle` as `cycles_to_show` reads it."""

    cycle: Cycle
    me: User
    other: User
    parties: frozenset[Party]
    steps: tuple[StepName, ...]
    today: datetime.date

    @property
    def coaches(self) -> bool:
        """The reader is the coach."""
        return "coach" in self.parties

    @property
    def coached(self) -> bool:
        """The reader is the coachee."""
        return "coachee" in self.parties

    @property
    def runs(self) -> bool:
        return self.cycle.state == CycleState.ACTIVE

    @property
    def closed(self) -> bool:
        return self.cycle.state == CycleState.CLOSED

    @property
    def focus(self) -> str:
        return str(self.cycle.practice) if self.cycle.practice else self.cycle.focus

    @property
    def coach_first(self) -> str:
        return first_name(self.cycle.coach)

    @property
    def coachee_first(self) -> str:
        return first_name(self.cycle.coachee)

    @property
    def other_first(self) -> str:
        return first_name(self.other)

    @property
    def title(self) -> str:
        """For a tab, a crumb and a file: 'Coaching with Tomasz Wren'."""
        return f"Coaching with {self.other}"

    @property
    def promise(self) -> str:
        """The wall, in words."""
        alone = f"Only you and {self.other_first} read this."
        if self.coached:
            return f"{alone} You see every opening."
        return f"{alone} {self.other_first} sees every opening."


def cycles_to_show(user: User) -> QuerySet[Cycle]:
    """One's own, read as `cycle_place` needs them."""
    return Cycle.objects.visible_to(user).select_related(
        "trust", "academy", "coach", "coachee", "approach", "practice", "closed_by"
    )


def cycle_place(user: User, cycle: Cycle) -> CyclePlace:
    """No query."""
    parties = parties_of(user.pk, coach=cycle.coach_id, coachee=cycle.coachee_id, inviter=cycle.invited_by_id)
    other = cycle.coach if cycle.coachee_id == user.pk else cycle.coachee
    return CyclePlace(cycle, user, other, parties, tuple(steps_for(standing_of(cycle), parties)), timezone.localdate())


def first_name(person: User) -> str:
    """How two people who work together speak of one another."""
    return str(person).split()[0]
