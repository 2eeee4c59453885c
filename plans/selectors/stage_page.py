"""One academy's way through the stages, as its page shows it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Record, records
from academies.selectors.records import in_order
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import inside
from celt.ui.parts import Status, Tone
from plans.models import ActivityProgress, Gate, StageActivity
from plans.models.journey import ActivityState, GateKind, GateStatus
from plans.rules.drift import Span
from plans.rules.stage import WORDS
from plans.rules.way_picture import Picture, Told, drawn
from plans.selectors.read_as import read_as
from plans.selectors.shown_by import Known, known_of
from plans.selectors.stage import ActivityTold, StageStanding, StageTold, Ways, drift_at, standings_of, today_at, ways
from plans.selectors.twin import Leadership, leadership

TONES: dict[str, Tone] = {
    ActivityState.NOT_STARTED: "",
    ActivityState.UNDER_WAY: "busy",
    ActivityState.DONE: "good",
    ActivityState.NOT_NEEDED: "",
}


@dataclass(frozen=True)
class ActivityLine:
    """An activity as the academy stands with it."""

    told: ActivityTold
    progress: ActivityProgress | None
    evidence: list[Record]
    known: Known | None
    url: str
    today: datetime.date

    @property
    def state(self) -> Status:
        if self.progress is None:
            return Status(ActivityState.NOT_STARTED.label)
        late = self.is_late
        word = self.progress.get_state_display()
        return Status(f"{word}, late" if late else word, "warn" if late else TONES[self.progress.state])

    @property
    def is_late(self) -> bool:
        row = self.progress
        on = row is not None and row.state in (ActivityState.NOT_STARTED, ActivityState.UNDER_WAY)
        return bool(on and row and row.due and row.due < self.today)

    @property
    def days(self) -> str:
        """'Begun 4 October 2026, planned to be done by 1 December 2026'."""
        row = self.progress
        if row is None:
            return ""
        said = [f"begun {british(row.starts)}"] * bool(row.starts)
        if row.done_on:
            said.append(f"done {british(row.done_on)}")
        elif row.due and row.state != ActivityState.NOT_NEEDED:
            said.append(f"planned to be done by {british(row.due)}")
        text = ", ".join(said)
        return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class StageBlock:
    """One of the stages with its activities. `state`: "done", "now" or "later"."""

    told: StageTold
    state: str
    lines: list[ActivityLine]

    @property
    def title(self) -> str:
        return f"Stage {WORDS[self.told.number]}: {self.told.name}"

    @property
    def settled(self) -> int:
        done = (ActivityState.DONE, ActivityState.NOT_NEEDED)
        return sum(line.progress is not None and line.progress.state in done for line in self.lines)


@dataclass(frozen=True)
class GateLine:
    """A gate as it was asked for and answered."""

    gate: Gate
    evidence: list[Record]

    @property
    def asked_for(self) -> str:
        there = WORDS[self.gate.leads_to]
        if self.gate.kind == GateKind.ONWARD:
            return f"To go on to stage {there}"
        return f"To open stage {there} again"

    @property
    def status(self) -> Status:
        tones: dict[str, Tone] = {GateStatus.ASKED: "busy", GateStatus.CONFIRMED: "good", GateStatus.SENT_BACK: "warn"}
        return Status(self.gate.get_status_display(), tones.get(self.gate.status, ""))


@dataclass(frozen=True)
class StagesPage:
    academy: Academy
    standing: StageStanding | None
    picture: Picture | None
    blocks: list[StageBlock]
    gates: list[GateLine]
    leadership: Leadership | None
    may_log: bool
    may_ask: bool
    may_answer: bool
    may_begin: bool

    @property
    def answer(self) -> str:
        if self.standing is None:
            return f"{self.academy}’s way through the three stages has not begun."
        name = inside(self.standing.name)
        return f"{self.academy} is in stage {WORDS[self.standing.number]}, {name}: {self.standing.activities_say}."

    @property
    def present(self) -> StageBlock | None:
        return next((block for block in self.blocks if block.state == "now"), None)

    @property
    def others(self) -> list[StageBlock]:
        return [block for block in self.blocks if block.state != "now"]

    @property
    def awaiting(self) -> GateLine | None:
        return next((line for line in self.gates if line.gate.status == GateStatus.ASKED), None)

    @property
    def answered(self) -> list[GateLine]:
        return [line for line in self.gates if line.gate.status != GateStatus.ASKED]

    @property
    def is_open(self) -> bool:
        return self.academy.status == "open"


def stages_page(user: User, person: Person, academy: Academy) -> StagesPage:
    """Seven queries, one more for readers, and one for each kind of record that is named as evidence."""
    known = ways(user, [academy])
    standing = standings_of(known, [academy]).get(academy.pk)
    gates = list(_gates(user, academy)) if standing else []
    read = read_as(user, person, academy)
    _reword(read, [*known.progress.values(), *gates])
    evidence = _evidence(user, person, academy, [*known.progress.values(), *gates])
    opened = academy.status == "open"
    may_edit = opened and may_at(academy, person, Permission.EDIT_PLAN)
    may_answer = opened and may_at(academy, person, Permission.CONFIRM_GATE)
    learning = may_at(academy, person, Permission.VIEW_LEARNING)
    return StagesPage(
        academy=academy,
        standing=standing,
        picture=_picture(known, academy) if standing else None,
        blocks=_blocks(known, academy, standing, known_of(user, academy, learning=learning), evidence)
        if standing
        else [],
        gates=[GateLine(gate, in_order(gate.evidence, evidence)) for gate in gates],
        leadership=leadership(user, academy, read) if standing else None,
        may_log=may_edit,
        may_ask=opened and may_at(academy, person, Permission.ASK_GATE),
        may_answer=may_answer,
        may_begin=may_edit or may_answer,
    )


def activity_line(user: User, person: Person, academy: Academy, activity: StageActivity) -> ActivityLine:
    """One activity as it stands, for its own form. Three queries, and one for each kind of record."""
    row = ActivityProgress.objects.visible_to(user).filter(academy=academy, activity=activity).first()
    evidence = _evidence(user, person, academy, [row] if row else [])
    learning = may_at(academy, person, Permission.VIEW_LEARNING)
    known = known_of(user, academy, learning=learning) if activity.shown_by else {}
    told = ActivityTold(activity.pk, activity.name, activity.about, activity.shown_by)
    return _line(academy, told, row, known, evidence)


def _gates(user: User, academy: Academy) -> Iterator[Gate]:
    rows = Gate.objects.visible_to(user).filter(academy=academy).select_related("asked_by", "answered_by")
    yield from rows.order_by("-asked_at", "-pk")


def _reword(read: Callable[[str], str], rows: Collection[ActivityProgress | Gate]) -> None:
    for row in rows:
        if isinstance(row, Gate):
            row.says, row.reason = read(row.says), read(row.reason)
        else:
            row.note = read(row.note)


def _evidence(
    user: User, person: Person, academy: Academy, rows: Collection[ActivityProgress | Gate]
) -> Mapping[str, Record]:
    keys = [key for row in rows for key in row.evidence]
    return records.named(user, person, academy, keys) if keys else {}


def _blocks(
    known: Ways,
    academy: Academy,
    standing: StageStanding,
    product: Mapping[str, Known],
    evidence: Mapping[str, Record],
) -> list[StageBlock]:
    blocks = []
    for told in standing.stages:
        lines = [
            _line(academy, activity, known.progress.get((academy.pk, activity.pk)), product, evidence)
            for activity in told.activities
        ]
        state = "done" if told.number < standing.number else "now" if told.number == standing.number else "later"
        blocks.append(StageBlock(told, state, lines))
    return blocks


def _line(
    academy: Academy,
    told: ActivityTold,
    row: ActivityProgress | None,
    product: Mapping[str, Known],
    evidence: Mapping[str, Record],
) -> ActivityLine:
    return ActivityLine(
        told=told,
        progress=row,
        evidence=in_order(row.evidence, evidence) if row else [],
        known=product.get(told.shown_by),
        url=reverse("plans:activity_log", args=[academy.slug, told.pk]),
        today=timezone.localdate(),
    )


def _picture(known: Ways, academy: Academy) -> Picture:
    passages = known.passages[academy.pk]
    stages: Sequence[Told] = [
        Told(
            f"Stage {WORDS[told.number]}: {told.name}",
            [Span(each.opened_on, each.closed_on) for each in passages if each.stage == told.number],
            drift_at(known, academy, told.number) if any(each.stage == told.number for each in passages) else None,
        )
        for told in known.stages[academy.trust_id]
    ]
    return drawn(stages, today_at(academy), known.calendars[academy.trust_id])
