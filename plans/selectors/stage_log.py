"""The stage log of an academy: every line, filtered by the address."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from celt.lib.sentences import counted
from celt.ui.parts import Choice, Filter, Status, Tone, one_of
from plans.models import StageEntry
from plans.models.journey import ActivityState, LogKind
from plans.models.programme import StageNumber
from plans.rules.stage import WORDS
from plans.selectors.named import names_at
from plans.selectors.read_as import read_as

TONES: dict[str, Tone] = {
    LogKind.CONFIRMED: "good", LogKind.SENT_BACK: "warn", LogKind.ASKED: "busy",
}  # fmt: skip
ANSWERS = (LogKind.CONFIRMED, LogKind.SENT_BACK, LogKind.REOPENED)


@dataclass(frozen=True)
class LogLine:
    """`by`: "A member of staff" where the reader is not shown who it was."""

    entry: StageEntry
    by: str

    @property
    def what(self) -> str:
        """'First cycle of enquiry: under way', 'Gate confirmed: stage two begins'."""
        kind, stage = self.entry.kind, WORDS[self.entry.stage]
        if kind == LogKind.LOGGED:
            return f"{self.entry.activity}: {ActivityState(self.entry.state).label.lower()}"
        if kind == LogKind.ASKED and self.entry.gate is not None:
            there = WORDS[self.entry.gate.leads_to]
            onward = self.entry.gate.kind == "onward"
            return f"Asked for the gate to stage {there}" if onward else f"Asked to open stage {there} again"
        return {
            LogKind.BEGUN: f"Stage {stage} begun",
            LogKind.CONFIRMED: f"Gate confirmed: stage {stage} begins",
            LogKind.REOPENED: f"Confirmed: stage {stage} is open again",
            LogKind.SENT_BACK: f"Sent back: the academy stays in stage {stage}",
            LogKind.WITHDRAWN: "Taken back: nothing is asked for",
        }.get(LogKind(kind), "Note")

    @property
    def kind(self) -> Status:
        return Status(self.entry.get_kind_display(), TONES.get(self.entry.kind, ""))

    @property
    def on(self) -> datetime.date:
        return self.entry.on

    @property
    def stage(self) -> str:
        return f"Stage {WORDS[self.entry.stage]}"

    @property
    def says(self) -> str:
        return self.entry.says

    @property
    def written(self) -> datetime.date:
        return timezone.localtime(self.entry.at).date()

    @property
    def is_late(self) -> bool:
        """Written on another day than it speaks of."""
        return self.written != self.entry.on


@dataclass(frozen=True)
class LogPage:
    lines: list[LogLine]
    filters: list[Filter]
    any_at_all: bool
    wanted: Mapping[str, str]

    def answer(self, academy: Academy) -> str:
        if not self.any_at_all:
            return f"Nothing stands in {academy}’s stage log yet."
        said = counted(len(self.lines), "line")
        which = " by these filters" if any(self.wanted.values()) else ""
        if not self.lines:
            return f"{academy}’s stage log has no line{which}."
        last = max(line.written for line in self.lines)
        return f"{academy}’s stage log has {said}{which}, the last of {last.day} {last:%B %Y}."


def log_page(user: User, person: Person, academy: Academy, query: Mapping[str, str]) -> LogPage:
    """Newest first, as it was written. Two queries, three for readers who are not shown every name."""
    every = list(
        StageEntry.objects.visible_to(user)
        .filter(academy=academy)
        .select_related("activity", "gate", "by")
        .order_by("-at", "-pk")
    )
    wanted = {
        "stage": one_of(query, "stage", [str(number) for number in StageNumber.values]),
        "kind": one_of(query, "kind", LogKind.values),
        "activity": one_of(query, "activity", {str(e.activity_id) for e in every if e.activity_id}),
    }
    names, read = names_at(user, person, [academy]), read_as(user, person, academy)
    lines = []
    for entry in every:
        if _fits(entry, wanted):
            entry.says = read(entry.says)
            # Who answers a gate leads the trust, and is named to everybody.
            by = entry.by.full_name if entry.kind in ANSWERS else names.of(entry.by, academy.pk)
            lines.append(LogLine(entry, by))
    return LogPage(lines, _filters(every, wanted), bool(every), wanted)


def _fits(entry: StageEntry, wanted: Mapping[str, str]) -> bool:
    said = {"stage": str(entry.stage), "kind": entry.kind, "activity": str(entry.activity_id)}
    return all(not value or said[name] == value for name, value in wanted.items())


def _filters(entries: Sequence[StageEntry], wanted: Mapping[str, str]) -> list[Filter]:
    activities = {str(e.activity_id): e.activity.name for e in entries if e.activity}
    stages = [(str(number), f"Stage {WORDS[number]}") for number in WORDS]
    told = (
        ("stage", "Stage", "Every stage", stages),
        ("kind", "What", "Everything", LogKind.choices),
        ("activity", "Activity", "Every activity", sorted(activities.items(), key=lambda item: item[1])),
    )
    return [
        Filter(name, label, [Choice("", every), *(Choice(*c) for c in choices)], wanted[name], wide=name == "activity")
        for name, label, every, choices in told
    ]
