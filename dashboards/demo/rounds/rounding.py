"""Plays the demo's rounds, each step on its day: planned, walked, talked about, agreed on, followed up."""

from __future__ import annotations

import datetime
from itertools import cycle

from django.db import transaction

from accounts.models import User
from celt.lib.terms import year_on
from dashboards.demo.plans.acting import Cast
from dashboards.demo.rounds.rounded import NETWORKS, ROUNDS
from dashboards.demo.rounds.shape import Rounded
from dashboards.demo.strategy.clock import playing
from plans.models import Priority
from plans.services.action import add_action
from reviews.models import Network, Round, RoundGroup, RoundNote
from reviews.rules.round import StepName
from reviews.services.classroom import add_classroom, spread_visitors
from reviews.services.network import make_network
from reviews.services.next_work import add_work, say_outcome
from reviews.services.round import plan_round, take_round_step
from reviews.services.round_board import agree_prediction, change_group, make_group, move_note, predict
from reviews.services.round_note import write_round_note
from reviews.services.visitor import add_visitors
from toolkit.selectors.practice_choice import practices_for
from toolkit.selectors.theory import theories_for

Day = datetime.date
PLANNED_BEFORE = datetime.timedelta(weeks=3)
# Thursday: the demo's third round was walked on the last one.
THURSDAY = 3
FOLLOWED_UP_AFTER = datetime.timedelta(weeks=8)


@transaction.atomic
def play_rounds(cast: Cast, today: Day) -> int:
    """How many rounds there are then."""
    days = [told.day or last_thursday(today) for told in ROUNDS]
    with playing(min(days) - PLANNED_BEFORE - datetime.timedelta(weeks=4)):
        networks = {
            told.name: make_network(
                by=cast.leader, trust=cast.trust, name=told.name,
                academies=[cast.academies[slug] for slug in told.academies],
            )
            for told in NETWORKS
        }  # fmt: skip
    for told, day in zip(ROUNDS, days, strict=True):
        _Playing(cast, told, networks[told.network], day, today).play()
    return len(ROUNDS)


def last_thursday(today: Day) -> Day:
    return today - datetime.timedelta(days=(today.weekday() - THURSDAY) % 7 or 7)


class _Playing:
    def __init__(self, cast: Cast, told: Rounded, network: Network, day: Day, today: Day) -> None:
        self.cast, self.told, self.network, self.day, self.today = cast, told, network, day, today
        self.head = cast.head(told.host, day)
        self.visitors = [self._person(spec) for spec in told.visitors]
        self.facilitator = self.visitors[0]

    def play(self) -> None:
        self._plan()
        with playing(self.day, hour=8):
            self._take("begin")
        self._walk()
        with playing(self.day, hour=13):
            self._take("debrief")
            self._group()
        if self.told.prediction:
            with playing(self.day, hour=15):
                self._agree()
        if self.told.work:
            self._follow()

    def _person(self, spec: str) -> User:
        kind, _, slug = spec.partition(":")
        match kind:
            case "head":
                return self.cast.head(slug, self.day)
            case "deputy":
                return self.cast.deputy(slug)
            case "teacher":
                return self.cast.teachers(slug)[0]
            case "coach":
                return User.objects.get(email="coach@demo.example")
            case _:
                return self.cast.leader if kind == "leader" else self.cast.second

    def _plan(self) -> None:
        told, host = self.told, self.cast.academies[self.told.host]
        with playing(self.day - PLANNED_BEFORE, hour=9):
            theory = theories_for(self.head, host).get(name=told.theory)
            self.round: Round = plan_round(
                by=self.head, network=self.network, host=host, problem=told.problem, practice=told.practice,
                focus=practices_for(self.head, host.trust_id).filter(slug=told.focus).first(),
                theory=theory, day=self.day, follow_up_on=told.follow_up_on or self.day + FOLLOWED_UP_AFTER,
            )  # fmt: skip
            add_visitors(by=self.head, round=self.round, people=self.visitors, facilitator=self.facilitator)
            self.rooms = [
                add_classroom(
                    by=self.head, round=self.round, year_group=room.year_group, subject=room.subject,
                    starts=datetime.time.fromisoformat(room.at),
                )
                for room in told.rooms
            ]  # fmt: skip
            # Where two lessons are at once, the visitors go in two groups.
            if len({room.at for room in told.rooms}) < len(told.rooms):
                spread_visitors(by=self.head, round=self.round, groups=2)

    def _walk(self) -> None:
        self.notes: list[tuple[int, RoundNote]] = []
        who = cycle(self.visitors)
        for room, seen in zip(self.rooms, self.told.rooms, strict=True):
            with playing(self.day, hour=room.starts.hour):
                for group, says in seen.notes:
                    note = write_round_note(by=next(who), round=self.round, says=says, classroom=room)
                    self.notes.append((group, note))

    def _group(self) -> None:
        who = cycle(self.visitors)
        groups: list[RoundGroup] = []
        for name, pattern in self.told.groups:
            group = make_group(by=next(who), round=self.round, name=name)
            groups.append(group)
            if pattern:
                change_group(by=self.facilitator, group=group, name=name, pattern=pattern)
        for at, note in self.notes:
            if at:
                move_note(by=next(who), note=note, group=groups[at - 1])
        for visitor, says in zip(self.visitors, self.told.predictions, strict=False):
            predict(by=visitor, round=self.round, says=says)

    def _agree(self) -> None:
        agree_prediction(by=self.facilitator, round=self.round, says=self.told.prediction)
        self.work = [
            add_work(by=self.facilitator, round=self.round, horizon=each.horizon, says=each.says, who=each.who)
            for each in self.told.work
        ]
        self._take("agree")

    def _follow(self) -> None:
        """What came of each piece so far; all of them said, the round is followed up on its day."""
        on = self.told.follow_up_on or self.day
        done = bool(self.told.came)
        with playing(on if done else min(on, self.today - datetime.timedelta(days=3))):
            for work, each in zip(self.work, self.told.work, strict=True):
                if each.outcome:
                    say_outcome(by=self.head, work=work, outcome=each.outcome, says=each.shown)
            if done:
                self._take("follow", self.head, says=self.told.came)
            else:
                self._lead_on()

    def _lead_on(self) -> None:
        """One piece of what is still to be done becomes an action of the host's plan."""
        year = year_on(self.day)
        priorities = Priority.objects.visible_to(self.head).filter(
            plan__academy=self.round.host_id, plan__academic_year=year, dropped_at__isnull=True
        )
        piece = next((work for work, each in zip(self.work, self.told.work, strict=True) if not each.outcome), None)
        if piece is not None and (priority := priorities.order_by("order", "pk").first()):
            add_action(
                priority=priority, by=self.head, origin=f"next_work:{piece.pk}", says=piece.says.rstrip("."),
                owner=self.head, due=self.told.follow_up_on or self.day + FOLLOWED_UP_AFTER,
            )  # fmt: skip

    def _take(self, step: StepName, by: User | None = None, says: str = "") -> None:
        self.round = take_round_step(by=by or self.facilitator, round=self.round, step=step, says=says)
