"""Which practices a form offers to choose from."""

from __future__ import annotations

from accounts.models import User
from toolkit.models import Practice
from toolkit.models.practice import PracticeQuerySet


def practices_for(user: User, trust: int, kept: int | None = None) -> PracticeQuerySet:
    """Those in use in the trust, by name. `kept`: the one that stands in the form already, which may have been put
    away since."""
    ours = Practice.objects.visible_to(user).filter(trust=trust)
    return (ours.in_use() | ours.filter(pk__in=[kept] if kept else [])).order_by("title", "pk")


def is_in_use(practice: Practice, trust: int) -> bool:
    """No query."""
    return practice.trust_id == trust and practice.current_id is not None and practice.archived_at is None
