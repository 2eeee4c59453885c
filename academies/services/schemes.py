"""How a category scheme comes about: a draft, put in use whole, retired by the next. Its parts: scheme_parts.py."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import pairwise

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import CategoryScheme, Criterion, CriterionBound, Tier, Trust
from academies.models.scheme import SchemeStatus
from academies.providers.facts import FactKind, facts
from academies.rules import bounds as rules
from academies.services import scheme_start
from accounts.models import User
from celt.lib.days import british

REFUSED = "Category schemes are written by the trust's leaders."
ENTITLEMENTS = ("visits", "full_day_reviews", "leader_days", "coaching_days", "partnership_meetings", "review_rhythm")
TIER_FIELDS = ("position", "word", "says", "colour", *ENTITLEMENTS)


def hold_trust(by: User, trust: Trust) -> Trust:
    """One person at a time starts a scheme or puts one in use. Raises PermissionDenied."""
    if not user_can(by, Permission.MANAGE_SCHEMES, trust=trust):
        raise PermissionDenied(REFUSED)
    return Trust.objects.select_for_update(no_key=True).get(pk=trust.pk)


def hold_draft(by: User, scheme_pk: int) -> CategoryScheme:
    """The draft, locked. ValidationError where it is no draft any more, PermissionDenied where `by` writes none."""
    draft = CategoryScheme.objects.editable_by(by).select_for_update(of=("self",)).filter(pk=scheme_pk).first()
    if draft is None:
        if CategoryScheme.objects.visible_to(by).filter(pk=scheme_pk).exists():
            raise PermissionDenied(REFUSED)
        raise ValidationError("This draft was discarded meanwhile. Begin the next version again.")
    if draft.status == SchemeStatus.IN_USE:
        raise ValidationError(
            f"Version {draft.version} is in use since {british(draft.in_use_from)} and is not changed any more. "
            "Make the next version."
        )
    if draft.status == SchemeStatus.RETIRED:
        raise ValidationError(f"Version {draft.version} is no longer used and is not changed any more.")
    return draft


@transaction.atomic
def start_scheme(*, by: User, trust: Trust, name: str = scheme_start.NAME) -> CategoryScheme:
    """The trust's first scheme, as a draft with four tiers, and criteria for the evidence that the product gathers."""
    trust = hold_trust(by, trust)
    if CategoryScheme.objects.filter(trust=trust).exclude(status=SchemeStatus.DRAFT).exists():
        raise ValidationError("The trust has a scheme already. Make its next version.")
    scheme = _new_draft(by, trust, name=name, version=1)
    tiers = [Tier(scheme=scheme, position=place, **words) for place, words in enumerate(scheme_start.TIERS, start=1)]
    for tier in tiers:
        tier.full_clean()
        tier.save()
    position = 0
    for start in scheme_start.CRITERIA:
        kind = facts.kinds.get(start.kind)
        if kind is None:
            continue
        position += 1
        criterion = Criterion.objects.create(
            scheme=scheme,
            position=position,
            kind=kind.slug,
            label=start.label,
            phase=start.phase,
            is_limit=start.is_limit,
        )
        CriterionBound.objects.bulk_create(
            CriterionBound(criterion=criterion, tier=tier, bound=_figure(bound, kind))
            for tier, bound in zip(tiers, start.bounds, strict=False)
            if bound is not None
        )
    return scheme


def _figure(bound: float | str, kind: FactKind) -> float:
    """A grade's word as its number: 1 is the worst."""
    return float(kind.words.index(bound) + 1) if isinstance(bound, str) else float(bound)


@transaction.atomic
def next_version(*, by: User, scheme: CategoryScheme, why: str) -> CategoryScheme:
    """A draft that says what the scheme in use says; `why` begins the note of what is new. ValidationError where
    another draft is under way, or where another version came into use meanwhile."""
    trust = hold_trust(by, scheme.trust)
    base = CategoryScheme.objects.get(pk=scheme.pk)
    if base.status != SchemeStatus.IN_USE:
        raise ValidationError("Another version is in use now. Make the next version from that one.")
    if not why.strip():
        raise ValidationError(
            {"changes": "Say in a sentence why the scheme changes. Everybody who is placed by it reads this."}
        )
    last = CategoryScheme.objects.filter(trust=trust).aggregate(last=Max("version"))["last"] or 0
    draft = _new_draft(by, trust, name=base.name, version=last + 1, changes=why.strip(), based_on=base)
    tiers = {}
    for tier in base.tiers.all():
        tiers[tier.pk] = Tier.objects.create(scheme=draft, **{name: getattr(tier, name) for name in TIER_FIELDS})
    for old in base.criteria.prefetch_related("bounds"):
        criterion = Criterion.objects.create(
            scheme=draft,
            position=old.position,
            kind=old.kind,
            label=old.label,
            phase=old.phase,
            area_id=old.area_id,
            is_limit=old.is_limit,
        )
        CriterionBound.objects.bulk_create(
            CriterionBound(criterion=criterion, tier=tiers[bound.tier_id], bound=bound.bound)
            for bound in old.bounds.all()
        )
    return draft


