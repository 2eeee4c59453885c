"""Concerns as pages show them. Each function asks a fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Max, QuerySet
from django.utils import timezone

from academies.access import Role
from academies.models import (
    Academy,
    CategoryDecision,
    Concern,
    ConcernEntry,
    Deployment,
    Membership,
    SupportArea,
    Trust,
)
from academies.models.concern import ConcernLevel, ConcernStatus, EntryKind
from academies.rules.concern import HIGHEST, Standing, StepName, steps_from
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import counted, opened
from celt.ui.parts import Filter, Status, Tone, one_of

# So long may a concern stand without a word before its leaders are reminded.
QUIET_DAYS = 30
LEVEL_TONES: dict[int, Tone] = {1: "", 2: "warn", 3: "bad"}
SHORT_LEVELS = {1: "With the head", 2: "With the executive", 3: "With the trustees"}


def open_concerns(user: User, academies: Iterable[Academy]) -> dict[int, int]:
    """Academy pk -> how many concerns are open there that the person may see; academies without one are left out."""
    found = Concern.objects.visible_to(user).open().filter(academy__in=[academy.pk for academy in academies])
    return {row["academy"]: row["n"] for row in found.order_by().values("academy").annotate(n=Count("pk"))}


@dataclass(frozen=True)
class ConcernRow:
    """One line of a list of concerns."""

    concern: Concern
    last_word: datetime.datetime
    today: datetime.date
    short: str = ""  # the academy's name where there is little room

    @property
    def title(self) -> str:
        return self.concern.title

    @property
    def academy(self) -> str:
        return self.concern.academy.name

    @property
    def area(self) -> str:
        return self.concern.area.name if self.concern.area else ""

    @property
    def level(self) -> Status:
        """Where it stands, or stood when it was resolved, which alarms nobody any more."""
        level = self.concern.level
        return Status(SHORT_LEVELS[level], LEVEL_TONES[level] if self.concern.is_open else "")

    @property
    def level_order(self) -> int:
        return self.concern.level

    @property
    def state(self) -> Status:
        return Status("Open", "warn") if self.concern.is_open else Status("Resolved", "good")

    @property
    def raised(self) -> datetime.date:
        return timezone.localtime(self.concern.raised_at).date()

    @property
    def raised_by(self) -> str:
        return self.concern.raised_by.full_name

    @property
    def came_from(self) -> str:
        said = self.concern.came_from
        return f"{said['says']} ({said['source']})" if said else ""

    @property
    def days(self) -> int:
        """How long it has stood open, or stood until it was resolved."""
        resolved = self.concern.resolved_at
        last = timezone.localtime(resolved).date() if resolved else self.today
        return max(0, (last - self.raised).days)

    @property
    def last_day(self) -> datetime.date:
        return timezone.localtime(self.last_word).date()

    @property
    def quiet_days(self) -> int:
        return max(0, (self.today - self.last_day).days)

    @property
    def is_quiet(self) -> bool:
        return self.concern.is_open and self.quiet_days >= QUIET_DAYS


@dataclass(frozen=True)
class ConcernsPage:
    rows: list[ConcernRow]
    filters: list[Filter]
    answer: str
    any_at_all: bool


def _in_order(found: QuerySet[Concern]) -> list[ConcernRow]:
    """Open ones first, the highest level and the oldest first; then what was resolved last."""
    today = timezone.localdate()
    listed = (
        found.select_related("academy", "area", "raised_by")
        .annotate(last_word=Max("entries__at"))
        .order_by("status", F("resolved_at").desc(nulls_first=True), "-level", "raised_at", "pk")
    )
    concerns = list(listed)
    short = short_names({concern.academy.name for concern in concerns})
    return [ConcernRow(c, c.last_word or c.raised_at, today, short[c.academy.name]) for c in concerns]


def concerns_page(user: User, trust: Trust | None, query: Mapping[str, str]) -> ConcernsPage:
    """The trust's concerns that the person sees, narrowed by `academy`, `level`, `state` and `area` of the address."""
    rows = _in_order(Concern.objects.visible_to(user).filter(academy__trust=trust))
    academies = {row.concern.academy.slug: row.academy for row in rows}
    areas = {str(row.concern.area_id): row.area for row in rows if row.concern.area_id}
    wanted = {
        "academy": one_of(query, "academy", academies),
        "level": one_of(query, "level", [str(level.value) for level in ConcernLevel]),
        "state": one_of(query, "state", ConcernStatus.values),
        "area": one_of(query, "area", areas),
    }
    filters = [
        Filter.of("academy", "Academy", "Every academy", _sorted(academies), wanted["academy"]),
        Filter.of("level", "Level", "Every level", [(str(k), v) for k, v in SHORT_LEVELS.items()], wanted["level"]),
        Filter.of("state", "State", "Open and resolved", ConcernStatus.choices, wanted["state"]),
        Filter.of("area", "About", "Everything", _sorted(areas), wanted["area"]),
    ]
    return ConcernsPage(
        rows=[row for row in rows if _fits(row.concern, wanted)],
        filters=filters,
        answer=answer_of(rows),
        any_at_all=bool(rows),
    )


