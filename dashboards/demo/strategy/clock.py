"""Plays a past day: what asks for the time while the demo is made hears that day's."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.utils import timezone


def at(day: datetime.date, hour: int = 16) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, 10)))


@contextmanager
def playing(day: datetime.date, hour: int = 16) -> Iterator[datetime.datetime]:
    """Services refuse days to come and facts speak of what was known: the past is made as it would have been.

    The clock behind `timezone.now` is set, not the function: fields that take it as their default hold the function.
    """
    then = at(day, hour)

    class Then(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]
            return then.astimezone(tz)

    with patch.object(timezone, "datetime", Then):
        yield then
