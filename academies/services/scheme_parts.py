"""The tiers and the criteria of a draft. Each write holds the draft, so that it cannot be put in use half-way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from academies.models import CategoryScheme, Criterion, CriterionBound, SupportArea, Tier
from academies.providers.facts import FactKind, facts
from academies.rules import bounds as rules
from academies.services.schemes import TIER_FIELDS, hold_draft
from accounts.models import User

TIERS_AT_MOST = 8
CRITERIA_AT_MOST = 40
GONE = "Somebody else took this out of the draft meanwhile."


@transaction.atomic
def add_tier(*, by: User, scheme: CategoryScheme, **words: Any) -> Tier:
    """A further tier, the least secure one: move it from there. `words`: the fields of Tier."""
    draft = hold_draft(by, scheme.pk)
    count = draft.tiers.count()
    if count >= TIERS_AT_MOST:
        raise ValidationError(f"A scheme has {TIERS_AT_MOST} tiers at most: nobody tells more of them apart.")
    return _saved_tier(Tier(scheme=draft, position=count + 1), words)


@transaction.atomic
def change_tier(*, by: User, tier: Tier, **words: Any) -> Tier:
    """`words`: the fields of Tier that change."""
    draft = hold_draft(by, tier.scheme_id)
    return _saved_tier(_tier_of(draft, tier), words)


def _saved_tier(tier: Tier, words: Mapping[str, Any]) -> Tier:
    for name, value in words.items():
        if name not in TIER_FIELDS or name == "position":
            raise TypeError(f"A tier has no {name} to write.")
        setattr(tier, name, value)
    tier.word = " ".join(tier.word.split())
    if Tier.objects.filter(scheme=tier.scheme_id, word__iexact=tier.word).exclude(pk=tier.pk).exists():
        raise ValidationError({"word": "Another tier of this scheme bears this word."})
    tier.full_clean()
    tier.save()
    return tier


@transaction.atomic
def move_tier(*, by: User, tier: Tier, up: bool) -> Tier:
    """One place towards the most secure (`up`) or the least. The bounds keep their place and go to the tier that now
    stands there. At the end of the row nothing happens."""
    draft = hold_draft(by, tier.scheme_id)
    tiers = list(draft.tiers.all())
    place = tiers.index(_tier_of(draft, tier))
    other = place + (-1 if up else 1)
    if 0 <= other < len(tiers):
        order = [t.pk for t in tiers]
        before = list(order)
        order[place], order[other] = order[other], order[place]
        _keep_bounds_in_place(draft, before, order)
        _put_in_order(Tier, order)
    return Tier.objects.get(pk=tier.pk)


@transaction.atomic
def remove_tier(*, by: User, tier: Tier) -> None:
    """Takes the tier out of the draft, with the bounds that point to it."""
    draft = hold_draft(by, tier.scheme_id)
    _tier_of(draft, tier).delete()
    _put_in_order(Tier, list(draft.tiers.values_list("pk", flat=True)))
    if last := draft.tiers.last():
        last.bounds.all().delete()


@transaction.atomic
def add_criterion(
    *,
    by: User,
    scheme: CategoryScheme,
    kind: str,
    label: str,
    bounds: Mapping[int, float | None],
    phase: str = "",
    area: SupportArea | None = None,
    is_limit: bool = False,
) -> Criterion:
    """A further criterion, the last. `bounds`: tier pk -> bound, for all tiers but the last."""
    draft = hold_draft(by, scheme.pk)
    known = _known(kind)
    count = draft.criteria.count()
    if count >= CRITERIA_AT_MOST:
        raise ValidationError(f"A scheme has {CRITERIA_AT_MOST} criteria at most.")
    criterion = Criterion(
        scheme=draft, position=count + 1, kind=known.slug, label=label, phase=phase, area=area, is_limit=is_limit
    )
    return _saved_criterion(draft, criterion, known, bounds)


@transaction.atomic
def change_criterion(
    *,
    by: User,
    criterion: Criterion,
    label: str,
    bounds: Mapping[int, float | None],
    phase: str = "",
    area: SupportArea | None = None,
    is_limit: bool = False,
) -> Criterion:
    draft = hold_draft(by, criterion.scheme_id)
    held = _criterion_of(draft, criterion)
    held.label, held.phase, held.area, held.is_limit = label, phase, area, is_limit
    return _saved_criterion(draft, held, _known(held.kind), bounds)


def _saved_criterion(
    draft: CategoryScheme, criterion: Criterion, kind: FactKind, bounds: Mapping[int, float | None]
) -> Criterion:
    criterion.label = " ".join(criterion.label.split())
    tiers = list(draft.tiers.all())
    if len(tiers) < 2:
        raise ValidationError("Write at least two tiers first: a criterion points to one of them.")
    figures = [bounds.get(tier.pk) for tier in tiers[:-1]]
    if found := rules.faults(figures, kind, [tier.word for tier in tiers]):
        raise ValidationError(found)
    if kind.phases and criterion.phase and criterion.phase not in kind.phases:
        raise ValidationError({"phase": "This evidence is not gathered in that phase."})
    if criterion.area and (criterion.area.trust_id != draft.trust_id):
        raise ValidationError({"area": "This subject or area is another trust's."})
    criterion.full_clean()
    criterion.save()
    criterion.bounds.all().delete()
    CriterionBound.objects.bulk_create(
        CriterionBound(criterion=criterion, tier=tier, bound=figure)
        for tier, figure in zip(tiers, figures, strict=False)
        if figure is not None
    )
    return criterion


@transaction.atomic
def move_criterion(*, by: User, criterion: Criterion, up: bool) -> Criterion:
    """One place up or down in the list, which changes nothing in what is proposed."""
    draft = hold_draft(by, criterion.scheme_id)
    order = list(draft.criteria.values_list("pk", flat=True))
    place = order.index(_criterion_of(draft, criterion).pk)
    other = place + (-1 if up else 1)
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        _put_in_order(Criterion, order)
    return Criterion.objects.get(pk=criterion.pk)


@transaction.atomic
def remove_criterion(*, by: User, criterion: Criterion) -> None:
    draft = hold_draft(by, criterion.scheme_id)
    _criterion_of(draft, criterion).delete()
    _put_in_order(Criterion, list(draft.criteria.values_list("pk", flat=True)))


def _tier_of(draft: CategoryScheme, tier: Tier) -> Tier:
    held = draft.tiers.filter(pk=tier.pk).first()
    if held is None:
        raise ValidationError(GONE)
    return held


def _criterion_of(draft: CategoryScheme, criterion: Criterion) -> Criterion:
    held = draft.criteria.filter(pk=criterion.pk).first()
    if held is None:
        raise ValidationError(GONE)
    return held


def _known(kind: str) -> FactKind:
    known = facts.kinds.get(kind)
    if known is None:
        raise ValidationError("This evidence is not gathered any more. Take the criterion out of the draft.")
    return known


def _put_in_order(model: type[Tier] | type[Criterion], order: list[int]) -> None:
    """Positions from 1; they are checked at the end of the transaction, so that two may change places."""
    for position, pk in enumerate(order, start=1):
        model._default_manager.filter(pk=pk).exclude(position=position).update(position=position)


def _keep_bounds_in_place(draft: CategoryScheme, before: list[int], order: list[int]) -> None:
    """A bound at a place goes to the tier that comes to stand there."""
    moved = dict(zip(before, order, strict=True))
    kept = list(
        CriterionBound.objects.filter(criterion__scheme=draft, tier__in=[a for a, b in moved.items() if a != b])
    )
    CriterionBound.objects.filter(pk__in=[bound.pk for bound in kept]).delete()
    CriterionBound.objects.bulk_create(
        CriterionBound(criterion_id=bound.criterion_id, tier_id=moved[bound.tier_id], bound=bound.bound)
        for bound in kept
    )
