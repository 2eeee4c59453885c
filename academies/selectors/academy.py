"""The academies that somebody sees."""

from __future__ import annotations

from academies.models import Academy, Trust
from academies.models.academy import AcademyQuerySet
from accounts.models import User


def academies_of(user: User, trust: Trust | None) -> AcademyQuerySet:
    """What the person sees of the trust they look at."""
    return Academy.objects.visible_to(user).filter(trust=trust)
