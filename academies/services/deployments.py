"""Agreements between two academies: proposed, signed by both heads, worked, and closed with what came of them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.agreements import agreement_of, party_of, person_of
from academies.models import Academy, CategoryDecision, Concern, Deployment, ReleasedDays
from academies.models.academy import Status
from academies.models.deployment import TERMS, DeploymentStatus
from academies.rules.deployment import (
    SIGN,
    Side,
    Step,
    after_signature,
    days_words,
    refusal,
    refused_day,
    refused_days,
)
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import listed

CHANGED_MEANWHILE = "The terms were changed while you read. Read them as they are now, then go on."
# An agreement stays between its two academies; another pair makes another agreement.
CHANGEABLE = tuple(term for term in TERMS if term not in ("giver", "receiver"))


@transaction.atomic
def propose(
    *,
    by: User,
    giver: Academy,
    receiver: Academy,
    decision: CategoryDecision | None = None,
    concern: Concern | None = None,
    **terms: Any,
) -> Deployment:
    """Propose that somebody of `giver` works at `receiver`. `terms`: person, focus_kind, focus, area, days_pledged,
    starts, ends, intended_impact. Nothing is signed by proposing.

    Raises ValidationError with what to mend, PermissionDenied where `by` proposes at neither side.
    """
    if not any(user_can(by, Permission.PROPOSE_DEPLOYMENT, academy=side) for side in (giver, receiver)):
        raise PermissionDenied("Support is proposed by the heads of the two academies and by the trust’s leaders.")
    for field, side in (("giver", giver), ("receiver", receiver)):
        if side.status != Status.OPEN:
            raise ValidationError({field: f"{side} is not open."})
    if decision and not CategoryDecision.objects.visible_to(by).filter(pk=decision.pk, academy=receiver).exists():
        raise ValidationError({"receiver": "The decision that this comes from is about another academy."})
    if concern and not Concern.objects.visible_to(by).filter(pk=concern.pk, academy=receiver).exists():
        raise ValidationError({"receiver": "The concern that this comes from is about another academy."})
    proposed = Deployment(giver=giver, receiver=receiver, decision=decision, concern=concern, proposed_by=by, **terms)
    proposed.full_clean()
    proposed.save()
    return proposed


@transaction.atomic
def change_terms(*, by: User, deployment: Deployment, **terms: Any) -> Deployment:
    """Propose other terms. Both signatures fall, also where the agreement was under way; its log of days stays.

    Raises ValidationError, also where the terms are others than those of `deployment` as the caller read it.
    """
    locked = _locked(deployment, by, Step.CHANGE)
    _as_read(locked, deployment.proposed_at)
    if unknown := set(terms) - set(CHANGEABLE):
        raise ValueError(f"Not a term that can be changed: {sorted(unknown)}.")
    if all(getattr(locked, name) == value for name, value in terms.items()):
        return locked
    for name, value in terms.items():
        setattr(locked, name, value)
    locked.status = DeploymentStatus.PROPOSED
    locked.giver_signed_by = locked.receiver_signed_by = None
    locked.giver_signed_at = locked.receiver_signed_at = None
    locked.proposed_by, locked.proposed_at = by, timezone.now()
    return _saved(locked)


@transaction.atomic
def sign(*, by: User, deployment: Deployment, side: Side, seen: datetime.datetime | None) -> Deployment:
    """Sign for one side, as its head. `seen`: `proposed_at` of the terms that the signer read.

    Raises ValidationError where the terms changed since, PermissionDenied for whoever does not lead that academy.
    """
    locked = _locked(deployment, by, SIGN[side])
    _as_read(locked, seen)
    status = after_signature(agreement_of(locked), side)
    setattr(locked, f"{side}_signed_by", by)
    setattr(locked, f"{side}_signed_at", timezone.now())
    locked.status = DeploymentStatus(status)
    return _saved(locked)


@transaction.atomic
def decline(*, by: User, deployment: Deployment, reason: str) -> Deployment:
    return _ended(_locked(deployment, by, Step.DECLINE), by, DeploymentStatus.DECLINED, reason=reason)


@transaction.atomic
def withdraw(*, by: User, deployment: Deployment, reason: str) -> Deployment:
    return _ended(_locked(deployment, by, Step.WITHDRAW), by, DeploymentStatus.WITHDRAWN, reason=reason)


@transaction.atomic
def close(*, by: User, deployment: Deployment, actual_impact: str) -> Deployment:
    """Finish it, with what was different afterwards."""
    locked = _locked(deployment, by, Step.CLOSE)
    if not actual_impact.strip():
        raise ValidationError({"actual_impact": "Say what was different afterwards, also where nothing was."})
    locked.actual_impact = actual_impact.strip()
    return _ended(locked, by, DeploymentStatus.CLOSED)


@transaction.atomic
def log_days(
    *,
    by: User,
    deployment: Deployment,
    on: datetime.date,
    days: Decimal,
    note: str = "",
    known: int | None = None,
) -> ReleasedDays:
    """Log days that were worked. The row of the deployment stays locked until the end, so that of two logs at once the
    second counts the first; the database takes the sum and holds the pledge besides.

    `known`: how many standing lines its writer saw; another number means that somebody logged days meanwhile, or that
    the same was sent twice. Raises ValidationError for that, for a day outside the agreement or still to come, and for
    more days than are left.
    """
    locked = _locked(deployment, by, Step.LOG)
    if known is not None:
        _refuse_what_was_logged_meanwhile(locked, known)
    agreement = agreement_of(locked)
    wrong = {
        "on": refused_day(agreement, on, timezone.localdate()),
        "days": refused_days(float(days), agreement.days_left),
    }
    if any(wrong.values()):
        raise ValidationError({field: says for field, says in wrong.items() if says})
    released = ReleasedDays(deployment=locked, on=on, days=days, note=note.strip(), recorded_by=by)
    released.full_clean()
    released.save()
    return released


@transaction.atomic
def strike_days(*, by: User, released: ReleasedDays, reason: str) -> ReleasedDays:
    """Strike out a line of the log, which stays to be read with the reason."""
    _locked(released.deployment, by, Step.STRIKE)
    line = ReleasedDays.objects.select_for_update().get(pk=released.pk)
    if line.struck_at is not None:
        raise ValidationError("These days are struck out already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why they are struck out."})
    line.struck_at, line.struck_by, line.struck_reason = timezone.now(), by, reason.strip()
    line.full_clean()
    line.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    return line


def _refuse_what_was_logged_meanwhile(locked: Deployment, known: int) -> None:
    standing = list(locked.releases.filter(struck_at__isnull=True).order_by("recorded_at", "pk"))
    if len(standing) == known:
        return
    if len(standing) < known:
        raise ValidationError("Meanwhile days were struck out here. Look at the log, then send this again to log it.")
    said = listed([f"{days_words(float(line.days))} on {british(line.on)}" for line in standing[known:]])
    raise ValidationError(f"Meanwhile this was logged: {said}. If yours is another, send it again.")


def _locked(deployment: Deployment, by: User, step: Step) -> Deployment:
    """The row, locked, where the step is open to `by`; raises what refuses it otherwise."""
    locked = (
        Deployment.objects.visible_to(by)
        .select_related("giver__trust", "receiver")
        .select_for_update(of=("self",))
        .filter(pk=deployment.pk)
        .first()
    )
    if locked is None:
        raise PermissionDenied("This agreement is between other academies.")
    party = party_of(by, person_of(by, locked), locked)
    if refused := refusal(step, agreement_of(locked), party, timezone.localdate()):
        raise PermissionDenied(refused.says) if refused.for_good else ValidationError(refused.says)
    return locked


def _as_read(locked: Deployment, seen: datetime.datetime | None) -> None:
    if seen != locked.proposed_at:
        raise ValidationError(CHANGED_MEANWHILE)


def _ended(locked: Deployment, by: User, status: DeploymentStatus, *, reason: str = "") -> Deployment:
    if status != DeploymentStatus.CLOSED and not reason.strip():
        raise ValidationError({"reason": "Say why."})
    locked.status, locked.ended_reason = status, reason.strip()
    locked.ended_by, locked.ended_at = by, timezone.now()
    return _saved(locked)


def _saved(locked: Deployment) -> Deployment:
    locked.full_clean()
    locked.save()
    return locked
