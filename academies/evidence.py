"""The evidence for a category decision: facts read by the criteria of a scheme, and as it is kept with the decision.

Facts are figures for staff, groups of 6 to 10 among them: only who holds VIEW_STAFF_FIGURES at the academy reads them.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy, CategoryScheme, Criterion, SupportArea, Tier
from academies.models.academy import Phase
from academies.providers import Fact, FactKind, facts
from academies.rules.proposal import (
    Figure,
    Proposal,
    Reading,
    Rule,
    Standing,
    interval_words,
    proposal_words,
    propose,
    read,
    reading_words,
    rests_words,
    without_words,
)
from academies.rules.strip import Strip, proposal_strip, strip_of
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted

# Which phases' criteria an academy is read by, the closest first.
PHASES = {Phase.ALL_THROUGH: (Phase.ALL_THROUGH, Phase.SECONDARY, Phase.PRIMARY)}
UNKNOWN = "Nothing here tells this kind of evidence at present."


@dataclass(frozen=True, slots=True)
class Piece:
    """One criterion with the figure that it was read by."""

    kind: str
    reading: Reading
    says: str
    group: str = ""
    figure: str = ""
    note: str = ""
    n: int | None = None
    counted: str = ""
    period: str = ""
    source: str = ""
    as_of: datetime.date | None = None
    url: str = ""
    why_none: str = ""
    applies: bool = True
    used: bool = False
    strip: Strip | None = None

    @property
    def label(self) -> str:
        return self.reading.rule.label

    @property
    def has_figure(self) -> bool:
        return self.reading.standing is not Standing.NO_DATA

    @property
    def spans(self) -> bool:
        return self.reading.standing is Standing.SPANS

    @property
    def is_limit(self) -> bool:
        return self.reading.rule.is_limit

    @property
    def tier(self) -> Mark | None:
        """Word and colour of the category that it points to."""
        zone = next((zone for zone in self.strip.zones if zone.pointed), None) if self.strip else None
        return Mark(zone.word, zone.colour) if zone else None

    @property
    def made_of(self) -> list[str]:
        """Interval, n, period and day of the source, each a few words."""
        parts = [
            interval_words(self.reading.rule, self.reading.figure),
            counted(self.n, self.counted.removesuffix("s"), self.counted) if self.n is not None else "",
            self.period,
            f"as of {british(self.as_of)}" if self.as_of else "",
        ]
        return [part for part in parts if part]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a chip of a category needs."""

    word: str
    colour: str


