"""Frameworks as pages read them. Each function asks a fixed number of queries."""

from __future__ import annotations

from academies.models import Academy
from academies.models.academy import Phase
from accounts.models import User
from reviews.models import Framework
from reviews.models.framework import Family

FAMILIES: tuple[str, ...] = tuple(Family.values)


def frameworks_for(user: User, academy: Academy) -> list[Framework]:
    """What a review of the academy may be planned with: in use, of its phase or of every phase. An all-through academy
    and a special one have pupils of every age, and so every framework."""
    found = Framework.objects.visible_to(user).in_use().filter(trust=academy.trust_id)
    if academy.phase not in (Phase.ALL_THROUGH, Phase.SPECIAL):
        phases = [academy.phase, ""] if academy.phase != Phase.SIXTEEN_PLUS else [Phase.SECONDARY, ""]
        found = found.filter(phase__in=phases)
    return sorted(found, key=in_order)


def in_order(framework: Framework) -> tuple[int, str, str, int]:
    """As the families stand, then by phase and name, the newest version first."""
    return (FAMILIES.index(framework.family), framework.phase, framework.name, -framework.version)
