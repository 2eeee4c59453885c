"""The trust's matrix of who lends to whom: days of one academic year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Case, F, Sum, When
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Status as AcademyStatus
from academies.models.deployment import DeploymentQuerySet, DeploymentStatus
from academies.rules.deployment import balance_sentence, days_words
from academies.selectors.deployment import (
    EVERY,
    days_of_year,
    in_trust,
    subject_asked,
    year_asked,
    year_filter,
)
from academies.selectors.ledger import said_year
from academies.ways import may_at
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import listed, opened
from celt.lib.terms import year_label, year_on
from celt.ui.parts import Choice, Filter

STANDING = (DeploymentStatus.AGREED, DeploymentStatus.CLOSED)
STATES = {EVERY: "Both heads signed", "agreed": "Under agreement", "closed": "Finished", "proposed": "Waiting"}
# A matrix is for several academies that the reader sees whole, and no longer read where it is too wide; otherwise the
# list of pairs stands alone.
LEAST, WIDEST = 3, 20
TINTS = 5
# (giver, receiver) -> (worked, pledged)
Days = dict[tuple[int, int], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Cell:
    """Days from one academy to another. `tint`: 1 to 5 by its days against the most in the matrix, 0 for none."""

    worked: float = 0
    pledged: float = 0
    tint: int = 0
    url: str = ""
    says: str = ""
    itself: bool = False

    @property
    def days(self) -> float:
        return max(self.worked, self.pledged)


Cells = Mapping[tuple[int, int], Cell]


@dataclass(frozen=True, slots=True)
class Place:
    """An academy of the matrix. `whole`: the reader sees all that it gives and receives, so that totals can be told."""

    pk: int
    name: str
    slug: str
    short: str = ""
    url: str = ""
    whole: bool = False
    open: bool = False
    given: Cell = field(default_factory=Cell)
    received: Cell = field(default_factory=Cell)

    @property
    def expected(self) -> bool:
        """It is expected to give and to receive, and the reader may be told whether it does."""
        return self.whole and self.open

    @property
    def verdict(self) -> str:
        gives, receives = bool(self.given.days), bool(self.received.days)
        if not self.expected or (gives and receives):
            return ""
        return "only receives" if receives else "only gives" if gives else "neither gives nor receives"

    @property
    def brief(self) -> str:
        """The verdict where there is little room."""
        return "does neither" if self.verdict.startswith("neither") else self.verdict


@dataclass(frozen=True, slots=True)
class Pair:
    giver: Place
    receiver: Place
    cell: Cell


@dataclass(frozen=True, slots=True)
class MatrixPage:
    answer: str
    lead: str
    places: list[Place]
    rows: list[tuple[Place, list[Cell]]]  # empty where a list says it better
    pairs: list[tuple[Place, list[Pair]]]  # by giver
    one_way: list[Place]
    filters: list[Filter]
    partial: bool
    year: int
    total: Cell

    @property
    def period(self) -> str:
        return year_label(self.year)

    @property
    def flat(self) -> list[Pair]:
        return [pair for _, pairs in self.pairs for pair in pairs]


def matrix_page(user: User, person: Person, query: Mapping[str, str]) -> MatrixPage:
    """Who lends to whom in the `year` of the address, narrowed by `subject` and `state`. Six queries."""
    today = timezone.localdate()
    year = year_asked(query, today)
    seen = in_trust(user, person.trust)
    subject = subject_asked(user, person.trust, query)
    asked = query.get("state", "") if query.get("state") in STATES else EVERY
    found = subject.narrow(seen)
    days = _days_of_pairs(found.filter(status=asked) if asked else found, year, waiting=asked == "proposed")
    named = _places(user, person, seen)
    cells = _cells(named, days, year)
    places = _counted(named, cells)
    total = _sum(cells.values())
    expected = [place for place in places if place.expected]
    narrowed = bool(subject.area or asked)
    one_way = [] if narrowed else [place for place in places if place.verdict]
    return MatrixPage(
        answer=_says(places, one_way, total, said_year(year, today), over=year < year_on(today), narrowed=narrowed),
        lead=_one_way_says(one_way) if len(expected) > 1 else "",
        places=places,
        rows=_square(places, cells) if len(expected) >= LEAST and len(places) <= WIDEST else [],
        pairs=_by_giver(places, cells),
        one_way=one_way,
        filters=[
            year_filter(seen, year, today),
            subject.filter,
            Filter("state", "State", [Choice(value, label) for value, label in STATES.items()], asked),
        ],
        partial=any(not place.whole for place in places),
        year=year,
        total=total,
    )


def _days_of_pairs(found: DeploymentQuerySet, year: int, *, waiting: bool) -> Days:
    """Days of each pair in the year, summed by the database. Two queries, however many deployments there are."""
    first, last = days_of_year(year)
    signed = Case(When(status__in=STANDING, then="days_pledged"), default="days_released")
    pledged = (
        found.filter(starts__gte=first, starts__lte=last)
        .order_by()
        .values_list("giver", "receiver")
        .annotate(days=Sum(F("days_pledged") if waiting else signed))
    )
    worked = (
        found.filter(releases__struck_at__isnull=True, releases__on__gte=first, releases__on__lte=last)
        .order_by()
        .values_list("giver", "receiver")
        .annotate(days=Sum("releases__days"))
    )
    days: Days = {(giver, receiver): (0.0, float(sums)) for giver, receiver, sums in pledged}
    for giver, receiver, sums in worked:
        days[giver, receiver] = (float(sums), days.get((giver, receiver), (0.0, 0.0))[1])
    return days


def _places(user: User, person: Person, seen: DeploymentQuerySet) -> dict[int, Place]:
    """The reader's academies, and those that theirs exchange people with. Two queries."""
    places: dict[int, Place] = {}
    for academy in Academy.objects.visible_to(user).filter(trust=person.trust):
        if may_at(academy, person, Permission.VIEW_SUPPORT):
            places[academy.pk] = Place(
                academy.pk,
                academy.name,
                academy.slug,
                url=reverse("academies:ledger", args=[academy.slug]),
                whole=True,
                open=academy.status == AcademyStatus.OPEN,
            )
    for side in ("giver", "receiver"):
        for pk, name, slug in seen.order_by().values_list(side, f"{side}__name", f"{side}__slug").distinct():
            places.setdefault(pk, Place(pk, name, slug))
    return places


