"""Plays the demo's coaching, visit by visit, each on its day and each by the person whose it is: behind the wall."""

from __future__ import annotations

import datetime
import uuid

from django.db import connection, transaction

from academies.access import Role
from academies.models import Membership
from academies.reader_scope import reading_as
from accounts.models import User
from coaching.models import ActionStep, Approach, Cycle, Opened, Revisit, Visit
from coaching.services.approach import ensure_approaches
from coaching.services.cycle import answer_invitation, close_cycle, invite_colleague
from coaching.services.feedback import check_step, give_feedback, mark_read, save_feedback
from coaching.services.observation import start_visit, stop_visit, write_note
from coaching.services.openings import log_opening
from coaching.services.planning import plan_visit
from coaching.services.reminding import answer_revisit
from coaching.services.words import say_word
from dashboards.demo.coaching.pairs import pairs
from dashboards.demo.coaching.shape import Pair, Seen
from dashboards.demo.places import TERMS
from dashboards.demo.plans.acting import Cast
from dashboards.demo.strategy.clock import at, playing
from toolkit.models import Practice, PracticeStep

Day = datetime.date
LEFT, LEFT_ON = "Ottoline Farquharson", Day(2026, 7, 20)


@transaction.atomic
def play_coaching(cast: Cast, today: Day) -> int:
    """How many cycles there are then. Practices stand in the toolkit already."""
    ensure_approaches(cast.trust)
    people = _People(cast)
    models = {approach.name: approach for approach in Approach.objects.filter(trust=cast.trust)}
    practices = {practice.slug: practice for practice in Practice.objects.filter(trust=cast.trust)}
    told = pairs()
    for pair in told:
        _Playing(pair, people, models, practices, today).play()
    people.leave()
    _waiting(people, models, practices, today)
    return len(told) + 1


