"""What one version of a scheme has that the one before had not, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from celt.lib.sentences import inside


@dataclass(frozen=True, slots=True)
class TierWords:
    """A tier as people read it. `gives`: how much in a year, by what it is in the plural ("coaching days": "6");
    `reviewed`: how often the category is looked at again ("every term")."""

    word: str
    says: str = ""
    colour: str = ""
    gives: Mapping[str, str] = field(default_factory=dict)
    reviewed: str = ""


@dataclass(frozen=True, slots=True)
class CriterionWords:
    """A criterion as people read it. `key` tells criteria apart; `bounds` in words, of all tiers but the last;
    empty where no figure points to the tier."""

    key: tuple[str, str, int | None]
    label: str
    is_limit: bool
    bounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchemeWords:
    name: str
    tiers: tuple[TierWords, ...]
    criteria: tuple[CriterionWords, ...]


def changes(before: SchemeWords, now: SchemeWords) -> list[str]:
    """Sentences, tiers first. Empty where the two versions say the same."""
    return [*_name(before, now), *_tiers(before.tiers, now.tiers), *_criteria(before, now)]


def _name(before: SchemeWords, now: SchemeWords) -> Iterator[str]:
    if before.name != now.name:
        yield f"The scheme is called “{now.name}”; it was called “{before.name}”."


def matched(before: Sequence[TierWords], now: Sequence[TierWords]) -> list[tuple[TierWords | None, TierWords | None]]:
    """Pairs of one tier before and now: by its word, and where the word is new, by a place that is left over."""
    was = {tier.word: tier for tier in before}
    kept = {tier.word for tier in now}
    places = {place: tier for place, tier in enumerate(before) if tier.word not in kept}
    pairs: list[tuple[TierWords | None, TierWords | None]] = []
    for place, tier in enumerate(now):
        # Renamed only where the number of tiers is the same; else one was taken out and another one added.
        renamed = places.pop(place, None) if tier.word not in was and len(before) == len(now) else None
        pairs.append((was.get(tier.word) or renamed, tier))
    return [*pairs, *((tier, None) for tier in places.values())]


def _tiers(before: Sequence[TierWords], now: Sequence[TierWords]) -> Iterator[str]:
    pairs = matched(before, now)
    for was, tier in pairs:
        if tier is None:
            assert was is not None
            yield f"“{was.word}” is no tier any more."
        elif was is None:
            yield f"“{tier.word}” is a new tier."
        else:
            yield from _tier(was, tier)
    stayed = [(was, tier) for was, tier in pairs if was and tier]
    order = [before.index(was) for was, _ in stayed]
    if order != sorted(order):
        yield f"The tiers stand in another order: {', '.join(tier.word for tier in now)}."


def _tier(was: TierWords, tier: TierWords) -> Iterator[str]:
    if was.word != tier.word:
        yield f"“{was.word}” is now called “{tier.word}”."
    for what, number in tier.gives.items():
        if was.gives.get(what) != number:
            noun = what.removesuffix("s") if number == "1" else what
            yield f"{tier.word} gives {inside(number)} {noun} a year instead of {inside(was.gives.get(what, 'none'))}."
    if was.reviewed != tier.reviewed:
        yield f"{tier.word} is reviewed {inside(tier.reviewed)} instead of {inside(was.reviewed)}."
    if was.says != tier.says:
        yield f"{tier.word}: what it means is worded anew."
    if was.colour != tier.colour:
        yield f"{tier.word} is shown in {inside(tier.colour)} instead of {inside(was.colour)}."


def _criteria(before: SchemeWords, now: SchemeWords) -> Iterator[str]:
    was = {criterion.key: criterion for criterion in before.criteria}
    keys = {criterion.key for criterion in now.criteria}
    for criterion in now.criteria:
        old = was.get(criterion.key)
        if old is None:
            alone = " It sets a limit." if criterion.is_limit else ""
            yield f"“{criterion.label}” is a new criterion.{alone}"
        else:
            yield from _criterion(old, criterion, before.tiers, now.tiers)
    for criterion in before.criteria:
        if criterion.key not in keys:
            yield f"“{criterion.label}” is no criterion any more."


def _criterion(
    old: CriterionWords, criterion: CriterionWords, before: Sequence[TierWords], now: Sequence[TierWords]
) -> Iterator[str]:
    if old.label != criterion.label:
        yield f"“{old.label}” is now called “{criterion.label}”."
    if old.is_limit != criterion.is_limit:
        yield f"“{criterion.label}” {'now sets a limit' if criterion.is_limit else 'sets a limit no longer'}."
    moved = []
    for was, tier in matched(before, now):
        if was is None or tier is None:
            continue
        old_bound, bound = _bound(old, before, was), _bound(criterion, now, tier)
        if old_bound != bound:
            points = f"to {tier.word} at {bound}" if bound else f"no longer to {tier.word}"
            moved.append(f"{points} (before: {old_bound or 'not at all'})")
    if moved:
        yield f"“{criterion.label}” points {', '.join(moved)}."


def _bound(criterion: CriterionWords, tiers: Sequence[TierWords], tier: TierWords) -> str:
    place = list(tiers).index(tier)
    if place == len(tiers) - 1:
        return "what is left"
    return criterion.bounds[place]
