"""Support between academies as evidence, for both of them. Nobody is named."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Q
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy, Deployment
from academies.models.deployment import DeploymentStatus
from academies.providers import Record, RecordKind
from academies.records.keys import key, narrowed
from academies.ways import may_at
from accounts.models import User

DEPLOYMENT = RecordKind("deployment", "Support between academies")
# What came to nothing is no evidence to choose; where it was named before, it is still told.
CAME_TO_NOTHING = (DeploymentStatus.DECLINED, DeploymentStatus.WITHDRAWN)


def deployment_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    if not may_at(academy, person, Permission.VIEW_SUPPORT):
        return
    found = Deployment.objects.visible_to(user).filter(Q(giver=academy) | Q(receiver=academy))
    if keys is None:
        found = found.exclude(status__in=CAME_TO_NOTHING)
    for deployment in narrowed(found.select_related("giver", "receiver").order_by("-starts", "-pk"), keys):
        given = deployment.giver_id == academy.pk
        other = f"to {deployment.receiver}" if given else f"from {deployment.giver}"
        yield Record(
            key(DEPLOYMENT.slug, deployment.pk),
            f"Support {other}: {deployment.focus}",
            deployment.starts,
            reverse("academies:deployment_show", args=[deployment.pk]),
            deployment.get_status_display(),
        )
