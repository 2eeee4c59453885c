"""One's own drafts."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from academies.models import Draft
from academies.reader_scope import ticket
from academies.services.drafts import KEPT_FOR, NAME
from accounts.models import User


def drafts_of(user: User, names: Iterable[str] | None = None) -> list[Draft]:
    """Newest first; those of `names`, or all. One query."""
    wanted = None if names is None else [name for name in names if NAME.fullmatch(name)]
    return list(
        Draft.objects.raw(
            "SELECT * FROM drafts_of_reader(%s) WHERE saved_at >= %s"
            " AND (%s::text[] IS NULL OR name = ANY (%s::text[])) ORDER BY saved_at DESC",
            [ticket(user), timezone.now() - KEPT_FOR, wanted, wanted],
        )
    )
