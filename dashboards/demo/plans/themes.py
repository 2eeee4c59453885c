"""What the demo's priorities are about: a dozen themes, which academies take up in their own order. All invented."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Task(NamedTuple):
    """An action: what is done, month and day by which (of the plan's year), pounds, staff days."""

    says: str
    by: tuple[int, int]
    cost: int = 0
    days: float = 0


class Theme(NamedTuple):
    """`theory`: the n-th of the strategy's theories, from 0. `move`: by how much the figure should be better, in its
    points, after a year. `trust`: the n-th of the trust's priorities, or None where it serves none."""

    title: str
    why: str
    condition: str
    theory: int
    trust: int | None
    measure: str
    figure_of: str
    move: float
    group: str
    tasks: tuple[Task, ...]
    criteria: tuple[str, ...]


THEMES: Mapping[str, Theme] = {
    "talk": Theme(
        "Every pupil rehearses in talk before writing",
        "Pupils who speak a sentence well write it well; in books of last summer, those with least to say on paper had most to say aloud.",
        "repertoire", 6, 1, "ks2_writing_exp", "dis", 9, "Disadvantaged pupils in Years 4 to 6",
        (
            Task("Train all staff in rehearsed talk: model, rehearse, write", (10, 2), 600, 4),
            Task("Agree a protocol for talk partners, the same in each class", (11, 6), 0, 2),
            Task("Film two lessons and look at them together", (2, 12), 150, 3),
            Task("Look at books of the lowest fifth each half term", (5, 21), 0, 6),
        ),
        ("First drafts of the lowest fifth are longer and hold together better than in the autumn.", "In nine of ten lessons visited, talk comes before writing."),
    ),
    "lowest_fifth": Theme(
        "The lowest fifth read aloud to an adult every day",
        "A fifth of pupils read too slowly to learn from what they read. Most of them are disadvantaged, and most lost ground over the summer.",
        "literacy", 2, 0, "ks2_reading_exp", "gap", 8, "The lowest fifth of readers, Years 2 to 6",
        (
            Task("Test every reader in the first three weeks and name the lowest fifth", (9, 25), 350, 3),
            Task("Ten minutes of reading aloud for each of them, every day, by a trained adult", (10, 9), 4200, 12),
            Task("Buy decodable books for older readers", (11, 27), 1850, 0),
            Task("Meet parents of the lowest fifth and lend them books", (12, 11), 200, 2),
            Task("Test again each half term and move pupils on", (6, 18), 0, 5),
        ),
        ("The lowest fifth gain more than a year of reading age in a year.", "Every pupil in the group has read to an adult on nine days of ten."),
    ),
    "phonics": Theme(
        "Phonics is taught the same way in every room",
        "Too many children reach Year 2 without the sounds that they need; children who joined late were not caught up.",
        "teaching_quality", 5, 0, "phonics_exp", "dis", 10, "Reception and Year 1, and whoever has not passed by Year 3",
        (
            Task("Coach each adult who teaches phonics for four weeks", (12, 4), 900, 8),
            Task("Sort groups anew every six weeks", (5, 28), 0, 3),
            Task("Catch up the same day whoever missed or did not follow", (10, 23), 2400, 10),
        ),
        ("Nine of ten disadvantaged children reach the standard by the end of Year 2.",),
    ),
    "vocabulary": Theme(
        "Words that a lesson stands on are taught, not met by chance",
        "In visits, pupils could read the text and not say what it meant: five or six words in each stood in their way.",
        "curriculum", 5, 1, "reading_sas_mean", "gap", 2, "Disadvantaged pupils in every year group",
        (
            Task("Each subject names the words of each unit", (11, 13), 0, 6),
            Task("Teach them by one protocol: say, break, use, come back", (1, 22), 300, 4),
            Task("Ask pupils in every round what the words mean", (3, 19), 0, 3),
        ),
        ("Pupils asked on a visit can explain eight of ten of the unit’s words.",),
    ),
    "disciplinary": Theme(
        "Pupils read in every subject as its people read",
        "Reading stops being taught at eleven, while texts become harder. A third of our Year 9 read below their age.",
        "curriculum", 4, 0, "ks4_attainment8", "gap", 3, "Disadvantaged pupils in Years 7 to 11",
        (
            Task("Screen Years 7 to 9 and tell every teacher what it means for their class", (9, 30), 1800, 4),
            Task("Six departments choose two texts a term and teach how to read them", (12, 11), 0, 14),
            Task("Tutor reading twice a week in Years 7 and 8", (10, 16), 3200, 10),
            Task("A round on reading with our network", (3, 5), 0, 4),
        ),
        ("Three of four pupils below their age in reading have caught up half of it.", "Departments can show how a text was taught."),
    ),
    "maths": Theme(
        "Number facts are fluent before the next step is taught",
        "Pupils fall behind in mathematics where they count on fingers while others think ahead.",
        "numeracy", 5, None, "ks2_maths_exp", "dis", 8, "Disadvantaged pupils in Years 3 to 6",
        (
            Task("Ten minutes of fluency each day, planned for the term", (10, 9), 250, 3),
            Task("Teachers plan each unit together, with the misconceptions first", (12, 18), 0, 8),
            Task("Tutor the eleven pupils who are furthest behind", (3, 25), 3600, 0),
        ),
        ("The mean of the tables check is 21 or more for disadvantaged pupils.",),
    ),
    "attendance": Theme(
        "Every pupil is here, and is missed when not",
        "Disadvantaged pupils miss three weeks a year more than others. What we teach them best is what they are not here for.",
        "community", 3, 2, "persistent_absence", "dis", 6, "Disadvantaged pupils who miss a tenth of their sessions or more",
        (
            Task("Name the families with whom we start, and who calls on them", (9, 18), 0, 2),
            Task("First-day visits by form tutors", (10, 30), 1200, 10),
            Task("A place where those who come back are caught up", (1, 15), 2500, 8),
            Task("Look at the figures of each year group every second Monday", (6, 30), 0, 5),
        ),
        ("Persistent absence of disadvantaged pupils is below a quarter.", "Pupils who were away say that they were missed."),
    ),
    "expectations": Theme(
        "Lessons begin calmly and ask much of everybody",
        "Five minutes of each lesson went by before learning began; in the lower sets, questions asked for less.",
        "high_expectations", 3, 2, "ks4_attainment8", "dis", 3, "All pupils; visits look at lower sets first",
        (
            Task("One way to begin and end a lesson, in every room", (9, 15), 0, 5),
            Task("Plan for mixed classes in Year 8 in three subjects", (2, 5), 800, 12),
            Task("Question with thinking time and no hands up", (3, 12), 0, 6),
        ),
        ("In visits, nine of ten lessons begin within two minutes.",),
    ),
    "assessment": Theme(
        "What teachers find out today changes tomorrow’s lesson",
        "Tests were many and changed little. Teachers knew in June what they could have known in October.",
        "assessment", 1, 3, "ks2_rwm_exp", "gap", 9, "Pupils who were near the expected standard a year ago",
        (
            Task("Stop two of five tests; agree what the other three are for", (10, 16), 0, 2),
            Task("A check at the end of each unit, and a lesson to mend", (12, 4), 0, 6),
            Task("Team meetings begin with three pieces of work", (4, 30), 0, 8),
        ),
        ("Teachers can say of any pupil what comes next, and why.",),
    ),
    "enquiry": Theme(
        "Lessons ask questions worth answering",
        "Pupils follow instructions well and ask little. Those with fewest books at home lose most by that.",
        "curiosity", 4, 3, "reading_sas_mean", "dis", 2, "Disadvantaged pupils in Years 3 to 9",
        (
            Task("Each team designs one unit around a question", (11, 20), 400, 9),
            Task("Teach pupils to plan, watch and judge their own work", (2, 26), 300, 5),
            Task("A curriculum tour for parents and governors", (5, 14), 120, 3),
        ),
        ("Pupils can say what they want to find out next.",),
    ),
    "early_talk": Theme(
        "Children leave nursery able to say what they mean",
        "One child in three starts school with the words of a three-year-old. By seven, they are those who cannot write.",
        "literacy", 2, 1, "gld", "dis", 8, "Nursery and reception",
        (
            Task("Screen the language of every child on entry", (10, 2), 450, 3),
            Task("Small talking groups, three times a week", (10, 23), 2800, 9),
            Task("Story sessions with parents on Fridays", (1, 29), 150, 2),
        ),
        ("Children in the groups use sentences of six words and more by Easter.",),
    ),
    "leaders": Theme(
        "Middle leaders know their classrooms and act on it",
        "Leaders of subjects had time for plans and papers, none for lessons.",
        "instructional_leadership", 0, 4, "", "gap", 0, "",
        (
            Task("Two hours a week in lessons for each subject leader", (9, 30), 5200, 20),
            Task("A programme with Penhavrow: look, feed back, follow up", (2, 19), 1400, 10),
            Task("Subject leaders report to governors what they saw, in turn", (6, 11), 0, 4),
        ),
        ("Each subject leader can tell what changed in classrooms because of them.",),
    ),
}  # fmt: skip
