"""Setting a checkpoint, changing its days and its use, naming another owner, closing it, and calling it off."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy, Trust
from academies.models.academy import Status
from accounts.models import User
from celt.lib.sentences import inside, listed, opened
from celt.lib.terms import year_on
from checkpoints.models import CheckpointLine, CheckpointPlace, CheckpointState, Intervention, TrustCheckpoint
from checkpoints.rules.days import NOT_FROM_TODAY
from pupils.measures import MEASURES

FIELDS = ("title", "hand_in_by", "decide_by", "serves", "decides")
NOT_YOURS = "Checkpoints are set by the trust’s leaders."
HAS_ENDED = "This checkpoint has ended. What was handed in and decided stands; set a new one."
NO_USE = "Say which decision it serves. What serves none is not asked for."
NAMED = 3  # academies and interventions are named up to so many, and counted beyond
NOBODY_DECIDES = "Say who decides."


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure to ask for: as in models.CheckpointLine."""

    measure: str
    figure_of: str = "gap"
    breakdown: str = "all"
    at: str = ""


@transaction.atomic
def set_checkpoint(
    *,
    by: User,
    trust: Trust,
    title: str,
    hand_in_by: datetime.date,
    decide_by: datetime.date,
    serves: str,
    decides: str,
    asks: Sequence[Asked],
    owners: Mapping[Academy, User],
) -> TrustCheckpoint:
    """`owners`: each academy that is asked, with the person who decides for it.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    if not user_can(by, Permission.SET_CHECKPOINTS, trust=trust):
        raise PermissionDenied(NOT_YOURS)
    wrong = _wrong(title, serves, decides, hand_in_by, decide_by)
    if hand_in_by < timezone.localdate():
        wrong.setdefault("hand_in_by", NOT_FROM_TODAY)
    if not asks:
        wrong["asks"] = "Choose at least one figure: without one there is nothing to decide on."
    if unknown := [one for one in asks if one.measure not in MEASURES or not one.at.strip()]:
        wrong["asks"] = (
            f"“{unknown[0].measure}” is no figure that can be asked for. Choose a measure and when in the year."
        )
    if len(set(asks)) < len(asks):
        wrong["asks"] = "The same figure is asked for twice. Take one of them out."
    if not owners:
        wrong["academies"] = "Choose at least one academy."
    if foreign := [a for a in owners if a.trust_id != trust.pk or a.status != Status.OPEN]:
        wrong["academies"] = f"{foreign[0]} is not an open academy of this trust."
    if wrong:
        raise ValidationError(wrong)
    for academy, owner in owners.items():
        refuse_owner(owner, academy)
    checkpoint = TrustCheckpoint(
        trust=trust, title=" ".join(title.split()), academic_year=year_on(hand_in_by), hand_in_by=hand_in_by,
        decide_by=decide_by, serves=serves.strip(), decides=decides.strip(), set_by=by,
    )  # fmt: skip
    checkpoint.full_clean()
    checkpoint.save()
    for order, one in enumerate(asks):
        line = CheckpointLine(
            checkpoint=checkpoint, order=order, measure=one.measure, figure_of=one.figure_of, breakdown=one.breakdown,
            at=one.at.strip(),
        )  # fmt: skip
        line.full_clean()
        line.save()
    for academy, owner in owners.items():
        place = CheckpointPlace(checkpoint=checkpoint, academy=academy, owner=owner)
        place.full_clean()
        place.save()
    return checkpoint


@transaction.atomic
def change_checkpoint(*, by: User, checkpoint: TrustCheckpoint, **said: Any) -> TrustCheckpoint:
    """Changes any of FIELDS while it is open. What it asks for, and of whom, stands.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    locked = locked_open(by, checkpoint)
    if unknown := set(said) - set(FIELDS):
        raise ValueError(f"Not set here: {', '.join(sorted(unknown))}.")
    for name, value in said.items():
        setattr(locked, name, value.strip() if isinstance(value, str) else value)
    if wrong := _wrong(locked.title, locked.serves, locked.decides, locked.hand_in_by, locked.decide_by):
        raise ValidationError(wrong)
    locked.full_clean()
    locked.save(update_fields=list(said))
    return locked


