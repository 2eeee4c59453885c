"""The next level of work of a round: in columns while it is written and read, and piece by piece when one says what
came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Status as AcademyStatus
from academies.records.keys import key
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import opened
from celt.ui.parts import Status, Tone
from reviews.models import NextWork
from reviews.models.next_work import Horizon, Outcome
from reviews.rules.next_work import (
    ASKS,
    EXAMPLES,
    came_says,
    hints,
    is_due,
    why_no_outcome,
    why_not_written,
    written_says,
)
from reviews.rules.round import missing_for
from reviews.selectors.after import After, came_of
from reviews.selectors.round import RoundPlace
from reviews.selectors.round_pattern import Pattern, patterns_of
from reviews.selectors.told import near_day

WORK = "next_work"
TONES: dict[str, Tone] = {Outcome.DONE: "good", Outcome.PARTLY: "warn", Outcome.NOT_DONE: "bad"}


@dataclass(frozen=True, slots=True)
class WorkLine:
    """`hints`: what would make it plainer, for who writes it. `after`: what a plan made of it."""

    work: NextWork
    hints: Sequence[str] = ()
    after: After = field(default_factory=After)

    @property
    def pk(self) -> int:
        return self.work.pk

    @property
    def when(self) -> str:
        return self.work.get_horizon_display()

    @property
    def elsewhere(self) -> list[tuple[str, str]]:
        """The other horizons, each with its label: where it can be moved."""
        return [(slug, label) for slug, label in Horizon.choices if slug != self.work.horizon]

    @property
    def word(self) -> Status:
        return outcome_word(self.work.outcome) or Status("Nobody has said yet")


@dataclass(frozen=True, slots=True)
class Column:
    slug: str
    label: str
    asks: str
    example: str
    lines: Sequence[WorkLine]


@dataclass(frozen=True)
class NextPage:
    """`shut`: why nothing is written now, empty where a visitor may write. `missing`: what is still to be done before
    it is agreed. `no_plan`: why the host's own leaders can make no action of it, empty where they can or where it is
    not theirs to do."""

    place: RoundPlace
    columns: list[Column]
    dropped: list[WorkLine]
    patterns: list[Pattern]
    may_write: bool
    shut: str
    may_follow: bool
    due: bool
    came: str
    missing: str = ""
    no_plan: str = ""

    @property
    def seen_beside(self) -> bool:
        """Who writes has what was seen in view; who reads comes for the next work first."""
        return self.may_write and bool(self.patterns or self.place.round.prediction)

    def column(self, slug: str) -> Column:
        return next(column for column in self.columns if column.slug == slug)

    @property
    def lines(self) -> list[WorkLine]:
        return [line for column in self.columns for line in column.lines]

    @property
    def unsaid(self) -> int:
        return sum(not line.work.outcome for line in self.lines)

    @property
    def unsaid_says(self) -> str:
        """'Four are still open.'"""
        one, many = "is still open", "are still open"
        return f"{opened(self.unsaid, one, many)}."

    @property
    def answer(self) -> str:
        return self.came + "." if self.came else self._written()

    @property
    def lead(self) -> str:
        round = self.place.round
        if self.may_write:
            return "Say what adults begin to do, or stop: small enough to see, and close to a pattern."
        if round.state == "agreed" and round.follow_up_on:
            day = near_day(round.follow_up_on, self.place.today)
            late = round.follow_up_on < self.place.today
            return f"The follow-up was due on {day}." if late else f"{self.place.short} follows it up on {day}."
        return ""

    def _written(self) -> str:
        told = written_says([(column.label, len(column.lines)) for column in self.columns])
        if not told:
            return "No next work is written yet: what happens this week, this month and this year?"
        return f"{told}."


def next_page(user: User, person: Person, place: RoundPlace) -> NextPage:
    """For somebody who may read it. Three queries, and what higher apps ask of all pieces at once."""
    round = place.round
    rows = list(NextWork.objects.visible_to(user).filter(round=round))
    shut = why_not_written(round.state)
    may_write = place.visits and not shut
    standing = [row for row in rows if row.dropped_at is None]
    after = {}
    if place.agreed:
        after = came_of(user, person, round.host, [key(WORK, row.pk) for row in standing])
    lines = [
        WorkLine(row, hints(row.says) if may_write else (), after.get(key(WORK, row.pk), After())) for row in standing
    ]
    return NextPage(
        place=place,
        columns=[
            Column(slug, label, ASKS[slug], EXAMPLES[slug], [line for line in lines if line.work.horizon == slug])
            for slug, label in Horizon.choices
        ],
        dropped=[WorkLine(row) for row in rows if row.dropped_at is not None] if may_write else [],
        patterns=patterns_of(round),
        may_write=may_write,
        shut=shut,
        may_follow=place.runs and not why_no_outcome(round.state),
        due=is_due(round.state, round.follow_up_on, place.today),
        came=came_says([row.outcome for row in standing]),
        missing=missing_for("agree", replace(place.standing, next_work=len(standing))) if may_write else "",
        no_plan=_no_plan(round.host, person) if place.agreed else "",
    )


def outcome_word(outcome: str) -> Status | None:
    return Status(Outcome(outcome).label, TONES[outcome]) if outcome else None


def _no_plan(host: Academy, person: Person) -> str:
    """Why nobody makes an action of it, said to the host's leaders alone."""
    if host.status == AcademyStatus.OPEN or not may_at(host, person, Permission.EDIT_PLAN):
        return ""
    if host.status == AcademyStatus.CLOSED:
        on = f" on {british(host.closed)}" if host.closed else ""
        return f"{host} closed{on}: its plan can be read, and no action is made of this any more."
    return f"{host} is not open yet: actions are made of this once its plan is begun."


def outcomes_of(user: User, rounds: Sequence[int]) -> dict[int, Counter[str]]:
    """Number of each round -> how many pieces of its next work came to what; those of which nobody has said stand
    under the empty word. One query."""
    told: dict[int, Counter[str]] = {pk: Counter() for pk in rounds}
    found = NextWork.objects.visible_to(user).standing().filter(round__in=rounds)
    for round, outcome in found.values_list("round", "outcome"):
        told[round][outcome] += 1
    return told
