"""The library as a list: cards narrowed by the address, what is on its way, and of what use one's own was. A fixed
number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.ways import may_at
from accounts.models import User
from celt.lib.counting import how_many
from celt.lib.sentences import alike, counted, listed
from celt.ui.parts import Choice, Filter, Status, one_of
from toolkit.models import Adoption, Lesson, Piece, PieceFile, PiecePractice, Practice, Strand, TaughtPhase
from toolkit.models.library import AdoptionHow, PieceKind, PieceState
from toolkit.providers import read_with
from toolkit.rules.years import year_label, years_in
from toolkit.selectors.practice import phases_said
from toolkit.strategy.library import PIECES

TRUSTS = "The trust"
PLURAL = {
    PieceKind.SEQUENCE: "Sequences of lessons",
    PieceKind.SCHEME: "Schemes of work",
    PieceKind.GUIDANCE: "Guidance",
    PieceKind.RESEARCH: "Reviews of research",
    PieceKind.CASE_STUDY: "Case studies",
}
ORDERS = (("", "Most used first"), ("new", "Newest first"), ("title", "By title"))
# Pieces of one's own of which others' use is told, and how far back it is looked for.
OF_USE, NEWEST = 3, 40


@dataclass(frozen=True, repr=False)
class PieceCard:
    """`used`: academies that work with it now, as it is or in a version of their own."""

    piece: Piece
    practices: list[Practice]
    lessons: int
    files: int
    used: int
    summary: str

    @property
    def title(self) -> str:
        return self.piece.title

    @property
    def url(self) -> str:
        return reverse("toolkit:piece_show", args=[self.piece.pk])

    @property
    def kind(self) -> str:
        return self.piece.get_kind_display()

    @property
    def whose(self) -> str:
        return self.piece.academy.name if self.piece.academy else TRUSTS

    @property
    def about(self) -> str:
        """“English · Year 5”, or where it names no year, its phases."""
        return " · ".join(filter(None, (self.piece.subject, self.piece.year_groups or phases_said(self.piece.phases))))

    @property
    def holds(self) -> str:
        parts = [counted(self.lessons, "lesson")] if self.lessons else []
        parts += [counted(self.files, "file")] if self.files else []
        return ", ".join(parts)

    @property
    def used_says(self) -> str:
        return f"In use at {counted(self.used, 'academy', 'academies')}" if self.used else ""

    @property
    def strand(self) -> str:
        return self.piece.get_strand_display()

    @property
    def phases(self) -> str:
        return phases_said(self.piece.phases)

    @property
    def builds_on(self) -> str:
        return "; ".join(practice.title for practice in self.practices)

    @property
    def state(self) -> Status:
        return state_of(self.piece)

    @property
    def day(self) -> datetime.date | None:
        at = self.piece.published_at
        return timezone.localtime(at).date() if at else None


@dataclass(frozen=True, repr=False)
class Use:
    """What another academy did with something of one's own."""

    title: str
    url: str
    says: str
    day: datetime.date


@dataclass(frozen=True, repr=False)
class PiecesPage:
    """`kinds`: a link for each kind with how many there are. `drafts`: those that the person may go on with.
    `unshipped`: how many of the product's own the trust has not got."""

    cards: list[PieceCard]
    kinds: list[tuple[str, str, int, bool]]
    filters: list[Filter]
    q: str
    kind: str
    answer: str
    any_at_all: bool
    unshipped: int
    drafts: list[PieceCard] = field(default_factory=list)
    of_use: list[Use] = field(default_factory=list)


def state_of(piece: Piece) -> Status:
    match piece.state:
        case PieceState.PUBLISHED:
            return Status("In the library", "good")
        case PieceState.DRAFT:
            return Status("Draft", "busy")
        case _:
            return Status("Put away")


