"""The trust's overview: each academy in one line, and one sentence that says where to go. A fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy, CategoryDecision, SupportPromise, Tier, WatchedAcademy
from academies.models.academy import Phase, Status
from academies.providers import Fact, FactKind, facts
from academies.selectors.academy import academies_of
from academies.selectors.category import SOON_DAYS, tiers_in_force
from academies.selectors.concern import open_concerns
from academies.selectors.support import visits_and_late
from academies.selectors.watching import watch_list
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british, short_day
from celt.lib.names import short_names
from celt.lib.sentences import SMALL_NUMBERS, counted, opened
from celt.ui.parts import Choice, Filter

NO_CATEGORY = "none"


def column_of(kind: FactKind) -> str:
    """The name of the column that a kind of fact has in the table and in the address's `sort`."""
    return kind.slug.replace(".", "_").replace("-", "_")


@dataclass(frozen=True, repr=False)
class OverviewRow:
    """One academy. What the person may not see of it, and what there is not, is None or missing.

    No repr: a table writes it into messages of failed lookups that nobody reads, and the models in it ask the database.
    """

    academy: Academy
    short: str
    decision: CategoryDecision | None
    ends_open: bool
    visit: SupportPromise | None
    late: int | None
    concerns: int | None
    told: Mapping[str, Fact]
    watched: WatchedAcademy | None
    today: datetime.date

    @property
    def name(self) -> str:
        return self.academy.name

    @property
    def about(self) -> str:
        """What stands small below the name."""
        phase = self.academy.get_phase_display()
        return phase if self.academy.status == Status.OPEN else f"{phase}, {self.academy.get_status_display().lower()}"

    @property
    def why_watched(self) -> str:
        """The person's own note. It stands on their screen alone, neither on paper nor in a file that is passed on."""
        return (self.watched.note or "You watch it") if self.watched else ""

    @property
    def tier(self) -> Tier | None:
        return self.decision.confirmed_tier if self.decision else None

    @property
    def tier_order(self) -> int | None:
        return self.tier.position if self.tier else None

    @property
    def tier_note(self) -> str:
        """When the category ends, where that is soon and nothing follows."""
        return f"ends {short_day(self.decision.ends)}" if self.decision and self.ends_open else ""

    @property
    def is_planned(self) -> bool:
        """Whether the next visit has a day; else it is only due by one."""
        return bool(self.visit and self.visit.planned_on and self.visit.planned_on >= self.today)

    @property
    def next_visit(self) -> datetime.date | None:
        return (self.visit.planned_on if self.is_planned else self.visit.due) if self.visit else None

    @property
    def is_late(self) -> bool:
        return bool(self.late)

    @property
    def has_concern(self) -> bool:
        return bool(self.concerns)

    @property
    def needs_attention(self) -> bool:
        return self.is_late or self.has_concern or self.ends_open

    @property
    def figures(self) -> Mapping[str, float | None]:
        """What the columns of facts sort by."""
        return {column: fact.value for column, fact in self.told.items()}


NEEDS: dict[str, tuple[str, Permission, Callable[[OverviewRow], bool]]] = {
    "late": ("Support is late", Permission.VIEW_SUPPORT, lambda row: row.is_late),
    "concern": ("A concern is open", Permission.VIEW_CONCERNS, lambda row: row.has_concern),
    "ending": ("The category ends soon, or there is none", Permission.VIEW_CATEGORY, lambda row: row.ends_open),
}


@dataclass(frozen=True)
class OverviewPage:
    rows: list[OverviewRow]
    total: int
    filters: list[Filter]
    kinds: list[FactKind]
    columns: frozenset[str]
    answer: str
    notes: list[str] = field(default_factory=list)

    @property
    def caption(self) -> str:
        all_of_them = counted(self.total, "academy", "academies")
        return all_of_them if len(self.rows) == self.total else f"{len(self.rows)} of {all_of_them}"


