"""A round in its debrief: what pupils do in the middle of a task. All invented."""

# ruff: noqa: E501 - notes stay whole

from __future__ import annotations

from dashboards.demo.rounds.shape import Room, Rounded

STUCK = Rounded(
    host="porthmelyan-primary",
    network="Primaries of the coast",
    problem="Our pupils begin tasks quickly, and in the middle of them a third wait for an adult. What does the task ask for at the "
    "moment at which they stop, and what do they do then?",
    practice="When pupils are stuck",
    focus="fading-help",
    theory="Agreed protocols for learning",
    visitors=(
        "leader",
        "head:treskennow-primary",
        "head:rosquenna-primary",
        "deputy:bosmerrin-primary",
        "coach",
        "teacher:porthmelyan-primary",
    ),
    rooms=(
        Room(
            "09:20",
            "Year 2",
            "Writing",
            (
                (1, "28 pupils have written the date and the title after two minutes."),
                (
                    2,
                    "Hand up for three minutes ten. The adult is at another table. The pupil turns her rubber round and round.",
                ),
                (
                    3,
                    "“What do we do next?” a pupil asks the adult. “What does the board say?” He reads it aloud and goes back.",
                ),
                (0, "Four pupils at one table have the same second sentence."),
            ),
        ),
        Room(
            "09:20",
            "Year 4",
            "Maths",
            (
                (1, "All 30 have finished questions 1 to 4 by 9.31. They are additions in columns."),
                (2, "Question 5 is in words. 12 hands go up within a minute of each other."),
                (
                    0,
                    "The adult reads question 5 aloud to the class and underlines two numbers on the board. 25 pupils write an addition.",
                ),
                (2, "A pupil draws a bar, rubs it out, and waits with folded arms until 9.44."),
            ),
        ),
        Room(
            "09:45",
            "Year 5",
            "Geography",
            (
                (
                    3,
                    "On each table lies a card: look back, ask a partner, try a part. In eight minutes I saw no pupil look at it.",
                ),
                (3, "“Ask three before me,” says the adult. The pupil asks three others what the page number is."),
                (0, "Two pupils swap books and read each other’s first line. Both write on."),
            ),
        ),
        Room(
            "10:10",
            "Year 6",
            "Writing",
            (
                (1, "The plan is filled in by all within nine minutes: five boxes."),
                (
                    2,
                    "At the second paragraph seven pupils of the ten near me stop. Four look at the plan, three at the door.",
                ),
                (0, "“Tell me the next bit,” says a pupil to another. She does. He writes two lines."),
            ),
        ),
    ),
    groups=(
        (
            "Quick beginnings",
            "Tasks are begun within two minutes, and what is asked for first can be copied or was done before.",
        ),
        ("Stops at the same place", ""),
        ("What one does when stuck", ""),
    ),
    predictions=(
        "You would be able to begin anything. You would know that waiting is part of a lesson.",
        "You would be able to do what you did yesterday, fast.",
    ),
)