def _new_draft(
    by: User, trust: Trust, *, name: str, version: int, changes: str = "", based_on: CategoryScheme | None = None
) -> CategoryScheme:
    open_draft = CategoryScheme.objects.filter(trust=trust, status=SchemeStatus.DRAFT).select_related("made_by").first()
    if open_draft:
        raise ValidationError(
            f"{open_draft.made_by} already began a draft, version {open_draft.version}. Go on with that one."
        )
    draft = CategoryScheme(
        trust=trust, name=_line(name), version=version, changes=changes, based_on=based_on, made_by=by
    )
    draft.full_clean()
    draft.save()
    return draft


@transaction.atomic
def describe_scheme(*, by: User, scheme: CategoryScheme, name: str, changes: str) -> CategoryScheme:
    """The draft's name, and what is new in it."""
    draft = hold_draft(by, scheme.pk)
    draft.name, draft.changes = _line(name), changes.strip()
    draft.full_clean()
    draft.save(update_fields=["name", "changes"])
    return draft


@transaction.atomic
def discard_draft(*, by: User, scheme: CategoryScheme) -> None:
    """Takes a draft away with its tiers and criteria; the history keeps it. A scheme once in use stays."""
    hold_trust(by, scheme.trust)
    hold_draft(by, scheme.pk).delete()


@dataclass(frozen=True, slots=True)
class Check:
    """What stands between a draft and its use (`faults`), and what should be looked at before (`warnings`)."""

    faults: list[str]
    warnings: list[str]


def check(scheme: CategoryScheme) -> Check:
    """Whether the scheme is whole. Reads its tiers, criteria and bounds."""
    tiers = list(scheme.tiers.all())
    found = Check([], [])
    if len(tiers) < 2:
        found.faults.append("A scheme has at least two tiers.")
    if scheme.based_on_id and not scheme.changes.strip():
        found.faults.append("Say what is new in this version.")
    for tier in tiers:
        if not tier.says.strip():
            found.warnings.append(f"“{tier.word}” does not say what it means.")
    for secure, less in pairwise(tiers):
        fewer = [
            str(Tier._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            for name in ENTITLEMENTS[:-1]
            if getattr(less, name) < getattr(secure, name)
        ]
        if fewer:
            found.warnings.append(
                f"“{less.word}” is less secure than “{secure.word}” and yet has fewer {', '.join(fewer)}."
            )
        if less.review_rhythm < secure.review_rhythm:
            found.warnings.append(f"“{less.word}” is less secure than “{secure.word}” and yet is reviewed less often.")
    criteria = list(scheme.criteria.prefetch_related("bounds").select_related("area"))
    if not criteria:
        found.warnings.append("There is no criterion: the app will show evidence, and propose nothing.")
    for criterion in criteria if len(tiers) >= 2 else []:
        _check_criterion(criterion, tiers, found)
    return found


def _check_criterion(criterion: Criterion, tiers: list[Tier], found: Check) -> None:
    kind = facts.kinds.get(criterion.kind)
    if kind is None:
        found.warnings.append(
            f"“{criterion.label}”: this evidence is not gathered any more, so it will count neither way."
        )
        return
    by_tier = {bound.tier_id: bound.bound for bound in criterion.bounds.all()}
    figures = [by_tier.get(tier.pk) for tier in tiers[:-1]]
    words = [tier.word for tier in tiers]
    for fault in rules.faults(figures, kind, words):
        found.faults.append(f"“{criterion.label}”: {fault}")
    if criterion.area and criterion.area.archived:
        found.warnings.append(f"“{criterion.label}” is for {criterion.area}, which is archived.")


@transaction.atomic
def put_in_use(*, by: User, scheme: CategoryScheme, since: datetime.date | None = None) -> CategoryScheme:
    """From now on decisions rest on this version, and the one before is retired. `since`: today where left out.

    ValidationError with every fault where the draft is not whole, or where somebody else was quicker.
    """
    trust = hold_trust(by, scheme.trust)
    draft = hold_draft(by, scheme.pk)
    today = timezone.localdate()
    since = since or today
    before = CategoryScheme.objects.select_for_update().filter(trust=trust, status=SchemeStatus.IN_USE).first()
    found = check(draft)
    if found.faults:
        raise ValidationError(found.faults)
    if since > today:
        raise ValidationError("A scheme is put in use on the day itself, not ahead of it.")
    if before and before.in_use_from and since < before.in_use_from:
        raise ValidationError(f"The version before is in use since {british(before.in_use_from)}; this one follows it.")
    if before and draft.based_on_id != before.pk:
        raise ValidationError(
            f"Version {before.version} came into use after this draft was begun. Begin again from it."
        )
    if before:
        before.status = SchemeStatus.RETIRED
        before.save(update_fields=["status"])
    # The last tier takes what is left, whatever was written for it before it was the last.
    last = draft.tiers.order_by("-position").values("pk")[:1]
    CriterionBound.objects.filter(criterion__scheme=draft, tier__in=last).delete()
    draft.status, draft.in_use_from, draft.put_in_use_by = SchemeStatus.IN_USE, since, by
    draft.full_clean()
    draft.save(update_fields=["status", "in_use_from", "put_in_use_by"])
    return draft


def _line(text: str) -> str:
    return " ".join(text.split())
