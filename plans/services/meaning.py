"""Writing what a new figure means. What was written stands; the list only grows."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import person_for
from accounts.models import User
from plans.models import Meaning, Priority
from plans.providers import Reading, readings
from plans.rules.target import At
from plans.selectors.target import wanted_by
from plans.selectors.target_told import when_words
from plans.services.priority import locked_priority
from plans.services.target import DROPPED

TWICE_WITHIN = datetime.timedelta(minutes=10)
NO_FIGURE = "There is no figure to write about yet. It can be written once a checkpoint has one that may be shown."


@transaction.atomic
def write_meaning(*, priority: Priority, by: User, says: str, about: At) -> Meaning:
    """`about`: year and checkpoint of the figure that the writer had read. Sent twice, it is written once.

    Raises PermissionDenied, or ValidationError with what to mend: nothing written, or a newer figure came meanwhile.
    """
    locked = locked_priority(priority.pk, by)
    if locked.dropped_at is not None:
        raise ValidationError(DROPPED)
    if not says.strip():
        raise ValidationError({"says": "Write what the figure means. A sentence is enough."})
    reading = newest_reading(by, locked)
    if reading is None:
        raise ValidationError(NO_FIGURE)
    if (reading.academic_year, reading.checkpoint.lower()) != (about[0], about[1].lower()):
        raise ValidationError(
            f"A newer figure came while you wrote: {reading.says} in {when_words(reading.at)}. Read it above, then "
            "send once more."
        )
    since = timezone.now() - TWICE_WITHIN
    again = locked.meanings.filter(
        by=by, says=says.strip(), academic_year=reading.academic_year, checkpoint=reading.checkpoint, at__gte=since
    ).first()
    if again is not None:
        return again
    meaning = Meaning(
        priority=locked,
        academic_year=reading.academic_year,
        checkpoint=reading.checkpoint,
        reading=as_it_was(reading),
        says=says.strip(),
        by=by,
    )
    meaning.full_clean()
    meaning.save()
    return meaning


def newest_reading(user: User, priority: Priority) -> Reading | None:
    """The newest figure that may be shown to this person."""
    academy = priority.plan.academy
    wanted = wanted_by(priority)
    found = readings.collect(user, person_for(user, academy.trust_id), [academy], [wanted]).get(wanted, [])
    return next((reading for reading in reversed(found) if reading.value is not None), None)


def as_it_was(reading: Reading) -> dict[str, Any]:
    """What a meaning keeps of the figure, as staff read it on the day."""
    return {
        "value": reading.value,
        "says": reading.says,
        "low": reading.low,
        "high": reading.high,
        "n": reading.n,
        "others_fell": reading.others_fell,
        "disadvantaged": reading.disadvantaged,
        "other": reading.other,
        "computed_at": reading.computed_at.isoformat() if reading.computed_at else None,
        "data_as_of": reading.data_as_of.isoformat() if reading.data_as_of else None,
    }
