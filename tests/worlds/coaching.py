"""A coaching cycle of two in each academy, with one of everything, each with words of its own: `text(academy, what)`.

At the cast's own academy its coach coaches its teacher, and the external coach its senior leader; at the sibling and at
the other trust their heads coach a colleague. What lies in a cycle is planted for its two alone. `two_of` says who.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.models import Academy
from academies.reader_scope import reading_as
from accounts.models import User
from coaching.models import ClosedWhy, Cycle, CycleState, Opening, Visit, VisitState
from tests import factories as make
from tests.cast import World

# Texts that stand nowhere else.
WORDS = {"heronwick": "dabchick", "otterbourne-vale": "wryneck", "puffinscar": "ptarmigan"}
VISITS = (VisitState.PLANNED, VisitState.OBSERVING, VisitState.OBSERVED, VisitState.FED_BACK)


def text(academy: Academy, what: str) -> str:
    return f"The {WORDS[academy.slug]} of the {what}"


def two_of(world: World, academy: Academy) -> tuple[User, User]:
    """Coach and coachee of the cycle "cycle" there, which runs, and of "closed cycle"."""
    cast = world.cast
    if academy == cast.own:
        return cast.coach, cast.teacher
    coach = cast.sibling_head if academy == cast.sibling else cast.outsider
    return coach, world.colleagues[academy.pk].user


def build(world: World) -> None:
    cast = world.cast
    approaches = {trust: make.ApproachFactory(trust=trust) for trust in (cast.trust, cast.foreign_trust)}
    for academy in world.academies:
        two, approach = two_of(world, academy), approaches[academy.trust]
        world.put("approach", academy, approach)
        with reading_as(two[0]):
            cycle = _cycle(world, academy, "cycle", two, approach=approach)
            for state in VISITS:
                _visit(world, academy, cycle, state, two)
            _cycle(world, academy, "closed cycle", two, approach=approach, state=CycleState.CLOSED, **_closed(two))
            # Back to back: the coachee invites the coach to be coached by them.
            invited = make.InvitationFactory(
                academy=academy, approach=approach, coach=two[1], coachee=two[0], invited_by=two[1],
                focus=text(academy, "invitation"), says=text(academy, "word with it"),
            )  # fmt: skip
            world.put("invitation", academy, invited)
            Opening.objects.create(cycle=cycle, person=two[0], what="cycle")
        for what in ("invitation", "word with it"):
            world.plant(academy, f"an {what}", text(academy, what), two)
    _shared(world)
    _external(world)


def _cycle(world: World, academy: Academy, kind: str, two: tuple[User, User], **more: object) -> Cycle:
    cycle: Cycle = make.CycleFactory(
        academy=academy, coach=two[0], coachee=two[1],
        **{"focus": text(academy, f"{kind} focus"), "goal": text(academy, f"{kind} goal"), **more},
    )  # fmt: skip
    world.put(kind, academy, cycle)
    for what in ("focus", "goal"):
        world.plant(academy, f"the {what} of a {kind}", text(academy, f"{kind} {what}"), two)
    return cycle


def _closed(two: tuple[User, User]) -> dict[str, object]:
    return {"closed_at": timezone.now(), "closed_by": two[1], "closed_why": ClosedWhy.DONE, "came": "All think first."}


def _visit(world: World, academy: Academy, cycle: Cycle, state: str, two: tuple[User, User]) -> Visit:
    """As far as a visit of that state has come: its lesson, then a note, then what the coach writes, then a word."""
    now = timezone.now()
    fields: dict[str, object] = {"where": text(academy, f"{state} lesson")}
    if state != VisitState.PLANNED:
        fields |= {"day": timezone.localdate(), "started_at": now}
    if state in (VisitState.OBSERVED, VisitState.FED_BACK):
        fields |= {
            "ended_at": now, "class_minutes": 20, "talk_minutes": 15,
            "praise": text(academy, f"{state} praise"), "question": text(academy, f"{state} question"),
        }  # fmt: skip
    if state == VisitState.FED_BACK:
        fields["fed_back_at"] = now
    visit: Visit = make.VisitFactory(cycle=cycle, state=state, **fields)
    world.put(f"visit {state}", academy, visit)
    if state != VisitState.PLANNED:
        note = make.CoachingNoteFactory(visit=visit, says=text(academy, f"{state} note"))
        world.put(f"visit {state} note", academy, note)
    if state in (VisitState.OBSERVED, VisitState.FED_BACK):
        given = timezone.localdate() if state == VisitState.FED_BACK else None
        step = make.ActionStepFactory(
            visit=visit, says=text(academy, f"{state} step"), rehearsed=text(academy, f"{state} rehearsal"),
            given_on=given,
        )  # fmt: skip
        world.put(f"visit {state} step", academy, step)
    if state == VisitState.FED_BACK:
        word = make.WordFactory(visit=visit, by=two[1], says=text(academy, f"{state} word"))
        world.put(f"visit {state} word", academy, word)
        world.put("revisit", academy, make.RevisitFactory(step=step))
        make.RevisitFactory(step=step, weeks=3, due_on=timezone.localdate() + datetime.timedelta(days=14))
    reading = two if state in (VisitState.PLANNED, VisitState.FED_BACK) else two[:1]
    for what in ("lesson", "note", "praise", "question", "step", "rehearsal", "word"):
        # What the coach writes is the coachee's to read once it is given.
        who = two if what == "lesson" else reading
        world.plant(academy, f"a visit's {what} ({state})", text(academy, f"{state} {what}"), who)
    return visit


def _shared(world: World) -> None:
    """At the cast's own academy: one page, which the teacher lets the senior leader read."""
    own, (coach, coachee) = world.cast.own, two_of(world, world.cast.own)
    cycle = world.of("cycle", own)
    with reading_as(coachee):
        visit = make.fed_back(
            cycle, days_ago=14, praise=text(own, "shared praise"), question=text(own, "shared question"),
            step=text(own, "shared step"),
        )  # fmt: skip
        share = make.ShareFactory(visit=visit, person=world.cast.senior_leader)
        world.put("shared visit", own, visit)
        world.put("share", own, share)
    for what in ("praise", "question", "step"):
        world.plant(own, f"a shared {what}", text(own, f"shared {what}"), (coach, coachee, world.cast.senior_leader))
    for academy in (world.cast.sibling, world.cast.foreign):
        two = two_of(world, academy)
        with reading_as(two[1]):
            visit = make.fed_back(world.of("cycle", academy), days_ago=14)
            world.put("shared visit", academy, visit)
            world.put("share", academy, make.ShareFactory(visit=visit, person=world.cast.nobody))


