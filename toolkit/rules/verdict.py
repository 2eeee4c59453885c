"""What verdicts on a theory of action come to. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from celt.lib.sentences import counted, listed

Word = Literal["held", "did_not", "not_yet"]
# A theory that has been worked by for so long wants a verdict; one that was given stands for as long.
WANTED_AFTER = datetime.timedelta(days=365)
NAMED_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Tally:
    """At how many academies it held, did not, and is not yet known by their newest verdict; `silent`: at how many it
    is worked by without a verdict. Names stand where there are few enough to say them."""

    held: tuple[str, ...] = ()
    did_not: tuple[str, ...] = ()
    not_yet: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def unknown(self) -> int:
        return len(self.not_yet) + len(self.silent)

    @property
    def any(self) -> bool:
        return bool(self.held or self.did_not or self.unknown)

    @property
    def says(self) -> str:
        """'held at 3 academies, did not hold at Rosquenna, not yet known at 4'."""
        told = (("held", self.held), ("did not hold", self.did_not), ("not yet known", (*self.not_yet, *self.silent)))
        parts: list[str] = []
        for verb, names in told:
            if names:
                parts.append(f"{verb} at {_where(names, first=not parts)}")
        return ", ".join(parts) or "nobody has tried it yet"


def _where(names: Sequence[str], *, first: bool) -> str:
    """A few by name; more of them as a number, with its noun where it is said for the first time."""
    if len(names) <= NAMED_AT_MOST:
        return listed(list(names))
    return counted(len(names), "academy", "academies") if first else str(len(names))


def tally(newest: Mapping[str, Word], using: Iterable[str]) -> Tally:
    """`newest`: an academy's name -> its newest verdict. `using`: names of academies that work by the theory."""
    by: dict[Word, list[str]] = {"held": [], "did_not": [], "not_yet": []}
    for name in sorted(newest):
        by[newest[name]].append(name)
    silent = sorted(set(using) - set(newest))
    return Tally(tuple(by["held"]), tuple(by["did_not"]), tuple(by["not_yet"]), tuple(silent))


def wants_verdict(since: datetime.date | None, last: datetime.date | None, today: datetime.date) -> bool:
    """Whether a theory in use since a day wants one, now that the last verdict was given on `last` (None: never)."""
    from_day = max(filter(None, (since, last)), default=None) if since else None
    return from_day is not None and today - from_day >= WANTED_AFTER