@dataclass(frozen=True, slots=True)
class Evidence:
    tiers: tuple[Mark, ...]
    pieces: tuple[Piece, ...]
    proposal: Proposal
    says: str
    rests: str
    without: str

    @property
    def proposed(self) -> Mark | None:
        return self.tiers[self.proposal.tier] if self.proposal.tier is not None else None

    @property
    def with_figure(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.has_figure]

    @property
    def without_figure(self) -> list[Piece]:
        return [piece for piece in self.pieces if not piece.has_figure and piece.applies]

    @property
    def not_asked(self) -> list[Piece]:
        """Criteria that do not apply to the academy: they are no gap in the evidence."""
        return [piece for piece in self.pieces if not piece.applies]

    @property
    def used(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.used]

    @property
    def strip(self) -> Strip:
        """The proposal among the categories, with how many criteria point to each."""
        points = [piece.reading.points_to for piece in self.with_figure if not piece.is_limit]
        takes = [counted(points.count(tier), "criterion", "criteria") for tier in range(len(self.tiers))]
        p = self.proposal
        return proposal_strip([(t.word, t.colour) for t in self.tiers], takes, p.tier, p.best, p.worst)

    @property
    def digest(self) -> str:
        """Changes with any figure, so that a form can tell that its writer saw others than stand now."""
        text = json.dumps([{**_piece_to_json(piece), "used": False} for piece in self.pieces], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def resting_on(self, kinds: Collection[str]) -> Evidence:
        """The same with these kinds as what the decision rests on."""
        return replace(self, pieces=tuple(replace(piece, used=piece.kind in kinds) for piece in self.pieces))


def gather(
    user: User, person: Person, academy: Academy, scheme: CategoryScheme, area: SupportArea | None = None
) -> Evidence | None:
    """What is known of the academy now, by the scheme's criteria for it; None for who may not see staff's figures."""
    if not may_at(academy, person, Permission.VIEW_STAFF_FIGURES):
        return None
    criteria = _criteria(scheme, academy, area)
    # Providers that tell none of what is asked are not asked.
    known = facts.collect(user, person, [academy], kinds={criterion.kind for criterion in criteria})[academy.pk]
    return _read(scheme, criteria, known)


def read_facts(
    scheme: CategoryScheme, academy: Academy, known: Mapping[str, Fact], *, area: SupportArea | None = None
) -> Evidence:
    """Facts (slug of the kind -> fact), read by the scheme's criteria that fit the academy's phase and the area."""
    return _read(scheme, _criteria(scheme, academy, area), known)


def _read(scheme: CategoryScheme, criteria: Sequence[Criterion], known: Mapping[str, Fact]) -> Evidence:
    tiers = list(scheme.tiers.all())
    marks = tuple(Mark(tier.word, tier.colour) for tier in tiers)
    return _evidence(marks, [_piece(c, tiers, facts.kinds.get(c.kind), known.get(c.kind)) for c in criteria])


def _criteria(scheme: CategoryScheme, academy: Academy, area: SupportArea | None) -> list[Criterion]:
    """In the scheme's order. Where one kind has criteria for several phases, the academy's own goes first."""
    order = [*PHASES.get(Phase(academy.phase), (academy.phase,)), ""]
    found = scheme.criteria.filter(Q(area=area) if area else Q(area__isnull=True), phase__in=order).annotate(
        bound_of=JSONBAgg(JSONObject(tier="bounds__tier_id", bound="bounds__bound"))
    )
    by_kind: dict[str, Criterion] = {}
    for criterion in sorted(found, key=lambda c: order.index(c.phase)):
        by_kind.setdefault(criterion.kind, criterion)
    return sorted(by_kind.values(), key=lambda c: c.position)


def _piece(criterion: Criterion, tiers: Sequence[Tier], kind: FactKind | None, fact: Fact | None) -> Piece:
    bounds = {pair["tier"]: pair["bound"] for pair in criterion.bound_of}  # type: ignore[attr-defined]
    rule = Rule(
        label=criterion.label,
        better="higher" if kind is None or kind.words else kind.better,
        bounds=tuple(bounds.get(tier.pk) for tier in tiers),
        is_limit=criterion.is_limit,
        unit=kind.unit if kind else "",
        decimals=kind.decimals if kind else 0,
        words=kind.words if kind else (),
    )
    figure = Figure(_finite(fact.value), _finite(fact.low), _finite(fact.high), fact.figure) if fact else Figure()
    reading = read(rule, figure)
    words = [tier.word for tier in tiers]
    piece = Piece(criterion.kind, reading, reading_words(reading, words), group=kind.group if kind else "")
    piece = replace(piece, strip=strip_of(reading, [(tier.word, tier.colour) for tier in tiers]))
    if fact is None:
        return replace(piece, why_none=f"No {kind.label.lower()} is known for this academy." if kind else UNKNOWN)
    return replace(
        piece,
        figure=fact.figure,
        n=fact.n,
        counted=fact.counted,
        period=fact.period,
        source=fact.source,
        as_of=fact.as_of,
        url=fact.url,
        note=fact.note,
        why_none="" if piece.has_figure else fact.why_none or "The source gives no figure.",
        applies=piece.has_figure or fact.applies,
    )


def _finite(value: float | None) -> float | None:
    """No number is no figure; the database keeps none such."""
    return value if value is not None and math.isfinite(value) else None


def _evidence(tiers: tuple[Mark, ...], pieces: Sequence[Piece]) -> Evidence:
    proposal = propose([piece.reading for piece in pieces if piece.applies])
    words = [tier.word for tier in tiers]
    return Evidence(
        tiers,
        tuple(pieces),
        proposal,
        proposal_words(proposal, words),
        rests_words(proposal, words),
        without_words(proposal),
    )


# As it is kept.


def to_json(evidence: Evidence) -> dict[str, Any]:
    """All that was known on the day: it can be read and drawn without the scheme, and long after the facts changed."""
    p = evidence.proposal
    return {
        "gathered": timezone.localdate().isoformat(),
        "tiers": [{"word": tier.word, "colour": tier.colour} for tier in evidence.tiers],
        "proposal": {
            "tier": evidence.proposed.word if evidence.proposed else None,
            "best": None if p.best is None else evidence.tiers[p.best].word,
            "worst": None if p.worst is None else evidence.tiers[p.worst].word,
            "says": evidence.says,
            "rests": evidence.rests,
            "without": evidence.without,
        },
        "readings": [_piece_to_json(piece) for piece in evidence.pieces],
    }


def _piece_to_json(piece: Piece) -> dict[str, Any]:
    rule, figure, reading = piece.reading.rule, piece.reading.figure, piece.reading
    return {
        "kind": piece.kind,
        "label": rule.label,
        "group": piece.group,
        "is_limit": rule.is_limit,
        "better": rule.better,
        "bounds": list(rule.bounds),
        "unit": rule.unit,
        "decimals": rule.decimals,
        "words": list(rule.words),
        "figure": piece.figure,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "n": piece.n,
        "counted": piece.counted,
        "period": piece.period,
        "source": piece.source,
        "as_of": piece.as_of.isoformat() if piece.as_of else None,
        "url": piece.url,
        "why_none": piece.why_none,
        "note": piece.note,
        "applies": piece.applies,
        "points_to": reading.points_to,
        "best": reading.best,
        "worst": reading.worst,
        "standing": reading.standing.value,
        "says": piece.says,
        "used": piece.used,
    }


def from_json(kept: Mapping[str, Any]) -> Evidence | None:
    """What was kept with a decision, its sentences as they were; None where nothing was kept."""
    if not kept.get("tiers"):
        return None
    tiers = tuple(Mark(tier["word"], tier["colour"]) for tier in kept["tiers"])
    words = [(tier.word, tier.colour) for tier in tiers]
    evidence = _evidence(tiers, [_piece_from_json(each, words) for each in kept["readings"]])
    said = kept["proposal"]
    return replace(evidence, says=said["says"], rests=said["rests"], without=said["without"])


def _piece_from_json(kept: Mapping[str, Any], words: list[tuple[str, str]]) -> Piece:
    better: Literal["higher", "lower"] = kept["better"]
    rule = Rule(
        label=kept["label"],
        better=better,
        bounds=tuple(kept["bounds"]),
        is_limit=kept["is_limit"],
        unit=kept["unit"],
        decimals=kept["decimals"],
        words=tuple(kept["words"]),
    )
    reading = read(rule, Figure(kept["value"], kept["low"], kept["high"], kept["figure"]))
    return Piece(
        kept["kind"],
        reading,
        kept["says"],
        group=kept["group"],
        figure=kept["figure"],
        n=kept["n"],
        counted=kept["counted"],
        period=kept["period"],
        source=kept["source"],
        as_of=datetime.date.fromisoformat(kept["as_of"]) if kept["as_of"] else None,
        url=kept["url"],
        why_none=kept["why_none"],
        note=kept["note"],
        applies=kept.get("applies", True),
        used=kept["used"],
        strip=strip_of(reading, words),
    )
