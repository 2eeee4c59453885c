"""A round of this term whose next work is agreed: from talk to written explanations. All invented."""

# ruff: noqa: E501 - notes stay whole

from __future__ import annotations

import datetime

from dashboards.demo.rounds.shape import Room, Rounded, Work

D = datetime.date

EXPLAINING = Rounded(
    host="penhavrow-school",
    network="Year 6 to Year 8",
    problem="In Years 7 and 8 our pupils explain well aloud in small groups, and their written explanations stop after a "
    "sentence. What are they asked to do between talking and writing, and what do they do when the first sentence is down?",
    practice="Talk before writing",
    focus="structured-talk",
    theory="From telling to enquiring",
    visitors=(
        "deputy:carnkelly-school",
        "leader",
        "head:chymellyn-primary",
        "deputy:lanverran-primary",
        "coach",
        "teacher:penhavrow-school",
    ),
    day=D(2026, 10, 8),
    follow_up_on=D(2026, 12, 3),
    rooms=(
        Room(
            "09:10",
            "Year 7",
            "Science",
            (
                (
                    1,
                    "Groups of four have six minutes on why the can collapsed. At our table: “The air outside pushes it in, cos there’s less air in it now.”",
                ),
                (
                    2,
                    "The adult stops the talk and writes three sentence starts on the board. 26 pupils copy the first start.",
                ),
                (
                    3,
                    "After “The can collapsed because of air pressure.” nine of eleven pupils that I could see put the pen down.",
                ),
                (
                    4,
                    "A pupil asks “Is that enough?” and the adult says “Add a bit more detail.” She writes “and heat”.",
                ),
                (
                    0,
                    "Two pupils draw arrows on the can before they write. Their explanations have four and five sentences.",
                ),
            ),
        ),
        Room(
            "09:10",
            "Year 8",
            "History",
            (
                (
                    1,
                    "Pairs rank five causes with cards and say why. One pair moved a card three times: “No, cos without the debt there’s no tax.”",
                ),
                (
                    2,
                    "The cards go back into the envelope. The question is written: “Explain why the king raised taxes.”",
                ),
                (
                    3,
                    "Of eight answers, six are one sentence. Five of these name the cause that stood first in the ranking, without the reason that was said.",
                ),
                (
                    4,
                    "Adult, to the class at minute five: “You all said such a lot just now. Write it down.” Pens move for about 40 seconds.",
                ),
            ),
        ),
        Room(
            "09:35",
            "Year 7",
            "Geography",
            (
                (
                    1,
                    "“If the river’s slower it drops the heavy stuff first, that’s why it’s bigger stones up there.” Said by a pupil to three others, with her finger on the map.",
                ),
                (2, "The worksheet has two lines for the answer."),
                (3, "24 of 27 sheets hold one sentence or two. The two lines are full on 21 of them."),
                (
                    0,
                    "The adult goes to five tables and asks each “what did you find?” Each table answers aloud in three sentences or more.",
                ),
            ),
        ),
        Room(
            "10:00",
            "Year 8",
            "Maths",
            (
                (
                    1,
                    "Pairs explain to each other why the angles are the same. In one, a pupil covers half of the figure with his hand to show it.",
                ),
                (2, "“Now write your reasons.” On the board stands one finished line from last lesson."),
                (3, "In six books: “because they are alternate”. Then the next figure is begun."),
                (
                    4,
                    "A pupil writes a line, reads it to her partner, who says “why, though?” She writes a second. I saw this twice, both times in that pair.",
                ),
            ),
        ),
        Room(
            "10:00",
            "Year 7",
            "English",
            (
                (
                    1,
                    "Four pupils take parts and argue whether he was to blame. Eleven turns in two minutes, each answering the one before.",
                ),
                (2, "A frame with four boxes is given out: point, evidence, explanation, link."),
                (3, "The third box holds one sentence in 13 of 15 that I read. Seven begin “This shows that he is”."),
                (
                    4,
                    "“I don’t get what goes in explanation,” a pupil says to nobody. After two minutes he fills in link.",
                ),
                (
                    0,
                    "The adult reads one pupil’s paragraph aloud and asks what it leaves the reader wondering. Nine hands.",
                ),
            ),
        ),
        Room(
            "10:25",
            "Year 8",
            "Science",
            (
                (
                    1,
                    "Each group has one minute at the visualiser. Group three explains with two diagrams and says “so” six times.",
                ),
                (2, "Groups write together on one large sheet. It stays on the table while each writes alone."),
                (
                    0,
                    "Of nine books at these tables, seven have four sentences or more; five hold a so or a which means.",
                ),
                (4, "A pupil looks at the sheet after each sentence, runs her finger along an arrow and writes again."),
                (
                    0,
                    "The adult asks a pupil to read his last sentence and then asks “and what does that do to the wire?” He writes another.",
                ),
            ),
        ),
        Room(
            "10:50",
            "Year 7",
            "Art",
            (
                (
                    1,
                    "Partners tell each other what a painting does with light, pointing. The longest turn was 50 seconds.",
                ),
                (3, "“I like it because of the light.” is the whole of four of the six written responses that I read."),
                (4, "One pupil asks his partner “what did I say before?” She tells him, and he writes it."),
            ),
        ),
    ),
    groups=(
        (
            "Reasons in talk",
            "In talk pupils give reasons that hang together, with so and cos and without, and with something to point at: arrows, cards, a map, a figure.",
        ),
        (
            "What goes between talk and paper",
            "Between talk and writing the things that carried the talk are put away, and a start, a frame or two lines take their place. In one classroom the sheet stayed on the table.",
        ),
        (
            "One sentence, then the pen goes down",
            "The first written sentence names the cause or the rule. The reason that was said aloud a few minutes before is not in it, and writing ends there for most.",
        ),
        (
            "What happens after the first sentence",
            "A second sentence came where a pupil was asked why, by a partner or by their own sheet. “More detail” and “write it down” brought a word or nothing.",
        ),
    ),
    predictions=(
        "You would be able to explain aloud with others, and to write the name of the reason.",
        "You would know that an explanation is one sentence with because in it.",
        "In one science classroom you would be able to write a chain of reasons. In the others you would be able to say one.",
        "You would be able to fill in the lines that you are given.",
        "You would know what the first box wants, and be unsure about the third.",
    ),
    prediction="You would be able to explain a cause aloud, with others and with something to point at. On paper you would be able to "
    "name the cause. You would come to know an explanation as one sentence, as long as the space that you are given for it.",
    work=(
        Work(
            "week",
            "Leave on the table what carried the talk: cards, arrows, the group’s sheet.",
            "Teachers of Years 7 and 8",
            "done",
            "Seen in ten of twelve classrooms in the second week of November.",
        ),
        Work("week", "Take answer lines off the sheets that ask for an explanation.", "Heads of department"),
        Work(
            "month",
            "Teach partners to ask “why, though?” after the first sentence, and leave two minutes for it.",
            "Teachers of Years 7 and 8",
        ),
        Work(
            "month",
            "In department time, read five written explanations beside a recording of the talk that went before.",
            "Heads of department",
        ),
        Work(
            "year",
            "Agree with the primaries of the network on how pupils plan an explanation, so that Year 7 goes on from Year 6.",
            "Literacy lead and Year 6 teachers of the network",
        ),
    ),
)
