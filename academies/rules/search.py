"""What of all that may be meant is a hit, in which order, and which of its words are marked. Pure.

A word counts as it was written, as a beginning, or with another ending. Only where nothing holds it so, what is nearest
to it counts, so that "raeding" finds reading and "reading" does not find leading.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from academies.providers.search import Hit
from celt.lib.slips import BOTH_WAYS, allowed, slips, words_of

MOST_LETTERS, MOST_WORDS = 200, 8
# Where a word stands: the name, other names of it, its text, its place.
WEIGHTS = (4.0, 3.0, 2.0, 1.0)
SHOWN = 170  # letters of a text that are shown of it
BEGINS = 3  # letters from which on the beginning of a word will do
# They stand in every text.
EVERYWHERE = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "by", "do", "does", "for", "from", "has", "have", "how", "in",
    "is", "it", "its", "me", "my", "of", "on", "or", "our", "the", "their", "this", "to", "was", "we", "what",
    "when", "where", "which", "who", "why", "with", "you", "your",
))  # fmt: skip
ENDINGS = ("ings", "ing", "ies", "ers", "er", "ed", "es", "s", "y", "e")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Words = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text; `found` where it is what was looked for."""

    text: str
    found: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as it is shown."""

    hit: Hit
    title: list[Stretch]
    says: list[Stretch]


@dataclass(frozen=True, slots=True)
class Sifted:
    """`kinds`: slug -> hits, the best first. `read`: the search as it was read; `mended`: it is not as it was typed.
    `unknown`: typed words that nothing holds. `some`: nothing holds all of the words; shown is what holds most."""

    kinds: Mapping[str, list[Found]]
    read: str = ""
    mended: bool = False
    unknown: tuple[str, ...] = ()
    some: bool = False

    @property
    def number(self) -> int:
        return sum(map(len, self.kinds.values()))


def asked_words(text: str) -> Words:
    """The words of a search, each with its other spelling. Words of every text go where another remains."""
    words = list(dict.fromkeys(words_of(text[:MOST_LETTERS])))
    words = [word for word in words if word not in EVERYWHERE][:MOST_WORDS]
    return tuple((word, other) if (other := BOTH_WAYS.get(word)) else (word,) for word in words)


def sift(words: Words, hits: Iterable[Hit]) -> Sifted:
    told = [(hit, _words_in(hit)) for hit in hits]
    known = {word for _, places in told for place in places for word in place}
    accepted = [_accepted(spellings, known) for spellings in words]
    marked: frozenset[str] = frozenset().union(*accepted)
    scored: list[tuple[int, float, Hit]] = []
    for hit, places in told:
        title, also, says, _ = places
        if not marked & (title | also | says):
            continue
        score, number = 0.0, 0
        for wanted in accepted:
            best = max(weight if wanted & place else 0.0 for weight, place in zip(WEIGHTS, places, strict=True))
            score, number = score + best, number + (best > 0)
        scored.append((number, score, hit))
    most = max((number for number, _, _ in scored), default=0)
    kinds: dict[str, list[Found]] = {}
    for number, _, hit in sorted(scored, key=lambda each: (-each[1], len(each[2].title), each[2].title)):
        if number == most:
            shown = Found(hit, marks(hit.title, marked), marks(_snippet(hit.says, marked), marked))
            kinds.setdefault(hit.kind, []).append(shown)
    reads = [_read(spellings, near) for spellings, near in zip(words, accepted, strict=True)]
    return Sifted(
        kinds=kinds,
        read=" ".join(read for read, _ in reads if read),
        mended=any(mended for _, mended in reads),
        unknown=tuple(spellings[0] for spellings, near in zip(words, accepted, strict=True) if not near),
        some=bool(scored) and most < len(words),
    )


def marks(text: str, marked: Collection[str]) -> list[Stretch]:
    """The text with the words that were found marked."""
    stretches, at = [], 0
    for word in _WORD.finditer(text):
        if any(each in marked for each in words_of(word[0])):
            stretches += [Stretch(text[at : word.start()]), Stretch(word[0], True)]
            at = word.end()
    return [stretch for stretch in (*stretches, Stretch(text[at:])) if stretch.text]


def _words_in(hit: Hit) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(words_of(text)) for text in (hit.title, hit.also, hit.says, hit.note))


def _accepted(spellings: Sequence[str], known: Collection[str]) -> frozenset[str]:
    """Known words that stand for this one."""
    exact = frozenset(word for word in known if any(_same(typed, word) for typed in spellings))
    if exact:
        return exact
    typed = spellings[0]
    near: dict[int, set[str]] = {}
    for word in known:
        if abs(len(word) - len(typed)) <= allowed(typed) and not word.isdigit():
            near.setdefault(slips(typed, word), set()).add(word)
    least = min(near, default=99)
    return frozenset(near[least]) if least <= allowed(typed) else frozenset()


def _same(typed: str, word: str) -> bool:
    if typed == word or (len(typed) >= BEGINS and word.startswith(typed)):
        return True
    return not typed.isdigit() and _stem(typed) == _stem(word)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """Without its ending, where enough is left of it: read of reading, stor of story and stories."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _read(spellings: Sequence[str], near: Collection[str]) -> tuple[str, bool]:
    """The word as it was read, and whether it is another than was typed."""
    if not near:
        return "", False
    if any(_same(typed, word) for typed in spellings for word in near):
        return spellings[0], False
    return min(near, key=lambda word: (word[0] != spellings[0][0], len(word), word)), True


def _snippet(says: str, marked: Collection[str]) -> str:
    """What stands around the first word that was found."""
    plain = " ".join(says.split())
    if len(plain) <= SHOWN:
        return plain
    at = next((w.start() for w in _WORD.finditer(plain) if any(each in marked for each in words_of(w[0]))), 0)
    first = 0 if at < SHOWN * 2 // 3 else plain.rfind(" ", 0, at - SHOWN // 3) + 1
    last = plain.find(" ", first + SHOWN)
    last = len(plain) if last == -1 else last
    return f"{'… ' if first else ''}{plain[first:last]}{' …' if last < len(plain) else ''}"
