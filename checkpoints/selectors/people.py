"""Who may be named to decide for an academy."""

from __future__ import annotations

from collections.abc import Sequence

from academies.access import Permission, Role, roles_with
from academies.models import Academy, Membership, Trust
from accounts.models import User

# The head first, then who leads there besides, then the trust's leaders.
ORDER = (Role.HEADTEACHER, Role.SENIOR_LEADER, Role.TRUST_LEADER)


def owners_for(trust: Trust, academies: Sequence[Academy]) -> dict[int, list[User]]:
    """Academy's pk -> who may decide on interventions there, its head first. One query."""
    held = (
        Membership.objects.current()
        .filter(trust=trust, role__in=roles_with(Permission.RUN_INTERVENTIONS))
        .select_related("user")
    )
    rows = sorted(held, key=lambda m: (ORDER.index(Role(m.role)), m.user.full_name))
    return {
        academy.pk: list(dict.fromkeys(m.user for m in rows if m.academy_id in (None, academy.pk)))
        for academy in academies
    }