def overview_page(user: User, person: Person, query: Mapping[str, str]) -> OverviewPage:
    """The academies that the person sees of the trust, the least secure first, narrowed by `phase`, `category`,
    `needs`, `watched` and `status` of the address."""
    kinds = [kind for kind in facts.kinds.values() if kind.overview]
    rows = _rows(user, person, kinds)
    filters = list(_filters(rows, person, query))
    chosen = {filter.name: filter.value for filter in filters}
    running = [row for row in rows if row.academy.status == Status.OPEN]
    return OverviewPage(
        rows=[row for row in rows if _fits(row, chosen)],
        total=len(rows),
        filters=filters,
        kinds=[kind for kind in kinds if any(column_of(kind) in row.told for row in rows)],
        columns=frozenset(_columns(rows, kinds)),
        answer=answer_of(running, str(person.trust)) if rows else "No academy to show here.",
        notes=list(_notes(rows, kinds)),
    )


def _rows(user: User, person: Person, kinds: Sequence[FactKind]) -> list[OverviewRow]:
    academies = list(academies_of(user, person.trust).select_related("trust"))
    today, short = timezone.localdate(), short_names(academy.name for academy in academies)
    sees = {p: person.can(p) for p in (Permission.VIEW_CATEGORY, Permission.VIEW_SUPPORT, Permission.VIEW_CONCERNS)}
    tiers = tiers_in_force(user, academies) if sees[Permission.VIEW_CATEGORY] else {}
    visits, late = visits_and_late(user, academies) if sees[Permission.VIEW_SUPPORT] else ({}, {})
    concerns = open_concerns(user, academies) if sees[Permission.VIEW_CONCERNS] else {}
    told = facts.collect(user, person, academies, kinds={kind.slug for kind in kinds}) if kinds else {}
    watched = watch_list(user, person.trust)
    soon = today + datetime.timedelta(days=SOON_DAYS)

    def row(academy: Academy) -> OverviewRow:
        decision = tiers.get(academy.pk)
        ends_soon = bool(tiers)
        if decision:
            ends_soon = decision.ends <= soon and not decision.followed  # type: ignore[attr-defined]
        return OverviewRow(
            academy=academy,
            short=short[academy.name],
            decision=decision,
            ends_open=ends_soon and may_at(academy, person, Permission.VIEW_CATEGORY),
            visit=visits.get(academy.pk),
            late=late.get(academy.pk, 0) if may_at(academy, person, Permission.VIEW_SUPPORT) else None,
            concerns=concerns.get(academy.pk, 0) if may_at(academy, person, Permission.VIEW_CONCERNS) else None,
            told={column_of(facts.kinds[slug]): fact for slug, fact in told.get(academy.pk, {}).items()},
            watched=watched.get(academy.pk),
            today=today,
        )

    # Where nothing was decided yet, though elsewhere it was, stands on top.
    found = [row(academy) for academy in academies]
    return sorted(found, key=lambda row: (row.tier is not None or not row.ends_open, -(row.tier_order or 0), row.name))


def _notes(rows: Sequence[OverviewRow], kinds: Sequence[FactKind]) -> Iterable[str]:
    """What the columns of facts are, what n counts in each, and where they come from."""
    for kind in kinds:
        told = [row.told[column_of(kind)] for row in rows if column_of(kind) in row.told]
        known = [fact for fact in told if fact.value is not None]
        if known:
            ranges = " The range holds the figure in 95 of 100 cases." if any(f.low is not None for f in known) else ""
            n = "".join(sorted({f" n: {fact.counted}." for fact in known if fact.low is not None and fact.n}))
            sources = " ".join(sorted({f"{fact.source}." for fact in known}))
            yield f"{kind.short or kind.label}: {kind.about}{ranges}{n} {sources}"


def _columns(rows: Sequence[OverviewRow], kinds: Sequence[FactKind]) -> Iterable[str]:
    """The columns that have something to say of any academy."""
    if any(row.tier for row in rows):
        yield "tier"
    for kind in kinds:
        column = column_of(kind)
        if any(column in row.told for row in rows):
            yield column
        if any(column in row.told and row.told[column].trend for row in rows):
            yield f"{column}_trend"
    if any(row.visit for row in rows):
        yield "next_visit"
    if any(row.is_late for row in rows):
        yield "late"
    if any(row.has_concern for row in rows):
        yield "concerns"


