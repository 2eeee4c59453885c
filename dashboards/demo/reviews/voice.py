"""What pupils and parents of the demo answered: anonymous surveys beside four of its reviews, one of them still open
with too few answers to be shown. All invented."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from dashboards.demo.strategy.clock import playing
from reviews.models import Review, Survey
from reviews.models.survey import QuestionForm
from reviews.services.survey import close_survey, make_survey, open_survey
from reviews.services.voice import take_sheet
from reviews.strategy.voice import SETS

Day = datetime.date
OPEN_FOR = datetime.timedelta(days=16)
# How likely each of the four answers is.
LOW, MIXED, HIGH, TOP = (4, 5, 3, 2), (2, 4, 5, 3), (1, 2, 5, 6), (0, 1, 4, 9)
SKIPS = 0.05


@dataclass(frozen=True)
class Asked:
    """`begins`: in days from the review's first, or, with `running`, from today. `leans`: for each question with four
    answers, in their order. `writes`: what is written, once each."""

    slug: str
    title: str
    set: str
    answers: int
    begins: int
    leans: tuple[tuple[int, int, int, int], ...]
    writes: tuple[str, ...]
    running: bool = False
    closes: bool = True


ASKED: tuple[Asked, ...] = (
    Asked(
        "porthmelyan-primary", "Quality-assurance visit, spring 2026", "general_primary_pupils", 43, -7,
        (HIGH, MIXED, HIGH, MIXED, TOP, HIGH),
        (
            "more time to talk before we rite", "A quiet corner", "The tables are too close and I cannot hear",
            "longer playtime", "More art", "when we do things with our hands", "less noise in the corridor",
            "I like it as it is", "harder maths", "Somebody to help when Miss is with the others", "more books about space",
            "trips", "Going second sometimes when we answer", "Warm water in the taps",
        ),
    ),
    Asked(
        "porthmelyan-primary", "Reading review, autumn 2026", "reading_primary_pupils", 64, -13,
        (HIGH, HIGH, MIXED, MIXED, MIXED, TOP, HIGH),
        (
            "books about animals", "a quiet place", "Somebody to listen to me", "My brother reads with me", "More comics",
            "if the words were bigger", "time", "when my teacher does the voices", "to choose my own book",
            "less words on the page", "A book that is not for babies", "reading to my dog", "more new books",
            "my mum has no time in the evening", "Knowing what the hard words mean", "to read with my friend",
            "Football books", "the library at lunch", "I can read already",
        ),
        running=True,
    ),
    Asked(
        "porthmelyan-primary", "Reading review, autumn 2026", "reading_parents", 6, -4,
        (MIXED, HIGH, MIXED, LOW, MIXED, MIXED, HIGH),
        ("Tell us which sounds they are learning this week.", "A shorter list, please: one thing at a time."),
        running=True, closes=False,
    ),
    Asked(
        "rosquenna-primary", "Reading review, spring 2026", "reading_parents", 37, -12,
        (LOW, LOW, MIXED, LOW, MIXED, LOW, HIGH),
        (
            "Send books home in the summer, too.", "We have had no book since Easter.",
            "Show us once how you teach the sounds. I learnt it differently.", "My child brings the same book every week.",
            "A message when a new sound starts.", "I read to all three at once and that works.",
            "The app asks for a password that nobody has.", "More time before the book has to go back.",
            "Books in Polish as well.", "The reading record is never looked at.", "Workshops after six in the evening.",
            "It is fine.", "Tell us what to do when she guesses.", "Shorter books at the end of the week.",
        ),
    ),
    Asked(
        "carnkelly-school", "Reading review, spring 2026", "reading_secondary_pupils", 88, -9,
        (MIXED, LOW, MIXED, MIXED, LOW, LOW, MIXED),
        (
            "Long texts in science with no time to read them.", "When the teacher reads it first.", "Too many new words at once.",
            "Reading out loud in front of everybody makes it harder.", "Pictures and headings.",
            "I would not ask for help in front of the class.", "Knowing why we read it.", "The tutor book is good.",
            "Small print on photocopies.", "Time.", "Working with a partner.", "It depends on the teacher.",
            "History explains the words, other subjects do not.", "Nothing, it is easy.", "The library shuts at lunch.",
            "Reading on screens gives me a headache.", "Somebody who checks that I understood.", "Being allowed to choose.",
            "Quiet.", "The last lesson of the day is hopeless for reading.",
        ),
    ),
)  # fmt: skip


def play_voice(review: Review, slug: str, lead: User, today: Day) -> None:
    """The surveys beside this review, each opened, answered and closed on its days."""
    for asked in ASKED:
        if (asked.slug, asked.title) == (slug, review.title):
            _play(review, asked, lead, today)


def _play(review: Review, asked: Asked, lead: User, today: Day) -> None:
    questions = SETS[asked.set]
    begins = (today if asked.running else review.starts) + datetime.timedelta(days=asked.begins)
    with playing(begins, hour=8):
        survey = make_survey(
            by=lead, review=review, who=questions.who, title=questions.title, opening=questions.opening,
            young=questions.young, opens=begins, closes=begins + OPEN_FOR, questions=questions.questions,
        )  # fmt: skip
        open_survey(by=lead, survey=survey)
        _answer(survey, asked)
    if asked.closes:
        with playing(begins + datetime.timedelta(days=11)):
            close_survey(by=lead, survey=survey)


def _answer(survey: Survey, asked: Asked) -> None:
    dice = random.Random(f"{asked.slug} {asked.set}")
    scales = [question.pk for question in survey.questions.filter(form=QuestionForm.SCALE)]
    free = [question.pk for question in survey.questions.filter(form=QuestionForm.WORDS)]
    words = _spread(asked.writes, asked.answers, dice)
    for sheet in range(asked.answers):
        answers: dict[int, int | str] = {
            pk: dice.choices((1, 2, 3, 4), weights)[0]
            for pk, weights in zip(scales, asked.leans, strict=True)
            if dice.random() > SKIPS
        }
        answers |= {pk: words[sheet] for pk in free if words[sheet]}
        if answers:
            take_sheet(survey=survey, key=uuid.UUID(int=dice.getrandbits(128), version=4), answers=answers)


def _spread(writes: Sequence[str], sheets: int, dice: random.Random) -> list[str]:
    """Each text on a sheet of its own, the others empty."""
    spread = [*writes, *([""] * max(0, sheets - len(writes)))][:sheets]
    dice.shuffle(spread)
    return spread