def _external(world: World) -> None:
    """A coach from outside, who coaches the senior leader and may read nothing else of the trust."""
    own, coach, coachee = world.cast.own, world.cast.external_coach, world.cast.senior_leader
    with reading_as(coach):
        cycle = _cycle(world, own, "external cycle", (coach, coachee), approach=world.of("approach", own))
        world.put("external visit", own, make.fed_back(cycle, days_ago=3))


def grow(world: World, academies: Sequence[Academy]) -> None:
    """A longer record of the coach's cycle, and more cycles of the same coach."""
    own, (coach, coachee) = world.cast.own, two_of(world, world.cast.own)
    cycle, approach = world.of("cycle", own), world.of("approach", own)
    more = [make.colleague_of(own) for _ in academies]
    with reading_as(coach):
        for number, _ in enumerate(academies):
            visit = make.fed_back(cycle, days_ago=number % 300 + 20)
            make.CoachingNoteFactory.create_batch(2, visit=visit)
            make.WordFactory(visit=visit)
            make.RevisitFactory(step=visit.step)
            make.StepCheckFactory(step=visit.step, visit=world.of("visit fed_back", own))
            Opening.objects.create(cycle=cycle, person=coach, what="cycle")
            other = make.CycleFactory(academy=own, coach=coach, coachee=more[number], approach=approach)
            make.fed_back(other, days_ago=9)
            make.VisitFactory(cycle=other)
            make.InvitationFactory(academy=own, coach=more[number], coachee=coach, approach=approach)
    for colleague in more:
        with reading_as(coachee):
            make.ShareFactory(visit=world.of("shared visit", own), person=colleague)
        with reading_as(colleague):
            theirs = Cycle.objects.get(coachee=colleague, state=CycleState.ACTIVE)
            make.ShareFactory(visit=theirs.visits.get(state=VisitState.FED_BACK), person=coachee)
