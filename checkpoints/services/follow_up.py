"""Saying what became of an intervention, at the next checkpoint or between two. The list only grows."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Person, person_for
from accounts.models import User
from checkpoints.models import (
    CheckpointPlace,
    FollowUp,
    HandIn,
    Intervention,
    InterventionState,
    Went,
)
from checkpoints.selectors.figures import newest_figure

NOT_YOURS = "How an intervention goes is said by the academy’s leaders and the trust’s."
HAS_ENDED = "It has ended. What was said of it stands."
SAID_ALREADY = "What became of it at this checkpoint was said already. It stands as it was said."


@transaction.atomic
def follow_up(
    *, by: User, intervention: Intervention, went: str, says: str, ends: datetime.date | None = None
) -> FollowUp:
    """At the open checkpoint that asks the academy, where there is one. `ends`: the new last day of one that goes on
    changed. The figure of the day is kept beside it.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    ours = Intervention.objects.editable_by(by).select_for_update(of=("self",))
    locked = (
        ours.select_related("decision__place__academy__trust", "decision__place__checkpoint", "line")
        .filter(pk=intervention.pk)
        .first()
    )
    if locked is None:
        raise PermissionDenied(NOT_YOURS)
    if locked.state == InterventionState.ENDED:
        raise ValidationError(HAS_ENDED)
    today = timezone.localdate()
    last = today if went == Went.ENDED else (ends if went == Went.CHANGED and ends else locked.ends)
    _refuse(went, says, last, locked)
    place = place_to_follow(locked)
    if place is not None and locked.follow_ups.filter(place=place).exists() and went != Went.ENDED:
        raise ValidationError(SAID_ALREADY)
    person = Person(person_for(by).memberships, locked.decision.place.academy.trust)
    made = FollowUp(
        intervention=locked, place=place, went=went, says=says.strip(), ends=max(last, locked.starts),
        now=_now(by, person, locked, place), by=by, at=timezone.now(),
    )  # fmt: skip
    made.full_clean()
    made.save()
    if went == Went.ENDED:
        locked.state, locked.ended_on = InterventionState.ENDED, today
    else:
        locked.ends = last
    locked.full_clean()
    locked.save(update_fields=["state", "ended_on", "ends"])
    return made


def place_to_follow(intervention: Intervention) -> CheckpointPlace | None:
    """Where the academy stands in the open checkpoint that is next after the one it was decided at."""
    own = intervention.decision.place
    found = CheckpointPlace.objects.filter(
        academy=own.academy_id, checkpoint__state="open", checkpoint__set_at__gt=own.checkpoint.set_at
    )
    return found.select_related("checkpoint").order_by("checkpoint__decide_by", "pk").first()


def _now(by: User, person: Person, intervention: Intervention, place: CheckpointPlace | None) -> Any:
    """As the academy handed it in there; otherwise as it stands today."""
    figure = intervention.line.figure
    if place is not None and (handed := HandIn.objects.standing().filter(place=place).first()):
        kept = {
            edition: next(
                (one for one in lines if (one["measure"], one["figure_of"], one["breakdown"]) == figure), None
            )
            for edition, lines in handed.content.items()
        }
        if all(kept.values()):
            return kept
    return newest_figure(by, person, intervention.decision.place.academy, figure)


def _refuse(went: str, says: str, last: datetime.date, intervention: Intervention) -> None:
    wrong = {}
    if went not in Went.values:
        wrong["went"] = "Say whether it goes on, goes on changed, or has ended."
    if not says.strip():
        wrong["says"] = "Say in a sentence what came of what was promised."
    if went == Went.CHANGED and last < max(timezone.localdate(), intervention.starts):
        wrong["ends"] = "It would have ended already. Choose a day to come, or say that it has ended."
    if wrong:
        raise ValidationError(wrong)
