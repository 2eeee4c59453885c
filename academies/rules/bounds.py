"""The bounds of a criterion: whether they stand in order, and how they read. What a figure points to is in proposal.py.

A bound is the least secure figure that still points to its tier, in the fact's own value; for grades 1 is the worst
word. Tiers run from the most secure to the least, and the last has no bound: it takes what is left.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal, Protocol

from academies.rules.proposal import Rule, exact, zone_words

NO_BOUND_IN_WORDS = "Not by this"


class Scale(Protocol):
    """How a kind of evidence is counted; academies.providers.facts.FactKind is one."""

    @property
    def better(self) -> Literal["higher", "lower"]: ...
    @property
    def unit(self) -> str: ...
    @property
    def decimals(self) -> int: ...
    @property
    def words(self) -> tuple[str, ...]: ...


def faults(bounds: Sequence[float | None], scale: Scale, tiers: Sequence[str]) -> list[str]:
    """What is wrong with the bounds of all tiers but the last, a sentence each. `tiers`: the words of all tiers.

    Two neighbours may share a bound: then no figure points to the second. A grade may be left out for the same.
    """
    if all(bound is None for bound in bounds):
        return [f"No bound is set, so that every figure would point to {tiers[-1]}."]
    found = []
    if not scale.words:
        missing = [f"“{tier}”" for tier, bound in zip(tiers, bounds, strict=False) if bound is None]
        if missing:
            found.append(f"The bound for {' and for '.join(missing)} is missing.")
    if any(bound is not None and not math.isfinite(bound) for bound in bounds):
        found.append("A bound is no number.")
    elif scale.words and any(
        bound is not None and (bound != int(bound) or not 1 <= bound <= len(scale.words)) for bound in bounds
    ):
        found.append("A bound is none of the grades.")
    else:
        found += [fault] if (fault := order_fault(bounds, scale, tiers)) else []
    return found


def order_fault(bounds: Sequence[float | None], scale: Scale, tiers: Sequence[str]) -> str:
    """The first two bounds that stand the wrong way round, in a sentence; empty where all are in order."""
    falls = scale.better == "higher" or bool(scale.words)
    before: tuple[str, float] | None = None
    for tier, bound in zip(tiers, bounds, strict=False):
        if bound is None:
            continue
        if before and (bound > before[1] if falls else bound < before[1]):
            better = "a higher figure is better" if falls else "a lower figure is better"
            if scale.words:
                better = "a better grade is more secure"
            first, second = (plain_words(value, scale) for value in (before[1], bound))
            return (
                f"“{before[0]}” is more secure, so its bound cannot be {first} while “{tier}” has {second}: {better}."
            )
        before = (tier, bound)
    return ""


def plain_words(value: float, scale: Scale) -> str:
    """The figure itself: '10 points behind', '92.5%', 'Expected standard'."""
    if scale.words:
        return scale.words[min(max(round(value), 1), len(scale.words)) - 1]
    return _with_unit(exact(value), scale.unit, first=True)


def bound_words(bound: float, scale: Scale) -> str:
    """What points to the tier or to a more secure one: '10 points behind or less', 'at least Expected standard'."""
    said = plain_words(bound, scale)
    if scale.words:
        return said if bound >= len(scale.words) else f"at least {said}"
    return f"{said} or {'less' if scale.better == 'lower' else 'more'}"


def tier_words(bounds: Sequence[float | None], place: int, scale: Scale) -> str:
    """Which figures point to the tier at `place` (0 the most secure), with the unit: 'over 5, up to 10 points behind',
    'Strong or Expected standard'. Empty: none. `bounds`: of all tiers but the last."""
    rule = Rule("", "higher" if scale.words else scale.better, (*bounds, None), unit=scale.unit, words=scale.words)
    zone = zone_words(rule, place)
    if zone == "up to 0":
        zone = "0"
    return zone if scale.words or not zone else _with_unit(zone, scale.unit, first=scale.better == "higher")


NUMBER = re.compile(r"[\d,]*\d(?:\.\d+)?%?")


def _with_unit(text: str, unit: str, *, first: bool) -> str:
    """Puts the unit behind the first number or the last: '1 point behind', '95% and over', '3 days and over'."""
    numbers = list(NUMBER.finditer(text))
    if not unit or not numbers:
        return text
    number = numbers[0 if first else -1]
    if unit.startswith("%"):
        said = unit.removeprefix("%") if number.group().endswith("%") else unit
    else:
        noun, _, rest = unit.partition(" ")
        one = number.group() == "1" and noun.endswith("s") and not noun.endswith("ss")
        said = f" {noun.removesuffix('s') if one else noun}{f' {rest}' if rest else ''}"
    return text[: number.end()] + said + text[number.end() :]
