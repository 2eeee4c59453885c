"""Recording what was decided for an academy: an intervention, or none, because."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Person, person_for
from academies.providers import records
from accounts.models import User
from checkpoints.models import (
    CheckpointDecision,
    CheckpointLine,
    CheckpointPlace,
    DecisionKind,
    Intervention,
    TrustCheckpoint,
)
from checkpoints.selectors.figures import asked_of, figures_of_the_day
from checkpoints.services.checkpoint import HAS_ENDED
from plans.services.changing import why_academy_shut

NOT_YOURS = "Only the person who was named decides here. A leader of the trust can name another."
SERVED_KINDS = ("priority", "action")


@dataclass(frozen=True, slots=True)
class Promise:
    """An intervention as it is decided: see models.Intervention."""

    what: str
    who: str
    for_whom: str
    promises: str
    starts: datetime.date
    ends: datetime.date
    line: CheckpointLine
    origin: str = ""


@transaction.atomic
def decide_none(*, by: User, place: CheckpointPlace, because: str) -> CheckpointDecision:
    """Explicitly nothing, with the reason. Raises PermissionDenied, or ValidationError with what to mend."""
    locked = _locked(by, place)
    if not because.strip():
        raise ValidationError({"because": "Say why nothing is needed here. Without a reason it is no decision."})
    decision = CheckpointDecision.objects.filter(place=locked).first()
    if decision is not None and decision.kind == DecisionKind.INTERVENTION:
        raise ValidationError("An intervention is decided here already. Say that it has ended instead.")
    return _decided(locked, by, DecisionKind.NONE, because, decision)


@transaction.atomic
def decide_intervention(*, by: User, place: CheckpointPlace, because: str, promise: Promise) -> Intervention:
    """One intervention; a further one of the same academy joins it. Raises PermissionDenied or ValidationError."""
    locked = _locked(by, place)
    wrong = _wrong(promise, locked)
    if not because.strip():
        wrong["because"] = "Say what in the figures calls for it."
    person = Person(person_for(by).memberships, locked.academy.trust)
    if promise.origin and not _may_serve(by, person, locked, promise.origin):
        wrong["origin"] = "That priority or action is not there any more. Choose again, or none."
    if wrong:
        raise ValidationError(wrong)
    decision = CheckpointDecision.objects.filter(place=locked).first()
    if decision is not None and (twin := decision.interventions.filter(what__iexact=promise.what.strip()).first()):
        return twin
    decision = _decided(locked, by, DecisionKind.INTERVENTION, because, decision)
    made = Intervention(
        decision=decision, what=promise.what.strip(), who=promise.who.strip(), for_whom=promise.for_whom.strip(),
        promises=promise.promises.strip(), starts=promise.starts, ends=promise.ends, line=promise.line,
        then=_then(by, person, locked, decision, promise.line), origin=promise.origin,
    )  # fmt: skip
    made.full_clean()
    made.save()
    return made


def _decided(
    place: CheckpointPlace, by: User, kind: DecisionKind, because: str, decision: CheckpointDecision | None
) -> CheckpointDecision:
    if decision is None:
        decision = CheckpointDecision(place=place, hand_in=place.hand_ins.standing().first())
    if decision.kind == kind == DecisionKind.INTERVENTION:
        return decision
    decision.kind, decision.because, decision.by, decision.at = kind, because.strip(), by, timezone.now()
    decision.full_clean()
    decision.save()
    return decision


def _then(
    by: User, person: Person, place: CheckpointPlace, decision: CheckpointDecision, line: CheckpointLine
) -> dict[str, Any]:
    """The figure that it should move, as it was handed in; as it stands today where nothing was."""
    content = (
        decision.hand_in.content
        if decision.hand_in is not None
        else figures_of_the_day(by, person, place.academy, [line], place.checkpoint.academic_year).as_content()
    )
    figure = (line.measure, line.figure_of, line.breakdown, line.at)
    return {
        edition: next(
            (one for one in lines if (one["measure"], one["figure_of"], one["breakdown"], one["at"]) == figure), None
        )
        for edition, lines in content.items()
    }


def _wrong(promise: Promise, place: CheckpointPlace) -> dict[str, str]:
    wrong = {}
    for name, says in (
        ("what", "Say in a line what is done."),
        ("who", "Say who does it."),
        ("for_whom", "Say for which group of pupils."),
        ("promises", "Say what it should bring, so that the next checkpoint can ask for it."),
    ):
        if not getattr(promise, name).strip():
            wrong[name] = says
    if promise.ends < promise.starts:
        wrong["ends"] = "It would end before it begins. Choose a later day."
    if promise.line not in asked_of(place.academy, place.checkpoint.lines.all()):
        wrong["line"] = "Choose one of the figures that this checkpoint asks of the academy."
    if reason := why_academy_shut(place.academy):
        wrong["what"] = reason
    return wrong


def _may_serve(by: User, person: Person, place: CheckpointPlace, origin: str) -> bool:
    if origin.partition(":")[0] not in SERVED_KINDS:
        return False
    return origin in records.named(by, person, place.academy, [origin])


def _locked(by: User, place: CheckpointPlace) -> CheckpointPlace:
    TrustCheckpoint.objects.select_for_update(of=("self",)).get(pk=place.checkpoint_id)
    ours = CheckpointPlace.objects.decided_by(by).select_for_update(of=("self",))
    locked = ours.select_related("checkpoint", "academy__trust").filter(pk=place.pk).first()
    if locked is None:
        raise PermissionDenied(NOT_YOURS)
    if not locked.checkpoint.is_open:
        raise ValidationError(HAS_ENDED)
    return locked
