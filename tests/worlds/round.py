"""A network with a round in each state at each academy: visitors, classrooms, notes, groups, predictions, next work.

The cast's coach facilitates those at the cast's own academy, the sibling's head those at the sibling, the outsider
those of the other trust; what visitors wrote is for them alone.
"""

import datetime
from collections.abc import Sequence

from academies.access import Permission
from academies.models import Academy
from accounts.models import User
from reviews.models import Network, Round, RoundStep
from reviews.models.round import RoundState
from tests import factories as make
from tests.cast import World

# Texts that stand nowhere else.
WORDS = {"heronwick": "bellwether", "otterbourne-vale": "stormcock", "puffinscar": "razorbill"}
DAY = datetime.date(2026, 11, 12)
FOLLOW_UP = datetime.date(2027, 1, 20)


def text(academy: Academy, what: str) -> str:
    return f"The {WORDS[academy.slug]} of the {what}"


def visitor_of(world: World, academy: Academy) -> User:
    """Who facilitates the rounds there; of the cast, nobody else visits."""
    cast = world.cast
    return {cast.own: cast.coach, cast.sibling: cast.sibling_head, cast.foreign: cast.outsider}[academy]


def filled(world: World, network: Network, academy: Academy, state: str) -> Round:
    """A round in that state with one of everything, each with words of its own: `text(academy, f"{state} note")`."""
    round: Round = make.RoundFactory(
        network=network, host=academy, problem=f"{text(academy, f'{state} problem')}?", day=DAY,
        follow_up_on=FOLLOW_UP, practice="Talk before writing", planned_by=visitor_of(world, academy),
    )  # fmt: skip
    by = visitor_of(world, academy)
    make.RoundVisitorFactory(round=round, person=by, facilitates=True)
    other = make.RoundVisitorFactory(round=round)
    rooms = [
        make.RoundClassroomFactory(
            round=round, subject=text(academy, f"{state} subject"), starts=datetime.time(9, 20 + 10 * at)
        )
        for at in range(3)
    ]
    RoundStep.objects.create(round=round, step="plan", state="preparing", by=by)
    world.put(f"round {state}", academy, round)
    world.put(f"round {state} seat", academy, other)
    world.put(f"round {state} room", academy, rooms[0])
    if state == RoundState.PREPARING:
        return round
    group = make.RoundGroupFactory(
        round=round, name=text(academy, f"{state} group"), pattern=text(academy, f"{state} pattern"), made_by=by
    )
    note = make.RoundNoteFactory(
        round=round, by=by, classroom=rooms[0], group=group, says=text(academy, f"{state} note")
    )  # fmt: skip
    for room in rooms[1:]:
        make.RoundNoteFactory(
            round=round, by=other.person, classroom=room, group=group, says=text(academy, f"{state} other note")
        )
    make.RoundPredictionFactory(round=round, by=by, says=text(academy, f"{state} own prediction"))
    work = make.NextWorkFactory(round=round, says=text(academy, f"{state} work"), made_by=by)
    RoundStep.objects.create(
        round=round, step="reopen", state="observing", says=text(academy, f"{state} reopened"), by=by
    )  # fmt: skip
    told = {"prediction": text(academy, f"{state} prediction")}
    if state == RoundState.FOLLOWED:
        told["came"] = text(academy, f"{state} came")
    if state == RoundState.CALLED_OFF:
        told = {}
    make.bring_round_to(round, state, **told)
    for kind, row in (("group", group), ("note", note), ("work", work)):
        world.put(f"round {state} {kind}", academy, row)
    return round


def build(world: World) -> None:
    networks = {
        world.cast.trust: make.NetworkFactory(
            trust=world.cast.trust, name="Moor and coast", academies=[world.cast.own, world.cast.sibling]
        ),
        world.cast.foreign_trust: make.NetworkFactory(
            trust=world.cast.foreign_trust, name=text(world.cast.foreign, "network"), academies=[world.cast.foreign]
        ),
    }
    world.plant(world.cast.foreign, "a network", text(world.cast.foreign, "network"), Permission.READ_ROUNDS)
    for academy in world.academies:
        network = networks[academy.trust]
        world.put("network", academy, network)
        visitor = visitor_of(world, academy)
        for state in RoundState.values:
            filled(world, network, academy, state)
            agreed = state in (RoundState.AGREED, RoundState.FOLLOWED)
            know = Permission.READ_ROUNDS if agreed else Permission.VIEW_ROUNDS
            world.plant(academy, f"the problem of a round ({state})", text(academy, f"{state} problem"), know)
            subject = text(academy, f"{state} subject")
            world.plant(academy, f"the schedule of a round ({state})", subject, Permission.VIEW_ROUNDS)
            for what in ("note", "other note", "own prediction", "reopened"):
                world.plant(academy, f"a visitor's {what} ({state})", text(academy, f"{state} {what}"), visitor)
            for what in ("pattern", "group", "work", "prediction", "came"):
                who = Permission.READ_ROUNDS if agreed else visitor
                world.plant(academy, f"a round's {what} ({state})", text(academy, f"{state} {what}"), who)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More networks and rounds, more visitors, classrooms, notes and pieces of work on those of the cast's own."""
    own, coach = world.cast.own, world.cast.coach
    network = world.of("network", own)
    for number, academy in enumerate(academies):
        network.places.create(academy=academy)
        more = make.NetworkFactory(trust=academy.trust, academies=[academy, own])
        for host in (academy, own):
            for state in ("preparing", "agreed", "followed"):
                round = make.RoundFactory(
                    network=more, host=host, planned_by=coach, day=DAY - datetime.timedelta(days=number),
                    follow_up_on=FOLLOW_UP,
                )  # fmt: skip
                make.RoundVisitorFactory(round=round, person=coach, facilitates=True)
                make.RoundClassroomFactory(round=round)
                make.NextWorkFactory(round=round)
                make.bring_round_to(round, state)
        for state in ("preparing", "observing", "debriefing"):
            round = world.of(f"round {state}", own)
            seat = make.RoundVisitorFactory(round=round)
            room = make.RoundClassroomFactory(round=round)
            room.visits.create(visitor=seat)
            if state != "preparing":
                group = make.RoundGroupFactory(round=round, pattern=f"Shows in many rooms ({number})")
                make.RoundNoteFactory(round=round, by=seat.person, classroom=room, group=group)
                make.RoundPredictionFactory(round=round, by=seat.person)
                make.NextWorkFactory(round=round)
                RoundStep.objects.create(round=round, step="join", state=state, says="Joined.", by=coach)
