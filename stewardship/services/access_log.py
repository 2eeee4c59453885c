"""Keeps who took data out and who opened what is sensitive: one insert a request."""

from __future__ import annotations

import ipaddress

from academies.models import Trust
from accounts.models import User
from stewardship.models import AccessEntry, AccessForm, AccessKind


def log_access(
    *,
    by: User,
    trust: Trust | None,
    kind: AccessKind,
    form: AccessForm,
    what: str,
    address: str,
    rows: int | None = None,
    reason: str = "",
    came_from: str | None = None,
) -> AccessEntry:
    return AccessEntry.objects.create(
        person=by,
        trust=trust,
        kind=kind,
        form=form,
        what=what[:100],
        address=address[:500],
        rows=rows,
        reason=reason[:300],
        came_from=_address(came_from),
    )


def _address(text: str | None) -> str | None:
    """A socket has no address, and a proxy may write anything."""
    try:
        return str(ipaddress.ip_address(text or ""))
    except ValueError:
        return None
