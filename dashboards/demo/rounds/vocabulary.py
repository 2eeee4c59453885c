"""A round of last year, followed up: taught words, and where pupils use them. All invented."""

# ruff: noqa: E501 - notes stay whole

from __future__ import annotations

import datetime

from dashboards.demo.rounds.shape import Room, Rounded, Work

D = datetime.date

VOCABULARY = Rounded(
    host="treskennow-primary",
    network="Primaries of the coast",
    problem="We have taught vocabulary before each text for a year, and pupils can say what the words mean on the day. "
    "Where do they use the taught words by themselves, in talk and on paper, and what has gone before when they do?",
    practice="Vocabulary before reading",
    focus="words-before-text",
    theory="Agreed protocols for learning",
    visitors=(
        "second",
        "head:rosquenna-primary",
        "head:porthmelyan-primary",
        "deputy:bosmerrin-primary",
        "teacher:treskennow-primary",
    ),
    day=D(2026, 2, 26),
    follow_up_on=D(2026, 5, 21),
    rooms=(
        Room(
            "09:15",
            "Year 1",
            "Reading",
            (
                (1, "Six words stand on cards beside the big book. The adult says each, 30 pupils say it back, twice."),
                (1, "“What does drifted mean?” One pupil: “It goes on the water.” Adult: “Yes.” Next card."),
                (
                    2,
                    "On the carpet, pairs tell each other what the boat did. In four pairs I heard went, goes and moved; in one, drifted.",
                ),
                (
                    4,
                    "One pupil picks up the card that says anchor, holds it against the picture and says it to her neighbour.",
                ),
                (0, "The adult reads five pages. At drifted she stops, sways her arm, and 11 pupils sway theirs."),
            ),
        ),
        Room(
            "09:35",
            "Year 3",
            "History",
            (
                (1, "Eight words with meanings are copied from the board. It takes 13 minutes of 40."),
                (
                    2,
                    "Written answers to “Why did they build a wall?”: of nine books that I read, two hold the word frontier, none invade.",
                ),
                (
                    2,
                    "Adult asks for a sentence with frontier. Three hands of 28. The pupil who is asked reads the meaning from the board.",
                ),
                (
                    3,
                    "At the map table four pupils argue where the wall went. “That’s the frontier, so they can’t go past it.” No adult was near.",
                ),
                (4, "A pupil who is stuck looks at the word list, then at the ceiling, then writes edge."),
            ),
        ),
        Room(
            "10:00",
            "Year 4",
            "Science",
            (
                (1, "Conductor and insulator are said by all, clapped in parts, and written in the margin."),
                (
                    3,
                    "Groups of three test ten objects. In two groups the sheet has a column headed conductor; in these I counted the word 14 times in six minutes.",
                ),
                (
                    3,
                    "“It’s an insulator, it won’t let it.” “How d’you know?” “Cos the bulb’s off.” Two pupils, no adult.",
                ),
                (2, "The conclusion is written alone. Six of eight write “the metal ones worked”."),
                (0, "The adult says “so which are our conductors?” and 27 pupils hold up objects."),
            ),
        ),
        Room(
            "10:40",
            "Year 5",
            "Reading",
            (
                (
                    1,
                    "Ten words, each with a picture, in 12 minutes. Pupils match them on a sheet: 29 sheets are filled in.",
                ),
                (
                    2,
                    "Questions on the chapter are answered in full sentences. In seven books I found one of the ten words, desolate, once.",
                ),
                (
                    4,
                    "The word list is turned over while they write. A pupil: “Are we allowed to look?” Adult: “See if you can do it without.”",
                ),
                (
                    3,
                    "In the debate on whether the boy was right, 9 pupils spoke. Reluctant was said by five of them, first by the adult who set the question with it.",
                ),
                (0, "Two pupils read the same line to each other and laugh at forlorn. “That’s you on Monday.”"),
            ),
        ),
        Room(
            "11:05",
            "Year 6",
            "Writing",
            (
                (1, "A bank of 14 words lies on each table. The adult reads it out once."),
                (
                    2,
                    "Of ten openings that I read, six hold one word of the bank or none. Each of the six was begun before the partner talk.",
                ),
                (
                    3,
                    "Partners tell their opening aloud and the listener ticks each bank word that they hear. In three pairs: four, five and three ticks.",
                ),
                (3, "A pupil reads hers again after the ticks and puts gnarled for old."),
                (
                    4,
                    "“I don’t know where it goes,” a pupil says of relentless. His partner: “Say it about the rain.” He writes it.",
                ),
                (0, "The adult asks one table which word they will not use and why. Four pupils give a reason each."),
            ),
        ),
    ),
    groups=(
        (
            "Words said back to the adult",
            "At the beginning of every lesson, words are said, clapped, copied or matched, and their meaning is given. Pupils answer with the word or its meaning, one at a time.",
        ),
        (
            "Old words when writing alone",
            "When pupils write by themselves after that, the taught words are scarce: one in a book, or none. The words that they had before carry the answer.",
        ),
        (
            "Taught words where a task asks for them",
            "Taught words are used over and over where the task cannot be done without them: a column headed with the word, a partner who listens for it, a question that holds it. It happens among pupils, with no adult near.",
        ),
        (
            "Stuck over a word",
            "A pupil who does not know where a word goes looks at a list of meanings. Two found a place for it, each with another pupil’s help, by saying it about something.",
        ),
    ),
    predictions=(
        "You would know what forty words mean for about a day, and be able to say so when asked.",
        "You would be able to match words with meanings. You would write with the words that you came with.",
        "In science and in Year 6 you would be able to use a handful of words to argue. Elsewhere you would be able to define them.",
        "You would know that new words are for the start of a lesson.",
    ),
    prediction="You would know the meaning of most words that you are taught, on the day. You would be able to use them where "
    "the task asks for them and somebody listens for them. In your own writing you would use the words that you had before.",
    work=(
        Work(
            "week",
            "Choose four words for a text instead of ten, and say of each in which task pupils will need it.",
            "Year group teams",
            "done",
            "Plans of all year groups name four words with the task beside each.",
        ),
        Work(
            "week",
            "Leave the words in sight while pupils write.",
            "All teachers",
            "done",
            "Lists lie on tables in each of the eight classrooms that were looked into in May.",
        ),
        Work(
            "month",
            "Put a spoken task that cannot be done without the words between teaching them and writing.",
            "Year group teams",
            "done",
            "Seen in seven of eight classrooms in May: barrier games, ticking partners, a question that holds the word.",
        ),
        Work(
            "month",
            "Listen together to recordings of two minutes of pupils’ talk in each year group, and count the taught words.",
            "Reading lead with two teachers",
            "partly",
            "Done in four year groups; the word count rose from 6 to 19 in two minutes in Year 4.",
        ),
        Work(
            "year",
            "Keep a set of words that come back in several subjects, so that none is met once alone.",
            "Curriculum lead",
            "partly",
            "History and science share 24 words; geography joins in autumn.",
        ),
    ),
    came="Teachers teach fewer words, and each has a task that needs it. In May, visitors who came back found taught words in "
    "most books of the four year groups that began with talk. What is left: words still come once and are gone in three subjects.",
)
