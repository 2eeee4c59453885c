"""Who lent whom to whom in the demo trust, and what came of it. All invented."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from typing import NamedTuple

from academies.models.deployment import DeploymentStatus, FocusKind

D = datetime.date
AGREED, CLOSED, PROPOSED, DECLINED = (
    DeploymentStatus.AGREED, DeploymentStatus.CLOSED, DeploymentStatus.PROPOSED, DeploymentStatus.DECLINED,
)  # fmt: skip
SUBJECT, PRACTICE, AREA = FocusKind.SUBJECT, FocusKind.PRACTICE, FocusKind.AREA


class Lent(NamedTuple):
    """`worked`: the days of each stretch, as (first day, days one week apart, how much each)."""

    giver: str
    receiver: str
    person: str
    kind: FocusKind
    focus: str
    area: str
    pledged: str
    starts: datetime.date
    ends: datetime.date
    intended: str
    status: DeploymentStatus
    worked: tuple[datetime.date, int, str] | None = None
    actual: str = ""
    signed: tuple[bool, bool] = (True, True)
    ended: str = ""


PENHAVROW, TRESARROW, CARNKELLY, PENTORRAN = (
    "penhavrow-school", "tresarrow-academy", "carnkelly-school", "pentorran-academy",
)  # fmt: skip
PORTHMELYAN, TRESKENNOW, BOSMERRIN, ROSQUENNA, NANSVELLOW, CHYMELLYN, GOONVARRA, LANVERRAN = (
    "porthmelyan-primary", "treskennow-primary", "bosmerrin-primary", "rosquenna-primary", "nansvellow-primary",
    "chymellyn-primary", "goonvarra-primary", "lanverran-primary",
)  # fmt: skip

# Goonvarra only receives, Nansvellow only gives, Carrowmoor does neither.
LENT: tuple[Lent, ...] = (
    Lent(PENHAVROW, TRESARROW, "Sabine Rowe-Achebe", SUBJECT, "Mathematics in Key Stage 3", "Mathematics", "12", D(2024, 11, 4), D(2025, 5, 23),
         "Every Year 8 class has the same scheme, and the department plans from it together.", CLOSED, (D(2024, 11, 7), 11, "1"),
         "Six of eight classes follow the scheme. Planning together stopped at Easter when two teachers left."),
    Lent(PENHAVROW, TRESARROW, "Sabine Rowe-Achebe", SUBJECT, "Leading the mathematics department", "Mathematics", "18", D(2026, 9, 14), D(2027, 3, 19),
         "A head of department who plans with the team each week, and two classes that have caught up by the mock.", AGREED,
         (D(2026, 9, 17), 8, "1")),
    Lent(PENHAVROW, PENTORRAN, "Jonty Lister-Bose", AREA, "Attendance", "Attendance", "10", D(2025, 10, 6), D(2026, 3, 27),
         "A morning routine that knows by nine who is missing and calls by ten.", CLOSED, (D(2025, 10, 9), 10, "1"),
         "Calls go out by ten on most days. Persistent absence did not move in the two terms."),
    Lent(TRESARROW, PENTORRAN, "Imani Farquhar", AREA, "Attendance", "Attendance", "8", D(2026, 10, 5), D(2027, 2, 12),
         "Form tutors meet the families of the forty pupils who miss most before half term.", AGREED, (D(2026, 10, 8), 5, "0.5")),
    Lent(PENTORRAN, CARNKELLY, "Dafydd Moncrieff", PRACTICE, "Calm starts to lessons", "Behaviour", "5", D(2026, 9, 21), D(2026, 12, 11),
         "Every lesson in Years 7 and 8 begins with the same three minutes.", AGREED, (D(2026, 9, 23), 4, "1")),
    Lent(CARNKELLY, ROSQUENNA, "Petra Vanstone", SUBJECT, "Science for Year 6", "Science", "6", D(2025, 1, 13), D(2025, 6, 27),
         "A science scheme for Years 5 and 6 that fits what Carnkelly begins with.", CLOSED, (D(2025, 1, 16), 6, "1"),
         "The scheme is taught in both years; Year 7 teachers say that they see it."),
    Lent(TRESKENNOW, GOONVARRA, "Olwen Bright-Nwosu", PRACTICE, "Reading aloud, and talk about it", "Reading", "12", D(2026, 1, 19), D(2026, 7, 10),
         "The lowest fifth of each class reads to an adult daily, and we can hear the difference.", CLOSED, (D(2026, 1, 22), 11, "1"),
         "Daily reading happens in five of seven classes. Two teachers ask to go on with Olwen in the autumn."),
    Lent(TRESKENNOW, GOONVARRA, "Olwen Bright-Nwosu", PRACTICE, "Reading aloud, and talk about it", "Reading", "10", D(2026, 9, 21), D(2027, 3, 26),
         "The two classes that did not have it yet have it, and the five keep it without help.", AGREED, (D(2026, 9, 24), 7, "1")),
    Lent(TRESKENNOW, PORTHMELYAN, "Callista Mbeki", PRACTICE, "What Treskennow does for disadvantaged writers", "Writing", "6", D(2026, 10, 12),
         D(2027, 2, 5), "Year 5 and 6 writers plan aloud before they write; we compare books in February.", AGREED, (D(2026, 10, 15), 3, "1")),
    Lent(NANSVELLOW, BOSMERRIN, "Ffion Carbery", SUBJECT, "Reading in Years 5 and 6", "Reading", "9", D(2025, 9, 22), D(2026, 5, 22),
         "Fluency three times a week; the autumn test of 2026 shows it.", CLOSED, (D(2025, 9, 25), 9, "1"),
         "The autumn test of 2026 is six points up. One test is one test."),
    Lent(NANSVELLOW, GOONVARRA, "Ffion Carbery", SUBJECT, "Mathematics fluency", "Mathematics", "4", D(2026, 11, 9), D(2027, 2, 12),
         "Times tables to twelve in Year 4 by the check in June.", PROPOSED, signed=(True, False)),
    Lent(CHYMELLYN, LANVERRAN, "Ruan Delacourt", SUBJECT, "Phonics for mixed ages", "Early years", "4", D(2025, 11, 3), D(2026, 2, 13),
         "One scheme for two years in one room.", CLOSED, (D(2025, 11, 6), 4, "1"), "It works; the resources are shared with both academies."),
    Lent(LANVERRAN, CHYMELLYN, "Tamsin Okafor", AREA, "Small classes, mixed ages", "Curriculum", "3", D(2026, 9, 28), D(2026, 12, 4),
         "The nursery plans for two ages as Lanverran does.", AGREED, (D(2026, 10, 1), 3, "1")),
    Lent(PORTHMELYAN, ROSQUENNA, "Isaac Trelease", AREA, "Writing a curriculum for the foundation subjects", "Curriculum", "8", D(2026, 11, 2),
         D(2027, 4, 30), "History and geography written for all years, and taught from January.", PROPOSED, signed=(False, True)),
    Lent(BOSMERRIN, PORTHMELYAN, "Marcus Eluned", AREA, "Forest school", "Early years", "3", D(2025, 4, 28), D(2025, 6, 20),
         "The nursery is outdoors one morning a week.", CLOSED, (D(2025, 4, 30), 3, "1"), "It is, and the office knows how to insure it."),
    Lent(ROSQUENNA, BOSMERRIN, "Anneliese Poole", AREA, "Speech and language in Reception", "Early years", "5", D(2025, 10, 13), D(2026, 2, 6),
         "All children screened by half term, and a group for those who need it.", CLOSED, (D(2025, 10, 15), 5, "1"),
         "Screening is done each September now."),
    Lent(PENHAVROW, GOONVARRA, "Leander Quist", AREA, "Deputy for two terms", "Leadership", "60", D(2026, 1, 19), D(2026, 7, 22),
         "A second leader beside the new head until his own deputy starts.", CLOSED, (D(2026, 1, 20), 26, "2"),
         "His own deputy is appointed for September. Visits in June found calm lessons in all classes."),
    Lent(TRESKENNOW, PENHAVROW, "Callista Mbeki", PRACTICE, "What Year 7 pupils can do already", "Curriculum", "3", D(2026, 9, 28), D(2026, 12, 11),
         "Year 7 teachers have seen Year 6 books before they plan.", AGREED, (D(2026, 10, 6), 2, "1")),
    Lent(CARNKELLY, ROSQUENNA, "Petra Vanstone", SUBJECT, "Science for Year 6", "Science", "4", D(2026, 10, 5), D(2027, 2, 12),
         "The new Year 6 teacher teaches the scheme of last year with somebody beside her.", AGREED, (D(2026, 10, 7), 3, "1")),
    Lent(ROSQUENNA, BOSMERRIN, "Anneliese Poole", AREA, "Speech and language in Reception", "Early years", "4", D(2026, 9, 21), D(2027, 1, 29),
         "Bosmerrin’s own lead screens in January, with Anneliese watching.", AGREED, (D(2026, 9, 23), 3, "0.5")),
    Lent(NANSVELLOW, BOSMERRIN, "Ffion Carbery", SUBJECT, "Reading in Years 5 and 6", "Reading", "5", D(2026, 9, 14), D(2027, 3, 12),
         "Fluency goes on without her by Easter.", AGREED, (D(2026, 9, 17), 5, "0.5")),
    Lent(BOSMERRIN, TRESKENNOW, "Marcus Eluned", AREA, "Forest school", "Early years", "3", D(2026, 9, 14), D(2026, 11, 27),
         "The nursery is outdoors one morning a week, as at Porthmelyan.", AGREED, (D(2026, 9, 16), 5, "0.5")),
    Lent(PORTHMELYAN, LANVERRAN, "Isaac Trelease", SUBJECT, "Moderating writing", "Writing", "3", D(2026, 10, 12), D(2027, 5, 28),
         "Three books a year group compared each term, by both staffs.", AGREED, (D(2026, 10, 14), 1, "1")),
    Lent(CHYMELLYN, LANVERRAN, "Ruan Delacourt", SUBJECT, "Phonics for mixed ages", "Early years", "2", D(2026, 9, 21), D(2026, 12, 11),
         "The new teaching assistant leads a group alone.", AGREED, (D(2026, 9, 24), 2, "0.5")),
    Lent(TRESARROW, CARNKELLY, "Ngozi Hartland", SUBJECT, "English in Key Stage 4", "English", "6", D(2026, 11, 16), D(2027, 3, 5),
         "Year 11 sets that fit the mock.", DECLINED, signed=(False, False), ended="We cannot release her before the mocks. Ask us again in January."),
)  # fmt: skip
