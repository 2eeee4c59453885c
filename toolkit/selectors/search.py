"""The search page: hits with what was found in them, best first, in a fixed number of queries.

Each hit is narrowed by `SearchEntry.visible_to`, and so are the numbers, the snippets and the mended words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.urls import reverse

from academies.access import Person
from accounts.models import User
from celt.lib.sentences import opened
from celt.ui.parts import Choice, Filter, Link, one_of
from toolkit.models import SearchEntry, SearchKind, Strand, TaughtPhase
from toolkit.models.search import SearchEntryQuerySet
from toolkit.rules.subjects import SUBJECTS
from toolkit.selectors.search_hits import Found, hits_of, ordered
from toolkit.selectors.search_words import MOST_WORDS, Understood, understood

HITS_A_PAGE, MOST_IN_FILE = 20, 1_000
ORDERS = (("", "Best first"), ("title", "By name"))
PLURALS = {
    SearchKind.PRACTICE: "Practices",
    SearchKind.PIECE: "Library",
    SearchKind.THEORY: "Theories of action",
    SearchKind.STORY: "Stories",
    SearchKind.OFFER: "Expertise",
}


@dataclass(frozen=True)
class SearchPage:
    """`asked`: the search as typed. `tried_any`: nothing has all the words, shown is what has some. `kinds`: number of
    hits of each, as links. `strands`: where to go from nothing."""

    asked: str
    read: Understood
    answer: str
    lead: str
    hits: Page[Found] | None
    filters: list[Filter]
    kinds: list[tuple[Link, int, bool]]
    nearest: list[Link]
    strands: list[Link]
    narrowed: str


def search_page(user: User, person: Person, query: Mapping[str, str]) -> SearchPage:
    """`q` of the address, narrowed by `kind`, `strand`, `phase` and `subject`, in its `order`."""
    asked = query.get("q", "").replace("\x00", "").strip()
    read = understood(user, person.trust, asked)
    wanted = _wanted(query)
    entries = SearchEntry.objects.visible_to(user).filter(trust=person.trust)
    matched, tried_any, numbers = _matched(narrowed(entries, wanted), read, asked)
    total = sum(numbers.values())
    shown = matched.filter(kind=wanted["kind"]) if wanted["kind"] else matched
    searched = bool(asked or _narrows(wanted))
    of_kind = numbers.get(wanted["kind"], 0) if wanted["kind"] else total
    in_order = ordered(shown, read, by_name=wanted["order"] == "title")
    hits = _paged(in_order, of_kind, query, read, of_any=tried_any) if searched else None
    return SearchPage(
        asked=asked,
        read=read,
        answer=_answer(asked, read, of_kind, any_filter=_narrows(wanted), tried_any=tried_any and len(read.groups) > 1),
        lead=_lead(asked, read, of_kind, tried_any=tried_any),
        hits=hits,
        filters=_filters(wanted),
        kinds=_kinds(query, numbers, wanted["kind"]) if searched else [],
        nearest=[Link(word, _address({"q": word})) for word in read.nearest] if not of_kind else [],
        strands=[Link(label, _address({"strand": value})) for value, label in Strand.choices],
        narrowed=_narrowing(wanted),
    )


def search_file(user: User, person: Person, query: Mapping[str, str]) -> list[Found]:
    """The same hits for a file, the first thousand."""
    asked = query.get("q", "").replace("\x00", "").strip()
    read, wanted = understood(user, person.trust, asked), _wanted(query)
    entries = SearchEntry.objects.visible_to(user).filter(trust=person.trust)
    matched, tried_any, _ = _matched(narrowed(entries, wanted), read, asked)
    shown = matched.filter(kind=wanted["kind"]) if wanted["kind"] else matched
    in_order = ordered(shown, read, by_name=wanted["order"] == "title")
    return hits_of(in_order, read, of_any=tried_any, first=0, most=MOST_IN_FILE)


def narrowed(entries: SearchEntryQuerySet, wanted: Mapping[str, str]) -> SearchEntryQuerySet:
    """By strand, phase and subject; what is for any phase or subject is for this one."""
    if wanted["strand"]:
        entries = entries.filter(strand=wanted["strand"])
    if wanted["phase"]:
        entries = entries.filter(Q(phases=[]) | Q(phases__contains=[wanted["phase"]]))
    if wanted["subject"]:
        entries = entries.filter(Q(subjects=[]) | Q(subjects__contains=[wanted["subject"]]))
    return entries


def _matched(
    entries: SearchEntryQuerySet, read: Understood, asked: str
) -> tuple[SearchEntryQuerySet, bool, dict[str, int]]:
    """What has all the words, or where nothing has, what has any; whether it is that; and how many of each kind."""
    if not asked:
        return entries, False, _numbers(entries)
    for of_any in (False, True):
        if query := read.query(of_any=of_any):
            found = entries.filter(document=query)
            if numbers := _numbers(found):
                return found, of_any, numbers
    return entries.none(), False, {}


def _numbers(entries: SearchEntryQuerySet) -> dict[str, int]:
    return dict(entries.order_by().values_list("kind").annotate(number=Count("pk")))


def _paged(
    entries: SearchEntryQuerySet, number: int, query: Mapping[str, str], read: Understood, *, of_any: bool
) -> Page[Found]:
    # The number is known already: the paginator does not count again.
    page: Page[Any] = Paginator(range(number), HITS_A_PAGE).get_page(query.get("page"))
    first = HITS_A_PAGE * (page.number - 1)
    page.object_list = hits_of(entries, read, of_any=of_any, first=first, most=HITS_A_PAGE) if number else []
    return page


NARROWING = ("kind", "strand", "phase", "subject")


def _wanted(query: Mapping[str, str]) -> dict[str, str]:
    """The filters of the address; what is no choice narrows nothing."""
    known: dict[str, Collection[str]] = {
        "kind": SearchKind.values, "strand": Strand.values, "phase": TaughtPhase.values, "order": dict(ORDERS),
    }  # fmt: skip
    wanted = {name: one_of(query, name, values) for name, values in known.items()}
    return {**wanted, "subject": query.get("subject", "").replace("\x00", "").strip()[:40]}


def _narrows(wanted: Mapping[str, str]) -> bool:
    return any(wanted[name] for name in NARROWING)


def _narrowing(wanted: Mapping[str, str]) -> str:
    """What narrows the search, in words."""
    known: dict[str, dict[str, str]] = {
        "kind": {str(kind): label for kind, label in PLURALS.items()},
        "strand": dict(Strand.choices),
        "phase": dict(TaughtPhase.choices),
    }
    said = [known[name][wanted[name]] for name in known if wanted[name]]
    return ", ".join(filter(None, (*said, wanted["subject"])))


def _filters(wanted: Mapping[str, str]) -> list[Filter]:
    # Somebody may have come from a subject that a colleague wrote otherwise.
    subjects = sorted({*SUBJECTS, *filter(None, (wanted["subject"],))})
    choices: dict[str, tuple[str, str, Iterable[tuple[str, str]]]] = {
        "kind": ("Kind", "Everything", PLURALS.items()),
        "strand": ("Strand", "Every strand", Strand.choices),
        "phase": ("Phase", "Every phase", TaughtPhase.choices),
        "subject": ("Subject", "Every subject", [(subject, subject) for subject in subjects]),
    }
    filters = [Filter.of(name, label, every, known, wanted[name]) for name, (label, every, known) in choices.items()]
    return [*filters, Filter("order", "Order", [Choice(*each) for each in ORDERS], wanted["order"])]


def _kinds(query: Mapping[str, str], numbers: Mapping[str, int], chosen: str) -> list[tuple[Link, int, bool]]:
    """Everything, then each kind that has hits, with their number and whether it is what is shown."""
    kept = {name: query[name] for name in ("q", "strand", "phase", "subject", "order") if query.get(name)}
    every = (Link("Everything", _address(kept)), sum(numbers.values()), not chosen)
    each = [
        (Link(label, _address({**kept, "kind": kind.value})), numbers[kind], chosen == kind)
        for kind, label in PLURALS.items()
        if numbers.get(kind)
    ]
    return [every, *each] if each else []


def _address(query: Mapping[str, str]) -> str:
    return f"{reverse('toolkit:search')}?{urlencode(query)}"


def _answer(asked: str, read: Understood, number: int, *, any_filter: bool, tried_any: bool) -> str:
    things = opened(number, "thing")
    if not asked:
        return f"{things} in the toolkit {_fit(number)}." if any_filter else "Search the toolkit"
    if read.is_empty:
        return "There is no word in this to look for."
    if not number:
        return f"{'Nothing that fits' if any_filter else 'Nothing in the toolkit'} holds “{_short(asked)}”."
    answer = f"{'answers' if number == 1 else 'answer'}{' a part of' if tried_any else ''}"
    return f"{things} in the toolkit {answer} “{read.read}”."


def _fit(number: int) -> str:
    return "fits" if number == 1 else "fit"


def _short(asked: str) -> str:
    return asked if len(asked) <= 60 else f"{asked[:60].rstrip()} …"


def _lead(asked: str, read: Understood, number: int, *, tried_any: bool) -> str:
    said = []
    if not asked:
        return "Practices and their steps, the library, theories of action, stories and what colleagues would show."
    if read.is_empty:
        return "“The”, “and” and the like stand in every text. Write what it is about: reading, questions, feedback."
    if number and read.mended:
        said.append(f"You wrote “{_short(asked)}”.")
    if number and read.unknown:
        said.append(f"Nothing holds {' or '.join(f'“{word}”' for word in read.unknown[:3])}.")
    if tried_any and len(read.groups) > 1:
        said.append("Nothing has all of these words: what has some of them stands below, the nearest first.")
    if not number:
        said.append("Try fewer words, or another word for the same.")
    if read.cut:
        said.append(f"A search looks for the first {MOST_WORDS} words.")
    return " ".join(said)
