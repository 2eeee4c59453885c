"""The seven pillars as the trust's second lens: what academies agreed of the conditions that lean on each."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from academies.access import Person
from academies.models import Academy
from academies.models.academy import Phase
from academies.models.academy import Status as AcademyStatus
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import counted, listed
from celt.lib.terms import year_on
from celt.ui.parts import Choice, Filter
from plans.models import AgreedRating, Priority, SelfEvaluation
from plans.rules.standing import FULL, SHORT, firm
from plans.selectors.portfolio import read_academies
from plans.selectors.ring_history import agreed_day
from plans.strategy import CONDITIONS, PILLARS, Condition, Pillar

# Conditions that lean on each pillar, in the order of the rings.
LEANING: dict[str, tuple[Condition, ...]] = {
    slug: tuple(c for c in CONDITIONS.values() if c.pillar == slug) for slug in PILLARS
}
WIDTH = 100.0


@dataclass(frozen=True, slots=True)
class Cell:
    """What one academy agreed of some conditions: their standings in the order of the rings."""

    standings: tuple[int, ...]

    @property
    def n(self) -> int:
        return len(self.standings)

    @property
    def firm(self) -> int:
        return firm(self.standings)

    @property
    def share(self) -> float:
        """For sorting: academies without an agreed standing come last."""
        return self.firm / self.n + sum(self.standings) / 1000 if self.n else -1.0

    @property
    def says(self) -> str:
        """'3 of 5'; of one condition its word."""
        if not self.n:
            return ""
        return SHORT[self.standings[0]].capitalize() if self.n == 1 else f"{self.firm} of {self.n}"


@dataclass(frozen=True, slots=True)
class AcademyRow:
    """One academy; `cells` by the key of the column, a pillar or a condition."""

    academy: Academy
    short: str
    agreed_on: datetime.date | None
    cells: Mapping[str, Cell]

    @property
    def name(self) -> str:
        return self.academy.name

    @property
    def url(self) -> str:
        return reverse("plans:rings", args=[self.academy.slug])


@dataclass(frozen=True, slots=True)
class PillarPriority:
    """A plan's priority that serves a pillar."""

    title: str
    academy: str
    url: str


@dataclass(frozen=True, slots=True)
class PillarTold:
    """One pillar over all academies shown. `counts`: standings of each kind, from the lowest."""

    pillar: Pillar
    counts: tuple[int, int, int, int]
    academies: int
    priorities: tuple[PillarPriority, ...]

    @property
    def n(self) -> int:
        return sum(self.counts)

    @property
    def firm(self) -> int:
        return self.counts[2] + self.counts[3]

    @property
    def share(self) -> float:
        return self.firm / self.n if self.n else 0.0

    @property
    def bars(self) -> list[tuple[int, float, float]]:
        """Standing, where its part of the bar begins, how wide it is; all of it is 100 wide."""
        found, x = [], 0.0
        for standing, n in enumerate(self.counts, start=1):
            width = WIDTH * n / self.n if self.n else 0.0
            if n:
                found.append((standing, round(x, 2), round(width, 2)))
            x += width
        return found

    @property
    def conditions(self) -> str:
        return listed([c.name for c in LEANING[self.pillar.slug]], most=6)

    @property
    def says(self) -> str:
        if not self.n:
            return "Nothing agreed yet"
        return f"{self.firm} of {self.n} standings secure or embedded"

    @property
    def basis(self) -> str:
        each = counted(len(LEANING[self.pillar.slug]), "condition")
        return f"{each} at {counted(self.academies, 'academy', 'academies')}" if self.academies else each

    @property
    def words(self) -> str:
        return ", ".join(f"{n} {FULL[s].lower()}" for s, n in enumerate(self.counts, start=1) if n)

    @property
    def served(self) -> str:
        if not self.priorities:
            return "No plan has a priority for it this year"
        return f"{counted(len(self.priorities), 'plan priority', 'plan priorities')} this year"


@dataclass(frozen=True, slots=True)
class PillarsPage:
    """`chosen`: the one pillar that is looked at, whose conditions are then the columns."""

    pillars: tuple[PillarTold, ...]
    rows: tuple[AcademyRow, ...]
    columns: tuple[tuple[str, str], ...]
    chosen: PillarTold | None
    filters: tuple[Filter, ...]

    @property
    def without(self) -> list[str]:
        """Academies that have agreed nothing yet."""
        return [row.short for row in self.rows if row.agreed_on is None]

    @property
    def answer(self) -> str:
        agreed = len(self.rows) - len(self.without)
        if not agreed:
            return "No academy has agreed a self-evaluation yet, so the pillars have nothing to stand on."
        at = counted(agreed, "academy", "academies")
        if self.chosen is not None:
            one = self.chosen
            return f"{one.pillar.name}: {one.firm} of {one.n} standings at {at} are secure or embedded."
        told = sorted((each for each in self.pillars if each.n), key=lambda each: each.share)
        least, most = told[0], told[-1]
        if least.share == most.share:
            return f"At {at} every pillar stands equally firmly."
        return (
            f"At {at} “{most.pillar.name}” stands most firmly and “{least.pillar.name}” least: "
            f"{least.firm} of {least.n} standings secure or embedded."
        )

    @property
    def lead(self) -> str:
        missing = self.without
        return f"Nothing agreed yet at {listed(missing, most=5)}." if missing and len(missing) < len(self.rows) else ""