def _sorted(named: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(named.items(), key=lambda item: item[1])


def _fits(concern: Concern, wanted: Mapping[str, str]) -> bool:
    said = {
        "academy": concern.academy.slug,
        "level": str(concern.level),
        "state": concern.status,
        "area": str(concern.area_id),
    }
    return all(not value or said[name] == value for name, value in wanted.items())


def answer_of(rows: Sequence[ConcernRow], at: str = "") -> str:
    """How many are open, how high they stand, and which has waited longest for a word. `at`: an academy's name."""
    place = f" at {at}" if at else ""
    now = [row for row in rows if row.concern.is_open]
    if not now:
        return f"No concern is open{place}." if rows else f"No concern has been raised{place}."
    said = f"{opened(len(now), 'concern is', 'concerns are')} open{place}"
    trustees = sum(row.concern.level == HIGHEST for row in now)
    if trustees:
        which = "it stands" if len(now) == 1 else opened(trustees, "of them stands", "of them stand").lower()
        said += f"; {which} with the trustees"
    quietest = max(now, key=lambda row: row.quiet_days)
    if quietest.is_quiet:
        which = "nothing was written about it" if len(now) == 1 else "the quietest has had no word"
        said += f"; {which} for {counted(quietest.quiet_days, 'day')}"
    return said + "."


@dataclass(frozen=True)
class AcademyConcerns:
    rows: list[ConcernRow]
    answer: str

    @property
    def open(self) -> list[ConcernRow]:
        return [row for row in self.rows if row.concern.is_open]

    @property
    def resolved(self) -> list[ConcernRow]:
        return [row for row in self.rows if not row.concern.is_open]


def academy_concerns_page(user: User, academy: Academy) -> AcademyConcerns:
    rows = _in_order(Concern.objects.visible_to(user).filter(academy=academy))
    return AcademyConcerns(rows, answer_of(rows, at=academy.name))


def heads_of(user: User, academy: Academy) -> list[str]:
    """Who leads the academy today, and so reads what is raised about it."""
    held = Membership.objects.visible_to(user).current().filter(academy=academy, role=Role.HEADTEACHER)
    return [membership.user.full_name for membership in held.select_related("user").order_by("user__full_name")]


def areas_of(user: User, academy: Academy) -> QuerySet[SupportArea]:
    return SupportArea.objects.visible_to(user).current().filter(trust=academy.trust_id)


@dataclass(frozen=True)
class LogLine:
    entry: ConcernEntry

    @property
    def says(self) -> str:
        """What was done, and where the concern stood afterwards."""
        level = SHORT_LEVELS[self.entry.level].lower()
        return {
            EntryKind.RAISED: f"Raised {level}",
            EntryKind.ESCALATED: f"Escalated to {level.removeprefix('with ')}",
            EntryKind.EASED: f"Taken down to {level.removeprefix('with ')}",
            EntryKind.RESOLVED: "Resolved",
            EntryKind.REOPENED: f"Opened again, {level}",
        }.get(EntryKind(self.entry.kind), "Note")


@dataclass(frozen=True)
class ConcernPage:
    concern: Concern
    entries: list[ConcernEntry]
    decisions: list[CategoryDecision]
    deployments: list[Deployment]
    steps: list[StepName]
    row: ConcernRow

    @property
    def last_step(self) -> int:
        """The last line of the log: what a writer has seen."""
        return self.entries[-1].pk if self.entries else 0

    @property
    def log(self) -> list[LogLine]:
        """The newest first."""
        return [LogLine(entry) for entry in reversed(self.entries)]

    @property
    def answer(self) -> str:
        """The concern and where it stands, in one sentence."""
        days = counted(self.row.days, "day")
        if not self.concern.is_open:
            return f"{self.concern.title}: resolved after {days}."
        since = f"for {days}" if self.row.days else "since today"
        return f"{self.concern.title}: open {since}, {self.row.level.word.lower()}."

    @property
    def led_to_nothing_yet(self) -> bool:
        return not self.decisions and not self.deployments


def concern_page(user: User, concern: Concern, *, may_step: bool) -> ConcernPage:
    """`concern` comes with academy, area and raised_by. `may_step`: the person takes steps, not only notes."""
    entries = list(concern.entries.select_related("by"))
    steps = steps_from(Standing(concern.is_open, concern.level))
    decisions = CategoryDecision.objects.visible_to(user).filter(concerns=concern)
    deployments = Deployment.objects.visible_to(user).filter(concern=concern)
    return ConcernPage(
        concern=concern,
        entries=entries,
        decisions=list(decisions.select_related("academy", "area", "tier", "moderated_tier")),
        deployments=list(deployments.select_related("giver", "receiver")),
        steps=steps if may_step else ["note"],
        row=ConcernRow(concern, entries[-1].at if entries else concern.raised_at, timezone.localdate()),
    )
