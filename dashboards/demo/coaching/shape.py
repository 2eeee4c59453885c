"""What the demo's coaching is told in: pairs, and what is seen and said on their visits."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Seen:
    """One visit. `notes`: minute and second, then what was seen. `step`: the number of the practice's step, or words of
    the two's own. `earlier`: how the step of the visit before shows now."""

    where: str
    notes: tuple[tuple[int, int, str], ...]
    praise: str
    question: str
    step: int | str
    rehearsed: str = ""
    earlier: str = ""
    reflection: str = ""
    reply: str = ""
    minutes: int = 18
    talk: int = 15


@dataclass(frozen=True, slots=True)
class Pair:
    """Who coaches whom: `leader`, `coach`, `external`, `left`, or `head:`, `deputy:` or `teacher:` with an academy's
    slug, a teacher with a number too ("teacher:porthmelyan-primary:0"). `practice`: a slug of the toolkit's, or else
    `focus` in their own words. `ends`: None while it runs. `misses`: visits that fell out, by number."""

    coach: str
    coachee: str
    model: str
    goal: str
    begins: datetime.date
    practice: str = ""
    focus: str = ""
    ends: datetime.date | None = None
    came: str = ""
    visits: tuple[Seen, ...] = ()
    misses: frozenset[int] = field(default_factory=frozenset)
    rhythm: int | None = None
