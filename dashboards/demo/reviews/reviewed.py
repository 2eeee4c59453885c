"""What the demo's reviews looked at and found: two years of reading, writing, visits and one full day. All invented."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

D = datetime.date
Reaches = Literal["planned", "gathering", "drafted", "moderated", "shared", "published", "followed", "called_off"]


@dataclass(frozen=True)
class Step:
    """A next step: in which part (by its place), what, who sees to it; `met`: what the next review there says of it."""

    part: int
    says: str
    owner: str
    met: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Reviewed:
    """`standings`: a digit for each part of the framework, "-" where nobody looked. `with_heads`: slugs of the heads
    who observe. `notes`: part, kind of evidence, where, what was seen."""

    slug: str
    family: str
    title: str
    focus: str
    since: D
    until: D
    standings: str
    summary: str
    strengths: tuple[tuple[int, str], ...]
    steps: tuple[Step, ...]
    notes: tuple[tuple[int, str, str, str], ...] = ()
    with_heads: tuple[str, ...] = ()
    reply: str = "Every fact is right. Thank you for hearing the children read."
    answer: str = "Nothing had to change."
    changed: str = ""
    reaches: Reaches = "published"


BOOKS = "Match the book that goes home to the sounds that the child has been taught."
FIFTH = "Hear the lowest fifth read to a trained adult every day, and write down what they stumble on."
TALK = "Give pupils the sentence to say before they are asked to write it."

REVIEWS: tuple[Reviewed, ...] = (
    Reviewed(
        "porthmelyan-primary", "reading", "Reading review, autumn 2024",
        "Whether the lowest fifth in Years 2 to 4 read books that they can read.", D(2024, 11, 11), D(2024, 11, 15), "3123233",
        "Phonics is taught as it is meant to be, in every room. Children who are behind carry books that they cannot read, "
        "and are heard least often by those who could help most.",
        ((0, "Every adult uses the same words and actions for a sound, from Reception to Year 2."),),
        (
            Step(1, BOOKS, "Reading lead", "met", "Each of the fourteen children whom we heard could read the book in their bag."),
            Step(2, FIFTH, "Year leaders", "partly", "Daily in Years 2 and 3; in Year 4 three times a week."),
        ),
        (
            (0, "lesson", "Year 1, phonics", "All 24 children say the sound each time; the adult waits for the two who are silent and asks them again."),
            (1, "pupils", "Year 3, reading", "Five of eight children could not read one word in four of the book in their bag."),
            (2, "documents", "Year 4, reading", "The list of who is heard shows the four weakest readers twice in three weeks."),
            (5, "pupils", "Year 6, reading", "Six of six name a book that they would give to a friend."),
        ),
        ("treskennow-primary",),
    ),
    Reviewed(
        "porthmelyan-primary", "visit", "Quality-assurance visit, spring 2026",
        "Whether talk comes before writing in every class.", D(2026, 3, 3), D(2026, 3, 3), "33323",
        "Talk before writing is planned in every class and heard in most. Pupils who have least to say are asked last.",
        ((1, "Pupils rehearse aloud what they will write in eight of ten classes."),),
        (Step(3, TALK, "Writing lead"),),
        (
            (1, "lesson", "Year 4, writing", "Pairs say the sentence twice before they write; one pair in nine writes something else."),
            (3, "work", "Year 5, writing", "Drafts of four pupils hold sentences that stand on the wall."),
        ),
        ("nansvellow-primary",),
    ),
    Reviewed(
        "porthmelyan-primary", "reading", "Reading review, autumn 2026",
        "Whether what was changed since 2024 holds, and what the lowest fifth can do now.", D(2026, 11, 16), D(2026, 11, 27), "",
        "", (), (),
        (
            (0, "lesson", "Year 2, phonics", "All 26 children write the word on their boards; the adult corrects three at once, in under a minute."),
            (1, "pupils", "Year 3, reading", "Seven of eight children read the book in their bag without help."),
            (2, "lesson", "Year 4, reading", "Two of the five weakest readers were heard; the adult wrote down the words that they stumbled on."),
            (3, "lesson", "Year 5, reading", "The teacher reads a paragraph aloud, then pairs read it twice. Eleven of fourteen pairs finish."),
        ),
        ("treskennow-primary", "chymellyn-primary"), reaches="gathering",
    ),
    Reviewed(
        "treskennow-primary", "reading", "Reading review, spring 2025",
        "How those who came into Year 3 behind are taught.", D(2025, 2, 10), D(2025, 2, 14), "3223333",
        "Reading is loved here and practised daily. Books for those who are behind are too few, so that some read the same "
        "three again and again.",
        ((5, "Every class ends its day with a book read aloud, and pupils plead for one more page."), (0, "Phonics groups are changed every half-term by what children can do.")),
        (Step(1, "Buy books in the order of the sounds for older children who are behind.", "Head", "met", "Sixty titles, sorted; a Year 4 child chose one without shame."), Step(2, FIFTH, "Year leaders", "not_met", "Nobody could say who had been heard this week.")),
        (
            (5, "lesson", "Year 6, story", "Twenty-nine of thirty look at the reader; three mouth the words."),
            (1, "pupils", "Year 3, reading", "A child has read the same three books since October and knows them by heart."),
        ),
        ("porthmelyan-primary",),
    ),
    Reviewed(
        "treskennow-primary", "reading", "Reading review, spring 2026",
        "Whether the lowest fifth are heard every day.", D(2026, 2, 9), D(2026, 2, 11), "3313333",
        "The books are there. Those who need most are still not heard most: it depends on who is in that day.",
        ((1, "Older children who are behind choose from books that they can read and want to."),),
        (Step(2, "Put the daily hearing of the lowest fifth on the timetable, with a second adult who stands in.", "Deputy"),),
        ((2, "leaders", "", "Two adults hear readers; on days when one is away nobody does."), (2, "documents", "Year 3, reading", "Nine of fourteen days without a mark.")),
        ("porthmelyan-primary",), reply="The second adult has been named since the visit.", answer="We say so in the summary’s last line.",
    ),
    Reviewed(
        "bosmerrin-primary", "reading", "Reading review, autumn 2025",
        "Phonics with four new teachers.", D(2025, 10, 6), D(2025, 10, 10), "2112222",
        "Two of the four new teachers were trained in September, two are still to be. What children practise depends on the "
        "room that they sit in.",
        ((4, "Words that a topic needs are taught before the topic begins, in Years 3 to 6."),),
        (Step(0, "Train and coach every adult who teaches phonics by half-term.", "Reading lead"), Step(1, BOOKS, "Reading lead"), Step(2, FIFTH, "Year leaders")),
        (
            (0, "lesson", "Year 1, phonics", "The sound of the day is said with an added vowel by two of three adults."),
            (1, "pupils", "Year 2, reading", "Six of nine children look at the picture before each word."),
        ),
        ("chymellyn-primary",), changed="Phonics is judged one step lower than drafted: half the groups that we saw are not yet taught as meant.",
    ),
    Reviewed(
        "chymellyn-primary", "reading", "Reading review, summer 2025",
        "From nursery talk to first books.", D(2025, 6, 9), D(2025, 6, 12), "3333243",
        "Children leave nursery with the words to talk about a book. First books follow the sounds without a gap.",
        ((6, "Parents of every new child read with a teacher once in the first half-term."), (4, "Nursery staff use and repeat five new words a week.")),
        (Step(4, "Choose the words of each topic for Years 5 and 6, as nursery does.", "Curriculum lead"),),
        ((6, "parents", "", "Nine of eleven parents could say which sounds their child is learning this week."), (4, "lesson", "Nursery", "“Enormous” is said by the adult nine times in one story; four children say it back.")),
        ("bosmerrin-primary",),
    ),
    Reviewed(
        "rosquenna-primary", "reading", "Reading review, spring 2026",
        "Why Year 2 falls back over the summer.", D(2026, 4, 27), D(2026, 4, 30), "2122231",
        "Home reading stops in May and nobody notices until September. In school, books do not follow the sounds.",
        ((5, "The library is open before school, and forty children come."),),
        (Step(1, BOOKS, "Reading lead"), Step(6, "Send ten books home for the summer with every child in the lowest fifth, and ring in August.", "Head")),
        ((6, "parents", "", "Five of twelve parents have had no book sent home since the spring."), (1, "pupils", "Year 2, reading", "Four of seven children read fewer than half the words of their book.")),
        ("lanverran-primary",),
    ),
    Reviewed(
        "carnkelly-school", "reading", "Reading review, spring 2026",
        "What happens to those who come in Year 7 and cannot read the textbook.", D(2026, 3, 16), D(2026, 3, 20), "32122",
        "Every Year 7 pupil is screened; what follows depends on the tutor. Subjects read little and read aloud less.",
        ((0, "All 214 pupils in Year 7 were screened by the end of September."),),
        (Step(2, "Begin the reading intervention within three weeks of the screening, for all 31 pupils.", "Literacy lead"), Step(1, "Read one page aloud with pupils each week in every subject, and teach its words.", "Heads of department")),
        ((0, "data", "Year 7", "31 pupils below a reading age of nine; 12 are taught extra by March."), (1, "lesson", "Year 8, history", "The source is read by the teacher in summary; four of 27 pupils look at the text.")),
        ("penhavrow-school",),
    ),
    Reviewed(
        "penhavrow-school", "reading", "Reading review, autumn 2025",
        "Reading in every subject, one year in.", D(2025, 11, 17), D(2025, 11, 21), "33234",
        "Departments read, aloud and often, and teach the words that a text needs. Tutor reading is steady.",
        ((1, "In eleven of thirteen lessons pupils read something longer than a page."), (3, "Tutor time is a book, read aloud, in every group that we saw.")),
        (Step(2, "Say when a pupil leaves the intervention, and look again after a term.", "Literacy lead"),),
        ((1, "lesson", "Year 9, science", "A page on corrosion is read twice; pupils mark the words that they can now explain."),),
        ("carnkelly-school",),
    ),
    Reviewed(
        "lanverran-primary", "writing", "Writing review, summer 2026",
        "What pupils do between a first thought and a finished page.", D(2026, 6, 15), D(2026, 6, 18), "32212",
        "Pupils write every day and finish little. The same piece is begun again where it could be made better.",
        ((0, "Handwriting is taught and is legible in nine of ten books."),),
        (Step(1, TALK, "Writing lead"), Step(3, "Finish one piece in three, for somebody who reads it.", "Year leaders")),
        ((3, "work", "Year 4, writing", "Seven of ten books hold four beginnings and no end since Easter."),),
        ("porthmelyan-primary",),
    ),
    Reviewed(
        "carrowmoor-primary", "visit", "Quality-assurance visit, autumn 2026",
        "How the new head’s first term goes.", D(2026, 11, 9), D(2026, 11, 10), "23222",
        "Lessons are calm. Nobody can say yet what a good one looks like here.",
        ((1, "Pupils settle within two minutes in every room."),),
        (Step(4, "Agree three things that every lesson holds, and look for them together.", "Head"),),
        ((1, "lesson", "Year 5, maths", "Two minutes from the door to the first written line; nobody had to be called."),),
        ("lanverran-primary",), reaches="drafted",
    ),
    Reviewed(
        "goonvarra-primary", "visit", "Quality-assurance visit, autumn 2026",
        "Whether middle leaders see lessons.", D(2026, 11, 4), D(2026, 11, 4), "33222",
        "Middle leaders have two hours a week in lessons and use them. What they see is not yet told to those whom they saw.",
        ((1, "Each subject leader has been in six lessons or more since September."),),
        (Step(4, "Tell each colleague one thing within two days of a visit.", "Subject leaders"),),
        ((1, "leaders", "", "Five of five subject leaders show notes of their visits; two have spoken to the colleague."),),
        ("rosquenna-primary",), reaches="shared",
    ),
    Reviewed(
        "carnkelly-school", "full_day", "External full-day review, summer 2026",
        "Whether the trust’s own view of the school holds.", D(2026, 6, 23), D(2026, 6, 23), "1223222",
        "The trust’s view of the school is right on behaviour and too kind on curriculum. Leaders know it.",
        ((3, "Lessons begin and end calmly on every corridor."),),
        (Step(0, "Write down what pupils should know by the end of each year in every subject.", "Heads of department"),),
        ((0, "documents", "", "Four of eleven departments have a plan that goes beyond topics."),),
        (), changed="The curriculum is judged one step lower than the school judged it.",
    ),
    Reviewed(
        "lanverran-primary", "reading", "Reading review, spring 2027",
        "Whether what helped at Porthmelyan helps here.", D(2027, 1, 18), D(2027, 1, 22), "", "", (), (),
        (), ("porthmelyan-primary",), reaches="planned",
    ),
)  # fmt: skip

# What is found in a part of a framework, by how it stands; a part takes the next, so that no report repeats itself.
FOUND: Mapping[int, tuple[str, ...]] = {
    1: ("Not begun in most rooms; those who were asked did not know of it.", "It is written down and not done.", "Seen once in two days."),
    2: ("Begun, and seen in about half of the rooms.", "It depends on who teaches.", "Agreed and trained; practice has not followed everywhere.", "It holds where a leader looks."),
    3: ("Seen in nearly every room, and in books.", "Pupils explain it in their own words.", "It has held through a change of staff.", "Leaders know where it is missing, and are there."),
    4: ("Others come to see it.", "Whoever visits sees it without being told where to look."),
}  # fmt: skip
