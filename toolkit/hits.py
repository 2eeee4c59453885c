"""Practices, the library, theories of action, stories and expertise for the search over the whole product. One query.

It finds by the index of the toolkit's own search, which mends more and finds more: the page leads there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.db.models.functions import Left
from django.urls import reverse

from academies.access import Permission, Person
from academies.providers.search import Asked, Hit, SearchedKind
from academies.selectors.candidates import Place, candidates
from accounts.models import User
from celt.ui.parts import Link
from toolkit.models import SearchEntry, SearchKind
from toolkit.models.search import CONFIG
from toolkit.selectors.search_hits import SHOWN, offer_address

LETTERS = 4_000  # of a text that are read again for the words

KINDS = {
    SearchKind.PRACTICE: SearchedKind("practice", "Practices", 40),
    SearchKind.PIECE: SearchedKind("piece", "Library", 42),
    SearchKind.THEORY: SearchedKind("theory", "Theories of action", 44),
    SearchKind.STORY: SearchedKind("story", "Stories", 46),
    SearchKind.OFFER: SearchedKind("offer", "Expertise", 48),
}
TOLD = {
    "kind": "kind", "note": "note", "body": Left("body", LETTERS), "piece_id": "piece_id", "theory_id": "theory_id",
    "story_id": "story_id", "practice": "practice__slug", "subject": "offer__subject",
    "offer_practice": "offer__practice__slug", "offer_academy": "offer__academy__slug",
}  # fmt: skip


def toolkit_hits(user: User, person: Person, asked: Asked) -> Iterator[Hit]:
    wanted = [kind for kind, searched in KINDS.items() if asked.wants(searched)]
    if not person.can(Permission.VIEW_TOOLKIT) or not wanted:
        return
    words = [SearchQuery(word, config=CONFIG) for spellings in asked.words for word in spellings]
    rows = SearchEntry.objects.visible_to(user).filter(trust=person.trust, kind__in=wanted)
    holds = Q(document=reduce(or_, words))
    # One place for all five: one look into the index.
    place = Place(KINDS[SearchKind(wanted[0])], rows, "title", ["known_as", "lead"], TOLD, holds)
    for _, told in candidates(Asked(asked.words, most=asked.most * 2), place):
        kind = SearchKind(told["kind"])
        if kind == SearchKind.PRACTICE:
            url = reverse("toolkit:practice_show", args=[told["practice"]])
        elif kind == SearchKind.OFFER:
            url = offer_address(told["offer_practice"], told["subject"], told["offer_academy"])
        else:
            name, key = SHOWN[kind]
            url = reverse(name, args=[told[key]])
        says = "\n".join(filter(None, (told["lead"], told["body"])))
        yield Hit(KINDS[kind].slug, told["title"], url, told["note"], says, told["known_as"])


def further_in_toolkit(person: Person, text: str) -> Link | None:
    if not person.can(Permission.VIEW_TOOLKIT):
        return None
    return Link(
        "Search the toolkit alone, by strand, phase and subject",
        f"{reverse('toolkit:search')}?{urlencode({'q': text})}",
    )
