"""Rounds as the tests of next work, reports and many rounds need them; the rows of the sweep stand in round.py."""

from __future__ import annotations

import datetime

from academies.models import Academy
from accounts.models import User
from reviews.models import Network, NextWork, Round
from reviews.models.round import RoundState
from tests import factories as make
from toolkit.models import Theory

DAY = datetime.date(2026, 3, 12)
PATTERN = "Adults ask, and pupils answer in a word or two"
RARE = "Where pupils talk in pairs, answers are whole sentences"


def debriefing(
    host: Academy,
    facilitator: User,
    *,
    rooms: int = 9,
    shows: int = 7,
    day: datetime.date = DAY,
    network: Network | None = None,
    theory: Theory | None = None,
    practice: str = "Talk",
) -> Round:
    """A round in its debrief over `rooms` classrooms; PATTERN shows in `shows` of them, RARE in two."""
    more = {"network": network} if network else {}
    round: Round = make.RoundFactory(
        host=host, day=day, follow_up_on=day + datetime.timedelta(days=60), theory=theory, practice=practice, **more
    )
    make.RoundVisitorFactory(round=round, person=facilitator, facilitates=True)
    classrooms = [make.RoundClassroomFactory(round=round, starts=datetime.time(9, n)) for n in range(rooms)]
    for says, n in ((PATTERN, shows), (RARE, 2)):
        group = make.RoundGroupFactory(round=round, pattern=says)
        for classroom in classrooms[:n]:
            make.RoundNoteFactory(round=round, by=facilitator, classroom=classroom, group=group)
    return make.bring_round_to(round, RoundState.DEBRIEFING)


def agreed(host: Academy, facilitator: User, *, pieces: int = 1, **more: object) -> Round:
    """The same with its next work agreed: `pieces` for this week."""
    round = debriefing(host, facilitator, **more)  # type: ignore[arg-type]
    make.NextWorkFactory.create_batch(pieces, round=round)
    return make.bring_round_to(round, RoundState.AGREED)


def piece_of(round: Round) -> NextWork:
    piece: NextWork | None = round.next_work.first()
    assert piece is not None
    return piece
