"""Agreements between academies in the timeline of both: agreed, finished, withdrawn. Nobody is named there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.models import Q
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy, Deployment
from academies.models.deployment import DeploymentStatus
from academies.rules.deployment import days_words
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import span_of_days
from celt.ui.parts import Moment

MOST = 50


def deployment_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """Newest first. One query."""
    if not may_at(academy, person, Permission.VIEW_SUPPORT):
        return
    found = (
        Deployment.objects.visible_to(user)
        .filter(Q(giver=academy) | Q(receiver=academy), giver_signed_at__isnull=False, receiver_signed_at__isnull=False)
        .select_related("giver", "receiver")
        .order_by("-proposed_at", "-pk")
    )
    moments = [moment for deployment in found[:MOST] for moment in _moments(deployment, academy)]
    moments.sort(key=lambda moment: moment.when, reverse=True)
    yield from islice(moments, MOST)


def _moments(deployment: Deployment, academy: Academy) -> Iterator[Moment]:
    url = reverse("academies:deployment_show", args=[deployment.pk])
    gives = deployment.giver_id == academy.pk
    other = f"to {deployment.receiver}" if gives else f"from {deployment.giver}"
    if deployment.ended_at:
        closed = deployment.status == DeploymentStatus.CLOSED
        yield Moment(
            deployment.ended_at,
            f"Support {other} {'finished' if closed else 'withdrawn'}: {deployment.focus}",
            url,
            deployment.actual_impact,
        )
    if deployment.giver_signed_at and deployment.receiver_signed_at:
        days = days_words(float(deployment.days_pledged))
        yield Moment(
            max(deployment.giver_signed_at, deployment.receiver_signed_at),
            f"Support {other} agreed by both heads: {deployment.focus}",
            url,
            f"{days.capitalize()}, {span_of_days(deployment.starts, deployment.ends)}.",
        )