def _cells(places: Mapping[int, Place], days: Days, year: int) -> dict[tuple[int, int], Cell]:
    most = max((max(pair) for pair in days.values()), default=0)
    cells = {}
    for (giver, receiver), (worked, pledged) in days.items():
        if not worked and not pledged:
            continue
        asked: dict[str, str] = {"year": str(year), "giver": places[giver].slug, "receiver": places[receiver].slug}
        names = f"{places[giver].name} to {places[receiver].name}"
        cells[giver, receiver] = Cell(
            worked,
            pledged,
            tint=max(1, round(TINTS * max(worked, pledged) / most)),
            url=f"{reverse('academies:deployment_list')}?{urlencode(asked)}",
            says=f"{names}: {days_words(worked)} worked, {days_words(pledged)} pledged",
        )
    return cells


def _counted(places: Mapping[int, Place], cells: Cells) -> list[Place]:
    """By name, each with its totals; an academy that is not the reader's, or not open, only where it has days."""
    given: dict[int, list[Cell]] = defaultdict(list)
    received: dict[int, list[Cell]] = defaultdict(list)
    for (giver, receiver), cell in cells.items():
        given[giver].append(cell)
        received[receiver].append(cell)
    short = short_names(place.name for place in places.values())
    return [
        replace(place, short=short[place.name], given=_sum(given[place.pk]), received=_sum(received[place.pk]))
        for place in sorted(places.values(), key=lambda place: place.name)
        if place.expected or given[place.pk] or received[place.pk]
    ]


def _sum(cells: Iterable[Cell]) -> Cell:
    worked = pledged = 0.0
    for cell in cells:
        worked, pledged = worked + cell.worked, pledged + cell.pledged
    says = f"{worked:g} of {pledged:g} days" if worked or pledged else "nothing"
    return Cell(worked, pledged, says=says)


def _square(places: list[Place], cells: Cells) -> list[tuple[Place, list[Cell]]]:
    return [
        (giver, [Cell(itself=True) if giver is to else cells.get((giver.pk, to.pk), Cell()) for to in places])
        for giver in places
    ]


def _by_giver(places: list[Place], cells: Cells) -> list[tuple[Place, list[Pair]]]:
    """Each academy that gives, with those it gives to, the most first."""
    known = {place.pk: place for place in places}
    found: dict[int, list[Pair]] = defaultdict(list)
    for (giver, receiver), cell in cells.items():
        found[giver].append(Pair(known[giver], known[receiver], cell))
    for pairs in found.values():
        pairs.sort(key=lambda pair: (-pair.cell.days, pair.receiver.name))
    return [(place, found[place.pk]) for place in places if place.pk in found]


def _says(places: list[Place], one_way: list[Place], total: Cell, when: str, *, over: bool, narrowed: bool) -> str:
    if not total.days:
        return f"Nothing of that kind {when}." if narrowed else f"No academy lends to another {when}."
    expected = [place for place in places if place.expected]
    if len(expected) == 1 and not narrowed:
        only = expected[0]
        return balance_sentence(only.name, only.given.days, only.received.days, when, over=over)
    if narrowed or not expected:
        pledged = f"{days_words(total.pledged)} pledged" if total.pledged else "Nothing newly pledged"
        return f"{pledged} between academies {when}, and {days_words(total.worked)} worked."
    both = len(expected) - len(one_way)
    if both == len(expected):
        return f"Every academy both gives and receives {when}."
    do = "gives and receives" if both == 1 else "give and receive"
    return f"{opened(both, 'academy', 'academies')} of {len(expected)} both {do} {when}."


def _one_way_says(one_way: list[Place]) -> str:
    verdicts = {
        "only receives": "only receive",
        "only gives": "only give",
        "neither gives nor receives": "neither give nor receive",
    }
    parts = []
    for verdict, plural in verdicts.items():
        if names := [place.short for place in one_way if place.verdict == verdict]:
            parts.append(f"{listed(names, most=8)} {verdict if len(names) == 1 else plural}.")
    return f"{' '.join(parts)} Every academy is expected to do both." if parts else ""
