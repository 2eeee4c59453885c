"""What colleagues of the demo trust tried, show and went to see, over a year. All invented.

People are "deputy:slug", "head:slug", "coach" or a teacher by place, "1:slug" for the first.
"""

# ruff: noqa: E501 - what was found stays whole

from __future__ import annotations

import datetime
from typing import NamedTuple

D = datetime.date


class Tried(NamedTuple):
    by: str
    practice: str
    became: str
    on: D
    where: str
    found: str
    named: bool = False


class Shows(NamedTuple):
    by: str
    practice: str
    subject: str
    phases: tuple[str, ...]
    says: str
    when: str
    on: D


class Saw(NamedTuple):
    """`offer`: place in SHOWS. `day` None: not answered yet. `declined`: what was said instead of a day."""

    by: str
    offer: int
    wish: str
    asked: D
    day: D | None = None
    answer: str = ""
    took: str = ""
    declined: str = ""


# How an open action of this year's plans begins -> the practice that it is about.
PLANNED: dict[str, str] = {
    "Question with thinking time": "thinking-time",
    "Teach pupils to plan, watch": "plan-watch-judge",
    "Six departments choose two texts": "reciprocal-reading",
    "Plan in every writing lesson": "sentence-building",
    "Teach them by one protocol": "words-before-text",
    "One way to begin and end": "calm-entry",
    "Ten minutes of reading aloud": "reading-aloud-together",
    "A check at the end of each unit": "everyone-answers",
}

TRIED: tuple[Tried, ...] = (
    Tried("1:penhavrow-school", "retrieval-start", "kept", D(2025, 11, 12), "Year 8, science", "After four weeks two thirds could say last term’s words without their books; in September a fifth could. What made it work was one question from last term each time, not the number of questions.", True),
    Tried("2:penhavrow-school", "retrieval-start", "adapted", D(2026, 1, 20), "Year 10, maths", "Six questions took a quarter of an hour. With four, and answers on the board at minute five, it stays at seven minutes.", True),
    Tried("2:carnkelly-school", "retrieval-start", "kept", D(2026, 3, 4), "Year 7, geography", "They now begin before I have said anything. The lesson starts ten minutes earlier than it did."),
    Tried("1:tresarrow-academy", "retrieval-start", "dropped", D(2026, 5, 13), "Year 9, English", "Every question was from the last lesson, so everybody was right and nobody learned anything new. It needs a bank of questions that we have not got yet."),
    Tried("1:treskennow-primary", "retrieval-start", "kept", D(2026, 2, 11), "Year 5, history", "Children ask for the question from last year. The three who never wrote anything put a guess with a star.", True),
    Tried("1:porthmelyan-primary", "retrieval-start", "kept", D(2026, 9, 30), "Year 4, maths", "Times tables from Year 3 come back in three weeks when they stand among the five.", True),
    Tried("2:nansvellow-primary", "retrieval-start", "tried", D(2026, 11, 4), "Year 6, science", "Three weeks so far. They like it; whether they remember more I shall see at the end of the unit."),
    Tried("1:carnkelly-school", "thinking-time", "kept", D(2025, 12, 3), "Year 9, history", "With five seconds after the question, eleven pupils answered in a lesson; before it was four, always the same four."),
    Tried("1:pentorran-academy", "thinking-time", "adapted", D(2026, 2, 4), "Year 8, maths", "Silence alone made them nervous. Now they write one word first, and I choose after that.", True),
    Tried("3:pentorran-academy", "thinking-time", "kept", D(2026, 10, 14), "Year 7, languages", "Answers in whole sentences, and two pupils spoke who had not since September."),
    Tried("3:penhavrow-school", "thinking-time", "dropped", D(2026, 3, 18), "Year 11, science", "I forgot the wait as soon as the lesson got full. I would try again with somebody who counts for me."),
    Tried("1:bosmerrin-primary", "words-before-text", "kept", D(2025, 11, 26), "Year 4, reading", "Five words said, broken and used before the chapter. In the talk afterwards children from all tables used three of them.", True),
    Tried("2:bosmerrin-primary", "words-before-text", "adapted", D(2026, 4, 22), "Year 2, reading", "Three words, with a movement for each: five were too many for Year 2.", True),
    Tried("2:treskennow-primary", "words-before-text", "kept", D(2026, 6, 10), "Year 6, science", "They read the page on circuits without stopping. Before, somebody asked at every line."),
    Tried("1:chymellyn-primary", "words-before-text", "kept", D(2026, 10, 21), "Year 3, geography", "Children who are new to English joined in from the first line."),
    Tried("1:lanverran-primary", "sentence-building", "kept", D(2026, 10, 7), "Year 5, writing", "Said first, the sentence came with its “because”. Nine of twelve wrote two more without being asked.", True),
    Tried("2:lanverran-primary", "sentence-building", "adapted", D(2026, 11, 11), "Year 2, writing", "We clap where the full stop is. It looks silly, and the full stops are there."),
    Tried("4:porthmelyan-primary", "fading-help", "tried", D(2026, 11, 10), "Year 3, maths", "I took the frame away on Thursday instead of Friday, and half of them looked at last week’s page instead of at me."),
    Tried("3:porthmelyan-primary", "fading-help", "adapted", D(2026, 10, 15), "Year 6, writing", "Each pupil crosses out one line of the help when they no longer need it. They are prouder of that than of the writing.", True),
    Tried("1:nansvellow-primary", "plan-watch-judge", "kept", D(2026, 3, 25), "Year 5, maths", "They stop in the middle and ask whether the plan still holds. Fewer finish, and more of what is finished is right.", True),
    Tried("3:treskennow-primary", "plan-watch-judge", "dropped", D(2026, 5, 6), "Year 2, writing", "At six they could say the words of the plan and not use it. I would wait until Year 4."),
    Tried("3:carnkelly-school", "structured-talk", "kept", D(2026, 1, 28), "Year 7, religious education", "The second partner must begin with what the first one said. That one rule made them listen."),
    Tried("2:tresarrow-academy", "structured-talk", "kept", D(2026, 9, 23), "Year 8, English", "Girls at the back speak to one person who never spoke to thirty.", True),
    Tried("1:goonvarra-primary", "reading-aloud-together", "kept", D(2026, 2, 25), "Year 3, reading", "Ten minutes of echo reading each day: the six slowest read with expression by half-term, and put up their hands to begin.", True),
    Tried("2:goonvarra-primary", "reading-aloud-together", "kept", D(2026, 4, 29), "Year 5, reading", "Choral reading hid nobody once I walked round and listened in."),
    Tried("1:rosquenna-primary", "readers-together", "kept", D(2026, 5, 20), "Year 4, reading", "Twenty minutes on Friday in which I read too. Library loans have doubled, among boys most.", True),
    Tried("1:carrowmoor-primary", "readers-together", "adapted", D(2026, 10, 2), "Years 1 and 2", "With two year groups in a room the older ones choose for the younger. They are strict."),
    Tried("2:chymellyn-primary", "everyone-answers", "kept", D(2025, 12, 10), "Year 5, maths", "I saw that nineteen had the same wrong idea, and taught it again at once. I should not have known until the books.", True),
    Tried("1:nansvellow-primary", "everyone-answers", "kept", D(2026, 6, 17), "Year 4, grammar", "Boards up on three. Nobody waits to see what the neighbour writes."),
    Tried("3:tresarrow-academy", "everyone-answers", "dropped", D(2026, 2, 25), "Year 10, science", "Pens dried out, boards were drawn on, and it took longer than it told me. We have bought new ones and begin again after Christmas."),
    Tried("2:pentorran-academy", "calm-entry", "kept", D(2026, 9, 24), "Year 9, languages", "The same three steps in every room of the corridor. I have not raised my voice at a door this term.", True),
    Tried("2:rosquenna-primary", "self-quizzing", "dropped", D(2026, 3, 11), "Year 6, spelling", "At home it became copying. It may need a term of doing it together first."),
    Tried("4:penhavrow-school", "worked-examples", "kept", D(2026, 10, 22), "Year 9, maths", "Two full examples, then one with the last line missing. Homework comes back with lines, not with answers alone.", True),
    Tried("deputy:bosmerrin-primary", "worked-examples", "tried", D(2026, 11, 6), "Year 6, maths", "Easier to follow for those who were lost. The quick ones wanted to begin, and I let them."),
)  # fmt: skip

