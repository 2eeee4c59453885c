"""The demo trust's checkpoints: two of last year that are closed, and one that is open now."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction

from academies.access import Role
from academies.models import Academy, Membership, Trust
from accounts.models import User
from celt.lib.terms import year_on
from checkpoints.models import CheckpointPlace, Confirms, Intervention, TrustCheckpoint, Went
from checkpoints.services.checkpoint import Asked, close_checkpoint, set_checkpoint, unfollowed
from checkpoints.services.decision import Promise, decide_intervention, decide_none
from checkpoints.services.follow_up import follow_up
from checkpoints.services.hand_in import hand_in
from dashboards.demo.strategy.clock import playing

SERVES = {
    "Autumn": "Which academies get reading tutors from the trust in spring, and for which year groups.",
    "Summer": "What each academy goes on with in September, and what it stops.",
}
DECIDES = "The trust’s education leaders, with each head."
COMMENTS = (
    "The two newest classes in Year 4 have had three teachers since September; their scores pull the mean down.",
    "Scores rose where the fluency groups met every week. In Year 8 they met every other week.",
    "Attendance of a few families explains most of the gap in absence. The attendance lead sees them weekly.",
    "",
)


@dataclass(frozen=True)
class Told:
    """An intervention of the demo: what was decided for an academy, and what came of it by the next checkpoint."""

    what: str
    who: str
    for_whom: str
    promises: str
    because: str
    figure: int = 0
    went: str = Went.GOING_ON
    came: str = "It runs as planned; the group is two thirds through the texts."


FLUENCY = Told(
    "Fluency reading in groups of six, three times a week", "The reading lead and two teaching assistants",
    "Disadvantaged readers in Years 4 and 5 below the expected score", "Their mean score rises by three points by summer.",
    "Disadvantaged pupils read well below the mean of the test, and below last autumn.",
    went=Went.CHANGED, came="Groups met as planned but were too large for the weakest readers: from now on four to a group, and every day.",
)  # fmt: skip
TUTORING = Told(
    "Tutoring in reading, one to two, twice a week", "Two tutors of the trust",
    "Disadvantaged readers in Year 7 below the expected score", "Half of them reach the expected score by summer.",
    "The gap in reading opened between Year 6 and Year 7.",
    went=Went.ENDED, came="Two thirds of the sessions took place. Those who came to all of them gained; the tutors’ contracts have ended.",
)  # fmt: skip
MORNINGS = Told(
    "A breakfast and reading club from eight, with a call home by half past nine", "The attendance lead",
    "Disadvantaged pupils who missed one day in ten or more", "The gap in attendance narrows by a point by summer.",
    "Disadvantaged pupils miss twice as many days as others.", figure=1,
    came="The club is full on three days of five. Calls are made by half past nine on most days.",
)  # fmt: skip
BY_PLACE = {
    "pentorran-academy": TUTORING,
    "carnkelly-school": TUTORING,
    "rosquenna-primary": FLUENCY,
    "goonvarra-primary": MORNINGS,
    "porthmelyan-primary": FLUENCY,
    "bosmerrin-primary": FLUENCY,
    "tresarrow-academy": MORNINGS,
}
NONE = (
    "Both figures stand where they stood a year ago, within what chance could do. What the plan does already goes on.",
    "Disadvantaged pupils are level with others here; a further intervention would take time from what works.",
    "The figures are of too few pupils to act on alone. The head knows each of them, and the plan has an action for it.",
)
LATE, MISSING = "chymellyn-primary", ("goonvarra-primary", "tresarrow-academy", "carrowmoor-primary")
DECIDED_NOW = ("treskennow-primary", "nansvellow-primary", "rosquenna-primary")


@transaction.atomic
def play_checkpoints(trust: Trust, today: datetime.date) -> None:
    """Needs the trust's people and published gaps. Nothing where the demo's leaders are not there."""
    leader = User.objects.filter(email="trust.leader@demo.example").first()
    second = User.objects.filter(email="second.leader@demo.example").first()
    if leader is None or second is None:
        return
    academies = list(Academy.objects.filter(trust=trust).open().order_by("name"))
    owners = {academy: (second if number % 3 == 2 else leader) for number, academy in enumerate(academies)}
    last = year_on(today) - 1
    _past(trust, "Autumn", owners, datetime.date(last, 12, 12), datetime.date(last + 1, 1, 9), leader)
    _past(trust, "Summer", owners, datetime.date(last + 1, 6, 19), datetime.date(last + 1, 7, 10), leader)
    _now(trust, owners, today, leader)


def _past(
    trust: Trust,
    at: str,
    owners: dict[Academy, User],
    hand_in_by: datetime.date,
    decide_by: datetime.date,
    leader: User,
) -> None:
    checkpoint = _set(trust, at, owners, hand_in_by, decide_by, leader, hand_in_by - datetime.timedelta(days=45))
    places = list(checkpoint.places.select_related("academy__trust", "owner", "checkpoint").order_by("academy__name"))
    for number, place in enumerate(places):
        with playing(hand_in_by - datetime.timedelta(days=1 + number % 5)):
            _hand_in(place, number)
    with playing(decide_by - datetime.timedelta(days=1)):
        _look_back(checkpoint)
        for number, place in enumerate(places):
            _decide(place, number, until=decide_by + datetime.timedelta(days=330 if at == "Summer" else 150))
    with playing(decide_by):
        close_checkpoint(by=leader, checkpoint=checkpoint)


def _now(trust: Trust, owners: dict[Academy, User], today: datetime.date, leader: User) -> None:
    """Hand-in was two days ago: most are in, one late, three missing; a few are decided."""
    by = today - datetime.timedelta(days=2)
    checkpoint = _set(
        trust, "Autumn", owners, by, today + datetime.timedelta(days=12), leader, by - datetime.timedelta(days=40)
    )
    places = list(checkpoint.places.select_related("academy__trust", "owner", "checkpoint").order_by("academy__name"))
    for number, place in enumerate(places):
        if place.academy.slug in MISSING:
            continue
        with playing(by + datetime.timedelta(days=1) if place.academy.slug == LATE else by):
            _hand_in(place, number + 1)
    with playing(today - datetime.timedelta(days=1), hour=17):
        for number, place in enumerate(places):
            if place.academy.slug in DECIDED_NOW:
                for one in unfollowed(checkpoint).filter(decision__place__academy=place.academy):
                    _follow(one, place.owner)
                _decide(place, number, until=today + datetime.timedelta(days=120))


def _set(
    trust: Trust, at: str, owners: dict[Academy, User], hand_in_by: datetime.date, decide_by: datetime.date,
    leader: User, day: datetime.date,
) -> TrustCheckpoint:  # fmt: skip
    year = year_on(hand_in_by)
    with playing(day):
        return set_checkpoint(
            by=leader, trust=trust, title=f"{at} checkpoint {year}/{(year + 1) % 100:02d}", hand_in_by=hand_in_by,
            decide_by=decide_by, serves=SERVES[at], decides=DECIDES,
            asks=[Asked("reading_sas_mean", "dis", "all", at), Asked("attendance_rate", "gap", "all", at)],
            owners=owners,
        )  # fmt: skip


def _hand_in(place: CheckpointPlace, number: int) -> None:
    comment = COMMENTS[number % len(COMMENTS)]
    by = _who_hands_in(place.academy)
    hand_in(by=by, place=place, confirms=Confirms.RIGHT, comment=comment)


def _who_hands_in(academy: Academy) -> User:
    """Its head where it has one that signs in, otherwise the trust's data lead."""
    held = Membership.objects.current().filter(trust=academy.trust).select_related("user")
    head = held.filter(academy=academy, role=Role.HEADTEACHER).order_by("pk").first()
    found = head or held.filter(academy__isnull=True, role=Role.DATA_LEAD).order_by("pk").first()
    assert found is not None
    return found.user


def _decide(place: CheckpointPlace, number: int, *, until: datetime.date) -> None:
    told = BY_PLACE.get(place.academy.slug)
    running = Intervention.objects.running().filter(decision__place__academy=place.academy)
    if told is None or running.exists():
        because = (
            NONE[number % len(NONE)]
            if told is None
            else "What runs from the last checkpoint goes on; a second one beside it would take the same staff."
        )
        decide_none(by=place.owner, place=place, because=because)
        return
    lines = list(place.checkpoint.lines.all())
    begins = place.checkpoint.decide_by + datetime.timedelta(days=3)
    promise = Promise(told.what, told.who, told.for_whom, told.promises, begins, until, lines[told.figure])
    decide_intervention(by=place.owner, place=place, because=told.because, promise=promise)


def _look_back(checkpoint: TrustCheckpoint) -> None:
    for one in unfollowed(checkpoint).select_related("decision__place__owner"):
        _follow(one, one.decision.place.owner)


def _follow(one: Intervention, by: User) -> None:
    slug = one.decision.place.academy.slug
    told = BY_PLACE[slug]
    went = told.went if one.state == "running" else Went.ENDED
    follow_up(by=by, intervention=one, went=went, says=told.came, ends=one.ends + datetime.timedelta(days=200))
