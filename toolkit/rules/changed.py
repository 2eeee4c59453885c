"""What changed between two texts, word by word, and between two lists, entry by entry. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

How = Literal["same", "gone", "new"]
# Beyond this many comparisons two passages are shown one after the other: nobody could read their words side by side.
MOST = 250_000


@dataclass(frozen=True, slots=True)
class Bit:
    how: How
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list. `bits`: its words, old and new; `moved`: it stands at another place."""

    how: Literal["same", "gone", "new", "reworded"]
    bits: tuple[Bit, ...]
    moved: bool = False


def words_changed(old: str, new: str) -> tuple[Bit, ...]:
    """The words of both, in order; joined, those that are not `gone` give `new` and those that are not `new` `old`."""
    if old == new:
        return (Bit("same", new),) if new else ()
    before, after = _lines(old), _lines(new)
    bits: list[Bit] = []
    for same, a, b, c, d in _stretches(before, after):
        if same:
            bits.append(Bit("same", "".join(before[a:b])))
        else:
            bits += _within("".join(before[a:b]), "".join(after[c:d]))
    return _joined(bits)


def entries_changed(old: Sequence[tuple[Hashable, str]], new: Sequence[tuple[Hashable, str]]) -> tuple[Entry, ...]:
    """Entries with a key that outlasts a rewording; in the order of `new`, those that are gone last."""
    before = dict(old)
    places = {key: at for at, key in enumerate(key for key, _ in old if key in dict(new))}
    kept = [key for key, _ in new if key in before]
    entries = []
    for key, text in new:
        if key not in before:
            entries.append(Entry("new", (Bit("new", text),)))
            continue
        moved = places[key] != kept.index(key)
        same = before[key] == text
        entries.append(Entry("same" if same else "reworded", words_changed(before[key], text), moved))
    there = {key for key, _ in new}
    entries += [Entry("gone", (Bit("gone", text),)) for key, text in old if key not in there]
    return tuple(entries)


def lines_changed(old: Sequence[str], new: Sequence[str]) -> tuple[Entry, ...]:
    """Lines without a key: one that took the place of another is shown as reworded where they share words."""
    entries: list[Entry] = []
    for same, a, b, c, d in _stretches(old, new):
        if same:
            entries += [Entry("same", (Bit("same", line),)) for line in old[a:b]]
            continue
        gone, come = list(old[a:b]), list(new[c:d])
        while gone and come and _alike(gone[0], come[0]):
            entries.append(Entry("reworded", words_changed(gone.pop(0), come.pop(0))))
        entries += [Entry("gone", (Bit("gone", line),)) for line in gone]
        entries += [Entry("new", (Bit("new", line),)) for line in come]
    return tuple(entries)


def any_changed(entries: Sequence[Entry]) -> bool:
    return any(entry.how != "same" or entry.moved for entry in entries)


def _alike(old: str, new: str) -> bool:
    """Whether two fifths of their words are the same, in whatever order."""
    before, after = Counter(old.lower().split()), Counter(new.lower().split())
    shared = (before & after).total()
    return shared >= 0.2 * (before.total() + after.total())


def _stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Whether it is the same in both, and from where to where in either. What both begin and end with is set aside
    first; a middle that would take too long to compare counts as changed whole."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    ends = len(old) - tail, len(new) - tail
    if head:
        yield True, 0, head, 0, head
    before, after = old[head : ends[0]], new[head : ends[1]]
    if len(before) * len(after) > MOST:
        yield False, head, ends[0], head, ends[1]
    else:
        for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            yield tag == "equal", head + a, head + b, head + c, head + d
    if tail:
        yield True, ends[0], len(old), ends[1], len(new)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _within(old: str, new: str) -> list[Bit]:
    before, after = re.findall(r"\S+|\s+", old), re.findall(r"\S+|\s+", new)
    bits: list[Bit] = []
    for same, a, b, c, d in _stretches(before, after):
        if same:
            bits.append(Bit("same", "".join(before[a:b])))
        else:
            bits += [Bit("gone", "".join(before[a:b])), Bit("new", "".join(after[c:d]))]
    return _words_together(bits)


def _words_together(bits: list[Bit]) -> list[Bit]:
    """A lone space that two changed words share belongs to the change: one phrase is read, not a hail of words."""
    together: list[Bit] = []
    gone = come = ""
    for bit in bits:
        if not bit.text:
            continue
        if bit.how == "gone":
            gone += bit.text
        elif bit.how == "new":
            come += bit.text
        elif not bit.text.strip() and (gone or come) and "\n" not in bit.text:
            gone, come = gone + bit.text, come + bit.text
        else:
            together += _flushed(gone, come)
            gone = come = ""
            together.append(bit)
    return together + _flushed(gone, come)


def _flushed(gone: str, come: str) -> list[Bit]:
    """What ends alike in both, such as the space after them, has not changed."""
    tail = 0
    while tail < min(len(gone), len(come)) and gone[-1 - tail] == come[-1 - tail] and gone[-1 - tail].isspace():
        tail += 1
    same = gone[len(gone) - tail :]
    gone, come = gone[: len(gone) - tail], come[: len(come) - tail]
    return [Bit(how, text) for how, text in (("gone", gone), ("new", come), ("same", same)) if text]  # type: ignore[arg-type]


def _joined(bits: list[Bit]) -> tuple[Bit, ...]:
    joined: list[Bit] = []
    for bit in bits:
        if not bit.text:
            continue
        if joined and joined[-1].how == bit.how:
            joined[-1] = Bit(bit.how, joined[-1].text + bit.text)
        else:
            joined.append(bit)
    return tuple(joined)
