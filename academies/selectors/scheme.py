"""A category scheme as people read it: its versions, its tiers and criteria in words, what a version changed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import CategoryDecision, CategoryScheme, Criterion, Tier, Trust
from academies.models.academy import Phase
from academies.models.scheme import SchemeStatus
from academies.providers.facts import facts
from academies.rules import bounds as rules
from academies.rules.proposal import exact
from academies.rules.scheme_changes import CriterionWords, SchemeWords, TierWords, changes
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted, opened
from celt.ui.parts import Status, Tone

WHOLE = "The academy as a whole"
TONES: dict[str, Tone] = {SchemeStatus.IN_USE: "good", SchemeStatus.DRAFT: "warn", SchemeStatus.RETIRED: ""}
GIFTS = {
    "visits": "quality-assurance visits",
    "full_day_reviews": "external full-day reviews",
    "leader_days": "leader days",
    "coaching_days": "coaching days",
    "partnership_meetings": "partnership meetings",
}


@dataclass(frozen=True)
class Gift:
    """One line of what a tier gives in a year: 'Coaching days', '6'."""

    what: str
    figure: str

    @property
    def none(self) -> bool:
        return self.figure == "None"


@dataclass(frozen=True)
class TierCard:
    pk: int
    word: str
    colour: str
    says: str
    gifts: list[Gift]
    reviewed: str
    first: bool
    last: bool


@dataclass(frozen=True)
class CriterionRow:
    """`points`: which figures point to each tier, in the order of the tiers; empty where none does."""

    pk: int
    label: str
    where: str
    phase: str
    area: str
    is_limit: bool
    gathered: bool
    points: list[tuple[str, str]]
    first: bool
    last: bool


@dataclass(frozen=True)
class Parts:
    """Tiers and criteria of one scheme, read once."""

    tiers: list[Tier]
    criteria: list[Criterion]


def parts_of(scheme: CategoryScheme) -> Parts:
    """Three queries, whatever the scheme holds."""
    return Parts(list(scheme.tiers.all()), list(scheme.criteria.select_related("area").prefetch_related("bounds")))


def amount(number: int | Decimal) -> str:
    """'None', '6', '2.5'."""
    return exact(float(number)) if number else "None"


def figures_of(criterion: Criterion, tiers: Sequence[Tier]) -> list[float | None]:
    """The bounds of all tiers but the last."""
    by_tier = {bound.tier_id: bound.bound for bound in criterion.bounds.all()}
    return [by_tier.get(tier.pk) for tier in tiers[:-1]]


def points_of(criterion: Criterion, tiers: Sequence[Tier]) -> list[str]:
    """In words, for each tier, which figures point to it."""
    figures = figures_of(criterion, tiers)
    kind = facts.kinds.get(criterion.kind)
    if kind is None:
        return [*("" if figure is None else exact(figure) for figure in figures), ""][: len(tiers)]
    return [rules.tier_words(figures, place, kind) for place in range(len(tiers))]


def bounds_of(criterion: Criterion, tiers: Sequence[Tier]) -> list[str]:
    """In words, for each tier but the last, the bound alone."""
    kind = facts.kinds.get(criterion.kind)
    return [
        "" if figure is None else rules.bound_words(figure, kind) if kind else exact(figure)
        for figure in figures_of(criterion, tiers)
    ]


def where_of(criterion: Criterion) -> str:
    """'Primary, Mathematics'; empty for every phase and the academy as a whole."""
    phase = Phase(criterion.phase).label if criterion.phase else ""
    return ", ".join(filter(None, (phase, criterion.area.name if criterion.area else "")))


def words_of(scheme: CategoryScheme, parts: Parts) -> SchemeWords:
    return SchemeWords(
        scheme.name,
        tuple(
            TierWords(
                tier.word,
                tier.says,
                tier.get_colour_display(),
                {what: amount(getattr(tier, name)) for name, what in GIFTS.items()},
                tier.get_review_rhythm_display(),
            )
            for tier in parts.tiers
        ),
        tuple(
            CriterionWords(
                (criterion.kind, criterion.phase, criterion.area_id),
                _full_label(criterion),
                criterion.is_limit,
                tuple(bounds_of(criterion, parts.tiers)),
            )
            for criterion in parts.criteria
        ),
    )


def _full_label(criterion: Criterion) -> str:
    where = where_of(criterion)
    return f"{criterion.label} ({where})" if where else criterion.label


def _heading(what: str) -> str:
    """With a hyphen at which no line ends."""
    return (what[0].upper() + what[1:]).replace("full-day", "full\u2011day")


def cards_of(tiers: Sequence[Tier]) -> list[TierCard]:
    return [
        TierCard(
            pk=tier.pk,
            word=tier.word,
            colour=tier.colour,
            says=tier.says,
            gifts=[Gift(_heading(what), amount(getattr(tier, name))) for name, what in GIFTS.items()],
            reviewed=tier.get_review_rhythm_display(),
            first=place == 0,
            last=place == len(tiers) - 1,
        )
        for place, tier in enumerate(tiers)
    ]


def rows_of(parts: Parts) -> list[CriterionRow]:
    rows: list[CriterionRow] = []
    for place, criterion in enumerate(parts.criteria):
        kind = facts.kinds.get(criterion.kind)
        rows.append(
            CriterionRow(
                pk=criterion.pk,
                label=criterion.label,
                where=where_of(criterion),
                phase=criterion.get_phase_display(),
                area=criterion.area.name if criterion.area else "",
                is_limit=criterion.is_limit,
                gathered=kind is not None,
                points=list(zip((t.word for t in parts.tiers), points_of(criterion, parts.tiers), strict=True)),
                first=place == 0,
                last=place == len(parts.criteria) - 1,
            )
        )
    return rows


@dataclass(frozen=True)
class SchemePage:
    scheme: CategoryScheme
    tiers: list[TierCard]
    criteria: list[CriterionRow]
    answer: str
    lead: str
    provenance: list[str]
    before: CategoryScheme | None
    changed: list[str]
    may_write: bool

    @property
    def groups(self) -> list[tuple[str, list[CriterionRow]]]:
        """The criteria of the whole academy first, then those of each subject or area; unnamed where there is one."""
        areas = sorted({row.area for row in self.criteria})
        found = [(area or WHOLE, [row for row in self.criteria if row.area == area]) for area in areas]
        return [("", self.criteria)] if len(found) == 1 and not areas[0] else found


def scheme_page(user: User, person: Person, scheme: CategoryScheme) -> SchemePage:
    """`scheme` with `based_on`, `made_by` and `put_in_use_by`. Nobody's name is told to who may not see people."""
    parts = parts_of(scheme)
    before = scheme.based_on
    rest = CategoryDecision.objects.visible_to(user).filter(scheme=scheme).count()
    words = [tier.word for tier in parts.tiers]
    reach = f", from {words[0]} to {words[-1]}" if len(words) > 1 else ""
    if scheme.is_draft:
        answer = f"Version {scheme.version} of “{scheme.name}” is a draft: no decision rests on it yet."
    else:
        answer = f"“{scheme.name}” places academies in {opened(len(words), 'tier').lower()}{reach}."
    return SchemePage(
        scheme=scheme,
        tiers=cards_of(parts.tiers),
        criteria=rows_of(parts),
        answer=answer,
        lead=_lead(scheme, rest),
        provenance=_provenance(scheme, person),
        before=before,
        changed=changes(words_of(before, parts_of(before)), words_of(scheme, parts)) if before else [],
        may_write=person.can_trust_wide(Permission.MANAGE_SCHEMES),
    )


