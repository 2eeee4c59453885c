"""`demo_parts`: what higher apps put into the demo trust once it is loaded.

    demo_parts.register(play_readers)

Each is called in the order of registration, at the very end, when figures, plans and reviews are there.
"""

from __future__ import annotations

import datetime
from typing import Protocol

from academies.models import Trust


class DemoPart(Protocol):
    def __call__(self, trust: Trust, today: datetime.date) -> None:
        """Fills its own tables, through its own services, the same each time for the same `today`."""
        ...


class DemoRegistry:
    def __init__(self) -> None:
        self._parts: list[DemoPart] = []

    def register(self, part: DemoPart) -> None:
        if part not in self._parts:
            self._parts.append(part)

    def play(self, trust: Trust, today: datetime.date) -> None:
        for part in self._parts:
            part(trust, today)


demo_parts = DemoRegistry()
