"""What a dashboard looks at: the filters of its address, resolved against what there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Value

from academies.models import Trust
from accounts.models import User
from celt.lib.terms import year_label
from dashboards.models import FigureStatus, GapFigure, Level
from pupils.measures import MEASURES, Measure
from pupils.models import PublishedFigure

# Where several checkpoints of a year hold a measure, the surest comes first.
SUREST = ("statutory", "full year", "summer", "spring", "autumn")
# What a page opens with when nothing is asked: the headline of each phase.
HEADLINES = ("ks2_rwm_exp", "ks4_attainment8", "phonics_exp", "reading_sas_mean", "persistent_absence")

BREAKDOWNS: Mapping[str, str] = {
    "all": "All pupils",
    "sex:F": "Girls",
    "sex:M": "Boys",
    "sen:N": "No special educational need",
    "sen:K": "SEN support",
    "sen:E": "Education, health and care plan",
    "eal:Y": "English as an additional language",
    "eal:N": "English as first language",
    **{f"year:{year}": f"Year {year}" for year in range(1, 15)},
    "year:0": "Reception",
    "year:-1": "Nursery 2",
    "year:-2": "Nursery 1",
}


@dataclass(frozen=True)
class Slice:
    """One measure in one year at one checkpoint. `published` slices come from the DfE's performance tables."""

    measure: str
    academic_year: int
    checkpoint: str
    published: bool = False


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Looking:
    """The page's filters. `phase` "" is all phases; `published` looks at the DfE's figures instead of our own."""

    trust: Trust
    measure: Measure
    academic_year: int
    checkpoint: str
    breakdown: str
    phase: str
    published: bool
    slices: frozenset[Slice]

    @property
    def year(self) -> str:
        return year_label(self.academic_year)

    @property
    def beside_england(self) -> bool:
        """Whether England has the like: its figures are of all pupils, statutory or of a whole year."""
        return self.breakdown == "all" and self.checkpoint.lower() in ("statutory", "full year", "published")

    @property
    def query(self) -> str:
        """The filters as an address's query string."""
        return urlencode(
            {
                "measure": self.measure.slug,
                "year": self.year,
                "checkpoint": self.checkpoint,
                "breakdown": self.breakdown,
                "phase": self.phase,
                "source": "published" if self.published else "own",
            }
        )

    def at(self, *, measure: str) -> Looking:
        return replace(self, measure=MEASURES[measure])

    @property
    def own_exists(self) -> bool:
        return any(not s.published for s in self.slices)

    @property
    def published_exists(self) -> bool:
        return any(s.published for s in self.slices)

    def measure_choices(self) -> list[Choice]:
        slugs = {s.measure for s in self.slices if s.published == self.published} | {self.measure.slug}
        return [Choice(m.slug, m.title, m == self.measure) for m in MEASURES.values() if m.slug in slugs]

    def year_choices(self) -> list[Choice]:
        years = {s.academic_year for s in self._of_measure()} | {self.academic_year}
        return [Choice(year_label(y), year_label(y), y == self.academic_year) for y in sorted(years, reverse=True)]

    def checkpoint_choices(self) -> list[Choice]:
        names = {s.checkpoint for s in self._of_measure()} | {self.checkpoint}
        return [Choice(name, name, name == self.checkpoint) for name in sorted(names, key=surest_first)]

    def _of_measure(self) -> Iterable[Slice]:
        return (s for s in self.slices if s.measure == self.measure.slug and s.published == self.published)


def surest_first(checkpoint: str) -> tuple[int, str]:
    name = checkpoint.lower()
    return (SUREST.index(name) if name in SUREST else len(SUREST), name)


def slices_of(user: User, trust: Trust) -> frozenset[Slice]:
    """Every measure, year and checkpoint that the trust has a figure for: one query."""
    own = (
        GapFigure.objects.visible_to(user)
        .filter(trust=trust, level=Level.TRUST, breakdown="all")
        .exclude(status=FigureStatus.NOT_PUBLISHED)
        .order_by()
        .values_list("measure", "academic_year", "checkpoint", Value(False))
    )
    published = (
        PublishedFigure.objects.visible_to(user)
        .filter(academy__trust=trust)
        .order_by()
        .values_list("measure", "academic_year", Value("Published"), Value(True))
    )
    return frozenset(Slice(m, y, c, published=p) for m, y, c, p in own.union(published) if m in MEASURES)


def look(
    user: User,
    trust: Trust,
    asked: Mapping[str, str],
    *,
    default_measures: Iterable[str] = HEADLINES,
    slices: frozenset[Slice] | None = None,
) -> Looking:
    """Resolve an address's filters. What is unknown or empty falls back to the newest and surest that there is.
    `slices`: what there is to look at, where the page does not look at the whole trust."""
    slices = slices_of(user, trust) if slices is None else slices
    source = asked.get("source", "")
    published = (
        source == "published" if source in ("own", "published") else all(s.published for s in slices) and bool(slices)
    )
    there = [s for s in slices if s.published == published]
    slug = asked.get("measure", "")
    if slug not in MEASURES:
        held = {s.measure for s in there}
        slug = next((m for m in (*default_measures, *MEASURES) if m in held), HEADLINES[0])
    of_measure = [s for s in there if s.measure == slug]
    years = sorted({s.academic_year for s in of_measure}, reverse=True)
    year = next((y for y in years if year_label(y) == asked.get("year")), None)
    checkpoint = asked.get("checkpoint", "")
    if year is None:
        newest = min(of_measure, key=lambda s: (surest_first(s.checkpoint)[0], -s.academic_year), default=None)
        year = newest.academic_year if newest else 0
    names = sorted({s.checkpoint for s in of_measure if s.academic_year == year}, key=surest_first)
    if checkpoint not in names:
        checkpoint = names[0] if names else ("Published" if published else "Statutory")
    breakdown = asked.get("breakdown", "all")
    return Looking(
        trust=trust,
        measure=MEASURES[slug],
        academic_year=year,
        checkpoint=checkpoint,
        breakdown=breakdown if breakdown in BREAKDOWNS else "all",
        phase=asked.get("phase", ""),
        published=published,
        slices=slices,
    )
