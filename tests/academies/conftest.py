"""Things that land on academies, told by a provider that goes when its test is over; and a day that stays."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from academies.providers import Event, events

# A Tuesday of an autumn term.
TODAY = datetime.date(2026, 11, 17)


@pytest.fixture
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is `TODAY` for whoever asks for the local date."""
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: TODAY)


@pytest.fixture
def lands(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """lands(event, ...): they land on the academies they name, for whoever may ask about those."""
    told: list[Event] = []

    def provider(user, person, academies, first, last):
        asked = {academy.pk for academy in academies}
        return [e for e in told if e.academy in asked and e.starts <= last and e.ends >= first]

    monkeypatch.setattr(events, "_providers", [*events._providers, provider])
    return lambda *more: told.extend(more)