SHOWS: tuple[Shows, ...] = (
    Shows("1:penhavrow-school", "retrieval-start", "Science", ("secondary",), "The first eight minutes of a Year 8 lesson: five questions, one from last year, and what I do with the one that most forgot.", "Mondays and Wednesdays, second lesson", D(2026, 1, 14)),
    Shows("1:porthmelyan-primary", "retrieval-start", "Maths", ("primary",), "How Year 4 begins maths with five questions from three years, and corrects them without a word from me.", "Any morning but Friday", D(2026, 10, 5)),
    Shows("1:treskennow-primary", "retrieval-start", "History", ("primary",), "Year 5 history with a question from each unit since Year 3, drawn by the children.", "Tuesdays after lunch", D(2026, 3, 2)),
    Shows("1:bosmerrin-primary", "words-before-text", "", ("primary",), "Five words before the chapter in Year 4: said, broken, used, and found again in the text.", "Daily, half past nine", D(2025, 12, 2)),
    Shows("1:goonvarra-primary", "reading-aloud-together", "", ("primary",), "Ten minutes of echo and choral reading with all thirty, and where I stand to hear the six who read least.", "Daily before break", D(2026, 3, 9)),
    Shows("1:nansvellow-primary", "plan-watch-judge", "Maths", ("primary",), "One long problem. Pupils plan on paper, stop half way and say whether the plan holds.", "Thursdays", D(2026, 4, 27)),
    Shows("1:pentorran-academy", "thinking-time", "Maths", ("secondary",), "Write one word, wait, then I choose: a Year 8 lesson with no hands up from start to end.", "Second week of the timetable, any day", D(2026, 2, 23)),
    Shows("3:carnkelly-school", "structured-talk", "", ("secondary", "sixteen_plus"), "Pairs who build on what the other said. You choose a table and listen for the whole lesson.", "Wednesdays", D(2026, 2, 9)),
    Shows("2:chymellyn-primary", "everyone-answers", "", ("primary",), "Whiteboards on three, and the two minutes afterwards in which I teach again what most had wrong.", "Mornings", D(2026, 1, 19)),
    Shows("1:rosquenna-primary", "readers-together", "", ("primary",), "Friday’s reading hour: choosing, reading, and talk about books that I stay out of.", "Fridays from two o’clock", D(2026, 6, 8)),
    Shows("2:pentorran-academy", "calm-entry", "Languages", ("secondary",), "The first four minutes, at three doors of one corridor.", "", D(2026, 10, 12)),
    Shows("coach", "", "Phonics", ("early_years", "primary"), "A phonics lesson in Reception with a colleague who has taught it for nine years, and time to talk afterwards.", "After half-term", D(2026, 9, 28)),
    Shows("deputy:tresarrow-academy", "", "Drama", ("secondary",), "How a class of thirty rehearses in six groups without a raised voice.", "Tuesdays, last lesson", D(2026, 5, 11)),
)  # fmt: skip

