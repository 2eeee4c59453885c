"""What may be shown of an anonymous survey, when it takes answers, and how a result reads in a sentence. Pure.

Nothing is shown of a question that fewer than TEN answered. While the survey is open, what is shown grows by STEP and
stays STEP behind: so between any two looks, the one after closing among them, either nothing was added or at least STEP
answers were, and nobody reads one person's answer from the difference. The order within a step is not kept.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from celt.lib.days import british
from celt.lib.sentences import counted, inside, opened

TEN: Final = 10
STEP: Final = 5
SHEETS_AT_MOST: Final = 2000
QUESTIONS_AT_MOST: Final = 10
FREE_AT_MOST: Final = 2

# The four answers from the least to the most, as a lead chooses them for a question.
SCALES: Final[dict[str, tuple[str, str, str, str]]] = {
    "often": ("Never", "Sometimes", "Mostly", "Always"),
    "days": ("Hardly ever", "About once a week", "A few days a week", "Most days"),
    "yes": ("No", "Not really", "Mostly", "Yes"),
    "agree": ("Disagree strongly", "Disagree", "Agree", "Agree strongly"),
    "easy": ("Very hard", "Hard", "Easy", "Very easy"),
    "much": ("Not at all", "A little", "Quite a lot", "A lot"),
}

State = Literal["draft", "waiting", "open", "closed", "called_off"]


def shown_from(rank: int) -> int:
    """With how many answers of its question the answer that came as `rank`-th (from 1) is shown."""
    return max(TEN, -(-rank // STEP) * STEP)


def shown_of(answers: int, *, closed: bool) -> int:
    """How many of a question's answers may be shown: none below TEN; while open, a whole step that lies at least STEP
    behind, so that closing adds no single answer."""
    if closed:
        return answers if answers >= TEN else 0
    step = (answers - STEP) // STEP * STEP
    return step if step >= TEN else 0


@dataclass(frozen=True, slots=True)
class Stamps:
    """`review_over`: the review went to the head, or was called off, and nobody is asked any more."""

    opens: datetime.date
    closes: datetime.date
    opened: bool
    closed: bool
    called_off: bool
    review_over: bool


def state_on(today: datetime.date, at: Stamps) -> State:
    """How it stands on a day. Once closed it never takes an answer again."""
    if at.called_off:
        return "called_off"
    if not at.opened:
        return "draft"
    if at.closed or at.review_over or today > at.closes:
        return "closed"
    return "waiting" if today < at.opens else "open"


def who_answered(n: int, who: str) -> str:
    """'52 pupils', 'one parent or carer'."""
    if who == "parents":
        return counted(n, "parent or carer", "parents and carers")
    return counted(n, "pupil")


def share_words(part: int, whole: int, who: str) -> str:
    """'Most pupils (34 of 52)'. A share is said with its numbers, always."""
    people = "parents and carers" if who == "parents" else "pupils"
    numbers = f"({part:,} of {whole:,})"
    if part == whole:
        return f"All {whole:,} {people}"
    if part == 0:
        return f"None of the {whole:,} {people}"
    if part * 2 == whole:
        return f"Half of the {people} {numbers}"
    if part * 10 >= whole * 9:
        return f"Nearly all {people} {numbers}"
    if part * 2 > whole:
        return f"Most {people} {numbers}"
    if part * 4 <= whole:
        return f"Few {people} {numbers}"
    return f"Fewer than half of the {people} {numbers}"


def sentence(counts: Sequence[int], scale: Sequence[str], who: str) -> str:
    """'Most pupils (34 of 52) answered “Mostly” or “Always”.' The upper half of the scale is what is told."""
    whole = sum(counts)
    half = len(scale) // 2
    words = " or ".join(f"“{word}”" for word in scale[half:])
    return f"{share_words(sum(counts[half:]), whole, who)} answered {words}."


def highest_and_lowest(counted: Sequence[tuple[str, int, int]]) -> str:
    """'Highest: “I like reading” (40 of 52). Lowest: ...'. Each: the question, how many chose one of the upper answers,
    of how many. Empty for fewer than three questions, and where all came out alike."""
    if len(counted) < 3:
        return ""
    ranked = sorted(counted, key=lambda each: each[1] / each[2])
    (low, low_n, low_of), (high, high_n, high_of) = ranked[0], ranked[-1]
    if low_n * high_of == high_n * low_of:
        return ""
    return (
        f"Highest: “{high.rstrip('. ')}” ({high_n:,} of {high_of:,} chose one of the upper two answers). "
        f"Lowest: “{low.rstrip('. ')}” ({low_n:,} of {low_of:,})."
    )


def too_few(sheets: int, *, closed: bool, who: str) -> str:
    """Why nothing of a survey is shown."""
    if closed:
        people = "parents and carers" if who == "parents" else "pupils"
        return f"Fewer than ten {people} answered, and so nothing is shown: somebody could be recognised."
    more = TEN - sheets
    if more > 0:
        return f"{opened(more, 'more answer is', 'more answers are')} needed before anything is shown."
    after = inside(opened(max(1, TEN + STEP - sheets), "more answer"))
    return (
        f"Results are shown once it closes, or after {after}: while it is open the newest five are kept back, so that "
        "nobody’s answer can be read from the difference."
    )


def question_hidden(*, closed: bool) -> str:
    """Why nothing of one question is shown. Not how many it lacks: who skipped it last could be told from that."""
    if closed:
        return "Fewer than ten answered this question, and so nothing of it is shown."
    return "Too few have answered this question yet."


def where_it_is(state: State, at: Stamps, sheets: int, who: str) -> str:
    """In a line of a list: 'open until 4 December 2026; 6 pupils answered'."""
    said = f"{sheets:,} {'has' if sheets == 1 else 'have'} answered" if sheets else "nobody has answered yet"
    match state:
        case "draft":
            return "a draft: nobody can answer yet"
        case "waiting":
            return f"opens on {british(at.opens)}"
        case "open":
            return f"open until {british(at.closes)}; {said}"
        case "closed":
            return f"closed; {who_answered(sheets, who)} answered" if sheets else "closed; nobody answered"
        case _:
            return "called off"


def opening_of(state: State, title: str, n: int, at: Stamps, who: str) -> str:
    """What the page of a survey says first."""
    match state:
        case "draft":
            return f"“{title}” is a draft: look through its questions, then open it."
        case "waiting":
            return f"“{title}” opens on {british(at.opens)}."
        case "open":
            people = who_answered(n, who) if n else "nobody"
            have = "have" if n > 1 else "has"
            return f"“{title}” is open until {british(at.closes)}: {people} {have} answered so far."
        case "closed":
            return f"{who_answered(n, who)} answered “{title}”." if n else f"Nobody answered “{title}”."
        case _:
            return f"“{title}” was called off, and its answers are not shown."


def shuffled(texts: Iterable[str]) -> list[str]:
    """In an order that is the same at every look and says nothing of who wrote first, or most like whom."""
    return sorted(texts, key=lambda text: (hashlib.sha256(text.encode()).digest(), text))


def faults(questions: Sequence[tuple[str, bool]]) -> list[str]:
    """Why these questions cannot be asked yet. Each: its words, and whether it is answered in own words."""
    found = []
    if not questions:
        found.append("Add a question first: a survey without one asks nothing.")
    if len(questions) > QUESTIONS_AT_MOST:
        found.append(f"It asks {len(questions)} questions. Keep the {QUESTIONS_AT_MOST} that matter most.")
    if sum(free for _, free in questions) > FREE_AT_MOST:
        found.append("At most two questions are answered in own words.")
    if questions and all(free for _, free in questions):
        found.append("Add a question with four answers: own words alone cannot be counted.")
    return found
