"""Which category the evidence points to, criterion by criterion and together. It proposes; people decide.

Tiers are numbered from 0, the most secure. A criterion gives some tiers a bound: the least secure figure that still
points to them; the last tier takes what is left. A figure points to the first tier whose bound it meets. Its interval
is read the same way at both ends: where they point to different tiers, the figure cannot tell these apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from celt.lib.sentences import counted, listed


class Standing(StrEnum):
    FIRM = "firm"
    SPANS = "spans"
    NO_DATA = "no data"


@dataclass(frozen=True, slots=True)
class Rule:
    """A criterion. `bounds`: one for each tier, None where no figure points to that tier (and for the last).

    A limit (`is_limit`) holds the proposal down where it points lower, and speaks for nothing otherwise.
    """

    label: str
    better: Literal["higher", "lower"]
    bounds: tuple[float | None, ...]
    is_limit: bool = False
    unit: str = ""
    decimals: int = 0
    words: tuple[str, ...] = ()

    def points_to(self, value: float) -> int:
        for tier, bound in enumerate(self.bounds[:-1]):
            if bound is not None and (value >= bound if self.better == "higher" else value <= bound):
                return tier
        return len(self.bounds) - 1


@dataclass(frozen=True, slots=True)
class Figure:
    """`low` and `high`: its 95% interval; None for what is counted in full or graded. `says`: as people read it."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    says: str = ""

    @property
    def ends(self) -> tuple[float, float] | None:
        """The least and the greatest that it may be; None where there is no figure."""
        if self.value is None or not math.isfinite(self.value):
            return None
        around = [end for end in (self.low, self.value, self.high) if end is not None and not math.isnan(end)]
        return min(around), max(around)

    @property
    def has_interval(self) -> bool:
        ends = self.ends
        return ends is not None and ends[0] != ends[1]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one criterion says. `best` and `worst` are the ends of the range of tiers that the interval reaches."""

    rule: Rule
    figure: Figure
    points_to: int | None
    best: int | None
    worst: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Proposal:
    """`tier` None: no proposal. `best` and `worst`: what it would be with each figure at the end of its interval.

    `counted` and `limits` are the criteria and the limits that have a figure, `without` all that have none.
    """

    tier: int | None
    best: int | None
    worst: int | None
    middle: int | None
    capped_by: tuple[Reading, ...]
    counted: tuple[Reading, ...]
    limits: tuple[Reading, ...]
    without: tuple[Reading, ...]

    @property
    def firm(self) -> bool:
        return self.tier is not None and self.best == self.worst

    @property
    def spanning(self) -> tuple[Reading, ...]:
        return tuple(r for r in (*self.counted, *self.limits) if r.standing is Standing.SPANS)

    @property
    def of(self) -> int:
        """How many criteria there are, limits apart."""
        return len(self.counted) + sum(not reading.rule.is_limit for reading in self.without)


def read(rule: Rule, figure: Figure) -> Reading:
    ends = figure.ends
    if ends is None or figure.value is None:
        return Reading(rule, figure, None, None, None, Standing.NO_DATA)
    best, worst = sorted(rule.points_to(end) for end in ends)
    standing = Standing.FIRM if best == worst else Standing.SPANS
    return Reading(rule, figure, rule.points_to(figure.value), best, worst, standing)


def propose(readings: Sequence[Reading]) -> Proposal:
    """The middle of what the criteria with data point to (of two middles the one with more support), never more secure
    than a limit allows. A limit that is kept speaks for nothing. With fewer than half of the criteria no proposal."""
    known = [reading for reading in readings if reading.standing is not Standing.NO_DATA]
    voting, limits = (tuple(r for r in known if r.rule.is_limit is wanted) for wanted in (False, True))
    without = tuple(reading for reading in readings if reading.standing is Standing.NO_DATA)
    nothing = Proposal(None, None, None, None, (), voting, limits, without)
    if not voting or 2 * len(voting) < nothing.of:
        return nothing
    middle = _middle([_tier(r.points_to) for r in voting])
    tier = max(middle, *(_tier(r.points_to) for r in limits), 0)
    return replace(
        nothing,
        tier=tier,
        best=max(_middle([_tier(r.best) for r in voting]), *(_tier(r.best) for r in limits), 0),
        worst=max(_middle([_tier(r.worst) for r in voting]), *(_tier(r.worst) for r in limits), 0),
        middle=middle,
        capped_by=tuple(r for r in limits if r.points_to == tier) if tier > middle else (),
    )


def _tier(tier: int | None) -> int:
    assert tier is not None, "a reading with data points somewhere"
    return tier


def _middle(tiers: Sequence[int]) -> int:
    return sorted(tiers)[len(tiers) // 2]


# In words.


def number(value: float, decimals: int = 0) -> str:
    """'1,204', '−3.5', as many decimals as asked and no minus before a nought."""
    text = f"{abs(value):,.{decimals}f}"
    return ("−" if value < 0 and text.strip("0.,") else "") + text


def exact(value: float) -> str:
    """A bound as it was written: '5', '92.5'."""
    text = f"{abs(value):,.4f}".rstrip("0").rstrip(".")
    return ("−" if value < 0 else "") + text


def _as_written(rule: Rule, value: float) -> str:
    if not rule.words:
        return number(value, rule.decimals)
    nearest = round(min(max(value, 1), len(rule.words)))
    return rule.words[nearest - 1]


def interval_words(rule: Rule, figure: Figure) -> str:
    """'95% interval 6 to 19'; empty where there is none."""
    if not figure.has_interval or figure.ends is None:
        return ""
    low, high = (_as_written(rule, end) for end in figure.ends)
    return f"95% interval {low} to {high}"


def zone_words(rule: Rule, tier: int) -> str:
    """Which figures point to the tier: 'up to 5', 'over 5, up to 10', 'over 15'; for grades the grades. Empty: none."""
    above = [bound for bound in rule.bounds[:tier] if bound is not None]
    last = tier == len(rule.bounds) - 1
    bound = None if last else rule.bounds[tier]
    if bound is None and not last:
        return ""
    if rule.words:
        grades = [word for grade, word in enumerate(rule.words, start=1) if rule.points_to(grade) == tier]
        if not grades:
            return ""
        *others, end = grades[::-1] if rule.better == "higher" else grades
        return f"{', '.join(others)} or {end}" if others else end
    nearer = (max(above) if rule.better == "lower" else min(above)) if above else None
    if bound is not None and nearer is not None and (bound <= nearer if rule.better == "lower" else bound >= nearer):
        return ""
    share = "%" if rule.unit.startswith("%") else ""
    if rule.better == "lower":
        parts = [f"over {exact(nearer)}{share}" if nearer is not None else ""]
        parts += [f"up to {exact(bound)}{share}" if bound is not None else ""]
    else:
        parts = [f"{exact(bound)}{share} and over" if bound is not None else ""]
        parts += [f"under {exact(nearer)}{share}" if nearer is not None else ""]
    return ", ".join(part for part in parts if part) or "any figure"


def reading_words(reading: Reading, tiers: Sequence[str]) -> str:
    """Which tier the criterion points to, and why; or that it says nothing."""
    rule, figure = reading.rule, reading.figure
    if reading.points_to is None or reading.best is None or reading.worst is None or figure.value is None:
        return "No figure: this criterion counts neither way."
    tier = tiers[reading.points_to]
    interval = interval_words(rule, figure)
    says = figure.says if any(letter.isdigit() for letter in figure.says) else f"“{figure.says}”"
    if says.replace(",", "").replace(".", "").isdigit():
        says = f"A figure of {says}"
    points = (
        "allows no more than" if rule.is_limit and reading.points_to else "allows" if rule.is_limit else "points to"
    )
    said = f"{says}{f' ({interval})' if interval else ''} {points} {tier}"
    if not rule.words and rule.points_to(round(figure.value, rule.decimals)) != reading.points_to:
        said += f" ({exact(figure.value)} before rounding)"
    zone = zone_words(rule, reading.points_to)
    zone = "0" if zone == "up to 0" else zone
    said += f", which stands for {zone}" if zone and not rule.words and not rule.is_limit else ""
    if reading.standing is Standing.SPANS:
        reach = f"the interval reaches from {tiers[reading.best]} to {tiers[reading.worst]}"
        return f"{said}; {reach}, so it cannot tell them apart."
    return f"{said}, and so does the whole interval." if interval else f"{said}."


def proposal_words(proposal: Proposal, tiers: Sequence[str]) -> str:
    """The proposal in one sentence."""
    if not proposal.of:
        return "The scheme has no criterion here, so the app proposes nothing."
    if not proposal.counted:
        return "No criterion has a figure, so the app proposes nothing."
    if proposal.tier is None:
        have = "has" if len(proposal.counted) == 1 else "have"
        few = f"Only {len(proposal.counted)} of {counted(proposal.of, 'criterion', 'criteria')} {have} a figure"
        return f"{few}, fewer than half, so the app proposes nothing."
    tier = tiers[proposal.tier]
    if proposal.capped_by:
        names = listed([f"“{reading.rule.label}”" for reading in proposal.capped_by])
        sets = "which sets the limit" if len(proposal.capped_by) == 1 else "which set the limit"
        middle = f" The middle of the criteria is {tiers[proposal.middle]}." if proposal.middle is not None else ""
        return f"The app proposes {tier}, because of {names}, {sets}.{middle}"
    return f"The app proposes {tier}: it is the middle of what the criteria point to."


def rests_words(proposal: Proposal, tiers: Sequence[str]) -> str:
    """What the proposal rests on, and how far the intervals could move it."""
    if proposal.tier is None or proposal.best is None or proposal.worst is None:
        return ""
    said = f"It rests on {len(proposal.counted)} of {counted(proposal.of, 'criterion', 'criteria')}. "
    spanning = proposal.spanning
    if not spanning:
        return f"{said}None of their intervals reaches into another category."
    names = listed([f"“{reading.rule.label}”" for reading in spanning], most=8)
    verb = "spans a bound and cannot" if len(spanning) == 1 else "span bounds and cannot"
    said += f"{names} {verb} tell categories apart. "
    if proposal.firm:
        return f"{said}Even so, with every figure at either end of its interval it stays {tiers[proposal.tier]}."
    return (
        f"{said}With every figure at the one or the other end of its interval it would be anything from "
        f"{tiers[proposal.best]} to {tiers[proposal.worst]}."
    )


def without_words(proposal: Proposal) -> str:
    """The criteria that have no figure; empty where all have."""
    if not proposal.without:
        return ""
    names = listed([f"“{reading.rule.label}”" for reading in proposal.without], most=8)
    verbs = ("has", "counts") if len(proposal.without) == 1 else ("have", "count")
    return f"{names} {verbs[0]} no figure and {verbs[1]} neither way."
