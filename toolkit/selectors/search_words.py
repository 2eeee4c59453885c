"""What somebody who searches meant: which of their words are known, and which known words stand for the others.

A word is known where an entry that this person may open holds it; so is what a typing error is mended to. Somebody
else's words are never told, not even by a mended one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from academies.models import Trust
from accounts.models import User
from celt.lib.slips import BOTH_WAYS, allowed, halves, joined, meant, one_slip_from, ranked, slips, words_of
from toolkit.models import SearchEntry, SearchWord
from toolkit.models.search import CONFIG

MOST_LETTERS, MOST_WORDS = 300, 12
TRIED = 6  # of the known words that are like one, the nearest
PREFIX = 4  # letters from which on the beginning of a word will do

# Words that are to be found together, or one instead of the other: (("white", "boards"), ("whiteboards",)).
Group = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """`groups`: what is looked for, all of them. `read`: the search as it was read; `mended`: it is not as typed.
    `unknown`: typed words that nothing stands for. `nearest`: known words that are like them. `cut`: it was too long.
    `begun`: words taken as beginnings."""

    typed: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    read: str = ""
    mended: bool = False
    unknown: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    cut: bool = False
    begun: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Nothing to look for: no word, or only such as stand in every text."""
        return not self.groups and not self.unknown

    def query(self, *, of_any: bool = False) -> SearchQuery | None:
        """What has all that is looked for and known, or any of it; None where nothing is."""
        if not self.groups:
            return None
        each = [reduce(or_, (reduce(and_, map(self._word, words)) for words in group)) for group in self.groups]
        return reduce(or_ if of_any else and_, each)

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that is looked for."""
        return tuple(dict.fromkeys(word for group in self.groups for words in group for word in words))

    def _word(self, word: str) -> SearchQuery:
        if word in self.begun:
            return SearchQuery(f"{word}:*", config=CONFIG, search_type="raw")
        return SearchQuery(word, config=CONFIG)


def understood(user: User, trust: Trust | None, text: str) -> Understood:
    """Three queries at most, whatever was typed."""
    words = list(dict.fromkeys(words_of(text[:MOST_LETTERS])))
    cut = len(text) > MOST_LETTERS or len(words) > MOST_WORDS
    words = words[:MOST_WORDS]
    facts = _facts(user, trust, {*words, *(alt for w in words if (alt := BOTH_WAYS.get(w)))})
    words = [word for word in words if word in facts]
    reading = _Reading(words, {word for word, known in facts.items() if known})
    pairs = dict(joined(words))
    at_loss = [word for word in words if not reading.knows(word)]
    asked = [*at_loss, *pairs.values()]
    if asked:
        near = _like(trust, at_loss, [pair for at, pair in pairs.items() if not reading.knows_both(at)])
        tried: dict[str, list[str]] = {}
        for word in asked:
            begin = sorted((each for each in near if each.startswith(word)), key=len) if len(word) >= PREFIX else []
            tried[word] = [*ranked(word, near)[:TRIED], *begin[:TRIED]]
        split = {word: list(halves(word)) for word in at_loss}
        more = {*asked, *(each for some in tried.values() for each in some)}
        more |= {half for pairs_ in split.values() for both in pairs_ for half in both}
        found = _facts(user, trust, more)
        reading.learn({word for word, known in found.items() if known}, tried, split)
    return reading.told(pairs, cut=cut)


@dataclass
class _Reading:
    """The typed words on their way to what was meant."""

    typed: list[str]
    known: set[str]
    tried: dict[str, list[str]] = field(default_factory=dict)
    split: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def knows(self, word: str) -> bool:
        return word in self.known or BOTH_WAYS.get(word) in self.known

    def knows_both(self, at: int) -> bool:
        return self.knows(self.typed[at]) and self.knows(self.typed[at + 1])

    def learn(self, known: set[str], tried: dict[str, list[str]], split: dict[str, list[tuple[str, str]]]) -> None:
        self.known |= known
        self.tried, self.split = tried, split

    def meant(self, word: str) -> str:
        return meant(word, [each for each in self.tried.get(word, ()) if each in self.known])

    def told(self, pairs: dict[int, str], *, cut: bool) -> Understood:
        groups: list[Group] = []
        read: list[str] = []
        unknown: list[str] = []
        begun: set[str] = set()
        at = 0
        while at < len(self.typed):
            word = self.typed[at]
            if (pair := pairs.get(at)) and (as_one := self._as_one(at, pair)):
                groups.append(((word, self.typed[at + 1]), (as_one,)) if self.knows_both(at) else ((as_one,),))
                read += [word, self.typed[at + 1]] if self.knows_both(at) else [as_one]
                at += 2
                continue
            if self.knows(word):
                groups.append(tuple((each,) for each in (word, BOTH_WAYS.get(word, "")) if each))
                read.append(word)
            elif self._begins(word):
                groups.append(((word,),))
                begun.add(word)
                read.append(word)
            elif both := self._halves(word):
                groups.append((both,))
                read += both
            elif right := self.meant(word):
                groups.append(tuple((each,) for each in (right, BOTH_WAYS.get(right, "")) if each))
                read.append(right)
            else:
                unknown.append(word)
            at += 1
        return Understood(
            typed=tuple(self.typed),
            groups=tuple(groups),
            read=" ".join(read),
            mended=(not unknown and read != self.typed) or bool(unknown and set(read) - set(self.typed)),
            unknown=tuple(unknown),
            nearest=self._nearest(unknown),
            cut=cut,
            begun=frozenset(begun),
        )

    def _nearest(self, unknown: list[str]) -> tuple[str, ...]:
        found = (each for word in unknown for each in self.tried.get(word, ()) if each in self.known)
        return tuple(dict.fromkeys(found))[:TRIED]

    def _as_one(self, at: int, pair: str) -> str:
        """Two words that were meant as one: written so somewhere, or nearer to such a word than each to another."""
        if pair in self.known:
            return pair
        if self.knows_both(at):
            return ""
        right = self.meant(pair)
        apart = sum(
            slips(word, near) if (near := self.meant(word)) else allowed(word) + 1
            for word in self.typed[at : at + 2]
            if not self.knows(word)
        )
        return right if right and slips(pair, right) <= apart else ""

    def _begins(self, word: str) -> bool:
        return len(word) >= PREFIX and any(each.startswith(word) and each in self.known for each in self.tried[word])

    def _halves(self, word: str) -> tuple[str, ...]:
        """Two known words without the blank between them, the more even the better."""
        both = [two for two in self.split.get(word, ()) if two[0] in self.known and two[1] in self.known]
        return max(both, key=lambda two: min(map(len, two)), default=())


def _facts(user: User, trust: Trust | None, words: set[str]) -> dict[str, bool]:
    """Whether the person may open an entry that holds the word; words that stand in every text are left out."""
    if not words or trust is None:
        return {}
    holding = SearchEntry.objects.visible_to(user).filter(
        trust=trust, document=SearchQuery(RawSQL("asked.word", ()), config=CONFIG)
    )
    entries, params = holding.values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT asked.word, EXISTS ({entries}) FROM unnest(%s) AS asked(word)
                WHERE numnode(plainto_tsquery('{CONFIG}', asked.word)) > 0""",
            [*params, sorted(words)],
        )
        return dict(cursor.fetchall())


def _like(trust: Trust | None, unknown: list[str], pairs: list[str]) -> list[str]:
    """Words that are written somewhere in the trust and are like one of these, or begin with it."""
    near = Q()
    for word in (*unknown, *pairs):
        near |= Q(word__trigram_similar=word) | Q(word__in=sorted(one_slip_from(word)))
        if len(word) >= PREFIX:
            near |= Q(word__startswith=word)
    if not near:
        return []
    return list(SearchWord.objects.filter(near, trust=trust).values_list("word", flat=True))
