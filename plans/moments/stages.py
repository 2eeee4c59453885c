"""What happened on an academy's way through the stages, for its timeline: gates, beginnings, and what was done."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.ui.parts import Moment
from plans.models import StageEntry
from plans.models.journey import ActivityState, LogKind
from plans.selectors.read_as import read_as
from plans.selectors.stage_log import LogLine

MOST = 50


def stage_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """What is logged as under way, and notes, stand in the stage log alone. One query, two for readers."""
    if not may_at(academy, person, Permission.VIEW_PLAN):
        return
    told = Q(kind=LogKind.LOGGED, state=ActivityState.DONE) | ~Q(kind__in=(LogKind.LOGGED, LogKind.NOTE))
    rows = StageEntry.objects.visible_to(user).filter(told, academy=academy).select_related("activity", "gate", "by")
    read = read_as(user, person, academy)
    page = reverse("plans:stages", args=[academy.slug])
    for entry in rows.order_by("-at", "-pk")[:MOST]:
        when = entry.on if entry.kind == LogKind.BEGUN else entry.at
        yield Moment(when, LogLine(entry, "").what, page, read(entry.says))