def _filters(rows: Sequence[OverviewRow], person: Person, query: Mapping[str, str]) -> Iterable[Filter]:
    def choice(name: str, label: str, every: str, choices: Iterable[tuple[str, str]]) -> Filter:
        known = [Choice(value, words) for value, words in choices]
        value = query.get(name, "")
        return Filter(name, label, [Choice("", every), *known], value if value in {c.value for c in known} else "")

    phases = {row.academy.phase for row in rows}
    yield choice("phase", "Phase", "Every phase", [(p.value, p.label) for p in Phase if p in phases])
    tiers = {row.tier.word: row.tier.position for row in rows if row.tier}
    if tiers:
        words = sorted(tiers, key=lambda word: tiers[word])
        without = [(NO_CATEGORY, "None in force")] if any(row.tier is None for row in rows) else []
        yield choice("category", "Category", "Every category", [*((word, word) for word in words), *without])
    needs = [(value, label) for value, (label, permission, _) in NEEDS.items() if person.can(permission)]
    if needs:
        yield choice("needs", "Needs attention", "All academies", [("any", "Anything below"), *needs])
    yield choice("watched", "Watch list", "All academies", [("1", "Only those I watch")])
    statuses = {row.academy.status for row in rows}
    if statuses - {Status.OPEN}:
        yield choice("status", "Status", "Any", [(s.value, s.label) for s in Status if s in statuses])


def _fits(row: OverviewRow, chosen: Mapping[str, str]) -> bool:
    category, needs = chosen.get("category", ""), chosen.get("needs", "")
    return (
        chosen["phase"] in ("", row.academy.phase)
        and chosen.get("status", "") in ("", row.academy.status)
        and (not chosen["watched"] or row.watched is not None)
        and (not category or category == (row.tier.word if row.tier else NO_CATEGORY))
        and (not needs or (row.needs_attention if needs == "any" else NEEDS[needs][2](row)))
    )


def answer_of(rows: Sequence[OverviewRow], trust: str) -> str:
    """Where to go: how many academies stand least secure, where support is late, how many concerns are open."""
    if not rows:
        return f"No academy of {trust} is open."
    parts = [_in_category(rows)]
    late = sum(row.is_late for row in rows)
    if late:
        parts.append("support is late" if len(rows) == 1 else f"support is late at {_small(late)}")
    concerns = sum(row.concerns or 0 for row in rows)
    if concerns:
        parts.append(f"{_small(concerns)} {'concern is' if concerns == 1 else 'concerns are'} open")
    elif any(row.concerns is not None for row in rows):
        parts.append("no concern is open")
    if not parts[0]:
        parts[0] = f"{rows[0].name} belongs to {trust}" if len(rows) == 1 else f"{len(rows)} academies of {trust}"
    said = "; ".join(parts) + "."
    return said[0].upper() + said[1:]


def _in_category(rows: Sequence[OverviewRow]) -> str:
    held = [(row.decision, row.decision.confirmed_tier) for row in rows if row.decision]
    if not held:
        return ""
    decision, least = max(held, key=lambda each: each[1].position)
    if len(rows) == 1:
        return f"{rows[0].name} is in {least.word} until {british(decision.ends)}"
    there = sum(tier.word == least.word for _, tier in held)
    if there == len(rows):
        return f"all {len(rows)} academies are in {least.word}"
    said = f"{opened(there, 'of', 'of')} {len(rows)} academies {'is' if there == 1 else 'are'} in {least.word}"
    without = sum(row.decision is None for row in rows)
    return f"{said} and {_small(without)} {'has' if without == 1 else 'have'} no category" if without else said


def _small(n: int) -> str:
    return SMALL_NUMBERS[n].lower() if n < len(SMALL_NUMBERS) else f"{n:,}"