def pieces_page(user: User, person: Person, query: Mapping[str, str]) -> PiecesPage:
    """Narrowed by `kind`, `year`, `subject`, `phase`, `strand`, `academy`, `kept` and `q` of the address, in its
    `order`."""
    cards = cards_of(user, person)
    standing = [card for card in cards if card.piece.state == PieceState.PUBLISHED]
    away = [card for card in cards if card.piece.state == PieceState.ARCHIVED]
    years = sorted({year for card in standing for year in years_in(card.piece.year_groups)})
    subjects = sorted({card.piece.subject for card in standing if card.piece.subject})
    whose = {card.piece.academy.slug: card.piece.academy.name for card in standing if card.piece.academy}
    wanted = {
        "kind": one_of(query, "kind", PieceKind.values),
        "year": one_of(query, "year", [str(year) for year in years]),
        "subject": one_of(query, "subject", subjects),
        "phase": one_of(query, "phase", TaughtPhase.values),
        "strand": one_of(query, "strand", Strand.values),
        "academy": one_of(query, "academy", ["trust", *whose]),
        "kept": one_of(query, "kept", ["away"]),
        "order": one_of(query, "order", [value for value, _ in ORDERS]),
    }
    q = " ".join(query.get("q", "").split())[:80]
    fits = [card for card in (away if wanted["kept"] else standing) if _fits(card, wanted, q)]
    return PiecesPage(
        cards=_in_order([card for card in fits if wanted["kind"] in ("", card.piece.kind)], wanted["order"]),
        kinds=_kinds(fits, wanted["kind"]),
        filters=_filters(wanted, years, subjects, whose, away=bool(away)),
        q=q,
        kind=wanted["kind"],
        answer=_answer(standing),
        any_at_all=bool(cards),
        unshipped=len({told.slug for told in PIECES} - {card.piece.slug for card in cards}),
        drafts=[card for card in cards if card.piece.state == PieceState.DRAFT],
        of_use=_of_use(user, person) if person.can(Permission.WRITE_TOOLKIT) else [],
    )


def cards_of(user: User, person: Person) -> list[PieceCard]:
    """Every piece that the person may read. Four queries at most."""
    files = PieceFile.objects.visible_to(user).filter(piece=OuterRef("pk"))
    uses = Adoption.objects.visible_to(user).filter(piece=OuterRef("pk"))
    pieces: list[Any] = list(
        Piece.objects.visible_to(user)
        .filter(trust=person.trust)
        .defer("body")
        .select_related("academy")
        .annotate(
            lessons_count=how_many(Lesson.objects.visible_to(user).filter(piece=OuterRef("pk"))),
            files_count=how_many(files.filter(struck_at__isnull=True)),
            used_count=how_many(uses.filter(ended_at__isnull=True), "academy"),
        )
        .order_by("title", "pk")
    )
    practices: dict[int, list[Practice]] = {}
    for link in (
        PiecePractice.objects.visible_to(user)
        .filter(piece__in=[piece.pk for piece in pieces])
        .select_related("practice")
    ):
        practices.setdefault(link.piece_id, []).append(link.practice)
    read = read_with(user, person, list({piece.academy for piece in pieces if piece.academy}))
    return [
        PieceCard(
            piece, practices.get(piece.pk, []), piece.lessons_count, piece.files_count, piece.used_count,
            _read(read, piece, piece.summary),
        )
        for piece in pieces
    ]  # fmt: skip


def _read(read: Callable[[int, str], str], piece: Piece, text: str) -> str:
    return read(piece.academy_id, text) if piece.academy_id else text


def _of_use(user: User, person: Person) -> list[Use]:
    """What others did lately with pieces of one's own academies, or that one wrote oneself."""
    ours = {m.academy_id for m in person.here if m.academy and may_at(m.academy, person, Permission.WRITE_TOOLKIT)}
    found = (
        Adoption.objects.visible_to(user)
        .filter(Q(piece__academy__in=ours) | Q(piece__written_by=user.pk), academy__trust=person.trust)
        .filter(ended_at__isnull=True)
        .exclude(academy__in=ours)
        .exclude(academy=F("piece__academy"))
        .select_related("academy", "piece")
        .order_by("-at", "-pk")[:NEWEST]
    )
    told: dict[int, list[Adoption]] = {}
    for adoption in found:
        told.setdefault(adoption.piece_id, []).append(adoption)
    return [_use(uses) for uses in list(told.values())[:OF_USE]]


