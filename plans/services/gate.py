"""Gates between the stages: asked for by the head, answered by a leader of the trust, taken back."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Literal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy
from accounts.models import User
from plans.models import Gate, Passage
from plans.models.journey import GateStatus, LogKind
from plans.rules import stage as rules
from plans.services.stage import hold_academy, way_of, write_line

Verdict = Literal["confirmed", "sent_back"]


@transaction.atomic
def ask_gate(
    *,
    by: User,
    academy: Academy,
    kind: rules.Kind,
    says: str,
    evidence: Iterable[str] = (),
    at: datetime.datetime | None = None,
) -> Gate:
    """Onward, or back to open the stage before again. Raises PermissionDenied or ValidationError."""
    actor = _actor(by, academy)
    if not actor.asks:
        raise PermissionDenied("The academy’s head asks for a gate.")
    hold_academy(academy)
    way = way_of(academy)
    try:
        rules.ask(way, kind, actor)
    except rules.NotNow as error:
        raise ValidationError(str(error)) from error
    if not says.strip():
        raise ValidationError({"says": "Say why, and what shows it."})
    at = at or timezone.now()
    gate = Gate(
        academy=academy, kind=kind, stage=way.stage, says=says.strip(), evidence=list(evidence),
        asked_by=by, asked_at=at,
    )  # fmt: skip
    gate.full_clean()
    gate.save()
    write_line(academy, LogKind.ASKED, way.stage, by, gate=gate, says=gate.says, evidence=gate.evidence, at=at)
    return gate


@transaction.atomic
def answer_gate(*, by: User, gate: Gate, verdict: Verdict, reason: str, at: datetime.datetime | None = None) -> Gate:
    """Confirmed, the academy is in the next stage (or again in the one before) from that day on.

    Raises PermissionDenied where they are no leader of the trust, and ValidationError where they asked themselves, give
    no reasons, or it was answered or taken back meanwhile.
    """
    hold_academy(gate.academy)
    held = Gate.objects.editable_by(by).select_for_update(of=("self",)).filter(pk=gate.pk).first()
    if held is None:
        raise PermissionDenied("A gate is confirmed or sent back by a leader of the trust.")
    _refuse_overtaken(held)
    actor = _actor(by, gate.academy)
    way = way_of(gate.academy)
    try:
        after = rules.confirm(way, actor) if verdict == "confirmed" else rules.send_back(way, actor)
    except rules.NotNow as error:
        raise ValidationError(str(error)) from error
    if not reason.strip():
        raise ValidationError({"reason": "Give your reasons: the academy reads them, and so do its governors."})
    at = at or timezone.now()
    held.status, held.answered_by, held.answered_at, held.reason = verdict, by, at, reason.strip()
    held.full_clean()
    held.save()
    if verdict == "confirmed":
        _enter(held, after.stage, timezone.localtime(at).date())
    write_line(gate.academy, LogKind(after.log[-1].step), after.stage, by, gate=held, says=held.reason, at=at)
    return held


@transaction.atomic
def withdraw_gate(*, by: User, gate: Gate, reason: str = "", at: datetime.datetime | None = None) -> Gate:
    """Taken back before it was answered. Raises PermissionDenied or ValidationError."""
    hold_academy(gate.academy)
    held = Gate.objects.askable_by(by).select_for_update(of=("self",)).filter(pk=gate.pk).first()
    if held is None:
        raise PermissionDenied("The academy’s head takes back what the academy asked for.")
    _refuse_overtaken(held)
    try:
        rules.withdraw(way_of(gate.academy), _actor(by, gate.academy))
    except rules.NotNow as error:
        raise ValidationError(str(error)) from error
    at = at or timezone.now()
    held.status, held.answered_by, held.answered_at, held.reason = GateStatus.WITHDRAWN, by, at, reason.strip()
    held.full_clean()
    held.save()
    write_line(gate.academy, LogKind.WITHDRAWN, held.stage, by, gate=held, says=held.reason, at=at)
    return held


def _actor(by: User, academy: Academy) -> rules.Actor:
    return rules.Actor(
        by.pk,
        asks=user_can(by, Permission.ASK_GATE, academy=academy),
        confirms=user_can(by, Permission.CONFIRM_GATE, academy=academy),
    )


def _refuse_overtaken(gate: Gate) -> None:
    """Somebody answered it, or took it back, while another was looking at it."""
    if gate.status == GateStatus.ASKED:
        return
    done = {
        GateStatus.CONFIRMED: "confirmed it",
        GateStatus.SENT_BACK: "sent it back",
        GateStatus.WITHDRAWN: "took it back",
    }
    raise ValidationError(
        f"{gate.answered_by} {done[GateStatus(gate.status)]} meanwhile. What you typed stands below; nothing changed."
    )


def _enter(gate: Gate, stage: int, on: datetime.date) -> None:
    """The passage that is open ends on the day on which the next begins; a day before it began is none."""
    present = Passage.objects.select_for_update().get(academy=gate.academy_id, closed_on__isnull=True)
    present.closed_on = max(on, present.opened_on)
    present.full_clean()
    present.save(update_fields=["closed_on"])
    following = Passage(academy=gate.academy, stage=stage, opened_on=present.closed_on)
    following.full_clean()
    following.save()
