"""Where a figure stands among the categories, drawn: one zone for each, all equally wide, most secure on the left.

Positions are in percent of the width. Within a zone a figure lies between the zone's bounds by its value; a zone that
is open to one side is never left, however far out the figure is. So strips of unlike criteria can be read one below
the other: what lies further right asks for more support.
"""

from __future__ import annotations

from dataclasses import dataclass

from academies.rules.proposal import Reading, Rule, Standing, zone_words

# How much of a zone is left free at either side, so that nothing lies upon a bound that does not.
MARGIN = 0.06


@dataclass(frozen=True, slots=True)
class Zone:
    word: str
    colour: str
    takes: str
    x: str
    width: str
    pointed: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """`point` None: no figure. `low` to `high`: its interval, from left to right; equal where there is none."""

    zones: tuple[Zone, ...]
    point: str | None = None
    low: str = ""
    width: str = ""
    high: str = ""

    @property
    def has_interval(self) -> bool:
        return bool(self.width)


def place(rule: Rule, value: float) -> float:
    """Percent from the left at which the value stands."""
    tier, tiers = rule.points_to(value), len(rule.bounds)
    return 100 * (tier + MARGIN + (1 - 2 * MARGIN) * _within(rule, tier, value)) / tiers


def _within(rule: Rule, tier: int, value: float) -> float:
    """How far through its zone a value is, 0 (nearest to the more secure) to 1."""
    if rule.words:
        grades = [grade for grade in range(1, len(rule.words) + 1) if rule.points_to(grade) == tier]
        ordered = grades if rule.better == "lower" else grades[::-1]
        return (ordered.index(round(value)) + 0.5) / len(ordered) if round(value) in ordered else 0.5
    sign = 1 if rule.better == "lower" else -1
    bounds = [sign * bound for bound in rule.bounds[:-1] if bound is not None]
    v = sign * value
    left = max((bound for bound in bounds if bound < v), default=None)
    right = min((bound for bound in bounds if bound >= v), default=None)
    spread = (max(bounds) - min(bounds)) / max(len(bounds) - 1, 1) if bounds else 0
    scale = spread or max((abs(bound) for bound in bounds), default=0) / 2 or 1
    if left is not None and right is not None:
        return (v - left) / (right - left)
    if left is not None:
        return (v - left) / (v - left + scale)
    return scale / (right - v + scale) if right is not None else 0.5


def strip_of(reading: Reading, words: list[tuple[str, str]]) -> Strip:
    """`words`: word and colour of each tier."""
    rule, figure = reading.rule, reading.figure
    zones = zones_of(rule, words, reading.points_to)
    ends = figure.ends
    if reading.standing is Standing.NO_DATA or figure.value is None or ends is None:
        return Strip(zones)
    low, high = sorted(place(rule, end) for end in ends)
    width = _percent(high - low) if figure.has_interval else ""
    return Strip(zones, _percent(place(rule, figure.value)), _percent(low), width, _percent(high))


def zones_of(rule: Rule, words: list[tuple[str, str]], pointed: int | None) -> tuple[Zone, ...]:
    return _zones(words, [zone_words(rule, tier) for tier in range(len(words))], pointed)


def proposal_strip(
    words: list[tuple[str, str]], takes: list[str], tier: int | None, best: int | None, worst: int | None
) -> Strip:
    """The proposal among the categories, and how far the intervals could move it. `takes`: what stands below each."""
    zones, share = _zones(words, takes, tier), 100 / len(words)
    if tier is None or best is None or worst is None:
        return Strip(zones)
    low, high = share * (best + 0.5), share * (worst + 0.5)
    return Strip(
        zones,
        _percent(share * (tier + 0.5)),
        _percent(low),
        _percent(high - low) if best != worst else "",
        _percent(high),
    )


def _zones(words: list[tuple[str, str]], takes: list[str], pointed: int | None) -> tuple[Zone, ...]:
    share = 100 / len(words)
    return tuple(
        Zone(word, colour, says, _percent(share * tier), _percent(share), tier == pointed)
        for tier, ((word, colour), says) in enumerate(zip(words, takes, strict=True))
    )


def _percent(value: float) -> str:
    return f"{value:.2f}%"
