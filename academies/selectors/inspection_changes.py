"""What was put right on an inspection since it was entered, out of the history that the database keeps."""

from __future__ import annotations

import datetime
from collections import defaultdict
from itertools import pairwise
from typing import Any

from academies.models import Inspection, Judgement
from accounts.models import User
from celt.lib.days import british
from celt.ui.parts import Moment

SHOWN = (
    "started", "kind", "published_on", "concern_category", "safeguarding", "outcome", "inspected_urn", "report_url",
)  # fmt: skip
FIELDS = {field.name: field for field in Inspection._meta.concrete_fields}


def changes_of(inspection: Inspection) -> list[Moment]:
    """One moment for each time that it was changed, latest first: who, and what stood there before. Three queries."""
    said: dict[tuple[datetime.datetime, int | None], list[str]] = defaultdict(list)
    did: dict[tuple[datetime.datetime, int | None], str] = {}
    events = _events(Inspection, pgh_obj_id=inspection.pk)
    for before, after in pairwise(events):
        if before.set_aside_at != after.set_aside_at:
            did[_when(after)] = "Set aside" if after.set_aside_at else "Brought back"
            said[_when(after)] += [after.set_aside_why.rstrip(".")] if after.set_aside_at else []
        for name in SHOWN:
            old, new = getattr(before, name), getattr(after, name)
            if old != new:
                label = str(FIELDS[name].verbose_name)
                said[_when(after)].append(
                    _moved(label[0].upper() + label[1:], _words(before, name), _words(after, name))
                )
    grades: dict[str, str] = {}
    entered = events[0].pgh_created_at if events else None
    for event in _events(Judgement, inspection_id=inspection.pk):
        new = "" if event.pgh_label == "delete" else event.grade
        if event.pgh_created_at != entered and grades.get(event.area, "") != new:
            words = inspection.words
            old = words.grades.get(grades.get(event.area, ""), "")
            said[_when(event)].append(_moved(words.areas[event.area], old, words.grades.get(new, "")))
        grades[event.area] = new
    people = {user.pk: user.full_name for user in User.objects.filter(pk__in={who for _, who in said if who})}
    return [
        Moment(
            when,
            f"{did.get((when, who), 'Put right')}{f' by {people[who]}' if who in people else ''}.",
            note=f"{'; '.join(lines)}." if lines else "",
        )
        for (when, who), lines in sorted(said.items(), key=lambda item: item[0][0], reverse=True)
    ]


def _events(model: Any, **which: Any) -> list[Any]:
    kept = model._meta.get_field("events").related_model._default_manager
    return list(kept.filter(**which).select_related("pgh_context").order_by("pgh_id"))


def _when(event: Any) -> tuple[datetime.datetime, int | None]:
    """Changes of one request have one time: the database's clock stands still within a transaction."""
    return event.pgh_created_at, (event.pgh_context.metadata.get("user") if event.pgh_context else None)


def _words(event: Any, name: str) -> str:
    value = getattr(event, name)
    if isinstance(value, datetime.date):
        return british(value)
    choices = dict(FIELDS[name].flatchoices)
    return str(choices.get(value, value) if value not in (None, "") else "")


def _moved(label: str, old: str, new: str) -> str:
    return f"{label}: {new or 'empty'}, before that {old or 'empty'}"
