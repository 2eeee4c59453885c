"""The demo trust's checkpoints: two of last year that are closed, and one that is open now."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

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
    """An intervention of the demo: what was decided for an academy, and what was said of it at each checkpoint since."""

    what: str
    who: str
    for_whom: str
    promises: str
    because: str
    figure: int = 0
    came: tuple[tuple[str, str], ...] = (
        (Went.GOING_ON, "It runs as planned; the group is two thirds through the texts."),
    )


FLUENCY = Told(
    "Fluency reading in groups of six, three times a week", "The reading lead and two teaching assistants",
    "Disadvantaged readers in Years 4 and 5 below the expected score", "Their mean score rises by three points by summer.",
    "Disadvantaged pupils read well below the mean of the test, and below last autumn.",
    came=(
        (Went.CHANGED, "Groups met as planned but were too large for the weakest readers: from now on four to a group, and every day."),
        (Went.CHANGED, "The smaller groups keep up. Those who reached the expected score leave, and others take their places."),
    ),
)  # fmt: skip
TUTORING = Told(
    "Tutoring in reading, one to two, twice a week", "Two tutors of the trust",
    "Disadvantaged readers in Year 7 below the expected score", "Half of them reach the expected score by summer.",
    "The gap in reading opened between Year 6 and Year 7.",
    came=(
        (Went.CHANGED, "Two thirds of the sessions took place. From now on they lie in the school day, so that nobody misses a bus."),
        (Went.ENDED, "Nearly all of the sessions took place, and most of the group read at the expected score. Form tutors have taken over the routine."),
    ),
)  # fmt: skip
AFTER_SCHOOL = Told(
    "Reading tutors online, after school", "An agency, looked after by the head of English",
    "Disadvantaged readers in Years 7 and 8 below the expected score", "Their mean score rises by three points by summer.",
    "The gap in reading is the widest of the trust’s secondaries.",
    came=((Went.ENDED, "Dropped: four in ten sessions took place, and those who most needed them came least. What is left of the money goes into lessons."),),
)  # fmt: skip
ALOUD = Told(
    "Twenty minutes a day in which every form reads a novel aloud", "Form tutors, trained by the head of English",
    "Disadvantaged pupils in Years 7 and 8, in class with all others", "Their mean score rises by two points within a year.",
    "Tutoring after school reached too few. What everybody gets in the school day reaches all.",
)  # fmt: skip
MORNINGS = Told(
    "A breakfast and reading club from eight, with a call home by half past nine", "The attendance lead",
    "Disadvantaged pupils who missed one day in ten or more", "The gap in attendance is a point narrower next autumn.",
    "Disadvantaged pupils miss twice as many days as others.", figure=1,
    came=(
        (Went.CHANGED, "The club is full on three days of five. From now on it runs until Christmas, and calls are made by half past nine."),
        (Went.GOING_ON, "It runs on all five days, and half of those who were asked come. Two families were visited at home."),
    ),
)  # fmt: skip
KEY_ADULT = Told(
    "A key adult who greets each pupil that missed a week or more, and rings home the same day", "The family support worker",
    "Disadvantaged pupils who missed more than a week this term", "The gap in attendance is a point narrower next autumn.",
    "Attendance of disadvantaged pupils fell since September, while that of others stood still.", figure=1,
)  # fmt: skip
LAST_AUTUMN = {
    "pentorran-academy": AFTER_SCHOOL,
    "carnkelly-school": TUTORING,
    "rosquenna-primary": FLUENCY,
    "goonvarra-primary": FLUENCY,
    "porthmelyan-primary": FLUENCY,
    "bosmerrin-primary": FLUENCY,
    "tresarrow-academy": TUTORING,
    # A term's attendance is held against the same term's a year later: theirs is read again this autumn.
    "nansvellow-primary": MORNINGS,
    "treskennow-primary": MORNINGS,
}
LAST_SUMMER = {"pentorran-academy": ALOUD}
THIS_AUTUMN = {"chymellyn-primary": KEY_ADULT}
EVERY = {told.what: told for place in (LAST_AUTUMN, LAST_SUMMER, THIS_AUTUMN) for told in place.values()}
WORKED = "Its figure rose by more than chance explains, and what the tutors did is done in forms now."
NONE = (
    "Both figures stand where they stood a year ago, within what chance could do. What the plan does already goes on.",
    "Disadvantaged pupils are level with others here; a further intervention would take time from what works.",
    "The figures are of too few pupils to act on alone. The head knows each of them, and the plan has an action for it.",
    "What moved is within chance, and the plan’s own priority on reading began in September: it is asked about in summer.",
)
LATE, MISSING = "chymellyn-primary", ("goonvarra-primary", "tresarrow-academy", "carrowmoor-primary")
DECIDED_NOW = (
    "treskennow-primary", "nansvellow-primary", "rosquenna-primary", "carnkelly-school", "chymellyn-primary",
)  # fmt: skip


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
    autumn = datetime.date(last, 12, 12), datetime.date(last + 1, 1, 9)
    summer = datetime.date(last + 1, 6, 19), datetime.date(last + 1, 7, 10)
    _past(trust, "Autumn", owners, *autumn, leader, LAST_AUTUMN)
    _past(trust, "Summer", owners, *summer, leader, LAST_SUMMER)
    _now(trust, owners, today, leader)


def _past(
    trust: Trust,
    at: str,
    owners: dict[Academy, User],
    hand_in_by: datetime.date,
    decide_by: datetime.date,
    leader: User,
    decides: Mapping[str, Told],
) -> None:
    checkpoint = _set(trust, at, owners, hand_in_by, decide_by, leader, hand_in_by - datetime.timedelta(days=45))
    places = list(checkpoint.places.select_related("academy__trust", "owner", "checkpoint").order_by("academy__name"))
    for number, place in enumerate(places):
        with playing(hand_in_by - datetime.timedelta(days=1 + number % 5)):
            _hand_in(place, number)
    with playing(decide_by - datetime.timedelta(days=1)):
        _look_back(checkpoint)
        for number, place in enumerate(places):
            until = decide_by + datetime.timedelta(days=330 if at == "Summer" else 150)
            _decide(place, number, decides, until=until)
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
                _decide(place, number, THIS_AUTUMN, until=today + datetime.timedelta(days=120))


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


def _decide(place: CheckpointPlace, number: int, decides: Mapping[str, Told], *, until: datetime.date) -> None:
    told = decides.get(place.academy.slug)
    if told is None:
        decide_none(by=place.owner, place=place, because=_why_none(place, number))
        return
    lines = list(place.checkpoint.lines.all())
    begins = place.checkpoint.decide_by + datetime.timedelta(days=3)
    promise = Promise(told.what, told.who, told.for_whom, told.promises, begins, until, lines[told.figure])
    decide_intervention(by=place.owner, place=place, because=told.because, promise=promise)


def _why_none(place: CheckpointPlace, number: int) -> str:
    here = Intervention.objects.filter(decision__place__academy=place.academy)
    if here.running().exists():
        return "What runs from the last checkpoint goes on; a second one beside it would take the same staff."
    return WORKED if here.filter(ended_on=timezone.localdate()).exists() else NONE[number % len(NONE)]


def _look_back(checkpoint: TrustCheckpoint) -> None:
    for one in unfollowed(checkpoint).select_related("decision__place__owner"):
        _follow(one, one.decision.place.owner)


def _follow(one: Intervention, by: User) -> None:
    came = EVERY[one.what].came
    went, says = came[min(one.follow_ups.count(), len(came) - 1)]
    follow_up(by=by, intervention=one, went=went, says=says, ends=one.ends + datetime.timedelta(days=200))