def _use(uses: Sequence[Adoption]) -> Use:
    """What others did with one piece, the newest first."""
    as_is = [each.academy.name for each in uses if each.how == AdoptionHow.ADOPTED]
    own = [each.academy.name for each in uses if each.how == AdoptionHow.ADAPTED]
    piece = uses[0].piece
    return Use(
        piece.title,
        reverse("toolkit:piece_show", args=[piece.pk]),
        "; ".join(
            [f"{listed(as_is)} {'uses' if len(as_is) == 1 else 'use'} it" for _ in as_is[:1]]
            + [f"{listed(own)} made it {'its' if len(own) == 1 else 'their'} own" for _ in own[:1]]
        ),
        timezone.localtime(uses[0].at).date(),
    )


def _filters(
    wanted: Mapping[str, str], years: Sequence[int], subjects: Sequence[str], whose: Mapping[str, str], *, away: bool
) -> list[Filter]:
    places = [("trust", TRUSTS), *sorted(whose.items(), key=lambda pair: pair[1])]
    return [
        Filter.of("year", "Year", "Every year", [(str(year), year_label(year)) for year in years], wanted["year"]),
        Filter.of("subject", "Subject", "Every subject", [(each, each) for each in subjects], wanted["subject"]),
        Filter.of("phase", "Phase", "Every phase", TaughtPhase.choices, wanted["phase"]),
        Filter.of("strand", "Strand", "Every strand", Strand.choices, wanted["strand"]),
        Filter.of("academy", "From", "Everywhere", places, wanted["academy"]),
        *([Filter.of("kept", "Kept", "In the library", [("away", "Put away")], wanted["kept"])] if away else []),
        Filter("order", "Order", [Choice(*each) for each in ORDERS], wanted["order"]),
    ]


def _fits(card: PieceCard, wanted: Mapping[str, str], q: str) -> bool:
    piece = card.piece
    whose = piece.academy.slug if piece.academy else "trust"
    return (
        (not wanted["year"] or int(wanted["year"]) in years_in(piece.year_groups))
        and wanted["subject"] in ("", piece.subject)
        and (not wanted["phase"] or wanted["phase"] in piece.phases)
        and wanted["strand"] in ("", piece.strand)
        and wanted["academy"] in ("", whose)
        and (not q or _has_words(card, q))
    )


def _has_words(card: PieceCard, q: str) -> bool:
    """Every word stands somewhere in what the card tells."""
    told = " ".join((card.title, card.summary, card.kind, card.about, card.whose, card.strand, card.builds_on)).lower()
    return all(word in told for word in q.lower().split())


def _in_order(cards: list[PieceCard], order: str) -> list[PieceCard]:
    """`cards` come by their titles."""
    if order == "new":
        return sorted(cards, key=lambda card: card.day or datetime.date.max, reverse=True)
    return cards if order == "title" else sorted(cards, key=lambda card: -card.used)


def _kinds(fits: Sequence[PieceCard], kind: str) -> list[tuple[str, str, int, bool]]:
    """Value, words, how many, whether it is the one shown. Kinds without a piece are left out, but the one shown."""
    counts = {each: sum(card.piece.kind == each for card in fits) for each in PLURAL}
    shown = [(each.value, PLURAL[each], n, each == kind) for each, n in counts.items() if n or each == kind]
    return [("", "Everything", len(fits), not kind), *shown]


def _answer(standing: Sequence[PieceCard]) -> str:
    if not standing:
        return "The library holds nothing yet"
    used = sum(1 for card in standing if card.used)
    held, living = alike((len(standing), "piece", ""), (used, "is in use", "are in use"))
    return f"The library holds {held}; {living if used else 'none is in use yet'}"