class _People:
    """Finds people by what pairs call them; and the external coach of last year, who has left since."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.left = User.objects.create_user("ottoline.farquharson@demo.example", None, full_name=LEFT)
        self.place = Membership.objects.create(
            user=self.left, trust=cast.trust, role=Role.EXTERNAL_COACH, starts=Day(2025, 9, 1)
        )

    def named(self, told: str) -> User:
        kind, _, rest = told.partition(":")
        slug, _, number = rest.partition(":")
        match kind:
            case "head":
                return self.cast.head(slug, Day(2026, 9, 1))
            case "deputy":
                return self.cast.deputy(slug)
            case "teacher":
                return [*self.cast.teachers(slug), *self.cast.others[slug]][int(number)]
            case "external":
                return User.objects.get(email="external.coach@demo.example")
            case "left":
                return self.left
            case _:
                return User.objects.get(email="coach@demo.example")

    def leave(self) -> None:
        """Her role ends; what she coached closes as it does each night, and stays with those whom she coached."""
        self.place.ends = LEFT_ON
        self.place.save()
        with playing(LEFT_ON + datetime.timedelta(days=1), hour=2), connection.cursor() as cursor:
            cursor.execute("SELECT coaching_close_left()")


class _Playing:
    def __init__(
        self, pair: Pair, people: _People, models: dict[str, Approach], practices: dict[str, Practice], today: Day
    ) -> None:
        self.pair, self.today = pair, today
        self.coach, self.coachee = people.named(pair.coach), people.named(pair.coachee)
        self.approach, self.practice = models[pair.model], practices.get(pair.practice)
        self.rhythm = pair.rhythm or self.approach.rhythm_weeks
        current = self.practice.current_id if self.practice else None
        self.steps = list(PracticeStep.objects.filter(version=current).order_by("order")) if current else []

    def play(self) -> None:
        cycle = self._begin()
        day, number = _school_day(self.pair.begins + datetime.timedelta(days=7)), 0
        until = self.pair.ends or (LEFT_ON - datetime.timedelta(days=30) if self.pair.coach == "left" else self.today)
        told = self.pair.visits
        while day < min(until, self.today) and number < max(self.approach.visits, len(told)):
            if number not in self.pair.misses and number < len(told) * 3:
                self._visit(cycle, told[number % len(told)], day)
            number += 1
            day = _school_day(day + datetime.timedelta(weeks=self.rhythm))
        if self.pair.ends:
            with playing(self.pair.ends), reading_as(self.coach):
                close_cycle(by=self.coach, cycle=cycle, came=self.pair.came)
        elif self.pair.coach != "left":
            with playing(self.today, hour=7), reading_as(self.coach):
                coming = _school_day(max(day, self.today + datetime.timedelta(days=1)))
                plan_visit(by=self.coach, cycle=cycle, day=coming, where=told[0].where)

    def _begin(self) -> Cycle:
        with playing(self.pair.begins, hour=9), reading_as(self.coach):
            cycle = invite_colleague(
                by=self.coach, coach=self.coach, coachee=self.coachee, approach=self.approach, practice=self.practice,
                focus=self.pair.focus,
            )  # fmt: skip
        with playing(self.pair.begins + datetime.timedelta(days=1), hour=17), reading_as(self.coachee):
            return answer_invitation(by=self.coachee, cycle=cycle, accept=True, goal=self.pair.goal)

    def _visit(self, cycle: Cycle, seen: Seen, day: Day) -> None:
        with reading_as(self.coach):
            earlier = ActionStep.objects.filter(cycle=cycle, state="open").order_by("-given_on", "-pk").first()
            with playing(day, hour=10):
                visit = start_visit(by=self.coach, cycle=cycle, client_key=uuid.uuid4(), where=seen.where)
                for minute, second, says in seen.notes:
                    write_note(by=self.coach, visit=visit, says=says, second=60 * minute + second)
                visit = stop_visit(by=self.coach, visit=visit, minutes=seen.minutes)
            with playing(day, hour=15):
                if earlier and seen.earlier:
                    check_step(by=self.coach, visit=visit, step=earlier, seen=seen.earlier)
                own = isinstance(seen.step, str)
                visit = save_feedback(
                    by=self.coach, visit=visit, revision=visit.revision, praise=seen.praise, question=seen.question,
                    step=seen.step if isinstance(seen.step, str) else self.steps[seen.step].says,
                    practice_step=None if own else self.steps[int(seen.step)], own_step=own,
                    rehearsed=seen.rehearsed, talk_minutes=seen.talk,
                )  # fmt: skip
                visit = give_feedback(by=self.coach, visit=visit)
        self._answer(visit, seen, day)

    def _answer(self, visit: Visit, seen: Seen, day: Day) -> None:
        """The coachee says something the evening after, and looks back at the step; the last week is still open."""
        evening = day + datetime.timedelta(days=1)
        with reading_as(self.coachee):
            if evening < self.today:
                with playing(evening, hour=17):
                    mark_read(by=self.coachee, visit=visit)
                    log_opening(by=self.coachee, cycle=visit.cycle, visit=visit, what=Opened.VISIT)
            if seen.reflection and evening < self.today:
                with playing(evening, hour=18):
                    say_word(by=self.coachee, visit=visit, says=seen.reflection, kind="reflection")
            last = min(self.today - datetime.timedelta(days=9), self.pair.ends or self.today)
            if self.pair.coach == "left":
                last = min(last, LEFT_ON)
            for revisit in Revisit.objects.filter(step__visit=visit, due_on__lt=last):
                holding = "yes" if revisit.weeks == 1 else "sometimes"
                with playing(revisit.due_on + datetime.timedelta(days=1)):
                    answer_revisit(by=self.coachee, revisit=revisit, holding=holding)
        if seen.reply and evening < self.today:
            with playing(evening, hour=19), reading_as(self.coach):
                log_opening(by=self.coach, cycle=visit.cycle, visit=visit, what=Opened.VISIT)
                say_word(by=self.coach, visit=visit, says=seen.reply)


def _waiting(people: _People, models: dict[str, Approach], practices: dict[str, Practice], today: Day) -> None:
    """One invitation that waits: the demo's senior leader finds it at home."""
    coach, invited = people.named("coach"), User.objects.get(email="senior.leader@demo.example")
    with playing(today - datetime.timedelta(days=2), hour=12), reading_as(coach):
        invite_colleague(
            by=coach, coach=coach, coachee=invited, approach=models["Instructional coaching"],
            practice=practices["live-feedback"], says="After what you said on Tuesday: shall we look at it together?",
        )  # fmt: skip


def _school_day(day: Day) -> Day:
    """That day, or the first day of term after it that is none of a weekend."""
    while day.weekday() > 4 or not any(starts <= day <= ends for dates in TERMS.values() for starts, ends in dates):
        if day > at(max(dates[-1][1] for dates in TERMS.values())).date():
            return day
        day += datetime.timedelta(days=1)
    return day
