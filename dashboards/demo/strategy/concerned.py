"""Concerns of the demo trust's leaders, and what became of them. All invented."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from typing import NamedTuple

from academies.models.concern import EntryKind

D = datetime.date
NOTE, ESCALATED, EASED, RESOLVED = EntryKind.NOTE, EntryKind.ESCALATED, EntryKind.EASED, EntryKind.RESOLVED


class Line(NamedTuple):
    on: datetime.date
    kind: EntryKind
    says: str
    by_head: bool = False


class Concerned(NamedTuple):
    """`fact`: the kind of fact that raised it, if one did. `taken_up`: the year of the decision that took it up."""

    academy: str
    on: datetime.date
    title: str
    detail: str
    area: str = ""
    fact: str = ""
    taken_up: int | None = None
    log: tuple[Line, ...] = ()


CONCERNED: tuple[Concerned, ...] = (
    Concerned(
        "carrowmoor-primary", D(2026, 9, 3), "Nobody leads the academy",
        "The head left in August and two rounds of advertising brought no appointment. The acting deputy teaches four days a week.",
        area="Leadership", fact="leadership.vacant",
        log=(
            Line(D(2026, 9, 21), NOTE, "Third advertisement closes on 16 October. Nansvellow’s head is on the telephone for anything urgent."),
            Line(D(2026, 10, 19), ESCALATED, "No appointment from the third round. The trust’s executive decides about an interim head."),
            Line(D(2026, 11, 9), ESCALATED, "An interim head cannot start before February. The trustees are told, with what it means for the spring."),
        ),
    ),
    Concerned(
        "goonvarra-primary", D(2026, 11, 5), "No autumn results handed in",
        "Every other primary handed in the autumn reading test by half term. Nothing has come from Goonvarra, and nobody said why.",
        area="Reading", fact="data.return",
        log=(Line(D(2026, 11, 10), NOTE, "The tests were sat; the marks lie in exercise books. We enter them this week.", by_head=True),),
    ),
    Concerned(
        "goonvarra-primary", D(2025, 10, 9), "Serious weaknesses in leadership",
        "The inspection of this week found leadership inadequate. Staff had told us so in the visits of spring, and we had not acted on it.",
        area="Leadership", fact="inspection.graded_2024.leadership_and_management", taken_up=2025,
        log=(
            Line(D(2025, 10, 13), ESCALATED, "The executive looks for a head who can start in January, and for a deputy from another academy."),
            Line(D(2026, 1, 26), EASED, "A head is in post and Penhavrow’s deputy beside him. The visits of spring decide."),
            Line(D(2026, 7, 14), RESOLVED, "Three visits found calm lessons and leaders who know what they see. The inspectors’ visit of May says the same."),
        ),
    ),
    Concerned(
        "pentorran-academy", D(2026, 8, 26), "More than a third of disadvantaged pupils are persistently absent",
        "The figure has stood there for two years. Calls home go out in time and change nothing.",
        area="Attendance", fact="attendance.persistent_absence", taken_up=2026,
        log=(Line(D(2026, 10, 6), NOTE, "Forty families named, form tutors visit them with Tresarrow’s attendance lead.", by_head=True),),
    ),
    Concerned(
        "carnkelly-school", D(2026, 8, 27), "The gap closed because other pupils fell",
        "Attainment 8 fell for other pupils and stood still for disadvantaged pupils. It looks like progress and is none.",
        fact="gap.ks4_attainment8", taken_up=2026,
    ),
    Concerned(
        "bosmerrin-primary", D(2025, 8, 26), "A third of Year 6 left without reading",
        "Reading at the expected standard fell two years in a row, for both groups of pupils.",
        area="Reading", taken_up=2025,
        log=(
            Line(D(2026, 1, 19), NOTE, "The reading meeting looks at the lowest fifth each Tuesday.", by_head=True),
            Line(D(2026, 9, 22), RESOLVED, "The autumn test is six points up and the meeting has become a habit. We look again in the statutory results."),
        ),
    ),
    Concerned(
        "porthmelyan-primary", D(2024, 8, 27), "Every group fell in one year",
        "Disadvantaged and other pupils fell alike. A new scheme in two subjects at once, and a long absence in Year 6.",
        taken_up=2024,
        log=(
            Line(D(2025, 1, 20), NOTE, "One scheme went back. The Year 6 teacher is back.", by_head=True),
            Line(D(2025, 7, 21), RESOLVED, "The results of summer came back to where they were in 2023."),
        ),
    ),
    Concerned(
        "rosquenna-primary", D(2026, 6, 15), "No written curriculum for history and geography",
        "The report card names it; our visit in the autumn of 2025 did too. Teachers plan from week to week.",
        area="Curriculum", taken_up=2026,
    ),
)  # fmt: skip
WATCHED = (
    ("goonvarra-primary", "The autumn data, and whether the calm lasts."),
    ("carrowmoor-primary", "Until somebody leads it."),
    ("carnkelly-school", "The January review that its head asks for."),
)
AREAS = (
    ("Reading", "subject"), ("Writing", "subject"), ("Mathematics", "subject"), ("English", "subject"), ("Science", "subject"),
    ("Early years", "area"), ("Attendance", "area"), ("Behaviour", "area"), ("Curriculum", "area"), ("Leadership", "area"), ("Special educational needs", "area"),
)  # fmt: skip
