"""What the demo's academies plan, year by year. All invented."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dashboards.demo.places import LAST_FULL_YEAR, THIS_YEAR


class TrustAim(NamedTuple):
    title: str
    about: str
    pillar: str


TRUST_AIMS: tuple[TrustAim, ...] = (
    TrustAim(
        "Every child a reader",
        "Each academy knows its lowest fifth by name and teaches them to read, at eleven as at five.",
        "improvement",
    ),
    TrustAim(
        "Talk and writing", "Oracy is taught; nobody is asked to write what they could not yet say.", "improvement"
    ),
    TrustAim(
        "Here every day",
        "Attendance of disadvantaged pupils comes up to that of others, and lessons are worth coming for.",
        "commitment",
    ),
    TrustAim(
        "Data that changes lessons",
        "Fewer collections, each of which ends in something that somebody does.",
        "intelligence",
    ),
    TrustAim("Leaders for the next ten years", "Every academy grows leaders that it can lend.", "capacity"),
)


class Planned(NamedTuple):
    """A year's plan: what it is led by and what it takes up, in order. `mood`: how it goes, from 0 (badly) to 1."""

    vision: str
    rationale: str
    themes: tuple[str, ...]
    mood: float


MONITORING = (
    "The head looks at each priority with its leader every half term. Governors read the two pages each term and ask about one priority in depth. "
    "Figures are looked at after each checkpoint of the trust, together with what was seen in lessons."
)

