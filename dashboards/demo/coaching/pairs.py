"""Who coaches whom in the demo: a year that is over, and the one that runs. In small schools few are coached, and so
they have no figures."""

from __future__ import annotations

import datetime

from dashboards.demo.coaching.seen import SEEN
from dashboards.demo.coaching.shape import Pair
from dashboards.demo.coaching.whitcombe import LAST_YEAR, VISITS

Day = datetime.date
INSTRUCTIONAL, PEER, LEADERSHIP = "Instructional coaching", "Peer coaching", "Leadership coaching"
GOALS = {
    "everyone-answers": (
        "I know what every pupil thinks before I go on.",
        "No pupil of mine sits through a lesson without having answered a question.",
    ),
    "retrieval-start": (
        "My pupils still have in summer what they learnt in autumn.",
        "The first six minutes tell me what to teach again.",
    ),
    "structured-talk": (
        "Those who never speak in front of the class speak to a partner, in sentences.",
        "They say it before they write it, and what they write is longer for it.",
    ),
    "reading-aloud-together": ("All thirty read aloud every day, and it sounds like talk.",),
    "worked-examples": ("They begin their own within a minute, because they have seen how one decides.",),
    "": (
        "My middle leaders leave our talks with a step of their own.",
        "Meetings in which I am not the one who speaks most.",
    ),
}
# Academy -> what its deputy coaches the teachers in, this year, and from which day.
THIS_YEAR = {
    "penhavrow-school": ("everyone-answers", Day(2026, 9, 14)),
    "tresarrow-academy": ("everyone-answers", Day(2026, 9, 21)),
    "carnkelly-school": ("worked-examples", Day(2026, 9, 17)),
    "pentorran-academy": ("retrieval-start", Day(2026, 9, 22)),
    "porthmelyan-primary": ("structured-talk", Day(2026, 9, 15)),
    "treskennow-primary": ("structured-talk", Day(2026, 9, 28)),
    "bosmerrin-primary": ("reading-aloud-together", Day(2026, 9, 23)),
    "rosquenna-primary": ("retrieval-start", Day(2026, 10, 5)),
    "lanverran-primary": ("structured-talk", Day(2026, 10, 6)),
}
BEFORE = {
    "penhavrow-school": ("retrieval-start", Day(2025, 10, 6), Day(2026, 3, 20)),
    "pentorran-academy": ("everyone-answers", Day(2025, 11, 3), Day(2026, 5, 15)),
    "porthmelyan-primary": ("reading-aloud-together", Day(2025, 9, 29), Day(2026, 2, 27)),
    "bosmerrin-primary": ("structured-talk", Day(2026, 1, 12), Day(2026, 6, 26)),
}
# Slug -> teachers there who are coached by their deputy; those of small schools are one or two. First those
# who stand in a learning team, then others.
TEACHERS = {
    "penhavrow-school": 9, "tresarrow-academy": 5, "carnkelly-school": 3, "pentorran-academy": 5,
    "porthmelyan-primary": 5, "treskennow-primary": 3, "bosmerrin-primary": 3, "rosquenna-primary": 2,
    "lanverran-primary": 1,
}  # fmt: skip
# Whom the demo's own people coach: the trust's coach has a dozen, as one would.
OF_THE_COACH = (
    ("deputy:penhavrow-school", "everyone-answers", Day(2026, 9, 10)),
    ("deputy:tresarrow-academy", "everyone-answers", Day(2026, 9, 11)),
    ("deputy:pentorran-academy", "retrieval-start", Day(2026, 9, 18)),
    ("deputy:porthmelyan-primary", "structured-talk", Day(2026, 9, 16)),
    ("deputy:treskennow-primary", "structured-talk", Day(2026, 9, 24)),
    ("teacher:goonvarra-primary:0", "retrieval-start", Day(2026, 10, 1)),
    ("teacher:carrowmoor-primary:0", "reading-aloud-together", Day(2026, 10, 7)),
    ("teacher:nansvellow-primary:0", "structured-talk", Day(2026, 9, 30)),
)
OF_THE_EXTERNAL = (
    ("head:porthmelyan-primary", Day(2026, 9, 9)),
    ("head:penhavrow-school", Day(2026, 9, 16)),
    ("head:pentorran-academy", Day(2026, 9, 23)),
    ("head:bosmerrin-primary", Day(2026, 9, 30)),
    ("head:treskennow-primary", Day(2026, 10, 7)),
)
PEERS = (
    ("teacher:porthmelyan-primary:1", "teacher:porthmelyan-primary:2", "retrieval-start", Day(2026, 10, 8)),
    ("teacher:penhavrow-school:0", "teacher:tresarrow-academy:0", "worked-examples", Day(2026, 10, 2)),
    ("teacher:tresarrow-academy:1", "teacher:pentorran-academy:1", "everyone-answers", Day(2026, 10, 9)),
)
# The demo's teacher is the first teacher of her academy.
WHITCOMBE = "teacher:porthmelyan-primary:0"


