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
    """Services refuse days to come and facts speak of what was known: the past is made as it would have been."""
    then = at(day, hour)
    with patch.object(timezone, "now", lambda: then):
        yield then
