"""Rows that may be meant by a search, of several kinds of thing in one query, the likeliest of each first.

for place, told in candidates(asked, Place(ACADEMIES, academies, "name", told={"slug": "slug"})): ...

Typing errors are forgiven by trigrams: the operator `%>` holds where some stretch of the text is like the word, and an
index of trigrams answers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add, or_
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import F, FloatField, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Greatest, JSONObject

from academies.providers.search import Asked, SearchedKind

# Two letters that changed places in a word of seven leave half of its trigrams.
LIKE = 0.4
# More than any table holds. A subquery with a limit is answered on its own, and so by its index of trigrams: PostgreSQL
# knows too little of `%>` to begin there by itself.
EVERY = 100_000_000


@dataclass(frozen=True)
class ByIndex:
    """A table that grows with the trust, and has an index of trigrams over `text`: it is asked first, and alone.
    `path`: the field of the rows that leads to its key."""

    model: type[Model]
    text: str
    path: str = "pk"


@dataclass(frozen=True)
class Place:
    """Where one kind of thing is looked for: `title` and `texts` lead to what it says, `told` to what else is needed
    to tell of it. `also`: what makes a row likely besides. `by_index`: where its title is looked up."""

    kind: SearchedKind
    rows: QuerySet[Any]
    title: str
    texts: Sequence[str] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    also: Q | None = None
    by_index: ByIndex | None = None


def allow_typing_errors() -> None:
    """How like a word a stretch of text must be on this connection. One query; nothing else asks by `%>`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, false)", [str(LIKE)])


def candidates(asked: Asked, *places: Place) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Each with `title`, its texts by their paths, and what `told` asks for. One query, or none."""
    wanted = [place for place in places if asked.wants(place.kind)]
    if not wanted or not asked.words:
        return
    first, *rest = [_likely(number, place, asked) for number, place in enumerate(wanted)]
    for number, told in first.union(*rest, all=True) if rest else first:
        yield wanted[number], told


def _likely(number: int, place: Place, asked: Asked) -> QuerySet[Any, Any]:
    paths = (place.title, *place.texts)
    spellings = [word for words in asked.words for word in words]
    like = place.also or Q()
    if place.by_index:
        like |= _found_by(place.by_index, spellings)
    for path in paths[1:] if place.by_index else paths:
        like |= _like(path, spellings)
    near = reduce(add, (_near(paths, words) for words in asked.words))
    told = {"title": F(place.title)} | {path: F(path) for path in place.texts} | dict(place.told)
    rows = place.rows.filter(like).annotate(hit_near=near, hit_place=Value(number), hit_told=JSONObject(**told))
    likeliest: QuerySet[Any, Any] = rows.order_by("-hit_near", "pk")
    return likeliest.values_list("hit_place", "hit_told")[: asked.most]


def _like(path: str, spellings: Sequence[str]) -> Q:
    return reduce(or_, (Q(**{f"{path}__trigram_word_similar": word}) for word in spellings))


def _found_by(index: ByIndex, spellings: Sequence[str]) -> Q:
    """Keys alone; which of these rows the person may know is asked of `Place.rows`."""
    found = index.model._base_manager.filter(_like(index.text, spellings)).order_by().values("pk")[:EVERY]
    return Q(**{f"{index.path}__in": found})


def _near(paths: Sequence[str], words: Sequence[str]) -> Any:
    """How near the word comes to what the row says: a name counts for more than a text."""
    likes = [
        Cast(TrigramWordSimilarity(word, path), FloatField()) * Value(1.0 if at == 0 else 0.8)
        for at, path in enumerate(paths)
        for word in words
    ]
    return Greatest(*likes, output_field=FloatField()) if len(likes) > 1 else likes[0]