def pairs() -> list[Pair]:
    return [*_hers(), *_of_deputies(), *_of_the_coach(), *_of_the_external(), *_of_peers()]


def _hers() -> list[Pair]:
    return [
        Pair(
            "left", WHITCOMBE, INSTRUCTIONAL, "Every lesson begins within two minutes, without my voice.",
            Day(2026, 2, 24), practice="calm-entry", visits=LAST_YEAR, rhythm=3,
        ),
        Pair(
            "coach", WHITCOMBE, INSTRUCTIONAL,
            "The pupils by the window answer as often as those at the front, and have the time to think.",
            Day(2026, 9, 22), practice="thinking-time", visits=VISITS,
        ),
    ]  # fmt: skip


def _of_deputies() -> list[Pair]:
    told = []
    for slug, (practice, begins, ends) in BEFORE.items():
        told += [
            Pair(
                f"deputy:{slug}", f"teacher:{slug}:{at}", INSTRUCTIONAL, _goal(practice, at),
                begins + datetime.timedelta(days=at), practice=practice, ends=ends, visits=SEEN[practice],
                came="The step has become a habit; the next one is my own.",
            )
            for at in range(min(TEACHERS[slug], 5))
        ]  # fmt: skip
    for slug, (practice, begins) in THIS_YEAR.items():
        told += [
            Pair(
                f"deputy:{slug}", f"teacher:{slug}:{at}", INSTRUCTIONAL, _goal(practice, at),
                begins + datetime.timedelta(days=at), practice=practice, visits=SEEN[practice],
                # One in four lost a visit to illness or cover, as it goes.
                misses=frozenset({1, 2, 3}) if at % 4 == 3 else frozenset(),
            )
            for at in range(TEACHERS[slug])
            if f"teacher:{slug}:{at}" != WHITCOMBE
        ]  # fmt: skip
    return told


def _of_the_coach() -> list[Pair]:
    return [
        Pair("coach", who, INSTRUCTIONAL, _goal(practice, at), begins, practice=practice, visits=SEEN[practice])
        for at, (who, practice, begins) in enumerate(OF_THE_COACH)
    ]


def _of_the_external() -> list[Pair]:
    return [
        Pair(
            "external", who, LEADERSHIP, _goal("", at), begins, visits=SEEN[""],
            focus="Conversations in which others think",
        )
        for at, (who, begins) in enumerate(OF_THE_EXTERNAL)
    ]  # fmt: skip


def _of_peers() -> list[Pair]:
    return [
        Pair(coach, coachee, PEER, _goal(practice, at), begins, practice=practice, visits=SEEN[practice])
        for at, (coach, coachee, practice, begins) in enumerate(PEERS)
    ]


def _goal(practice: str, at: int) -> str:
    goals = GOALS[practice]
    return goals[at % len(goals)]