def _lead(scheme: CategoryScheme, rest: int) -> str:
    if scheme.is_draft:
        return "Change it until it is right, then put it in use. From then on it is never changed."
    rests = f"{opened(rest, 'decision')} {'rests' if rest == 1 else 'rest'} on it."
    if scheme.status == SchemeStatus.RETIRED:
        return f"Version {scheme.version}, in use from {british(scheme.in_use_from)} and no longer used. {rests}"
    return f"Version {scheme.version}, in use since {british(scheme.in_use_from)}. {rests}"


def _provenance(scheme: CategoryScheme, person: Person) -> list[str]:
    if not person.can(Permission.VIEW_PEOPLE):
        return []
    told = [f"Written by {scheme.made_by}"]
    if scheme.put_in_use_by:
        told.append(f"Put in use by {scheme.put_in_use_by} on {british(scheme.in_use_from)}")
    return told


@dataclass(frozen=True)
class VersionRow:
    """One version in the list. `decisions`: those that rest on it and that the reader may see."""

    version: int
    name: str
    url: str
    label: str
    status: Status
    since: datetime.date | None
    until: datetime.date | None
    changed: str
    decisions: int
    by: str


@dataclass(frozen=True)
class VersionsPage:
    rows: list[VersionRow]
    answer: str
    in_use: CategoryScheme | None
    draft: CategoryScheme | None
    may_write: bool


def versions_page(user: User, person: Person, trust: Trust) -> VersionsPage:
    """The trust's versions, the newest first. Two queries."""
    schemes = list(CategoryScheme.objects.visible_to(user).filter(trust=trust).select_related("made_by"))
    decisions = CategoryDecision.objects.visible_to(user).filter(scheme__trust=trust).order_by()
    rest = dict(decisions.values_list("scheme").annotate(Count("pk")))
    until: dict[int, datetime.date] = {}
    later: datetime.date | None = None
    for scheme in schemes:
        if scheme.status == SchemeStatus.RETIRED and later:
            until[scheme.pk] = later - datetime.timedelta(days=1) if later > (scheme.in_use_from or later) else later
        later = scheme.in_use_from or later
    in_use = next((s for s in schemes if s.status == SchemeStatus.IN_USE), None)
    return VersionsPage(
        rows=[_version(s, rest, until, names=person.can(Permission.VIEW_PEOPLE)) for s in schemes],
        answer=_answer(in_use, rest),
        in_use=in_use,
        draft=next((s for s in schemes if s.is_draft), None),
        may_write=person.can_trust_wide(Permission.MANAGE_SCHEMES),
    )


def _version(
    scheme: CategoryScheme, rest: Mapping[int, int], until: Mapping[int, datetime.date], *, names: bool
) -> VersionRow:
    return VersionRow(
        version=scheme.version,
        name=scheme.name,
        url=reverse("academies:scheme_show", args=[scheme.pk]),
        label=f"Version {scheme.version}",
        status=Status(scheme.get_status_display(), TONES[scheme.status]),
        since=scheme.in_use_from,
        until=until.get(scheme.pk),
        changed=scheme.changes or ("" if scheme.based_on_id else "The first version."),
        decisions=rest.get(scheme.pk, 0),
        by=scheme.made_by.full_name if names else "",
    )


def _answer(in_use: CategoryScheme | None, rest: Mapping[int, int]) -> str:
    if in_use is None:
        return "No category scheme is in use yet."
    number = rest.get(in_use.pk, 0)
    rests = (
        f"{counted(number, 'decision')} {'rests' if number == 1 else 'rest'} on it"
        if number
        else "no decision rests on it yet"
    )
    return f"“{in_use.name}”, version {in_use.version}, is in use since {british(in_use.in_use_from)}; {rests}."
