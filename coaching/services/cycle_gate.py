"""What every write in a cycle asks first: the cycle, locked, for one of its two."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from academies.access import Permission
from accounts.models import User
from coaching.models import Cycle, CycleState
from coaching.rules.cycle import NotNow, NotYours, Standing, State, StepName, after, parties_of
from coaching.selectors.colleagues import holds

NOT_OURS = "This belongs to the two of the cycle alone."


def hold_cycle(by: User, pk: int) -> Cycle:
    """The cycle with its two, locked until the transaction ends. Raises PermissionDenied for anybody else."""
    locked: Cycle | None = (
        Cycle.objects.editable_by(by)
        .filter(pk=pk)
        .select_related("trust", "academy", "coach", "coachee", "approach", "practice")
        .select_for_update(of=("self",), no_key=True)
        .first()
    )
    if locked is None:
        raise PermissionDenied(NOT_OURS)
    return locked


def hold_for(by: User, cycle: Cycle, step: StepName, *, goal: str = "goal") -> tuple[Cycle, State]:
    """The cycle, locked, and where the step leads. Raises PermissionDenied or ValidationError."""
    locked = hold_cycle(by, cycle.pk)
    parties = parties_of(by.pk, coach=locked.coach_id, coachee=locked.coachee_id, inviter=locked.invited_by_id)
    try:
        return locked, after(step, standing_of(locked, step), parties, goal=goal)
    except NotYours as error:
        raise PermissionDenied(str(error)) from error
    except NotNow as error:
        raise ValidationError(str(error)) from error


def standing_of(cycle: Cycle, step: StepName | None = None) -> Standing:
    """Whether both still work there is asked where it matters: as an invitation is accepted."""
    waiting = cycle.state == CycleState.INVITED
    return Standing(
        cycle.state,  # type: ignore[arg-type]
        expired=waiting and cycle.expires_on < timezone.localdate(),
        gone=gone_from(cycle) if waiting and step == "accept" else "",
    )


def gone_from(cycle: Cycle) -> str:
    """Who of the two cannot take their part any more; empty while both can."""
    if not holds(cycle.coach, cycle.trust, Permission.COACH):
        return str(cycle.coach)
    return "" if holds(cycle.coachee, cycle.trust, Permission.BE_COACHED) else str(cycle.coachee)