PLANNED: Mapping[str, Mapping[int, Planned]] = {
    "porthmelyan-primary": {
        LAST_FULL_YEAR: Planned(
            "Every child leaves Porthmelyan a reader who has something to say.",
            "After the bad year of 2023/24 results came back for everybody, and the gap with them. Reading holds the rest back: those who read slowly write little and follow mathematics badly.",
            ("lowest_fifth", "phonics", "leaders"), 0.75,
        ),
        THIS_YEAR: Planned(
            "Every child leaves Porthmelyan a reader and a writer who has something to say.",
            "Reading is moving and must not stop. Writing is where our disadvantaged pupils are furthest behind, and where visits saw the reason: they are asked to write what they have not yet said.",
            ("talk", "lowest_fifth", "attendance"), 0.7,
        ),
    },
    "treskennow-primary": {
        LAST_FULL_YEAR: Planned(
            "Nobody here is limited by where they start.",
            "Our disadvantaged pupils do as well as others elsewhere. We want to know why, keep it, and let others see it.",
            ("talk", "enquiry"), 0.9,
        ),
        THIS_YEAR: Planned(
            "Nobody here is limited by where they start, and others can learn from us how.",
            "What works depends on four people. It must become how the academy works.",
            ("enquiry", "talk", "assessment"), 0.9,
        ),
    },
    "nansvellow-primary": {
        LAST_FULL_YEAR: Planned(
            "A small school that thinks big.",
            "Results are high and few of our pupils are disadvantaged; those few were easy to overlook.",
            ("assessment", "vocabulary"), 0.85,
        ),
        THIS_YEAR: Planned(
            "A small school that thinks big, and gives away what it knows.",
            "We lend more than we borrow. The plan has to leave time for our own pupils.",
            ("assessment", "enquiry"), 0.85,
        ),
    },
    "chymellyn-primary": {
        LAST_FULL_YEAR: Planned(
            "Curious, kind and able to say so.",
            "Outcomes rise a little each year. Children who come to our nursery with few words are the ones who do not rise.",
            ("early_talk", "lowest_fifth"), 0.7,
        ),
        THIS_YEAR: Planned(
            "Curious, kind and able to say so.",
            "The talking groups worked for those who were in them. Now every class works like that.",
            ("early_talk", "talk", "maths"), 0.75,
        ),
    },
    "bosmerrin-primary": {
        LAST_FULL_YEAR: Planned(
            "Every reader counts.",
            "A third of Year 6 left without reading well. We were late to see it, and looked at the wrong things.",
            ("lowest_fifth", "phonics"), 0.55,
        ),
        THIS_YEAR: Planned(
            "Every reader counts.",
            "The Tuesday meeting about the lowest fifth has become a habit; the autumn test is up. One good test is no proof: we go on.",
            ("lowest_fifth", "vocabulary", "maths"), 0.6,
        ),
    },
    "rosquenna-primary": {
        LAST_FULL_YEAR: Planned(
            "A school that its families trust.",
            "Our disadvantaged pupils are away more and learn less when here. Families told us that they hear from school only when something is wrong.",
            ("attendance", "phonics"), 0.5,
        ),
        THIS_YEAR: Planned(
            "A school that its families trust.",
            "Families open the door to us now. Reading has not moved yet.",
            ("lowest_fifth", "attendance"), 0.45,
        ),
    },
    "goonvarra-primary": {
        LAST_FULL_YEAR: Planned(
            "Calm first, then good.",
            "The inspection of October found leadership inadequate. Until January nobody led; what follows was written by the new head with the trust.",
            ("leaders", "phonics"), 0.4,
        ),
        THIS_YEAR: Planned(
            "Calm, and on the way to good.",
            "Lessons are calm. Now they have to be taught well: reading first, and by leaders who see lessons.",
            ("leaders", "lowest_fifth", "attendance"), 0.4,
        ),
    },
    "lanverran-primary": {
        LAST_FULL_YEAR: Planned(
            "Small enough to know every child.",
            "With eleven pupils in a year group no figure of one year says much. Over three years, writing is behind.",
            ("talk",), 0.65,
        ),
        THIS_YEAR: Planned(
            "Small enough to know every child, good enough for each.",
            "Writing over three years is still behind reading. We plan with Chymellyn, so that nobody plans alone.",
            ("talk", "maths"), 0.65,
        ),
    },
    "carrowmoor-primary": {
        LAST_FULL_YEAR: Planned(
            "The school of the moor, for every child on it.",
            "A handful of disadvantaged pupils, each known by name. Figures say nothing here; books and visits do.",
            ("vocabulary",), 0.5,
        ),
    },
    "penhavrow-school": {
        LAST_FULL_YEAR: Planned(
            "No ceiling, no excuses.",
            "Teaching is strong. The gap at sixteen is as wide as it was five years ago: strong teaching alone does not close it.",
            ("disciplinary", "expectations"), 0.75,
        ),
        THIS_YEAR: Planned(
            "No ceiling, no excuses, and no pupil unseen.",
            "The gap at Key Stage 4 is our first priority, as we told the trust. Reading in every subject is how we think it closes.",
            ("disciplinary", "expectations", "enquiry"), 0.75,
        ),
    },
    "tresarrow-academy": {
        LAST_FULL_YEAR: Planned(
            "Better every year, for everyone.",
            "The gap narrows a little each year. Mathematics lost its teachers and its way.",
            ("expectations", "attendance"), 0.65,
        ),
        THIS_YEAR: Planned(
            "Better every year, for everyone.",
            "Attendance came up and stays up. Reading is what is behind the marks that are lost, in mathematics too.",
            ("disciplinary", "attendance", "leaders"), 0.65,
        ),
    },
    "carnkelly-school": {
        LAST_FULL_YEAR: Planned(
            "A place where effort shows.",
            "Attendance fell in every year group. Pupils who are here do well enough; too many are not here.",
            ("attendance", "expectations"), 0.4,
        ),
        THIS_YEAR: Planned(
            "A place where effort shows, for all of us.",
            "The gap looks smaller because other pupils fell. We plan for a gap that closes from below.",
            ("expectations", "disciplinary", "attendance"), 0.4,
        ),
    },
    "pentorran-academy": {
        LAST_FULL_YEAR: Planned(
            "Back on our feet.",
            "Outcomes of disadvantaged pupils are the lowest of the trust’s secondaries. A third of them are away too often.",
            ("attendance", "expectations"), 0.35,
        ),
        THIS_YEAR: Planned(
            "Back on our feet, and walking.",
            "Visiting families with Tresarrow has begun to work. Lessons have to be worth it.",
            ("attendance", "expectations", "disciplinary"), 0.45,
        ),
    },
}  # fmt: skip
