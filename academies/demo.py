"""The people of the demo trust: a named person per role, a second leader who moderates and a second head who signs.

`load_demo` makes them; the sign-in page offers them.
"""

from typing import NamedTuple

from academies.access import Role


class DemoPerson(NamedTuple):
    email: str
    full_name: str
    role: Role
    academy: str | None  # its slug; None: the whole trust
    sentence: str


PRIMARY, SECONDARY = "porthmelyan-primary", "carnkelly-school"

DEMO_PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson(
        "trust.leader@demo.example",
        "Marguerite Okonjo",
        Role.TRUST_LEADER,
        None,
        "Opens the trust dashboard on Monday and decides where to go this week.",
    ),
    DemoPerson(
        "second.leader@demo.example",
        "Ines Carravale",
        Role.TRUST_LEADER,
        None,
        "Is the second pair of eyes: agrees or changes what the first leader decided.",
    ),
    DemoPerson(
        "headteacher@demo.example",
        "Daniel Ashworth-Reyes",
        Role.HEADTEACHER,
        PRIMARY,
        "Leads Porthmelyan Primary and reads how its two groups of pupils are doing.",
    ),
    DemoPerson(
        "giving.head@demo.example",
        "Aurelio Trevanion",
        Role.HEADTEACHER,
        "penhavrow-school",
        "Leads Penhavrow School, lends its people to others and signs for it.",
    ),
    DemoPerson(
        "senior.leader@demo.example",
        "Priya Chaudhry",
        Role.SENIOR_LEADER,
        SECONDARY,
        "Leads on disadvantage at Carnkelly and looks for the year group to start with.",
    ),
    DemoPerson(
        "coach@demo.example",
        "Tomasz Brennan",
        Role.COACH,
        None,
        "Coaches teachers across the trust and wants to know what practice should move.",
    ),
    DemoPerson(
        "teacher@demo.example",
        "Eleri Whitcombe",
        Role.TEACHER,
        PRIMARY,
        "Teaches Year 6 at Porthmelyan, is coached, and sees the academy's page, no figures.",
    ),
    DemoPerson(
        "governor@demo.example",
        "Josephine Adeyemi-Clarke",
        Role.GOVERNOR,
        PRIMARY,
        "Reads two pages before Porthmelyan's governors meet and asks one good question.",
    ),
    DemoPerson(
        "trustee@demo.example",
        "Alasdair Penhaligon",
        Role.TRUSTEE,
        None,
        "Sees all academies as a governor sees one: no pupil, no teacher, no small group.",
    ),
    DemoPerson(
        "data.lead@demo.example",
        "Farida Lindqvist",
        Role.DATA_LEAD,
        None,
        "Brings the trust's files in and checks which academy has handed in what.",
    ),
    DemoPerson(
        "moderator@demo.example",
        "Gethin Marlowe",
        Role.MODERATOR,
        SECONDARY,
        "Comes from outside to moderate one review and sees little besides.",
    ),
    DemoPerson(
        "external.coach@demo.example",
        "Rosalind Achterberg",
        Role.EXTERNAL_COACH,
        None,
        "Comes from outside to coach leaders, and sees their coaching and the toolkit, nothing else.",
    ),
    DemoPerson(
        "administrator@demo.example",
        "Beatrix Nakamura",
        Role.ADMINISTRATOR,
        None,
        "Grants and ends roles, and keeps academies and terms in order.",
    ),
)
