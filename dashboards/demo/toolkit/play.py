"""The demo trust's toolkit: a year of practices, each room's part in its own file."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from dashboards.demo.plans.acting import Cast
from dashboards.demo.toolkit.practising import play_practices
from dashboards.demo.toolkit.shelving import play_library
from dashboards.demo.toolkit.using import play_use


def play_toolkit(cast: Cast, today: datetime.date, say: Callable[[str], object] = len) -> None:
    say(f"{play_practices(cast, today)} practices of teaching and learning, some in a second version")
    tried, shown, seen = play_use(cast, today)
    say(f"{tried} times that one was tried, {shown} offers to show something and {seen} visits to colleagues")
    say(f"{play_library(cast, today)} pieces in the library, some in versions of their own")
