"""Who opened the record. Every page that shows content of a cycle writes a line, by whoever reads it."""

from __future__ import annotations

from accounts.models import User
from coaching.models import Cycle, Opened, Opening, Visit


def log_opening(*, by: User, cycle: Cycle | int, what: Opened, visit: Visit | int | None = None) -> None:
    """One query, for each view of a page. The database refuses it to whoever may not read what was opened."""
    line = Opening(cycle_id=_number(cycle), visit_id=_number(visit) if visit else None, person=by, what=what)
    Opening.objects.bulk_create([line])


def _number(row: Cycle | Visit | int) -> int:
    return row if isinstance(row, int) else row.pk
