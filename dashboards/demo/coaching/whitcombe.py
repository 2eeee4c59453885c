"""The cycle of the demo's teacher and the demo's coach, visit by visit."""

# ruff: noqa: E501 - a sentence stays on its line

from __future__ import annotations

from dashboards.demo.coaching.shape import Seen

VISITS = (
    Seen(
        "Year 6, writing",
        (
            (
                1,
                20,
                "“Why does the writer begin with the storm? Anyone? Think about the mood. Is it happy?” Four questions in nine seconds.",
            ),
            (1, 35, "Three hands, left side. One is taken before the third is up."),
            (6, 0, "Paired reading. The two girls by the door have the page and do not speak."),
            (11, 45, "“Good. Yes. Good.” after each of five answers."),
        ),
        "The question about the storm is worth a lesson: when it was answered, two pupils turned to each other and went on with it.",
        "What do the other 25 do between your question and the first hand?",
        1,
        "Asked tomorrow’s three questions aloud, once each, with closed lips afterwards. The third time it felt less rude.",
        reflection="I ask the next question because the silence feels like my fault.",
    ),
    Seen(
        "Year 6, writing",
        (
            (2, 10, "Question asked once, no hint. Silence: one, two — a name."),
            (2, 40, "The named pupil looks up and has nothing; helped at once."),
            (9, 0, "Second question: silence of three. Seven hands, on both sides of the room."),
        ),
        "You asked it once. At the second question there were seven hands, four of them from pupils who had none up a fortnight ago.",
        "What changed in the room between the second and the third second?",
        2,
        "Counted to five with a finger on the table, looking along the window side first.",
        earlier="secure",
        reply="I counted to five in assembly as well. It works there too.",
    ),
    Seen(
        "Year 6, reading",
        (
            (3, 0, "Five seconds, eyes along all rows. Then the name, and a warm look."),
            (3, 50, "Answer: “Because he is scared?” — “Good!” The talk ends there."),
            (8, 15, "Again five seconds; two pupils write a word down while they wait."),
        ),
        "Two pupils began to write down a word while you waited. Nobody had asked them: your silence did.",
        "What does your “Good!” tell the pupil who was thinking something else?",
        4,
        "Heard three answers, right, half right and wrong, and kept the same open face for three seconds.",
        earlier="secure",
        reflection="My face is the hard part. My class says that I nod before they have finished.",
    ),
    Seen(
        "Year 6, reading",
        (
            (4, 20, "Open face; three seconds. The pupil goes on by herself: “… and because he promised.”"),
            (9, 30, "At the harder question the nod is back."),
            (13, 0, "“What made that answer strong?” Two pupils can say it."),
        ),
        "She went on by herself because you did not end it. The second half of her answer was the better one.",
        "At which questions does the nod come back, and what are you hoping for then?",
        5,
        "Asked what made an answer strong, of two good answers and one thin one.",
        earlier="partly",
        reflection="It comes back where I am not sure of the answer myself.",
        reply="That is worth more than the step. Shall we plan the three hard questions together?",
    ),
)
LAST_YEAR = (
    Seen(
        "Year 6, writing",
        (
            (0, 40, "Pupils come in talking; the task stands behind the open door."),
            (5, 0, "Settled. Five minutes of the hour are gone."),
        ),
        "You greeted eleven of them by name, and those eleven sat down first.",
        "Where do you stand when the first three come in?",
        1,
        "Found the place from which corridor and carpet can both be seen.",
    ),
    Seen(
        "Year 6, writing",
        (
            (0, 20, "At the door, one foot in each room. “Book out, first two questions.”"),
            (2, 10, "Twenty-six of 27 are writing."),
        ),
        "Two minutes and ten seconds: three minutes a day won back, which is nine lessons in a year.",
        "What would happen if you were not at the door?",
        5,
        "Corrected the empty chair by the window with a glance, then a finger, before any word.",
        earlier="secure",
        reflection="They begin without me now. I had not expected to be a little sad about it.",
    ),
)
