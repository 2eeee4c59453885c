"""How the demo's academies went through the three stages, gate by gate. All invented."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

D = datetime.date


class GateTold(NamedTuple):
    """`asked` empty: the head has not asked yet. `answered` empty: it waits. `back`: to open the stage before again."""

    asked: datetime.date
    says: str
    answered: datetime.date | None = None
    reason: str = ""
    confirmed: bool = True
    back: bool = False


class Way(NamedTuple):
    """`done`: how many activities of each stage are done by today; the one after is under way where `going`."""

    since: datetime.date
    gates: tuple[GateTold, ...]
    done: tuple[int, int, int]
    going: bool = True


READY_ONE = "The team works, the picture of the rings is agreed with governors, and two classes have tried the strategies for a term. Staff ask when they may begin."
READY_TWO = "Every teacher belongs to a team, the first cycle ended in a decision that all follow, and sixty people walked our tour."

WAYS: Mapping[str, Way] = {
    "porthmelyan-primary": Way(
        D(2025, 3, 3),
        (
            GateTold(D(2025, 11, 24), "The programme is written and the plan holds it. We would like to begin with all staff in January.", D(2025, 12, 3),
                     "Two classes have not yet tried rehearsed talk, and the agreed picture of the rings is missing. Come back when both are there; it need not be long.", confirmed=False),
            GateTold(D(2025, 12, 18), READY_ONE, D(2026, 1, 9), "I sat in both classes and read the self-evaluation, which is honest about assessment. Go on."),
        ),
        (7, 3, 0),
    ),
    "treskennow-primary": Way(
        D(2023, 9, 11),
        (
            GateTold(D(2024, 4, 22), READY_ONE, D(2024, 5, 8), "A team that argues about teaching rather than about cupboards. Go on."),
            GateTold(D(2025, 6, 2), READY_TWO, D(2025, 6, 20), "The tour showed pupils explaining why they write as they do. What is left is to make it outlast the four of you."),
        ),
        (7, 5, 3),
    ),
    "nansvellow-primary": Way(
        D(2024, 9, 9),
        (
            GateTold(D(2025, 3, 17), READY_ONE, D(2025, 3, 28), "A small staff that agreed quickly, and tried things at once."),
            GateTold(D(2026, 3, 2), READY_TWO, D(2026, 3, 20), "Two cycles, one dropped with good reasons. That is enquiry."),
        ),
        (7, 5, 2),
    ),
    "chymellyn-primary": Way(
        D(2024, 11, 4),
        (
            GateTold(D(2025, 9, 15), READY_ONE, D(2025, 9, 26), "The talking groups show what the programme can do. Take the whole staff along."),
            GateTold(D(2026, 11, 12), READY_TWO),
        ),
        (7, 5, 0), going=False,
    ),
    "bosmerrin-primary": Way(
        D(2024, 9, 16),
        (GateTold(D(2025, 6, 23), READY_ONE, D(2025, 7, 4), "The meeting on Tuesdays is the best that I saw this year. Build teams as good."),),
        (7, 3, 0),
    ),
    "rosquenna-primary": Way(D(2025, 9, 8), (), (4, 0, 0)),
    "goonvarra-primary": Way(
        D(2026, 1, 12),
        (
            GateTold(D(2026, 9, 21), "Lessons are calm and the staff want to go on.", D(2026, 9, 30),
                     "Calm is there, and it is your doing. The strategies are not agreed and nobody but you carries the plan yet. Choose the team first.", confirmed=False),
        ),
        (3, 0, 0),
    ),
    "lanverran-primary": Way(
        D(2025, 9, 15),
        (GateTold(D(2026, 4, 27), READY_ONE, D(2026, 5, 11), "You plan with Chymellyn and it shows. Keep the teams across both schools."),),
        (7, 2, 0),
    ),
    "carrowmoor-primary": Way(D(2025, 10, 6), (), (2, 0, 0), going=False),
    "penhavrow-school": Way(
        D(2023, 9, 18),
        (
            GateTold(D(2024, 6, 10), READY_ONE, D(2024, 6, 28), "Every department has said what it will try, and what it will stop."),
            GateTold(D(2025, 12, 1), READY_TWO, D(2026, 1, 16), "Departments visit each other without being asked. Go on, and lend us your people."),
        ),
        (7, 5, 2),
    ),
    "tresarrow-academy": Way(
        D(2025, 1, 13),
        (GateTold(D(2025, 11, 17), READY_ONE, D(2025, 12, 5), "Attendance work has shown staff that they can change something. Use that for teaching."),),
        (7, 4, 0),
    ),
    "carnkelly-school": Way(
        D(2024, 9, 9),
        (
            GateTold(D(2025, 5, 12), READY_ONE, D(2025, 5, 23), "The programme is clear. I am less sure that all departments know it."),
            GateTold(D(2026, 9, 10), "We went whole-school before the school had agreed on what. Half the departments do not use the strategies. We ask to go back and agree them properly.",
                     D(2026, 9, 17), "An honest request, and the right one. Keep the teams that work, and come back when the strategies are agreed in writing.", back=True),
        ),
        (5, 2, 0),
    ),
    "pentorran-academy": Way(D(2025, 9, 15), (), (6, 0, 0)),
}  # fmt: skip

# What a head logs when an activity is done, by the activity's place in its stage.
DONE_SAYS: Mapping[tuple[int, int], tuple[str, ...]] = {
    (1, 0): ("Governors and staff met on one evening; both said yes, with two questions that we wrote down.", "The head presented it to all staff; the unions’ questions were answered in writing."),
    (1, 1): ("Five people from all corners of the school, an hour a week in the timetable.", "Four teachers and the deputy; two of them are in their third year of teaching."),
    (1, 2): ("We looked at lessons, books and results together. Planning together is what we are weakest at.", "The picture is sobering for assessment and encouraging for expectations."),
    (1, 3): ("Two pages: what first, with whom, and how we shall know.", "Written by the team, read and changed by all staff."),
    (1, 4): ("Two classes tried it for a term; six colleagues came to watch.", "Three departments began; the others saw it on a walk in June."),
    (1, 5): ("Agreed with the trust: model, rehearse, write; and no new initiatives beside it.", "Two strategies, not seven. Meetings about anything else were cut by half."),
    (1, 6): ("The plan’s priorities name them, each with its theory of action.", "In the plan, and read by governors in December."),
    (2, 0): ("Two days in September: modelling and guided practice, by our own teachers.", "Training days done; every teacher tried one thing in the week after."),
    (2, 1): ("Rounds with two other schools: tasks ask for less than the talk before them.", "The round found that pupils copy more than they compose. That is our focus."),
    (2, 2): ("Teams of four, every second Tuesday, with time in the timetable.", "Five teams; each wrote its focus on one line."),
    (2, 3): ("The first cycle ended: adopt, with one change for the youngest.", "Decided: adapt. It helped those who had least."),
    (2, 4): ("Parents, governors and two schools walked the tour. Pupils explained it better than we did.", "Forty visitors on two mornings."),
    (3, 0): ("A second cycle, begun from what the first left open.", "Three teams are in their third cycle."),
    (3, 1): ("Thursday afternoons belong to learning teams, in the calendar until July.", "A new teacher joins a team in the first week."),
    (3, 2): ("Teams begin with what pupils said and wrote.", "Each meeting begins with three pupils’ work."),
}  # fmt: skip
GOING_SAYS = (
    "Begun; about half of the staff are in it. What is in the way is time on Wednesdays.",
    "Under way. Two of five teams report fuller first drafts; we look at books on Tuesday.",
    "Begun this month. The first meeting was lively.",
)

# How leadership moved from directive to distributed: the first of the terms of 2025/26, and what came after.
LEANING: Mapping[str, tuple[int, ...]] = {
    "porthmelyan-primary": (2, 2, 3, 3), "treskennow-primary": (4, 4, 5, 5), "nansvellow-primary": (4, 4, 4, 5), "chymellyn-primary": (3, 3, 4, 4),
    "bosmerrin-primary": (2, 3, 3, 3), "rosquenna-primary": (2, 2, 2, 2), "goonvarra-primary": (1, 1, 2), "lanverran-primary": (2, 3, 3, 3),
    "penhavrow-school": (3, 4, 4, 4), "tresarrow-academy": (2, 2, 3, 3), "carnkelly-school": (3, 3, 3, 2), "pentorran-academy": (1, 2, 2),
}  # fmt: skip
PRESCRIBED = {
    1: "How lessons begin and end, what is taught when, and which meetings there are.",
    2: "The two strategies and the order of units. How a lesson is planned is left to teams.",
    3: "The focus of the year; teams choose what they try and how they look at it.",
    4: "That there is a cycle each term and that it ends in a decision.",
    5: "Very little: the calendar, and that what is found is told.",
}
HANDED_ON = {
    1: "Nothing yet; the deputy sits in on every decision.",
    2: "Two teachers lead the training of support staff.",
    3: "Learning teams are led by teachers, who were trained for it over a term.",
    4: "Subject leaders run rounds with other schools and report to governors themselves.",
    5: "The programme of professional learning is written by teachers.",
}
