"""Three years of category decisions of the demo trust. All invented."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from academies.models.decision import Answer

D = datetime.date
SUSTAIN, IMPROVE, REPAIR, STABILISE = "Sustain", "Improve", "Repair", "Stabilise"


class Decided(NamedTuple):
    """One decision. `becomes`: what the second person changed it to, and why. `answer`: the head's. `waits`: nobody has
    moderated it. `starts` and `ends`: its days, where they are not the academic year's."""

    year: int
    tier: str
    why: str
    area: str = ""
    becomes: tuple[str, str] | None = None
    answer: tuple[Answer, str] | None = None
    starts: datetime.date | None = None
    ends: datetime.date | None = None
    waits: bool = False


YES = Answer.ACCEPTS
KEEPS = "Outcomes and teaching are secure, and leaders see the same things that we see. It has people to lend."

DECIDED: Mapping[str, tuple[Decided, ...]] = {
    "penhavrow-school": (
        Decided(2024, SUSTAIN, KEEPS, answer=(YES, "")),
        Decided(2025, SUSTAIN, "Secure for a second year. We ask it to lend mathematics leadership to Tresarrow.",
                answer=(YES, "We can release two people on Thursdays.")),
        Decided(2026, SUSTAIN, "The figures point to Improve, because of its gap. The report card is strong, it lends people to others, and its own "
                "plan takes the gap up first: we hold to Sustain for this year and look again at the results of summer.", answer=(YES, "Agreed. The gap at Key Stage 4 is our first priority this year.")),
    ),
    "tresarrow-academy": (
        Decided(2024, IMPROVE, "Teaching is steadier than the last inspection found; mathematics is not.", answer=(YES, "")),
        Decided(2025, IMPROVE, "The inspection of November confirms it: good in all but the quality of education.", answer=(YES, "")),
        Decided(2026, IMPROVE, "A gap that narrows a little each year, and leadership that holds. The quality of education is not yet good in an "
                "inspector’s eyes. Mathematics stays under its own decision.",
                answer=(YES, "Agreed. We would like to lend our attendance team to Pentorran.")),
        Decided(2026, REPAIR, "Five teachers in two years; results in mathematics lag behind English by half a grade.", area="Mathematics",
                answer=(YES, "The head of department starts in January.")),
    ),
    "carnkelly-school": (
        Decided(2024, SUSTAIN, KEEPS, answer=(YES, "")),
        Decided(2025, IMPROVE, "Attendance fell in every year group, and persistent absence is above the trust’s.", answer=(YES, "")),
        Decided(2026, REPAIR, "The gap is narrower only because other pupils fell back: nobody gained. The report card asks for attention to "
                "achievement and to attendance.",
                answer=(Answer.DISAGREES, "Achievement fell in one year group, for reasons we know. We ask for a review in January.")),
    ),
    "pentorran-academy": (
        Decided(2024, REPAIR, "Outcomes of disadvantaged pupils are the lowest among the secondaries, attendance likewise.", answer=(YES, "")),
        Decided(2025, REPAIR, "A new head from September. The plan is right and has not had its time.", answer=(YES, "")),
        Decided(2026, STABILISE, "Four areas of the report card need attention, and the gap has widened for three years.",
                becomes=(REPAIR, "The head has been here for a year, the plan for two terms. The three-year figures do not differ from last year’s by "
                         "more than chance. Repair with a review each term; Stabilise would take the plan out of her hands."),
                answer=(YES, "We accept the support, and the terms of the review.")),
        Decided(2026, STABILISE, "More than a third of disadvantaged pupils miss a tenth of their sessions.", area="Attendance", answer=(YES, "")),
    ),
    "porthmelyan-primary": (
        Decided(2024, REPAIR, "All pupils fell in 2023/24, and the inspection of February asks for improvement. One year is one year: we review "
                "it in spring.", answer=(YES, "We see it as you do.")),
        Decided(2025, IMPROVE, "It came back further than it fell. Reading is ahead of writing. We decide again when the autumn tests of 2026 are in.",
                answer=(YES, ""), ends=D(2026, 12, 18)),
        Decided(2026, IMPROVE, "The report card finds the expected standard throughout. Disadvantaged pupils do not yet do as well as they do at "
                "Treskennow, where the intake is harder.", starts=D(2026, 11, 16)),
    ),
    "treskennow-primary": (
        Decided(2024, IMPROVE, "Results dipped with a new phonics scheme. The teaching that made the years before is still there.",
                answer=(YES, "")),
        Decided(2025, SUSTAIN, "Disadvantaged pupils do as well here as others do elsewhere. We ask what it does, and lend it out.",
                answer=(YES, "We are glad to show it. Two days a half term are what we can release.")),
        Decided(2026, SUSTAIN, "Outstanding teaching, and the narrowest gap of the primaries.", answer=(YES, "")),
    ),
    "bosmerrin-primary": (
        Decided(2024, REPAIR, "Disadvantaged pupils leave with less than anywhere in the trust, and early years are behind the rest.",
                answer=(YES, "")),
        Decided(2025, IMPROVE, "Early years have moved; reading in Key Stage 2 has not.", answer=(YES, "")),
        Decided(2025, REPAIR, "A third of Year 6 left without the expected standard in reading.", area="Reading", answer=(YES, "")),
        Decided(2026, REPAIR, "Three years together, disadvantaged pupils leave with less than anywhere in the trust. Subject leadership is thin: two "
                "people lead four subjects each.", answer=(YES, "It is what we see too.")),
        Decided(2026, IMPROVE, "The figures of three years point to more support. The weekly reading meeting of last spring is not in them yet, and "
                "the autumn test is six points up: we give it a year.", area="Reading", answer=(YES, "")),
    ),
    "rosquenna-primary": (
        Decided(2024, REPAIR, "The inspection of May asks for improvement; leadership is new.", answer=(YES, "")),
        Decided(2025, REPAIR, "Behaviour is calm again. The curriculum for the foundation subjects is not written yet.", answer=(YES, "")),
        Decided(2026, REPAIR, "Two areas of the report card need attention, and the gap is wider than the trust’s over three years.",
                answer=(YES, "Two of the three visits should look at the curriculum.")),
    ),
    "nansvellow-primary": (
        Decided(2024, SUSTAIN, KEEPS, answer=(YES, "")),
        Decided(2025, SUSTAIN, KEEPS, answer=(YES, "")),
        Decided(2026, SUSTAIN, "Secure. It has eleven disadvantaged pupils a year: three years together say more than one.", answer=(YES, "")),
    ),
    "chymellyn-primary": (
        Decided(2024, IMPROVE, "Sound, and better each year.", answer=(YES, "")),
        Decided(2025, IMPROVE, "Good in every judgement. We keep the second visit until phonics is secure.", answer=(YES, "")),
        Decided(2026, SUSTAIN, "Phonics is secure, the gap narrower than three years ago.", answer=(YES, "")),
    ),
    "goonvarra-primary": (
        Decided(2024, REPAIR, "Outcomes low for four years; a plan that changes each term.", answer=(YES, "")),
        Decided(2025, REPAIR, "Leaders ask for another year with the same plan.", answer=(YES, "")),
        Decided(2025, STABILISE, "The inspection of October found serious weaknesses in leadership. A new head starts today, and needs people "
                "beside him now.", starts=D(2026, 1, 5), answer=(YES, "Yes. I need a deputy for two terms before anything else.")),
        Decided(2026, STABILISE, "Better in every visit, from low. The data for the autumn are not in.", answer=(YES, "")),
    ),
    "lanverran-primary": (
        Decided(2024, SUSTAIN, "Eleven pupils a year: we rest this on teaching seen and on three years together.", answer=(YES, "")),
        Decided(2025, SUSTAIN, KEEPS, answer=(YES, "")),
        Decided(2026, SUSTAIN, "Secure as far as so few pupils can show.", answer=(YES, "")),
    ),
    "carrowmoor-primary": (
        Decided(2024, SUSTAIN, "A small school that knows each child. No figure of one year carries anything here.", answer=(YES, "")),
        Decided(2025, IMPROVE, "The head is about to leave; the deputy carries three posts.", answer=(YES, "")),
        Decided(2026, REPAIR, "Nobody leads the academy since September, and the acting deputy teaches four days. Figures say little with eight "
                "pupils a year; the vacancy says enough.", starts=D(2026, 12, 1), waits=True),
    ),
}  # fmt: skip
