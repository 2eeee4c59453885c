"""Deployments and concerns of the demo trust, as rows."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from academies.models import (
    Academy,
    CategoryDecision,
    Concern,
    ConcernEntry,
    ConcernInDecision,
    Deployment,
    ReleasedDays,
    SupportArea,
    WatchedAcademy,
)
from academies.models.concern import ConcernLevel, ConcernStatus, EntryKind
from academies.models.deployment import DeploymentStatus
from academies.providers import Fact
from academies.services.concerns import fact_as_it_was
from accounts.models import User
from celt.lib.terms import year_on
from dashboards.demo.places import THIS_YEAR
from dashboards.demo.strategy.clock import at, playing
from dashboards.demo.strategy.concerned import CONCERNED, WATCHED, Concerned
from dashboards.demo.strategy.ledger import LENT, Lent

WEEK = datetime.timedelta(weeks=1)
# Since when leaders could know the figures of the demo: the results of the summer before this year.
KNOWN_FROM = datetime.date(THIS_YEAR, 8, 1)
STEPS = {EntryKind.ESCALATED: 1, EntryKind.EASED: -1}


@dataclass(frozen=True)
class Hands:
    """Who acts in the demo."""

    leader: User
    second: User
    heads: Mapping[str, User]


def make_deployments(
    academies: Mapping[str, Academy],
    areas: Mapping[str, SupportArea],
    hands: Hands,
    decisions: Mapping[tuple[str, int], CategoryDecision],
) -> None:
    for lent in LENT:
        deployment = _deployment(lent, academies, areas, hands, decisions)
        if lent.worked:
            first, times, days = lent.worked
            ReleasedDays.objects.bulk_create(
                ReleasedDays(
                    deployment=deployment,
                    on=first + WEEK * nth,
                    days=Decimal(days),
                    recorded_by=hands.heads[lent.giver],
                )
                for nth in range(times)
            )


def _deployment(
    lent: Lent,
    academies: Mapping[str, Academy],
    areas: Mapping[str, SupportArea],
    hands: Hands,
    decisions: Mapping[tuple[str, int], CategoryDecision],
) -> Deployment:
    # Only what was decided by then can have led to it.
    proposed = lent.starts - datetime.timedelta(days=14)
    decision = decisions.get((lent.receiver, year_on(lent.starts)))
    giver_signed, receiver_signed = lent.signed
    giver, receiver = hands.heads[lent.giver], hands.heads[lent.receiver]
    over = lent.status in (DeploymentStatus.CLOSED, DeploymentStatus.DECLINED)
    return Deployment.objects.create(
        giver=academies[lent.giver], receiver=academies[lent.receiver], person=lent.person, focus_kind=lent.kind,
        focus=lent.focus, area=areas[lent.area], days_pledged=Decimal(lent.pledged), starts=lent.starts, ends=lent.ends,
        intended_impact=lent.intended, actual_impact=lent.actual, status=lent.status,
        decision=decision if decision and decision.decided_at <= at(proposed) else None,
        proposed_by=hands.leader, proposed_at=at(proposed),
        giver_signed_by=giver if giver_signed else None,
        giver_signed_at=at(proposed + datetime.timedelta(days=4)) if giver_signed else None,
        receiver_signed_by=receiver if receiver_signed else None,
        receiver_signed_at=at(proposed + datetime.timedelta(days=6)) if receiver_signed else None,
        ended_by=giver if over else None,
        ended_at=at((lent.ends if lent.actual else proposed) + datetime.timedelta(days=5)) if over else None,
        ended_reason=lent.ended,
    )  # fmt: skip


def make_concerns(
    academies: Mapping[str, Academy],
    areas: Mapping[str, SupportArea],
    hands: Hands,
    decisions: Mapping[tuple[str, int], CategoryDecision],
    known: Callable[[Academy, datetime.date], Mapping[str, Fact]],
) -> None:
    for one in CONCERNED:
        # What a fact says today, it did not say a year ago.
        with playing(one.on):
            fact = known(academies[one.academy], one.on).get(one.fact) if one.on >= KNOWN_FROM else None
        concern = _concern(one, academies, areas, hands, fact)
        taken_up = decisions.get((one.academy, one.taken_up)) if one.taken_up else None
        if taken_up:
            ConcernInDecision.objects.create(decision=taken_up, concern=concern)
    WatchedAcademy.objects.bulk_create(
        WatchedAcademy(user=hands.leader, academy=academies[slug], note=note) for slug, note in WATCHED
    )


def _concern(
    one: Concerned,
    academies: Mapping[str, Academy],
    areas: Mapping[str, SupportArea],
    hands: Hands,
    fact: Fact | None,
) -> Concern:
    resolved = next((line.on for line in one.log if line.kind == EntryKind.RESOLVED), None)
    level = ConcernLevel.RAISED.value
    entries = [(one.on, EntryKind.RAISED, level, one.detail, hands.leader)]
    for line in one.log:
        level += STEPS.get(line.kind, 0)
        entries.append(
            (line.on, line.kind, level, line.says, hands.heads[one.academy] if line.by_head else hands.leader)
        )
    concern = Concern.objects.create(
        academy=academies[one.academy], area=areas.get(one.area), title=one.title, detail=one.detail, level=level,
        status=ConcernStatus.RESOLVED if resolved else ConcernStatus.OPEN, raised_by=hands.leader, raised_at=at(one.on),
        resolved_at=at(resolved) if resolved else None, came_from=fact_as_it_was(fact) if fact else None,
    )  # fmt: skip
    ConcernEntry.objects.bulk_create(
        ConcernEntry(concern=concern, kind=kind, level=at_level, says=says, by=by, at=at(on))
        for on, kind, at_level, says, by in entries
    )
    return concern
