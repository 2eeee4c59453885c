"""Learning teams, cycles of enquiry and curriculum tours of the demo. All invented."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

D = datetime.date


class Noted(NamedTuple):
    on: datetime.date
    notes: str = ""
    tries: str = ""


class Asked(NamedTuple):
    """A cycle of enquiry. `state`: planned, trying, looking, stopped, or adopt, adapt, drop where it was decided."""

    question: str
    trial: str
    looks_for: str
    starts: datetime.date
    due: datetime.date
    state: str
    found: str = ""
    decided: str = ""
    ended: datetime.date | None = None
    follows: bool = False


class Team(NamedTuple):
    name: str
    focus: str
    meets: str
    since: datetime.date
    theory: int
    meetings: tuple[Noted, ...] = ()
    enquiries: tuple[Asked, ...] = ()


TEAMS: Mapping[str, tuple[Team, ...]] = {
    "porthmelyan-primary": (
        Team(
            "Talk before writing", "How rehearsed talk changes what the lowest fifth put on paper.", "Every second Tuesday, 15:30", D(2026, 4, 20), 6,
            (
                Noted(D(2026, 9, 15), "Each of us brought one first draft of September. Half are a single sentence. We agreed on one protocol for partners: tell, ask, tell again.", "Three lessons in which partners rehearse before they write."),
                Noted(D(2026, 10, 6), "Drafts are longer. In Year 4 partners chat unless the question is narrow.", "One narrow question on the board; listen to two pairs and write down what they say."),
                Noted(D(2026, 11, 3), "What pairs say is better than what they write. We try to catch the best sentence on a strip before the book is opened.", "Sentence strips in Years 4 and 5."),
                Noted(D(2026, 11, 17), "Strips work where they are used at once. Year 5 forgot them by the next lesson.", "Use them within ten minutes. Bring three books each next time."),
                Noted(D(2026, 12, 1)),
            ),
            (
                Asked("Do partners who rehearse aloud write a fuller first draft?", "Years 4 and 5, three lessons a week for six weeks: tell, ask, tell again, then write.",
                      "First drafts of the lowest fifth: number of sentences, and whether they hang together. If only those who wrote well before write more, it does not work.",
                      D(2026, 4, 27), D(2026, 7, 3), "adapt",
                      "Drafts of the lowest fifth were about twice as long by July. Sentences hung together better in Year 5, not in Year 4, where pairs drifted into chat.",
                      "We keep it with one narrow question for each pair, and train the youngest in listening first.", D(2026, 7, 10)),
                Asked("Does a sentence strip carry talk onto the page?", "Years 4 and 5: the best sentence of a pair goes on a strip before books are opened. Four weeks.",
                      "How many strips turn up in the draft; and whether pupils can say why they chose that sentence.", D(2026, 9, 21), D(2026, 12, 11), "trying", follows=True),
            ),
        ),
        Team("The lowest fifth", "What daily reading aloud does, and for whom it does nothing.", "Every second Thursday, 15:30", D(2025, 9, 8), 2,
             (Noted(D(2026, 9, 24), "Twenty-six children named. Seven are new.", "Sort the groups anew by Friday."), Noted(D(2026, 11, 5), "Four children gain nothing from reading aloud: they need sounds, not practice.", "Move the four to the phonics group.")),
             (Asked("Is ten minutes a day enough?", "Ten minutes for one half of the group, fifteen for the other, a half term.", "Words a minute, read to the same adult.", D(2025, 9, 22), D(2025, 12, 5), "adopt",
                    "Both halves gained alike; those with ten minutes were taken out of lessons less.", "Ten minutes, every day, for everybody in the group.", D(2025, 12, 12)),)),
    ),
    "treskennow-primary": (
        Team("Questions worth answering", "Units that begin with a question of the pupils’ own.", "Thursdays, 14:00", D(2024, 9, 9), 4,
             (Noted(D(2026, 11, 12), "The river unit ran over by a week, because children wanted to know more. We call that a result.", "Plan the next one with an end."),),
             (
                 Asked("Do pupils ask better questions if they hear good ones?", "Teachers model three kinds of question for two weeks.", "Questions written on exit slips.", D(2024, 9, 16), D(2024, 12, 6), "adopt",
                       "Twice as many questions began with why or what if.", "Question of the week in each class.", D(2024, 12, 11)),
                 Asked("Can pupils judge an answer by themselves?", "Pupils set three criteria and judge two answers.", "Their judgement against the teacher’s.", D(2025, 9, 15), D(2026, 2, 6), "adopt",
                       "By January they agreed with us in four of five.", "In every unit.", D(2026, 2, 11), follows=True),
                 Asked("Do quieter pupils ask when they may write?", "A box for questions in three classes.", "Who asks, and what.", D(2026, 9, 14), D(2026, 11, 27), "looking", follows=True),
             )),
    ),
    "nansvellow-primary": (
        Team("Unit checks", "What a check at the end of a unit changes in the next lesson.", "Mondays, 15:40", D(2025, 4, 28), 5, (),
             (Asked("Does a lesson to mend after each check help?", "One lesson kept free after each unit in mathematics.", "The same three questions three weeks later.", D(2025, 9, 22), D(2026, 1, 30), "adopt",
                    "Seven of ten pupils who had failed the check passed three weeks later.", "A lesson to mend after each unit, in all subjects that build on themselves.", D(2026, 2, 3)),
              Asked("Does homework before a unit save a lesson?", "Reading at home before three units.", "A quiz at the start.", D(2026, 4, 20), D(2026, 6, 26), "drop",
                    "Those who read at home knew it already; those who did not fell further behind.", "We stop it. What is needed before a unit is taught in school.", D(2026, 7, 1)))),
    ),
    "chymellyn-primary": (
        Team("Talking groups", "From nursery talk to the whole school.", "Wednesdays, 15:30", D(2025, 10, 6), 2, (Noted(D(2026, 11, 4), "Reception children now correct each other’s sentences, kindly.", "Record one group for the tour."),),
             (Asked("Do three short groups a week beat one long one?", "Three classes, one term.", "Words in a sentence.", D(2025, 11, 3), D(2026, 3, 20), "adopt", "Three short ones, clearly: a word and a half more by Easter.", "Three times a week for all who need it.", D(2026, 3, 24)),)),
    ),
    "bosmerrin-primary": (
        Team("Tuesday readers", "The lowest fifth, week by week.", "Tuesdays, 15:30", D(2025, 9, 9), 2, (Noted(D(2026, 11, 10), "The autumn test is up for the group. Three children stand still.", "Listen to the three ourselves."),),
             (Asked("Does reading the same text three times help those who stand still?", "Nine children, six weeks.", "Errors in a hundred words.", D(2026, 10, 5), D(2026, 12, 4), "trying"),)),
    ),
    "lanverran-primary": (
        Team("Planning across two schools", "Writing units planned with Chymellyn.", "First Monday of the month", D(2026, 6, 1), 1, (Noted(D(2026, 11, 2), "The unit on letters was taught in both schools; ours wrote to theirs.", "Swap five books each."),)),
    ),
    "penhavrow-school": (
        Team("Reading in science", "How scientists read, taught on purpose.", "Every second Wednesday", D(2024, 9, 11), 4, (),
             (Asked("Does reading a method aloud together mend practical work?", "Year 8, two classes.", "How many begin without asking.", D(2025, 1, 13), D(2025, 4, 4), "adopt", "Nearly all began by themselves; before, one in three.", "Every practical begins with the method read together.", D(2025, 4, 8)),
              Asked("Can Year 9 read a graph as an argument?", "Three lessons a half term.", "One question in the unit test.", D(2026, 9, 14), D(2027, 1, 29), "trying", follows=True))),
        Team("Reading in history", "Sources as arguments.", "Every second Wednesday", D(2025, 9, 10), 4),
    ),
    "tresarrow-academy": (
        Team("Mixed groups in mathematics", "Teaching Year 8 together.", "Mondays, 15:15", D(2026, 1, 12), 3, (),
             (Asked("Do mixed pairs hold back the quick?", "Four classes, half a term.", "The harder third of the unit test.", D(2026, 2, 23), D(2026, 5, 22), "adapt", "The quick lost nothing; the slower gained where pairs changed weekly.", "Pairs change weekly.", D(2026, 6, 2)),)),
    ),
    "carnkelly-school": (
        Team("Beginnings", "How lessons begin.", "Thursdays, 15:15", D(2025, 9, 11), 5, (),
             (Asked("Does one way to begin save time in every room?", "Year 7, all subjects.", "Minutes until the first task.", D(2025, 10, 6), D(2026, 3, 27), "stopped", ended=D(2026, 3, 9), found="Half of the departments never began. There was nothing to look at."),)),
    ),
}  # fmt: skip


class Told(NamedTuple):
    """A story at a stop. `offered` to the toolkit; `answer`: (taken, what was said) once a trust leader answered."""

    stop: int
    title: str
    says: str
    offered: bool = False
    answer: tuple[bool, str] | None = None


class Walk(NamedTuple):
    title: str
    on: datetime.date
    visitors: str
    theory: int
    stops: tuple[tuple[str, str], ...]
    learnt: str = ""
    stories: tuple[Told, ...] = ()


WALKS: Mapping[str, tuple[Walk, ...]] = {
    "treskennow-primary": (
        Walk("What happens when children ask", D(2025, 5, 21), "Parents, governors, Pentorran’s Year 7 team", 4,
             (("Nursery, outdoors", "Who asks, who answers?"), ("Year 3, science", "Where did the question come from?"), ("Year 6, geography", "How do they know that an answer is good?")),
             "Visitors wrote down pupils’ questions rather than ours. We put them on the wall and answered three in assembly.",
             (Told(1, "A question of the week in every class", "Each class keeps one question for a week. On Friday children say what they found and what they still do not know. It takes ten minutes and no paper.", True,
                   (True, "A story that any school can try on Monday. Thank you.")),
              Told(2, "Pupils set the criteria", "Before they judge an answer, children agree on three criteria and test them on two answers of last year.", True))),
        Walk("A year later", D(2027, 3, 10), "Governors, Rosquenna and Goonvarra", 4, (("Year 1, writing", "Talk before writing"), ("Year 5, mathematics", "Who explains?"))),
    ),
    "penhavrow-school": (
        Walk("Reading like a scientist, a historian, a cook", D(2025, 11, 12), "All secondary heads of department", 4,
             (("Year 8, science", "The method read aloud"), ("Year 9, history", "Two sources, one argument"), ("Year 10, food", "A recipe as instructions")),
             "Heads of department asked for the texts. Four have used them since.",
             (Told(0, "The method, read aloud together", "Before practical work the class reads the method aloud, line by line, and says what could go wrong. Two minutes; afterwards nearly all begin without asking.", True,
                   (True, "We take it, for all secondaries.")),)),
    ),
    "nansvellow-primary": (
        Walk("The lesson to mend", D(2026, 2, 25), "Carrowmoor, Lanverran", 5, (("Year 4, mathematics", "What is mended, and for whom?"),), "Lanverran took the plan of the lesson home.",
             (Told(0, "One lesson kept free after each unit", "The lesson after the check is not planned before the check. It costs five lessons a year and saves more.", True,
                   (False, "Good, and close to what two other schools told us. We wait for your second year and would then tell it with theirs.")),)),
    ),
    "chymellyn-primary": (
        Walk("Children who have something to say", D(2026, 10, 14), "Parents, governors, Lanverran", 2, (("Nursery, story corner", "Who speaks to whom?"), ("Reception, building", "Sentences of six words"), ("Year 2, writing", "From talk to page")),
             "Sixty people in two mornings. Parents asked for the story sessions to go on.",
             (Told(1, "Sentences of six words", "Adults answer a child’s two words with the whole sentence and wait. Nothing is corrected. By Easter most say it themselves.", True),)),
    ),
    "porthmelyan-primary": (
        Walk("From talk to page", D(2026, 12, 9), "Parents, governors, Chymellyn", 6, (("Year 1, phonics", "Every child says every sound"), ("Year 4, writing", "Tell, ask, tell again"), ("Year 5, writing", "Sentence strips"))),
    ),
}  # fmt: skip

SEATS = ("leads the team", "reads the figures", "speaks for new teachers", "keeps the calendar")
