"""Factories of this room: days of checkpoints, calendar feeds, and things that land on an academy."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

import factory
from factory.django import DjangoModelFactory

from academies.models import CalendarFeed, Presence
from academies.providers import Event, EventKind
from pupils.models import CheckpointDate

__all__ = ["CalendarFeedFactory", "CheckpointDateFactory", "PresenceFactory", "make_event"]


class CheckpointDateFactory(DjangoModelFactory[CheckpointDate]):
    class Meta:
        model = CheckpointDate

    checkpoint = factory.SubFactory("tests.factories.CheckpointFactory")
    academic_year = 2024
    due = factory.LazyAttribute(lambda date: datetime.date(date.academic_year, 11, 8))


class CalendarFeedFactory(DjangoModelFactory[CalendarFeed]):
    """`secret` is what its address holds."""

    class Meta:
        model = CalendarFeed

    class Params:
        secret = factory.Sequence(lambda n: f"secret-of-a-test-{n:032d}")

    user = factory.SubFactory("tests.factories.UserFactory")
    digest = factory.LazyAttribute(lambda feed: hashlib.sha256(feed.secret.encode()).hexdigest())


class PresenceFactory(DjangoModelFactory[Presence]):
    class Meta:
        model = Presence

    user = factory.SubFactory("tests.factories.UserFactory")


def make_event(academy: int, starts: datetime.date, ends: datetime.date | None = None, **fields: Any) -> Event:
    """A visit of half a day whose day was set; `ends` that day where it is left out."""
    fields.setdefault("kind", EventKind.VISIT)
    fields.setdefault("title", "Quality-assurance visit")
    fields.setdefault("uid", f"thing-{fields['title']}-{starts}")
    fields.setdefault("load", 2)
    return Event(academy=academy, starts=starts, ends=ends or starts, **fields)
