"""How the demo's academies see themselves in the five rings. All invented."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

D = datetime.date


class Rated(NamedTuple):
    """`standings`: one digit a condition in the order of the rings, 1 (not yet in place) to 4 (embedded everywhere).
    `agreed` empty: people still rate."""

    opened: datetime.date
    agreed: datetime.date | None
    standings: str
    says: str = ""


#   literacy, numeracy, curiosity | leadership, teaching, expectations | repertoire, curriculum, assessment, pupils |
#   planning, learning, enquiry, staffing, team, organised | networks, community, system leadership, review
RATED: Mapping[str, tuple[Rated, ...]] = {
    "porthmelyan-primary": (
        Rated(D(2025, 11, 10), D(2025, 12, 12), "23222322121221222312", "We are calm and we care; we do not yet plan together, and tests change little."),
        Rated(D(2026, 9, 14), D(2026, 10, 9), "23233323222332323322", "Planning together has begun and shows in lessons. Assessment is still the weakest of our classroom conditions."),
    ),
    "treskennow-primary": (
        Rated(D(2025, 5, 5), D(2025, 6, 6), "33344433233333433333", "Strong in classrooms. Too much of it depends on four people."),
        Rated(D(2026, 5, 4), D(2026, 6, 12), "43344443343434443443", "What depended on four people now stands in the timetable. Mathematics is where we look next."),
    ),
    "nansvellow-primary": (Rated(D(2026, 2, 2), D(2026, 3, 6), "43333443333333323444", "A small school can do nearly everything together. Staffing is our risk: two teachers retire."),),
    "chymellyn-primary": (
        Rated(D(2025, 6, 9), D(2025, 7, 4), "22332332222222222222", "Curious children and willing staff; little of it is written down."),
        Rated(D(2026, 9, 28), D(2026, 10, 23), "32333333323333323333", "Most of what we agreed in 2025 is secure in most places."),
    ),
    "bosmerrin-primary": (Rated(D(2025, 5, 12), D(2025, 6, 20), "12222322121222222222", "Reading let us down because we looked at the wrong things."),),
    "rosquenna-primary": (Rated(D(2026, 3, 2), D(2026, 3, 27), "12212222111122111222", "Families trust us more than two years ago. Teaching is not yet where they would want it."),),
    "goonvarra-primary": (Rated(D(2026, 11, 9), None, "11112311111111121112"),),
    "lanverran-primary": (Rated(D(2026, 3, 16), D(2026, 4, 17), "23333333222322213332", "We know each child. With six teachers, planning alone is our weakness; with Chymellyn it is not."),),
    "penhavrow-school": (
        Rated(D(2025, 9, 22), D(2025, 10, 24), "33334333233333343343", "Strong teaching, weak on what happens between subjects."),
        Rated(D(2026, 10, 5), D(2026, 11, 6), "33344433333334344443", "Reading across subjects is the work of this year; the rest holds."),
    ),
    "tresarrow-academy": (Rated(D(2025, 10, 6), D(2025, 11, 7), "21223222222222122322", "Attendance has shown that we can change something together. Mathematics lacks people."),),
    "carnkelly-school": (Rated(D(2025, 3, 10), D(2025, 4, 11), "22222222222222222322", "Everything is begun and little is finished."),),
    "pentorran-academy": (Rated(D(2026, 1, 19), D(2026, 2, 27), "11211221111121111222", "We asked what holds us back, and heard it: lessons differ from door to door."),),
}  # fmt: skip

# What shows each standing; a condition takes the next, so that a page of twenty does not repeat itself line by line.
SHOWN_BY = {
    1: (
        "Visits did not find it; those who were asked had not heard of it.",
        "It stands in a policy and in no lesson.",
        "Nobody could name an example from this year.",
        "We have talked of it and begun nothing.",
    ),
    2: (
        "Seen in some rooms and in some books, not in most.",
        "Two year groups do it; the others have seen it once.",
        "Those who came this year do it, those who stayed do not yet.",
        "It holds while somebody watches.",
        "Agreed in a meeting, and tried by half of those who were there.",
    ),
    3: (
        "Seen in most lessons that were visited this year, and in books.",
        "Pupils explain it in their own words, in most classes.",
        "It survived a change of staff; one corner is still missing.",
        "Nine of ten who were asked describe it alike.",
    ),
    4: (
        "Whoever visits sees it without being told where to look.",
        "Others come to see it, and new colleagues pick it up in a fortnight.",
    ),
}
HELPS = (
    "Time in the timetable.",
    "A head who asks about it.",
    "Two colleagues who do it well and let others watch.",
    "",
)
HINDERS = ("Supply teachers in two classes.", "Too many meetings about other things.", "Nobody has shown us how.", "")
