"""Where academies stand on their way through the stages, in a line: for their pages, the home page and the trust's."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from academies.models import Academy, Term
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import SMALL_NUMBERS
from celt.ui.parts import Tone
from plans.models import ActivityProgress, Passage, Stage
from plans.models.journey import ActivityState, GateKind, GateStatus
from plans.rules.drift import Calendar, Drift, Span, calendar_of, drift
from plans.rules.stage import WORDS, leads_to

SETTLED = (ActivityState.DONE, ActivityState.NOT_NEEDED)

TERM_TOLD = JSONObject(year="academic_year", name="name", starts="starts")


@dataclass(frozen=True, slots=True)
class StageTold:
    """A stage of the trust's programme, with the activities that are in use."""

    number: int
    name: str
    about: str
    shortest: int
    longest: int
    activities: tuple[ActivityTold, ...]


@dataclass(frozen=True, slots=True)
class ActivityTold:
    pk: int
    name: str
    about: str
    shown_by: str


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A gate that a trust leader has not answered yet."""

    pk: int
    kind: str
    stage: int
    asked_at: datetime.datetime
    asked_by: int

    @property
    def says(self) -> str:
        """'The gate to stage three', 'Stage one, to be opened again'."""
        there = WORDS[leads_to("onward" if self.kind == GateKind.ONWARD else "back", self.stage)]
        return f"the gate to stage {there}" if self.kind == GateKind.ONWARD else f"stage {there}, to be opened again"


@dataclass(frozen=True, slots=True)
class Block:
    """One of the three stages as a drawing of the way shows it."""

    number: int
    name: str
    state: str  # "done", "now" or "later"

    @property
    def title(self) -> str:
        return f"Stage {WORDS[self.number]}"


@dataclass(frozen=True)
class StageStanding:
    """Where an academy is. `done`: activities of the stage that are done or not needed, of `total`. `next_activity`:
    the one that is longest under way, else the first that is not begun; None where nothing is left to do."""

    academy: Academy
    number: int
    name: str
    opened_on: datetime.date
    drift: Drift
    done: int
    total: int
    awaiting: Awaiting | None
    next_activity: ActivityTold | None
    next_since: datetime.date | None
    stages: tuple[StageTold, ...]

    @property
    def title(self) -> str:
        return f"Stage {WORDS[self.number]}: {self.name}"

    @property
    def url(self) -> str:
        return reverse("plans:stages", args=[self.academy.slug])

    @property
    def weeks(self) -> int:
        return self.drift.days // 7

    @property
    def expected(self) -> str:
        return self.drift.expected

    @property
    def says(self) -> str:
        """'Ten months in stage two; expected two terms to a year.', and by how much it is past that."""
        return f"{self.drift.says} {self.drift.past}".rstrip()

    @property
    def tone(self) -> Tone:
        return "warn" if self.drift.where == "past" else ""

    @property
    def activities_say(self) -> str:
        """'three of five activities are done'."""
        if not self.total:
            return "it has no activities"
        if self.done == self.total:
            return "its one activity is done" if self.total == 1 else f"all {in_words(self.total)} activities are done"
        are = "is" if self.done == 1 else "are"
        of = f"{in_words(self.total)} {'activity' if self.total == 1 else 'activities'}"
        return f"{in_words(self.done) if self.done else 'none'} of {of} {are} done"

    @property
    def blocks(self) -> list[Block]:
        return [
            Block(
                told.number,
                told.name,
                "done" if told.number < self.number else "now" if told.number == self.number else "later",
            )
            for told in self.stages
        ]

    @property
    def next_url(self) -> str:
        """Straight to the form of the activity that comes next; empty where there is none."""
        return (
            reverse("plans:activity_log", args=[self.academy.slug, self.next_activity.pk]) if self.next_activity else ""
        )

    @property
    def next_says(self) -> str:
        """'First cycle of enquiry, under way since 4 October 2026'."""
        if self.next_activity is None:
            return ""
        since = f"under way since {british(self.next_since)}" if self.next_since else "which comes next"
        return f"{self.next_activity.name}, {since}"


@dataclass
class Ways:
    """What is known of the ways of several academies, read in a fixed number of queries."""

    stages: dict[int, tuple[StageTold, ...]] = field(default_factory=dict)  # by trust
    passages: dict[int, list[Passage]] = field(default_factory=dict)  # by academy, oldest first
    awaiting: dict[int, Awaiting] = field(default_factory=dict)  # by academy
    calendars: dict[int, Calendar] = field(default_factory=dict)  # by trust
    progress: dict[tuple[int, int], ActivityProgress] = field(default_factory=dict)  # by academy and activity

    def has(self, academy: Academy) -> bool:
        return academy.pk in self.passages and academy.trust_id in self.stages


def standings(user: User, academies: Iterable[Academy]) -> dict[int, StageStanding]:
    """Academy pk -> where it stands; those whose way has not begun, or that the person may not see, are left out.

    Three queries.
    """
    chosen = list(academies)
    return standings_of(ways(user, chosen), chosen)


def standings_of(known: Ways, academies: Sequence[Academy]) -> dict[int, StageStanding]:
    return {
        academy.pk: _standing(known, academy, known.passages[academy.pk]) for academy in academies if known.has(academy)
    }


def ways(user: User, academies: Sequence[Academy]) -> Ways:
    """Three queries."""
    known = Ways()
    pks = [academy.pk for academy in academies]
    for passage in passages_of(user, pks):
        known.passages.setdefault(passage.academy_id, []).append(passage)
        if passage.gate_pk:  # type: ignore[attr-defined]
            told = (passage.gate_kind, passage.gate_stage, passage.gate_at, passage.gate_by)  # type: ignore[attr-defined]
            known.awaiting[passage.academy_id] = Awaiting(passage.gate_pk, *told)  # type: ignore[attr-defined]
    known.stages = _programmes(user, {academy.trust_id for academy in academies})
    for progress in ActivityProgress.objects.visible_to(user).filter(academy__in=pks):
        known.progress[progress.academy_id, progress.activity_id] = progress
    trusts = {academy.pk: academy.trust_id for academy in academies}
    known.calendars = calendars_of((trusts[pk], passages) for pk, passages in known.passages.items())
    return known


def passages_of(user: User, academies: Iterable[int]) -> QuerySet[Passage]:
    """Oldest first, each with the gate that its academy has asked for and with the terms that its trust set."""
    asked = FilteredRelation("academy__gates", condition=Q(academy__gates__status=GateStatus.ASKED))
    terms = Term.objects.visible_to(user).filter(trust=OuterRef("academy__trust")).order_by("starts")
    return (
        Passage.objects.visible_to(user)
        .filter(academy__in=list(academies))
        .alias(gate=asked)
        .annotate(
            gate_pk=F("gate__pk"), gate_kind=F("gate__kind"), gate_stage=F("gate__stage"),
            gate_at=F("gate__asked_at"), gate_by=F("gate__asked_by"),
            terms=ArraySubquery(terms.values(told=TERM_TOLD)),
        )
        .order_by("opened_on", "pk")
    )  # fmt: skip


def dated(terms: Iterable[Mapping[str, Any]]) -> dict[tuple[int, str], datetime.date]:
    """The first days that the trust set, from rows of TERM_TOLD."""
    return {(t["year"], t["name"]): datetime.date.fromisoformat(t["starts"]) for t in terms}


def calendars_of(passages: Iterable[tuple[int, Sequence[Passage]]]) -> dict[int, Calendar]:
    """By trust, from (trust, an academy's passages): the terms since the first of them."""
    first: dict[int, datetime.date] = {}
    terms: dict[int, dict[tuple[int, str], datetime.date]] = {}
    for trust, some in passages:
        first[trust] = min(first.get(trust, some[0].opened_on), some[0].opened_on)
        terms[trust] = dated(some[0].terms)  # type: ignore[attr-defined]
    return {trust: calendar_of(terms[trust], day, timezone.localdate()) for trust, day in first.items()}


def in_words(n: int) -> str:
    return SMALL_NUMBERS[n].lower() if n < len(SMALL_NUMBERS) else str(n)


def today_at(academy: Academy) -> datetime.date:
    """Time stands still at an academy on the day on which it closes."""
    today = timezone.localdate()
    return min(today, academy.closed) if academy.closed else today


def drift_at(known: Ways, academy: Academy, stage: int) -> Drift:
    """Of a stage that the academy is or was in."""
    told = next(each for each in known.stages[academy.trust_id] if each.number == stage)
    spans = [Span(each.opened_on, each.closed_on) for each in known.passages[academy.pk] if each.stage == stage]
    return drift(stage, spans, today_at(academy), told.shortest, told.longest, known.calendars[academy.trust_id])


def present_of(passages: Sequence[Passage]) -> Passage:
    return next((each for each in passages if each.closed_on is None), passages[-1])


def _standing(known: Ways, academy: Academy, passages: Sequence[Passage]) -> StageStanding:
    present = present_of(passages)
    stages = known.stages[academy.trust_id]
    told = next(each for each in stages if each.number == present.stage)
    progress = {activity.pk: known.progress.get((academy.pk, activity.pk)) for activity in told.activities}
    settled = [a for a in told.activities if (row := progress[a.pk]) is not None and row.state in SETTLED]
    following, since = _next(told.activities, progress)
    return StageStanding(
        academy=academy,
        number=told.number,
        name=told.name,
        opened_on=present.opened_on,
        drift=drift_at(known, academy, present.stage),
        done=len(settled),
        total=len(told.activities),
        awaiting=known.awaiting.get(academy.pk),
        next_activity=following,
        next_since=since,
        stages=stages,
    )


def _next(
    activities: Sequence[ActivityTold], progress: Mapping[int, ActivityProgress | None]
) -> tuple[ActivityTold | None, datetime.date | None]:
    on = [(row.starts, a) for a in activities if (row := progress[a.pk]) and row.state == ActivityState.UNDER_WAY]
    if on:
        starts, activity = min(on, key=lambda each: each[0] or datetime.date.max)
        return activity, starts
    for activity in activities:
        row = progress[activity.pk]
        if row is None or row.state == ActivityState.NOT_STARTED:
            return activity, None
    return None, None


def _programmes(user: User, trusts: Iterable[int]) -> dict[int, tuple[StageTold, ...]]:
    """One query: each stage with its activities, those that were put away left out."""
    in_use = FilteredRelation("activities", condition=Q(activities__archived_at__isnull=True))
    rows = (
        Stage.objects.visible_to(user)
        .filter(trust__in=list(trusts))
        .alias(used=in_use)
        .order_by("trust", "number", "used__order", "used__pk")
        .values_list(
            "trust", "number", "name", "about", "shortest_terms", "longest_terms",
            "used__pk", "used__name", "used__about", "used__shown_by",
        )
    )  # fmt: skip
    found: dict[int, list[StageTold]] = {}
    for (trust, number, name, about, shortest, longest), lines in groupby(rows, key=lambda row: row[:6]):
        activities = tuple(ActivityTold(*line[6:]) for line in lines if line[6] is not None)
        found.setdefault(trust, []).append(StageTold(number, name, about, shortest, longest, activities))
    return {trust: tuple(stages) for trust, stages in found.items()}