def pillars_page(user: User, person: Person, query: Mapping[str, str]) -> PillarsPage | None:
    """Narrowed by `phase` and `pillar` of the address; None for who reads the plan of fewer than two academies. Four
    queries, however many academies."""
    everywhere = [a for a in read_academies(user, person.trust) if a.status == AcademyStatus.OPEN]
    if len(everywhere) < 2:
        return None
    phase = query.get("phase", "") if query.get("phase", "") in Phase.values else ""
    asked = query.get("pillar", "")
    shown = [a for a in everywhere if phase in ("", a.phase)]
    evaluations = newest_agreed(user, shown)
    standings = _standings(user, evaluations.values())
    priorities = _priorities(user, shown)
    columns = (
        tuple((c.slug, c.name) for c in LEANING[asked]) if asked in PILLARS
        else tuple((p.slug, p.name) for p in PILLARS.values())
    )  # fmt: skip
    short = short_names({a.name for a in shown})
    rows = tuple(_row(a, short[a.name], evaluations.get(a.pk), standings.get(a.pk, {}), columns) for a in shown)
    pillars = tuple(_pillar(pillar, standings, priorities.get(pillar.slug, [])) for pillar in PILLARS.values())
    phases = [Choice(each.value, each.label) for each in Phase if any(a.phase == each for a in everywhere)]
    return PillarsPage(
        pillars,
        rows,
        columns,
        next((each for each in pillars if each.pillar.slug == asked), None),
        (
            Filter("pillar", "Pillar", [Choice("", "All seven"), *(Choice(p.slug, p.name) for p in PILLARS.values())],
                   asked if asked in PILLARS else ""),
            Filter("phase", "Phase", [Choice("", "Every phase"), *phases], phase),
        ),
    )  # fmt: skip


def newest_agreed(user: User, academies: Iterable[Academy]) -> dict[int, SelfEvaluation]:
    """Academy pk -> its newest agreed self-evaluation. One query."""
    found = (
        SelfEvaluation.objects.visible_to(user)
        .agreed()
        .filter(academy__in=[academy.pk for academy in academies])
        .order_by("academy_id", "-agreed_at", "-pk")
        .distinct("academy_id")
    )
    return {evaluation.academy_id: evaluation for evaluation in found}


def _standings(user: User, evaluations: Iterable[SelfEvaluation]) -> dict[int, dict[str, int]]:
    """Academy pk -> condition -> its agreed standing. One query."""
    of = {evaluation.pk: evaluation.academy_id for evaluation in evaluations}
    found: dict[int, dict[str, int]] = {academy: {} for academy in of.values()}
    ratings = AgreedRating.objects.visible_to(user).filter(evaluation__in=list(of))
    for evaluation, condition, standing in ratings.values_list("evaluation", "condition", "standing"):
        if condition in CONDITIONS:
            found[of[evaluation]][condition] = standing
    return found


def _priorities(user: User, academies: Sequence[Academy]) -> dict[str, list[PillarPriority]]:
    """Pillar -> standing priorities of this year's plans; one without a pillar counts where its condition leans."""
    names = {academy.pk: academy.name for academy in academies}
    found: dict[str, list[PillarPriority]] = {}
    priorities = Priority.objects.visible_to(user).standing().filter(
        plan__academy__in=list(names), plan__academic_year=year_on(timezone.localdate())
    )  # fmt: skip
    for pk, title, pillar, condition, academy in priorities.order_by("plan__academy__name", "order").values_list(
        "pk", "title", "pillar", "condition", "plan__academy"
    ):
        leans = pillar or (CONDITIONS[condition].pillar if condition in CONDITIONS else "")
        url = reverse("plans:priority_show", args=[pk])
        found.setdefault(leans, []).append(PillarPriority(title, names[academy], url))
    return found


def _row(
    academy: Academy,
    short: str,
    evaluation: SelfEvaluation | None,
    standings: Mapping[str, int],
    columns: Sequence[tuple[str, str]],
) -> AcademyRow:
    cells = {}
    for key, _ in columns:
        slugs = [c.slug for c in LEANING[key]] if key in PILLARS else [key]
        cells[key] = Cell(tuple(standings[slug] for slug in slugs if slug in standings))
    return AcademyRow(academy, short, agreed_day(evaluation) if evaluation else None, cells)


def _pillar(
    pillar: Pillar, standings: Mapping[int, Mapping[str, int]], priorities: Sequence[PillarPriority]
) -> PillarTold:
    slugs = [c.slug for c in LEANING[pillar.slug]]
    counts = Counter(agreed[slug] for agreed in standings.values() for slug in slugs if slug in agreed)
    academies = sum(any(slug in agreed for slug in slugs) for agreed in standings.values())
    return PillarTold(pillar, (counts[1], counts[2], counts[3], counts[4]), academies, tuple(priorities))


@dataclass(frozen=True, slots=True)
class PillarFileRow:
    """One academy and one pillar or condition, for a spreadsheet."""

    academy: str
    what: str
    firm: int | None
    n: int
    standings: str
    agreed_on: datetime.date | None


def file_rows(page: PillarsPage) -> list[PillarFileRow]:
    return [
        PillarFileRow(
            row.name,
            label,
            row.cells[key].firm if row.cells[key].n else None,
            row.cells[key].n,
            ", ".join(FULL[s] for s in row.cells[key].standings),
            row.agreed_on,
        )
        for row in page.rows
        for key, label in page.columns
    ]
