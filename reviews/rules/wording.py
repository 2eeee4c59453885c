"""Words that say what somebody thinks of a lesson rather than what they saw in it, each with a question that helps.

A prompt, never a bar: a note is kept as it was written. What a teacher or a pupil said is evidence, so nothing within
quotation marks is marked. static/js/wording.js does the same as one types, with the patterns of `for_script`, which
therefore mean one thing to Python and to a browser: letters are told apart from their capitals in ASCII alone. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

Kind = Literal["judgement", "advice", "inference", "quantity"]

ASKS: Final[Mapping[Kind, str]] = {
    "judgement": "What did you see or hear that makes you say so?",
    "advice": "What was there? What to do about it comes last, when patterns stand.",
    "inference": "What did they say or do that shows it?",
    "quantity": "How many of how many, or how often?",
}

_WORDS: Final[Mapping[Kind, str]] = {
    "judgement": """
        good, great, excellent, outstanding, brilliant, fantastic, wonderful, amazing, superb, exemplary, perfect,
        perfectly, lovely, nice, nicely, delightful, pleasing, pleasant, impressive, impressively, inspiring, inspired,
        strong, strongest, robust, rigorous, weak, weaker, weakest, poor, poorly, bad, badly, terrible, awful,
        inadequate, disappointing, disappointingly, unfortunately, sadly, effective, effectively, ineffective,
        ineffectively, successful, successfully, unsuccessful, appropriate, appropriately, inappropriate, suitable,
        unsuitable, engaging, interesting, dull, boring, chaotic, messy, calm, purposeful, purposefully, productive,
        unproductive, skilful, skilfully, thoughtful, thorough, thoroughly, ambitious, challenging, undemanding,
        unclear, smooth, smoothly, slick, ideal, better, best, worse, worst, high quality, high-quality, low quality,
        low-quality, high expectations, low expectations, clear explanation, clear explanations, clear instructions,
        clear routines, clear modelling, went well, goes well, worked well, works well, did well, does well, doing well,
        well done, well planned, well-planned, well prepared, well-prepared, well paced, well-paced, well structured,
        well-structured, well managed, well-managed, well behaved, well-behaved, badly behaved, not enough, too easy,
        too hard, too difficult, too long, too short, too much, too little, too few, too many, too fast, too slow,
        too slowly, too quickly, lack of, lacked, lacking, failed to, fails to
    """,
    "advice": """
        should, shouldn't, should have, shouldn't have, should be, could have, could've, should've, would have been,
        would be better, ought, oughtn't, must, mustn't, needs to, need to, needs more, needs work, needs a, had better,
        next time, next step, next steps, I would have, I'd have, I would, I suggest, I recommend, why not, in future,
        it would help, it would have helped, consider
    """,
    "inference": """
        bored, confused, confusing, engaged, disengaged, on task, on-task, off task, off-task, motivated, unmotivated,
        demotivated, interested, uninterested, disinterested, keen, eager, enthusiastic, enthusiastically, happy,
        unhappy, anxious, nervous, confident, confidently, unsure, frustrated, distracted, attentive, inattentive,
        lazy, proud, excited, relaxed, comfortable, understood, understand, understands, didn't understand,
        misunderstood, enjoyed, enjoy, enjoys, enjoying, knew, knows, learnt, learned, felt, feels, wanted to,
        tried hard, struggled, struggling, struggle, lost interest, paying attention, paid attention,
        made progress, making progress, seemed, seems, appeared, appears, obviously, clearly, evidently, probably,
        presumably, of course, because
    """,
    "quantity": """
        some, many, most, lots, lots of, a lot, a lot of, plenty, plenty of, few, a few, several, various, numerous,
        loads of, the majority, the majority of, a minority, a handful, a number of, often, usually, sometimes, rarely,
        seldom, frequently, constantly, always, never, all the time, occasionally, mostly, nearly all, almost all,
        hardly any, a while, a long time
    """,
}
# What holds one of those words and says none of it.
_FRIENDS: Final = """
    good morning, good afternoon, good evening, good night, a good many, a good few, for good, good Friday,
    good Samaritan, good and evil, Great Britain, the Great Fire, Great Plague, the Great War, the Great Depression,
    the Great Exhibition, the Great Wall, Great Barrier Reef, Great Expectations, Great Gatsby, Alexander the Great,
    Alfred the Great, great grandmother, great grandfather, great grandparents, big bad wolf, Poor Law, Poor Laws,
    strong verb, strong verbs, strong acid, strong acids, weak acid, weak acids, strong wind, strong winds,
    best friend, best friends, best before, line of best fit, best of three, felt tip, felt tips, felt pen, felt pens,
    happy birthday, calm corner, calm area, calm down, how many, as many, as few, so many,
    at most, the most, at some point, for some time, some time ago,
    the first few, the last few, every few minutes, a few minutes, the next step in, the next steps in, appeared on,
    appears on, appeared behind, the word because, the conjunction because, because clause, because clauses,
    because sentence, because sentences, because but and so, the word should, the word must, the word good,
    the word nice, the word some, the word many, the word always, the word never
