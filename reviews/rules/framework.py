"""The words of a framework: its scale, and lists that are typed a line each."""

from __future__ import annotations

from collections.abc import Sequence

WORDS_AT_LEAST, WORDS_AT_MOST = 3, 6
WORD_LENGTH = 40


def lines_of(text: str) -> list[str]:
    """The lines of a text, without the marks that lists have in documents, and without empty ones."""
    lines = (" ".join(line.strip(" \t-*\u2022\u2013").split()) for line in text.splitlines())
    return [line for line in lines if line]


def scale_fault(words: Sequence[str]) -> str:
    """What is wrong with a scale, from the least to the most secure; empty where nothing is. No words: no scale."""
    if not words:
        return ""
    if not WORDS_AT_LEAST <= len(words) <= WORDS_AT_MOST:
        return (
            f"A scale has {WORDS_AT_LEAST} to {WORDS_AT_MOST} words, and this has {len(words)}. Leave it empty where "
            "no part is to be judged on one."
        )
    if len({word.casefold() for word in words}) != len(words):
        return "Two words of the scale are the same."
    for word in words:
        if len(word) > WORD_LENGTH:
            return f"“{word[:30]}…” is too long: {WORD_LENGTH} characters fit beside a part."
    return ""
