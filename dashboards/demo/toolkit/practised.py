"""What became of the shipped practices in the demo trust: who keeps which, and what a year of use made of some."""

# ruff: noqa: E501 - sentences stay together

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Slug of the practice -> who keeps it: a demo person, or the deputy of an academy.
OWNERS: Mapping[str, str] = {
    "retrieval-start": "coach",
    "everyone-answers": "deputy of penhavrow-school",
    "thinking-time": "deputy of pentorran-academy",
    "calm-entry": "deputy of tresarrow-academy",
    "reading-aloud-together": "deputy of treskennow-primary",
    "words-before-text": "senior.leader",
    "structured-talk": "deputy of bosmerrin-primary",
    "worked-examples": "deputy of porthmelyan-primary",
    "live-feedback": "coach",
    "plan-watch-judge": "headteacher",
}


@dataclass(frozen=True)
class Rewritten:
    """A new version. `steps`: place of a step, from 0, and its new words; `more`: a step at the end. Days before today."""

    slug: str
    by: str
    reviewer: str
    changes: str
    steps: Mapping[int, str]
    written: int
    more: str = ""
    sees: str = ""
    asks: str = ""
    review: str = ""
    reviewed: int | None = None
    published: int | None = None
    given_back: bool = False


REWRITTEN: Sequence[Rewritten] = (
    Rewritten(
        slug="retrieval-start",
        by="coach",
        reviewer="headteacher",
        written=262,
        reviewed=256,
        published=254,
        changes="Two terms in thirteen academies have shown where it fails: questions were found on the day, and nothing came of what most had forgotten. The first step now happens a week ahead, and the last one names the day on which a question returns.",
        steps={
            0: "Write next week’s questions on Friday: two recent, two older, one that the lesson needs.",
            6: "Teach the most forgotten answer again for two minutes, and name the day of next week on which it returns.",
        },
        sees="Questions that most missed last week are there again, in other words.",
        asks="Is writing the questions on Friday too much to ask of a new teacher?",
        review="No: it takes ten minutes, and saves them on five mornings. I have tried it with two of ours.",
    ),
    Rewritten(
        slug="everyone-answers",
        by="deputy of penhavrow-school",
        reviewer="coach",
        written=52,
        reviewed=47,
        published=45,
        changes="Rounds in the secondary network saw boards up in every room, and few lessons that changed because of them. Deciding aloud is a step of its own now, and stands before the second question.",
        steps={1: "Have boards, pens and cloths on the tables before pupils come in, and practise the signal until it takes ten seconds."},
        sees="Pupils can say why the lesson went on as it did.",
        review="Clear, and short enough. I would begin with it on Monday.",
    ),
    Rewritten(
        slug="thinking-time",
        by="deputy of pentorran-academy",
        reviewer="headteacher",
        written=6,
        changes="For classes in which many are learning English: a sentence to begin with stands on the board, and pupils say it to a partner before anybody is named.",
        steps={2: "Count silently to five, or to ten where many are learning English, before you say any name."},
        more="Leave the beginning of an answer on the board for whoever wants it.",
        sees="Pupils who are learning English speak in whole sentences, some of them with the words on the board.",
        asks="Does it hold for younger pupils too? You have tried the sentence beginnings in Year 2.",
    ),
    Rewritten(
        slug="live-feedback",
        by="coach",
        reviewer="second.leader",
        written=13,
        reviewed=9,
        changes="Less writing in books: the teacher marks one place with a dot, and the pupil finds what is to be done there.",
        steps={0: "Before the lesson, decide on the one thing that you will look for in everybody’s work."},
        review="The dot is a good idea. But the reader does not learn what a pupil does who cannot find the mistake. Add that step, and say in the evidence that this part is not tested by anybody yet.",
        given_back=True,
    ),
)  # fmt: skip
