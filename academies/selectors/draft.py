"""One's own drafts."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from academies.models import Draft
from academies.services.drafts import KEPT_FOR, NAME
from accounts.models import User


def drafts_of(user: User, names: Iterable[str] | None = None) -> list[Draft]:
    """Newest first; those of `names`, or all. One query."""
    found = Draft.objects.visible_to(user).filter(saved_at__gte=timezone.now() - KEPT_FOR)
    return list(found if names is None else found.filter(name__in=[name for name in names if NAME.fullmatch(name)]))