@transaction.atomic
def name_owner(*, by: User, place: CheckpointPlace, owner: User) -> CheckpointPlace:
    """Another person decides for the academy. Raises PermissionDenied or ValidationError."""
    locked_open(by, place.checkpoint)
    locked = CheckpointPlace.objects.editable_by(by).select_for_update(of=("self",)).get(pk=place.pk)
    if locked.owner_id == owner.pk:
        return locked
    refuse_owner(owner, place.academy)
    locked.owner = owner
    locked.full_clean()
    locked.save(update_fields=["owner"])
    return locked


@transaction.atomic
def close_checkpoint(*, by: User, checkpoint: TrustCheckpoint) -> TrustCheckpoint:
    """Raises PermissionDenied, or ValidationError that says what is lacking where."""
    locked = locked_open(by, checkpoint)
    if reason := why_not_closed(locked):
        raise ValidationError(reason)
    return _ended(locked, by, CheckpointState.CLOSED)


@transaction.atomic
def call_off_checkpoint(*, by: User, checkpoint: TrustCheckpoint, because: str) -> TrustCheckpoint:
    """For one that was set wrongly. Raises PermissionDenied; ValidationError without a reason, or once decided."""
    locked = locked_open(by, checkpoint)
    if not because.strip():
        raise ValidationError({"because": "Say why it is called off. The academies read it."})
    if locked.places.filter(decision__isnull=False).exists():
        raise ValidationError("Something was decided here already. Decide for the others as well, and close it.")
    return _ended(locked, by, CheckpointState.CALLED_OFF, because.strip())


def why_not_closed(checkpoint: TrustCheckpoint) -> str:
    """Which academies lack a decision or a follow-up, in a sentence; empty where none does. Two queries."""
    undecided = checkpoint.places.filter(decision__isnull=True).order_by("academy__name")
    names = list(undecided.values_list("academy__name", flat=True))
    which = listed(names) if len(names) <= NAMED else opened(len(names), "academy", "academies")
    reasons = [f"{which} still {'lacks' if len(names) == 1 else 'lack'} a decision."] if names else []
    silent = list(unfollowed(checkpoint).values_list("what", "decision__place__academy__name"))
    if silent:
        told = listed([f"“{what}” at {academy}" for what, academy in silent])
        if len(silent) > NAMED:
            told = inside(
                opened(len(silent), "intervention of earlier checkpoints", "interventions of earlier checkpoints")
            )
        reasons.append(f"Nobody has said what became of {told}.")
    return " ".join(reasons)


def unfollowed(checkpoint: TrustCheckpoint) -> Any:
    """Interventions of earlier checkpoints that run at its academies, of which nothing was said at this one."""
    running = Intervention.objects.running().filter(
        decision__place__academy__checkpoint_places__checkpoint=checkpoint,
        decision__place__checkpoint__set_at__lt=checkpoint.set_at,
    )
    return running.exclude(follow_ups__place__checkpoint=checkpoint).order_by("decision__place__academy__name", "pk")


def locked_open(by: User, checkpoint: TrustCheckpoint) -> TrustCheckpoint:
    """The row, locked, for who sets checkpoints and while it is open."""
    ours = TrustCheckpoint.objects.editable_by(by).select_for_update(of=("self",))
    locked = ours.filter(pk=checkpoint.pk).first()
    if locked is None:
        raise PermissionDenied(NOT_YOURS)
    if not locked.is_open:
        raise ValidationError(HAS_ENDED)
    return locked


def refuse_owner(owner: User, academy: Academy) -> None:
    if not user_can(owner, Permission.RUN_INTERVENTIONS, academy=academy):
        raise ValidationError(
            {"owner": f"{owner.full_name} does not decide on interventions at {academy}. Choose one of its leaders or "
             "of the trust’s."}
        )  # fmt: skip


def _ended(locked: TrustCheckpoint, by: User, state: CheckpointState, because: str = "") -> TrustCheckpoint:
    locked.state, locked.ended_by, locked.ended_at = state, by, timezone.now()
    locked.ended_because = because
    locked.full_clean()
    locked.save(update_fields=["state", "ended_by", "ended_at", "ended_because"])
    return locked


def _wrong(
    title: str, serves: str, decides: str, hand_in_by: datetime.date, decide_by: datetime.date
) -> dict[str, str]:
    wrong = {}
    if not title.strip():
        wrong["title"] = "Give it a title, such as “Autumn checkpoint”."
    if not serves.strip():
        wrong["serves"] = NO_USE
    if not decides.strip():
        wrong["decides"] = NOBODY_DECIDES
    if decide_by < hand_in_by:
        wrong["decide_by"] = "The decision cannot come before the hand-in. Choose that day or a later one."
    return wrong
