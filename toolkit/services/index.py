"""Keeps the index of the search: one line in each service that publishes, changes or puts something away.

index.put(practice)     # as it stands now; a thing that readers are not told of leaves the index
index.drop(offer)       # it is told no more
rebuild(trust)          # all of it anew: `manage.py index_toolkit`
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from academies.models import Trust
from celt.lib.slips import words_of
from toolkit.models import Offer, Piece, Practice, SearchEntry, SearchKind, SearchWord, Story, Theory
from toolkit.services.index_texts import entries_of

Thing = Practice | Piece | Theory | Story | Offer

KINDS: dict[type[Thing], SearchKind] = {
    Practice: SearchKind.PRACTICE,
    Piece: SearchKind.PIECE,
    Theory: SearchKind.THEORY,
    Story: SearchKind.STORY,
    Offer: SearchKind.OFFER,
}
# What leads from a kind's row to its trust.
TRUSTS = {kind: "academy__trust" if kind in (SearchKind.STORY, SearchKind.OFFER) else "trust" for kind in SearchKind}
EACH = 500
ABOUT = ("strand", "phases", "subjects")
TEXTS = ("title", "note", "known_as", "lead", "body", "rest")


def put(thing: Thing) -> None:
    """The thing as readers are told of it now; where they are not, it leaves the index."""
    kind = KINDS[type(thing)]
    trust = thing.academy.trust_id if isinstance(thing, (Story, Offer)) else thing.trust_id
    with transaction.atomic():
        if not _write(trust, kind, entries_of(kind, pk=thing.pk)):
            drop(thing)
        if kind == SearchKind.PRACTICE:
            # They bear its name.
            _write(trust, SearchKind.OFFER, entries_of(SearchKind.OFFER, practice=thing))


def drop(thing: Thing) -> None:
    SearchEntry.objects.filter(**{KINDS[type(thing)].value: thing.pk}).delete()


@transaction.atomic
def rebuild(trust: Trust) -> int:
    """How many entries the trust's index holds now."""
    SearchEntry.objects.filter(trust=trust).delete()
    SearchWord.objects.filter(trust=trust).delete()
    return sum(_write(trust.pk, kind, entries_of(kind, **{TRUSTS[kind]: trust})) for kind in SearchKind)


def _write(trust: int, kind: SearchKind, entries: Iterable[SearchEntry]) -> int:
    """How many were written: new ones, or over what the index said of the same thing."""
    written = 0
    for some in _some(iter(entries)):
        for entry in some:
            entry.trust_id = trust
        SearchEntry.objects.bulk_create(
            some, update_conflicts=True, unique_fields=[kind.value], update_fields=["trust", *TEXTS, *ABOUT]
        )
        words = {word for entry in some for name in TEXTS for word in words_of(getattr(entry, name))}
        # In their order, so that two who write at once wait for each other and do not block one another.
        SearchWord.objects.bulk_create(
            (SearchWord(trust_id=trust, word=word) for word in sorted(words) if not word.isdigit()),
            ignore_conflicts=True, batch_size=5_000,
        )  # fmt: skip
        written += len(some)
    return written


def _some(entries: Iterator[SearchEntry]) -> Iterator[list[SearchEntry]]:
    while some := list(islice(entries, EACH)):
        yield some
