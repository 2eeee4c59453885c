"""What writing on a visit asks first: a cycle that runs, and its coach."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import User
from celt.lib.days import british
from coaching.models import Cycle, CycleState, Visit
from coaching.rules.visit import NOT_WRITTEN, writes
from coaching.services.cycle_gate import hold_cycle

COACH_ALONE = "The coach observes and writes the feedback. You will read it as soon as it is given."


def hold_running(by: User, cycle: int) -> Cycle:
    """The cycle of that number, locked, while it runs. Raises PermissionDenied for whoever is neither of the two,
    ValidationError where it does not run."""
    found = hold_cycle(by, cycle)
    if sentence := why_shut(found):
        raise ValidationError(sentence)
    return found


def hold_as_coach(by: User, visit: Visit) -> Visit:
    """The visit, locked with its cycle, for its coach. Raises PermissionDenied or ValidationError."""
    cycle = hold_running(by, visit.cycle_id)
    if cycle.coach_id != by.pk:
        raise PermissionDenied(COACH_ALONE)
    held: Visit = Visit.objects.observed_by(by).select_for_update(no_key=True, of=("self",)).get(pk=visit.pk)
    held.cycle = cycle
    return held


def hold_to_write(by: User, visit: Visit) -> Visit:
    """The same, while notes and feedback are being written."""
    held = hold_as_coach(by, visit)
    if not writes(held.state):  # type: ignore[arg-type]
        raise ValidationError(NOT_WRITTEN[held.state])  # type: ignore[index]
    return held


def why_shut(cycle: Cycle) -> str:
    """Why nothing is added to the cycle; empty while it runs."""
    if cycle.state == CycleState.ACTIVE:
        return ""
    if cycle.state == CycleState.CLOSED and cycle.closed_at:
        day = british(timezone.localdate(cycle.closed_at))
        return f"This cycle closed on {day}: nothing is added to it any more. You can copy what you wrote."
    if cycle.state == CycleState.INVITED:
        return "The invitation to this cycle has not been accepted yet: visits begin after that."
    return "This cycle was never begun: nothing is added to it."