"""
# Friends that hold a comma would be torn apart by it, so those stand here by themselves.
_FRIENDS_WITH_COMMAS: Final = ("because, but and so", "but, because and so")

_LETTER: Final = "A-Za-z0-9_\u00c0-\u017e"
_SPACE: Final = "[ \\t\\r\\n\u00a0]+"
_BEFORE: Final = f"(?<![{_LETTER}])(?<![{_LETTER}]['\u2019-])"
_AFTER: Final = f"(?![{_LETTER}]|['\u2019-][{_LETTER}])"
# A pair of double quotes, or one that is still open, to the end of its line; a pair of single ones around words.
_QUOTED: Final = (
    "\u201c[^\u201d\\r\\n]*\u201d?"
    '|(?<![0-9])"[^"\\r\\n]*"?'
    f"|(?<![{_LETTER}])['\u2018](?=[^ \\t\\r\\n])[^\\r\\n]*?['\u2019](?![{_LETTER}])"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One word or phrase of a text, from `start` to `end`."""

    start: int
    end: int
    word: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to ask of the words of one kind that a text holds, each once, as they were written."""

    kind: Kind
    asks: str
    words: tuple[str, ...]


def _listed(text: str) -> list[str]:
    return [" ".join(word.split()) for word in text.split(",") if word.strip()]


KIND_OF: Final[Mapping[str, Kind]] = {word.lower(): kind for kind, text in _WORDS.items() for word in _listed(text)}


def _pattern(words: Sequence[str]) -> str:
    """Any of the words, whole, the longest first; an apostrophe is straight or curly, a space any space."""
    longest = sorted(set(words), key=lambda word: (-len(word), word))
    each = (re.escape(word).replace("'", "['\u2019]").replace("\\ ", _SPACE).replace("\\-", "-") for word in longest)
    return f"{_BEFORE}(?:{'|'.join(each)}){_AFTER}"


FRIENDS: Final = tuple(_listed(_FRIENDS))
_FIND_PATTERN: Final = _pattern(list(KIND_OF))
_FRIENDS_PATTERN: Final = _pattern([*FRIENDS, *_FRIENDS_WITH_COMMAS])
_FLAGS: Final = re.IGNORECASE | re.ASCII
_FIND, _FRIEND, _SAID = (re.compile(each, _FLAGS) for each in (_FIND_PATTERN, _FRIENDS_PATTERN, _QUOTED))


def marks(text: str) -> list[Mark]:
    """Every evaluative word outside quotation marks, in order."""
    left = _FRIEND.sub(_blank, _SAID.sub(_blank, text))
    return [Mark(each.start(), each.end(), each[0], KIND_OF[_plain(each[0])]) for each in _FIND.finditer(left)]


def prompts(text: str) -> list[Prompt]:
    """The questions that would help, kind by kind; none for a text that describes."""
    found: dict[Kind, dict[str, str]] = {}
    for mark in marks(text):
        found.setdefault(mark.kind, {}).setdefault(_plain(mark.word), " ".join(mark.word.split()))
    return [Prompt(kind, asks, tuple(found[kind].values())) for kind, asks in ASKS.items() if kind in found]


def for_script() -> dict[str, Any]:
    """The same for static/js/wording.js: the patterns, which kind each word is of, and what each kind asks."""
    return {
        "quoted": _QUOTED,
        "friends": _FRIENDS_PATTERN,
        "find": _FIND_PATTERN,
        "kinds": dict(KIND_OF),
        "asks": dict(ASKS),
    }


def _blank(found: re.Match[str]) -> str:
    return "|" * len(found[0])


def _plain(word: str) -> str:
    return " ".join(word.lower().replace("\u2019", "'").split())
