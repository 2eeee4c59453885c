"""What changed at many academies since a moment: decisions, concerns, support and inspections. One query."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from academies.access import Person
from academies.models import (
    Academy,
    CategoryDecision,
    Concern,
    ConcernEntry,
    Deployment,
    Inspection,
    SupportDelivery,
    SupportPromise,
)
from academies.models.concern import EntryKind
from academies.models.decision import Answer, DecisionStatus
from academies.models.deployment import DeploymentStatus
from academies.models.inspection import InspectionKind
from academies.models.support import SupportKind
from academies.providers.timeline import Change, ChangeKind
from academies.selectors.happened import Part, Told, happened
from accounts.models import User

HERE = {"academy": "academy_id"}
CLOSED = DeploymentStatus.CLOSED


def academy_changes(
    user: User, person: Person, academies: Sequence[Academy], since: datetime.datetime
) -> Iterator[Change]:
    """What others did. Nobody is named."""
    here = {academy.pk for academy in academies}
    decisions = CategoryDecision.objects.visible_to(user).filter(academy__in=academies)
    tier = {"tier": Coalesce("moderated_tier__word", "tier__word"), "area": "area__name", **HERE}
    confirmed = decisions.confirmed()
    entries = ConcernEntry.objects.filter(concern__in=Concern.objects.visible_to(user), concern__academy__in=academies)
    at_these = Q(giver__in=academies) | Q(receiver__in=academies)
    signed = Deployment.objects.visible_to(user).filter(
        at_these, giver_signed_at__isnull=False, receiver_signed_at__isnull=False
    )
    ended = signed.exclude(ended_by=user)
    both = {"giver": "giver__name", "receiver": "receiver__name", "giver_pk": "giver_id", "receiver_pk": "receiver_id"}
    both |= {"focus": "focus", "status": "status"}
    promises = SupportPromise.objects.visible_to(user).filter(academy__in=academies)
    delivered = SupportDelivery.objects.filter(promise__in=promises, struck_at__isnull=True).exclude(recorded_by=user)
    inspections = Inspection.objects.visible_to(user).filter(academy__in=academies, set_aside_at__isnull=True)

    def deployment(verb: str, when: datetime.datetime, told: Told) -> Change:
        at = told["receiver_pk"] if told["receiver_pk"] in here else told["giver_pk"]
        says = f"Support from {told['giver']} to {told['receiver']} {verb}: {told['focus']}"
        return Change(when, ChangeKind.SUPPORT, says, reverse("academies:deployment_show", args=[told["pk"]]), at)

    def agreed(when: datetime.datetime, told: Told) -> Change:
        return deployment("agreed by both heads", when, told)

    def over(when: datetime.datetime, told: Told) -> Change:
        return deployment("finished" if told["status"] == CLOSED else "withdrawn", when, told)

    yield from happened(
        since,
        Part(decisions.filter(status=DecisionStatus.AWAITING).exclude(decided_by=user), "decided_at", _awaits, tier),
        Part(confirmed.exclude(moderated_by=user), "moderated_at", _confirmed, tier),
        Part(confirmed.exclude(answered_by=user), "answered_at", _answered, {**tier, "answer": "answer"}),
        Part(
            entries.exclude(kind=EntryKind.NOTE).exclude(by=user), "at", _concern,
            {"kind": "kind", "concern": "concern_id", "title": "concern__title", "academy": "concern__academy_id"},
        ),
        Part(signed.annotate(signed_at=Greatest("giver_signed_at", "receiver_signed_at")), "signed_at", agreed, both),
        Part(ended, "ended_at", over, both),
        Part(
            delivered, "recorded_at", _delivered,
            {"promise": "promise_id", "kind": "promise__kind", "focus": "promise__focus",
             "academy": "promise__academy_id"},
        ),
        Part(inspections.exclude(recorded_by=user), "recorded_at", _inspected, {"kind": "kind", **HERE}),
    )  # fmt: skip


def _where(told: Told) -> str:
    return f" in {told['area']}" if told["area"] else ""


def _decision(when: datetime.datetime, told: Told, says: str) -> Change:
    return Change(
        when, ChangeKind.CATEGORY, says, reverse("academies:decision_show", args=[told["pk"]]), told["academy"]
    )


def _awaits(when: datetime.datetime, told: Told) -> Change:
    return _decision(when, told, f"{told['tier']}{_where(told)} decided; it waits for a second person")


def _confirmed(when: datetime.datetime, told: Told) -> Change:
    return _decision(when, told, f"Category{_where(told)} confirmed: {told['tier']}")


def _answered(when: datetime.datetime, told: Told) -> Change:
    verb = "disagrees with" if told["answer"] == Answer.DISAGREES else "accepts"
    return _decision(when, told, f"The head {verb} {told['tier']}{_where(told)}")


def _concern(when: datetime.datetime, told: Told) -> Change:
    says = f"Concern {EntryKind(told['kind']).label.lower()}: {told['title']}"
    url = reverse("academies:concern_show", args=[told["concern"]])
    return Change(when, ChangeKind.CONCERN, says, url, told["academy"])


def _delivered(when: datetime.datetime, told: Told) -> Change:
    about = f": {told['focus']}" if told["focus"] else ""
    url = reverse("academies:promise_show", args=[told["promise"]])
    return Change(when, ChangeKind.SUPPORT, f"{SupportKind(told['kind']).label} delivered{about}", url, told["academy"])


def _inspected(when: datetime.datetime, told: Told) -> Change:
    says = f"{InspectionKind(told['kind']).label} inspection entered"
    url = reverse("academies:inspection_show", args=[told["pk"]])
    return Change(when, ChangeKind.INSPECTION, says, url, told["academy"])
