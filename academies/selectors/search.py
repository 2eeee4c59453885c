"""The search over all that somebody may look at: a group for each kind of thing, a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from academies.access import Person
from academies.hits.kinds import PAGES
from academies.providers.search import Asked, Hit, SearchedKind, searches
from academies.rules.search import Found, Sifted, asked_words, sift
from academies.selectors.candidates import allow_typing_errors
from accounts.models import User
from celt.lib.sentences import listed, opened
from celt.ui.nav import NavGroup
from celt.ui.parts import Link

SHOWN_OF_EACH, SHOWN_OF_ONE, READ_OF_ONE = 5, 60, 150


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; `more`: the link to all of it where not all is shown."""

    kind: SearchedKind
    hits: list[Found]
    more: Link | None


@dataclass(frozen=True)
class SearchPage:
    """`asked`: the search as typed. `only`: the kind that alone is shown. `further`: searches that find more."""

    asked: str
    answer: str
    lead: str
    groups: list[Group]
    only: SearchedKind | None
    further: list[Link]
    every: str


def search_page(user: User, person: Person, pages: Sequence[NavGroup], query: Mapping[str, str]) -> SearchPage:
    """`q` of the address, and `kind` where only one is wanted. `pages`: the navigation as the person has it."""
    text = query.get("q", "").replace("\x00", "").strip()
    only = {PAGES.slug: PAGES, **searches.kinds}.get(query.get("kind", ""))
    words = asked_words(text)
    asked = Asked(words, frozenset({only.slug}), READ_OF_ONE) if only else Asked(words)
    found = Sifted({})
    if words and person.trust is not None:
        allow_typing_errors()
        hits = [*_pages(pages, asked), *searches.collect(user, person, asked)]
        found = sift(words, hits)
    further = (more(person, text) for more in searches.further) if words else ()
    return SearchPage(
        asked=text,
        answer=_answer(text, found, only, any_word=bool(words)),
        lead=_lead(text, found, any_word=bool(words)),
        groups=list(_groups(found, only, text)),
        only=only,
        further=[link for link in further if link is not None],
        every=_address(text),
    )


def _pages(pages: Sequence[NavGroup], asked: Asked) -> Iterator[Hit]:
    """Pages of the navigation, which the person may open by what it is. No query."""
    if not asked.wants(PAGES):
        return
    for group in pages:
        for item in group.items:
            yield Hit(PAGES.slug, item.label, item.url, group.label, item.about)
            for tab in item.tabs:
                if tab.url != item.url:
                    yield Hit(PAGES.slug, tab.label, tab.url, item.label)


def _groups(found: Sifted, only: SearchedKind | None, text: str) -> Iterator[Group]:
    kinds = {PAGES.slug: PAGES, **searches.kinds}
    most = SHOWN_OF_ONE if only else SHOWN_OF_EACH
    for kind in sorted(kinds.values(), key=lambda each: (each.position, each.label)):
        hits = found.kinds.get(kind.slug, [])
        if hits:
            over = not only and len(hits) > most
            more = Link(f"More in “{kind.label}”", _address(text, kind)) if over else None
            yield Group(kind, hits[:most], more)


def _address(text: str, kind: SearchedKind | None = None) -> str:
    return f"{reverse('academies:search')}?{urlencode({'q': text} | ({'kind': kind.slug} if kind else {}))}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60].rstrip()} …"


def _answer(text: str, found: Sifted, only: SearchedKind | None, *, any_word: bool) -> str:
    if not text:
        return "Search everything that you may open"
    if not any_word:
        return "There is no word in this to look for."
    if not found.number:
        return f"Nothing that you may open holds “{_short(text)}”."
    if only:
        return f"{only.label} with “{found.read}”"
    kinds = len(found.kinds)
    where = f" in {opened(kinds, 'kind').lower()} of things" if kinds > 1 else ""
    return f"“{found.read}” is found{where}."


def _lead(text: str, found: Sifted, *, any_word: bool) -> str:
    if not text:
        return (
            "Academies, people, plans, checkpoints, reviews, rounds, readers of boards, decisions, support, the toolkit"
            " and the pages of this app."
            " Pupils and coaching are found by no search."
        )
    if not any_word:
        return "“The”, “and” and the like stand in every text. Write what it is about: attendance, phonics, an academy."
    if not found.number:
        return "Try fewer words, or another word for the same. Pupils and coaching are found by no search."
    said = []
    if found.mended:
        said.append(f"You wrote “{_short(text)}”.")
    if found.unknown:
        said.append(f"Nothing holds {listed([f'“{word}”' for word in found.unknown])}.")
    elif found.some:
        said.append("Nothing holds all of these words: what holds most of them stands here.")
    return " ".join(said)
