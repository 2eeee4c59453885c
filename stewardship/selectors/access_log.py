"""The log of exports and openings, narrowed by who, what and when."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from academies.models import Trust
from accounts.models import User
from celt.ui.parts import Filter, one_of
from stewardship.models import AccessEntry, AccessForm, AccessKind
from stewardship.models.access_entry import AccessEntryQuerySet
from stewardship.rules.history import capital

PERIODS = {"7": "The last 7 days", "30": "The last 30 days", "365": "The last year"}


@dataclass(frozen=True, slots=True)
class AccessPage:
    answer: str
    entries: AccessEntryQuerySet
    filters: tuple[Filter, ...]
    words: str


def access_page(user: User, trust: Trust | None, query: Mapping[str, str]) -> AccessPage:
    """Two queries: who is in the log, and how much; the table asks for its page."""
    entries = AccessEntry.objects.visible_to(user).filter(trust=trust)
    people = {
        str(pk): name
        for pk, name in entries.order_by("person__full_name").values_list("person", "person__full_name").distinct()
    }
    person, kind = one_of(query, "person", people), one_of(query, "kind", AccessKind.values)
    form, period = one_of(query, "form", AccessForm.values), one_of(query, "period", PERIODS)
    words = query.get("q", "").strip()[:80]
    if person:
        entries = entries.filter(person=int(person))
    if kind:
        entries = entries.filter(kind=kind)
    if form:
        entries = entries.filter(form=form)
    if period:
        entries = entries.filter(at__gte=timezone.now() - datetime.timedelta(days=int(period)))
    if words:
        entries = entries.filter(what__icontains=words) | entries.filter(address__icontains=words)
    exports = entries.filter(kind=AccessKind.EXPORT).count() if kind != AccessKind.OPENING else 0
    openings = entries.filter(kind=AccessKind.OPENING).count() if kind != AccessKind.EXPORT else 0
    return AccessPage(
        answer=_answer(exports, openings),
        entries=entries.select_related("person"),
        filters=(
            Filter.of("person", "Who", "Everybody", people.items(), person),
            Filter.of("kind", "What", "Exports and openings", AccessKind.choices, kind),
            Filter.of("form", "As", "Any form", AccessForm.choices, form),
            Filter.of("period", "When", "Any time", PERIODS.items(), period),
        ),
        words=words,
    )


def _answer(exports: int, openings: int) -> str:
    taken = f"data was taken out {_times(exports)}" if exports else "nothing was taken out"
    opened = f"something sensitive was opened {_times(openings)}" if openings else "nothing sensitive was opened"
    return f"{capital(taken)}, and {opened}."


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")