SAW: tuple[Saw, ...] = (
    Saw("2:tresarrow-academy", 0, "How you mark the questions that most forgot, and what happens next lesson.", D(2026, 1, 26), D(2026, 2, 4), "Come to room S4 at ten past ten.", "The fifth question is chosen from last week’s mistakes. I have begun a list on the inside of my planner."),
    Saw("2:carnkelly-school", 0, "How long it takes and how you keep it short.", D(2026, 2, 23), D(2026, 3, 2), "Reception knows that you come.", "Seven minutes with a clock that everybody sees. I had let it run."),
    Saw("1:lanverran-primary", 3, "Which words you choose, and how you leave the others out.", D(2026, 1, 12), D(2026, 1, 21), "We begin at half past nine.", "Words that will come again in other subjects, not the odd ones. And every child says the word before anybody reads it."),
    Saw("1:chymellyn-primary", 3, "Whether it works with children who are new to English.", D(2026, 4, 20), D(2026, 4, 29), "Sit with the table by the window.", "The movement for each word carried those who had no English for it. I have taken that over."),
    Saw("2:lanverran-primary", 4, "How all thirty read and nobody hides.", D(2026, 4, 13), D(2026, 4, 22), "Quarter past ten.", "Stand behind, not in front. I hear three times as many."),
    Saw("1:carrowmoor-primary", 4, "Echo reading with two year groups together.", D(2026, 6, 1), D(2026, 6, 10), "Come early and meet the six.", "It works with one text for both if the older ones lead the echo."),
    Saw("3:pentorran-academy", 6, "What you do when a pupil says nothing at all.", D(2026, 3, 9), D(2026, 3, 17), "Room 12.", "They may say the word that they wrote, and no more. That is enough to begin."),
    Saw("3:penhavrow-school", 6, "The wait, in a full lesson.", D(2026, 4, 21), D(2026, 4, 30), "Second lesson.", ""),
    Saw("2:rosquenna-primary", 8, "The two minutes after the boards go up.", D(2026, 3, 16), D(2026, 3, 25), "Any maths lesson that morning.", "A wrong answer is read out as “an answer that many of us had”. Nobody minds."),
    Saw("1:nansvellow-primary", 2, "How children draw the question themselves.", D(2026, 5, 4), D(2026, 5, 12), "After lunch.", "A tin with a slip for each unit. So simple."),
    Saw("2:porthmelyan-primary", 2, "Retrieval in a subject with few facts to know by heart.", D(2026, 10, 12), None, "", "", "We have our own review that fortnight. Ask again after the fourth of January, gladly."),
    Saw("1:rosquenna-primary", 1, "The corrections: how do they do it without you?", D(2026, 10, 12), D(2026, 10, 21), "Come to the blue door.", "The answers lie under the table, and they fetch them. I should not have dared."),
    Saw("2:goonvarra-primary", 1, "How you mix three years without losing those who were not here.", D(2026, 11, 2), D(2026, 12, 3), "Nine o’clock, Year 4, second floor."),
    Saw("1:lanverran-primary", 1, "The first ten minutes on two different days, if that is possible.", D(2026, 11, 18)),
    Saw("1:tresarrow-academy", 9, "What boys choose.", D(2026, 9, 21), D(2026, 10, 9), "Two o’clock in the hall.", "They choose what the one beside them reads. So it matters who sits where."),
    Saw("1:porthmelyan-primary", 8, "Whether it can be quick enough for Year 4.", D(2026, 11, 9), D(2026, 11, 26), "Come at nine; parking is at the church."),
    Saw("1:goonvarra-primary", 11, "The blending, above all with those who guess.", D(2026, 10, 20), D(2026, 11, 12), "Bosmerrin, Reception, half past nine.", "Cover the picture. It is the picture that they read."),
)  # fmt: skip
