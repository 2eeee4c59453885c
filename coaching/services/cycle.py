"""Coaching cycles: a colleague is invited and says yes; focus, goal and rhythm; closed. `by` is always the reader."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission
from academies.models import Trust
from accounts.models import User
from celt.lib.days import british
from coaching.models import Approach, ClosedWhy, Cycle, CycleState, Visit, VisitState
from coaching.rules.cycle import WAITS
from coaching.selectors.colleagues import holds, workplace
from coaching.services.cycle_gate import hold_for
from toolkit.models import Practice
from toolkit.selectors.practice_choice import is_in_use

ITSELF = "Nobody coaches themselves: choose a colleague."
CLOSED_VISIT = "The cycle was closed."


@transaction.atomic
def invite_colleague(
    *,
    by: User,
    coach: User,
    coachee: User,
    approach: Approach,
    practice: Practice | None = None,
    focus: str = "",
    says: str = "",
    goal: str = "",
) -> Cycle:
    """`by` is one of the two and invites the other; as coachee with the goal, in their own words.

    Raises PermissionDenied or ValidationError.
    """
    if coach == coachee:
        raise ValidationError(ITSELF)
    if by not in (coach, coachee):
        raise PermissionDenied("One invites for oneself: to coach, or to be coached.")
    trust = approach.trust
    _refuse_model(by, approach)
    _refuse_people(by, coach, coachee, trust)
    _refuse_practice(practice, trust)
    if by == coachee and not goal.strip():
        raise ValidationError({"goal": "Say in your own words what you want to reach. One sentence is enough."})
    academy = workplace(coachee, trust) or workplace(coach, trust)
    if academy is None:
        raise ValidationError("Neither of you works at one academy, and a cycle belongs to one. Ask for a role at one.")
    _make_room(coach, coachee)
    cycle = Cycle(
        trust=trust, academy=academy, coach=coach, coachee=coachee, approach=approach, practice=practice,
        focus=focus.strip(), says=says.strip(), goal=goal.strip() if by == coachee else "",
        rhythm_weeks=approach.rhythm_weeks, invited_by=by, expires_on=timezone.localdate() + WAITS,
    )  # fmt: skip
    cycle.full_clean()
    cycle.save()
    return cycle


@transaction.atomic
def answer_invitation(*, by: User, cycle: Cycle, accept: bool, goal: str = "", says: str = "") -> Cycle:
    """`goal`: where the coachee answers. Raises PermissionDenied or ValidationError."""
    # A coachee who invited has said it already.
    said = goal.strip() if by.pk == cycle.coachee_id else cycle.goal
    try:
        held, then = hold_for(by, cycle, "accept" if accept else "decline", goal=said)
    except ValidationError as error:
        if accept and not said.strip() and cycle.state == CycleState.INVITED:
            raise ValidationError({"goal": error.messages}) from error
        raise
    held.state, held.answered_at, held.answer = CycleState(then), timezone.now(), says.strip()
    if accept:
        held.goal = said
    held.full_clean()
    held.save()
    return held


@transaction.atomic
def take_back(*, by: User, cycle: Cycle) -> Cycle:
    """Raises PermissionDenied or ValidationError."""
    held, then = hold_for(by, cycle, "take_back")
    held.state = CycleState(then)
    held.save(update_fields=["state"])
    return held


@transaction.atomic
def change_cycle(
    *,
    by: User,
    cycle: Cycle,
    rhythm_weeks: int,
    practice: Practice | None = None,
    focus: str = "",
    goal: str | None = None,
) -> Cycle:
    """`goal`: None leaves it; the coachee alone changes it. Raises PermissionDenied or ValidationError."""
    held, _ = hold_for(by, cycle, "change")
    if goal is not None and goal.strip() != held.goal:
        hold_for(by, held, "goal", goal=goal)
        held.goal = goal.strip()
    if practice is not None and practice.pk != held.practice_id:
        _refuse_practice(practice, held.trust)
    held.practice, held.focus, held.rhythm_weeks = practice, focus.strip(), rhythm_weeks
    held.full_clean()
    held.save()
    return held


@transaction.atomic
def close_cycle(*, by: User, cycle: Cycle, why: str = ClosedWhy.DONE, came: str = "") -> Cycle:
    """Visits that are only planned are called off with it. Raises PermissionDenied or ValidationError."""
    held, then = hold_for(by, cycle, "close")
    if why not in (ClosedWhy.DONE, ClosedWhy.STOPPED):
        raise ValidationError({"why": "Say whether the goal is reached or one of you ends it."})
    planned = Visit.objects.editable_by(by).filter(cycle=held, state=VisitState.PLANNED)
    planned.update(state=VisitState.CALLED_OFF, called_off_why=CLOSED_VISIT)
    held.state, held.closed_at, held.closed_by = CycleState(then), timezone.now(), by
    held.closed_why, held.came = why, came.strip()
    held.full_clean()
    held.save()
    return held


def _refuse_model(by: User, approach: Approach) -> None:
    if not Approach.objects.visible_to(by).in_use().filter(pk=approach.pk).exists():
        raise ValidationError({"approach": "This model of coaching is no longer in use. Choose another."})


def _refuse_people(by: User, coach: User, coachee: User, trust: Trust) -> None:
    for person, may, part in (
        (coach, Permission.COACH, "coaches nobody in this trust"),
        (coachee, Permission.BE_COACHED, "is not coached in this trust"),
    ):
        if holds(person, trust, may):
            continue
        if person == by:
            raise PermissionDenied(f"Your roles do not let you {may.value}.")
        raise ValidationError(f"{person} {part}: they have left, or their role is another. Choose somebody else.")


def _refuse_practice(practice: Practice | None, trust: Trust) -> None:
    if practice is not None and not is_in_use(practice, trust.pk):
        raise ValidationError(
            {"practice": "This practice is no longer in the toolkit. Choose another, or say a focus."}
        )


def _make_room(coach: User, coachee: User) -> None:
    """An invitation that ran out gives way to a new one; what stands is named, with what to do. Two who invite each
    other at once take turns."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=(coach.pk, coachee.pk)).order_by("pk"))
    standing = (
        Cycle.objects.filter(coach=coach, coachee=coachee, state__in=(CycleState.INVITED, CycleState.ACTIVE))
        .select_for_update(of=("self",), no_key=True)
        .first()
    )
    if standing is None:
        return
    if standing.state == CycleState.ACTIVE:
        raise ValidationError("You two have a cycle that runs. Close it before you begin another.")
    if standing.expires_on >= timezone.localdate():
        raise ValidationError(
            f"There is an invitation between you two already; it waits for an answer until "
            f"{british(standing.expires_on)}."
        )
    standing.state = CycleState.WITHDRAWN
    standing.save(update_fields=["state"])
