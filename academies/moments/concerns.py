"""What was done about concerns, for an academy's timeline: only those who see the concern read it there."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy, Concern, ConcernEntry
from academies.models.concern import EntryKind
from academies.selectors.concern import LogLine
from academies.ways import may_at
from accounts.models import User
from celt.ui.parts import Moment

MOST = 50


def concern_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """Every step but the notes, which stand on the concern's own page."""
    if not may_at(academy, person, Permission.VIEW_CONCERNS):
        return
    seen = Concern.objects.visible_to(user).filter(academy=academy)
    entries = ConcernEntry.objects.filter(concern__in=seen).exclude(kind=EntryKind.NOTE)
    for entry in entries.select_related("concern").order_by("-at", "-pk")[:MOST]:
        note = "" if entry.kind == EntryKind.RAISED else entry.says
        yield Moment(
            entry.at,
            f"Concern {LogLine(entry).says.lower()}: {entry.concern.title}",
            reverse("academies:concern_show", args=[entry.concern_id]),
            note,
        )
