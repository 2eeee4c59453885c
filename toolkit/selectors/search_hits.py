"""Hits of the search: in their order, with what was found in them marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import Case, F, FloatField, Func, TextField, Value, When
from django.db.models.functions import Concat
from django.urls import reverse

from toolkit.models import Offer, SearchKind
from toolkit.models.search import CONFIG, SearchEntryQuerySet
from toolkit.selectors.search_words import Understood

# Where a word stands: the rest, what one does, what it is, the name.
WEIGHTS = [0.05, 0.2, 0.5, 1.0]
# Between hits that are as good, what one can do comes before what one can read. An offer bears the name of its
# practice and says little else: it comes after the practice.
FIRST = {SearchKind.PRACTICE: 1.25, SearchKind.PIECE: 1.0, SearchKind.THEORY: 0.9, SearchKind.OFFER: 0.5}
BEGINS, SAME = 150, 20  # letters of a text's beginning: shown, compared
# Letters for private use, which no text holds: they mark what was found until the page draws it.
OPENS, CLOSES = "\ue000", "\ue001"
SHOWN = {
    SearchKind.PIECE: ("toolkit:piece_show", "piece_id"),
    SearchKind.THEORY: ("toolkit:theory_show", "theory_id"),
    SearchKind.STORY: ("toolkit:story_show", "story_id"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a snippet; `found` where it is what was looked for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One hit. `kind` is what it is filtered by, `note` says it in full, with its place."""

    kind: str
    note: str
    url: str
    title: str
    spans: list[Span]
    snippet: list[Span]

    @property
    def says(self) -> str:
        return "".join(span.text for span in self.snippet)


def ordered(entries: SearchEntryQuerySet, read: Understood, *, by_name: bool) -> SearchEntryQuerySet:
    """The best first, or where nothing is asked, by name."""
    query = read.query(of_any=True)
    if query is None or by_name:
        return entries.order_by("title", "pk")
    weight = Case(
        *(When(kind=kind, then=Value(times)) for kind, times in FIRST.items()), default=Value(0.8),
        output_field=FloatField(),
    )  # fmt: skip
    rank = _rank(query)
    if len(read.groups) > 1:
        rank += _rank(SearchQuery(read.read, config=CONFIG, search_type="phrase"))
    return entries.annotate(rank=rank * weight).order_by("-rank", "title", "pk")


def _rank(query: SearchQuery) -> Any:
    """Long texts hold many words by chance: divided by the logarithm of their length."""
    return SearchRank(F("document"), query, weights=WEIGHTS, normalization=1)


def hits_of(entries: SearchEntryQuerySet, read: Understood, *, of_any: bool, first: int, most: int) -> list[Found]:
    """One query. What belongs to a hit is joined to those of the page alone, not to all that were put in order."""
    page = entries.filter(pk__in=entries.values("pk")[first : first + most])
    rows = _told(page, read, of_any=of_any).select_related("practice", "offer__practice", "offer__academy")
    return [_found(row) for row in rows]


def _told(entries: SearchEntryQuerySet, read: Understood, *, of_any: bool) -> Any:
    """With what was found marked. PostgreSQL marks the rows of the page alone, after it has put them in order."""
    query = read.query(of_any=of_any)
    if query is None:
        return entries.annotate(
            marked_title=F("title"), snippet=Func(F("lead"), Value(BEGINS), function="left", output_field=TextField())
        )
    # Out of what it is and its steps where they hold a word of it, else out of the rest.
    near = Concat("lead", Value("\n"), "body", output_field=TextField())
    fragments = {"max_words": 26, "min_words": 12, "fragment_delimiter": " … "}
    begins = Func(F("lead"), Value(BEGINS), function="left", output_field=TextField())
    snippet = Case(
        When(near=read.query(of_any=True), then=_marked(near, query, max_fragments=2, **fragments)),
        When(rest="", then=begins),
        default=Concat(
            begins, Value(" … "), _marked("rest", query, max_fragments=1, **fragments), output_field=TextField()
        ),
    )
    return entries.annotate(near=SearchVector("lead", "body", config=CONFIG)).annotate(
        marked_title=_marked("title", query, highlight_all=True),
        snippet=snippet,
    )


def _marked(text: Any, query: SearchQuery, **options: Any) -> SearchHeadline:
    return SearchHeadline(text, query, config=CONFIG, start_sel=OPENS, stop_sel=CLOSES, **options)


def _found(row: Any) -> Found:
    name, key = SHOWN.get(row.kind, ("", ""))
    if row.kind == SearchKind.PRACTICE:
        url = reverse("toolkit:practice_show", args=[row.practice.slug])
    elif row.kind == SearchKind.OFFER:
        url = _offer_url(row.offer)
    else:
        url = reverse(name, args=[getattr(row, key)])
    plain = row.snippet.replace(OPENS, "").replace(CLOSES, "")
    cut = not row.lead.startswith(plain[:SAME])
    snippet = f"… {row.snippet}" if cut else row.snippet
    return Found(row.kind, row.note, url, row.title, spans_of(row.marked_title), spans_of(snippet))


def _offer_url(offer: Offer) -> str:
    return offer_address(offer.practice.slug if offer.practice else "", offer.subject, offer.academy.slug)


def offer_address(practice: str, subject: str, academy: str) -> str:
    """The list of offers, narrowed to one: by its practice, or where it names none by its subject."""
    about = {"practice": practice} if practice else {"subject": subject.casefold()}
    return f"{reverse('toolkit:offer_list')}?{urlencode({**about, 'academy': academy})}"


def spans_of(text: str) -> list[Span]:
    """What stands between the marks is found. A mark that somebody typed is no mark of ours but does no harm."""
    spans = []
    for at, piece in enumerate(text.split(OPENS)):
        inside, _, after = piece.partition(CLOSES) if at else ("", "", piece)
        spans += [Span(inside, True), Span(after.replace(CLOSES, ""), False)]
    return [span for span in spans if span.text]
