"""The practices of a trust as cards, and what is on its way. Each function asks a fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models.academy import Phase
from accounts.models import User
from celt.lib.sentences import alike, inside, listed, opening
from celt.ui.markdown import to_text
from celt.ui.parts import Choice, Filter, Status, one_of
from toolkit.models import Practice, PracticeStep, PracticeVersion, Strand, Strength, TaughtPhase
from toolkit.models.practice import VERSION_OPEN, PracticeKind, PracticeQuerySet, VersionState
from toolkit.strategy.practice import PRACTICES

STATES: dict[str, Status] = {
    VersionState.DRAFT: Status("Draft", "busy"),
    VersionState.IN_REVIEW: Status("In review", "warn"),
    VersionState.READY: Status("Ready to publish", "good"),
    VersionState.PUBLISHED: Status("Published", "good"),
    VersionState.SUPERSEDED: Status("Superseded"),
    VersionState.DROPPED: Status("Dropped"),
}
ORDERS = (("", "By strand"), ("name", "By name"), ("new", "Newest first"))
EXTRACT = 190


@dataclass(frozen=True, slots=True)
class Evidence:
    """How strong the evidence is: a word, what it means, and how many of three marks are filled."""

    key: str
    word: str
    means: str
    marks: int

    @property
    def dots(self) -> list[bool]:
        return [at < self.marks for at in range(3)]


MARKS = {Strength.STRONG: 3, Strength.PROMISING: 2, Strength.MIXED: 2, Strength.EARLY: 1}


def evidence_of(strength: str) -> Evidence | None:
    if not strength:
        return None
    word, means = Strength(strength).label.split(": ")
    return Evidence(strength, word, means, MARKS[Strength(strength)])


@dataclass(frozen=True, repr=False)
class PracticeCard:
    """`version`: what is published; where nothing is yet, the draft."""

    practice: Practice
    version: PracticeVersion | None

    @property
    def title(self) -> str:
        return self.practice.title

    @property
    def url(self) -> str:
        return reverse("toolkit:practice_show", args=[self.practice.slug])

    @property
    def strand(self) -> str:
        return self.practice.get_strand_display()

    @property
    def kind(self) -> str:
        return self.practice.get_kind_display()

    @property
    def phases(self) -> str:
        return phases_said(self.practice.phases)

    @property
    def subjects(self) -> str:
        return listed(list(self.practice.subjects))

    @property
    def extract(self) -> str:
        return shortened(to_text(self.version.what)) if self.version else ""

    @property
    def evidence(self) -> Evidence | None:
        return evidence_of(self.version.strength) if self.version else None

    @property
    def strength(self) -> str:
        return self.evidence.word if self.evidence else ""

    @property
    def number(self) -> int | None:
        return self.version.number if self.version else None

    @property
    def day(self) -> datetime.date | None:
        at = self.version.published_at if self.version else None
        return timezone.localtime(at).date() if at else None

    @property
    def state(self) -> Status:
        if self.practice.archived_at is not None:
            return Status("Put away")
        return STATES[VersionState.PUBLISHED] if self.practice.current_id else Status("In the making", "busy")


@dataclass(frozen=True, repr=False)
class OpenLine:
    """A version on its way to being published, as those who write in the toolkit see it."""

    version: PracticeVersion

    @property
    def says(self) -> str:
        title, number = self.version.title, self.version.number
        return f"{title}, a first version" if number == 1 else f"{title}, version {number}"

    @property
    def url(self) -> str:
        return reverse("toolkit:version_show", args=[self.version.practice.slug, self.version.number])

    @property
    def status(self) -> Status:
        if self.version.state == VersionState.DRAFT and self.version.review and self.version.reviewed_at:
            return Status("Came back", "warn")
        return STATES[self.version.state]

    @property
    def note(self) -> str:
        match self.version.state:
            case VersionState.IN_REVIEW:
                whom = self.version.reviewer.full_name if self.version.reviewer else "a colleague"
                return f"With {whom}"
            case VersionState.READY:
                return "A trust leader publishes it"
            case _:
                return f"Written by {self.version.written_by.full_name}" if self.version.written_by else ""


@dataclass(frozen=True, repr=False)
class PracticesPage:
    """`order` "": in sections by strand. `on_the_way` is empty for readers. `unshipped`: how many of the product's own
    the trust has not got."""

    cards: list[PracticeCard]
    filters: list[Filter]
    q: str
    answer: str
    any_at_all: bool
    order: str
    on_the_way: list[OpenLine]
    unshipped: int


def practices_page(user: User, person: Person, query: Mapping[str, str]) -> PracticesPage:
    """Narrowed by `kind`, `strand`, `phase`, `subject`, `kept` and `q` of the address, in its `order`. Three
    queries."""
    practices = list(
        Practice.objects.visible_to(user).filter(trust=person.trust).select_related("current").order_by("title", "pk")
    )
    writes = person.can(Permission.WRITE_TOOLKIT)
    opened_now = _on_the_way(user, person) if writes else []
    drafts = {version.practice_id: version for version in opened_now}
    cards = [PracticeCard(practice, practice.current or drafts.get(practice.pk)) for practice in practices]
    cards = [card for card in cards if card.version is not None]
    subjects = sorted({subject for practice in practices for subject in practice.subjects})
    wanted = {
        "strand": one_of(query, "strand", Strand.values),
        "phase": one_of(query, "phase", TaughtPhase.values),
        "kind": one_of(query, "kind", PracticeKind.values),
        "subject": one_of(query, "subject", subjects),
        "kept": one_of(query, "kept", ["away", *(["making"] if writes else [])]),
        "order": one_of(query, "order", [value for value, _ in ORDERS]),
    }
    q = " ".join(query.get("q", "").replace("\x00", " ").split())[:80]
    found = _found(user, practices, q)
    standing = [card for card in cards if card.practice.current_id and card.practice.archived_at is None]
    return PracticesPage(
        cards=_in_order([c for c in cards if _fits(c, wanted) and c.practice.pk in found], wanted["order"]),
        filters=_filters(wanted, subjects, writes=writes),
        q=q,
        answer=_answer(standing),
        any_at_all=bool(cards),
        order=wanted["order"],
        on_the_way=[OpenLine(version) for version in opened_now],
        unshipped=len({told.slug for told in PRACTICES} - {practice.slug for practice in practices}),
    )


def phases_said(phases: Sequence[str]) -> str:
    """In the order of a school's life: “early years and primary”."""
    if set(phases) == set(TaughtPhase.values):
        return "Every phase"
    said = [phase.label for phase in TaughtPhase if phase in phases]
    return listed([said[0], *(inside(label) for label in said[1:])]) if said else ""


def phases_of(person: Person) -> list[str]:
    """The phases that somebody's academies teach; none for who serves the trust as a whole."""
    taught = {
        Phase.PRIMARY: [TaughtPhase.EARLY_YEARS, TaughtPhase.PRIMARY],
        Phase.SECONDARY: [TaughtPhase.SECONDARY, TaughtPhase.SIXTEEN_PLUS],
        Phase.SIXTEEN_PLUS: [TaughtPhase.SIXTEEN_PLUS],
    }
    mine = {m.academy.phase for m in person.here if m.academy is not None}
    known = {phase for each in mine for phase in taught.get(Phase(each), list(TaughtPhase))}
    return [phase.value for phase in TaughtPhase if phase in known]


def shortened(text: str, most: int = EXTRACT) -> str:
    """Whole sentences as far as they fit; else whole words."""
    if len(text) <= most:
        return text
    stop = text.rfind(". ", 0, most)
    if stop > most // 3:
        return text[: stop + 1]
    return f"{text[: text.rfind(' ', 0, most)].rstrip(',;:')} …"


def _on_the_way(user: User, person: Person) -> list[PracticeVersion]:
    return list(
        PracticeVersion.objects.visible_to(user)
        .filter(practice__trust=person.trust, practice__archived_at__isnull=True, state__in=VERSION_OPEN)
        .select_related("practice", "written_by", "reviewer")
        .order_by("practice__title", "pk")
    )


def _found(user: User, practices: Sequence[Practice], q: str) -> set[int]:
    """Those with the words in their name, in what they are or in a step that the person may read."""
    if not q:
        return {practice.pk for practice in practices}
    with_words: PracticeQuerySet = Practice.objects.visible_to(user).filter(
        pk__in=[practice.pk for practice in practices]
    )
    for word in q.split():
        steps = PracticeStep.objects.visible_to(user).filter(version__practice=OuterRef("pk"), says__icontains=word)
        step = steps.filter(Q(version=OuterRef("current")) | Q(version__state__in=VERSION_OPEN))
        with_words = with_words.filter(
            Q(title__icontains=word) | Q(current__what__icontains=word) | Q(subjects__icontains=word) | Exists(step)
        )
    return set(with_words.order_by().values_list("pk", flat=True))


def _answer(standing: Sequence[PracticeCard]) -> str:
    n = len(standing)
    if not n:
        return "No practice is published here yet"
    strands = len({card.practice.strand for card in standing})
    strong = sum(1 for card in standing if card.version and card.version.strength == Strength.STRONG)
    practice = ("practice", "practices")
    practices, kinds, few = alike((n, *practice), (strands, "strand", "strands"), (strong, *practice))
    rest = f", {few.split()[0]} of them on strong evidence" if strong else ""
    return f"{opening(practices)} in {kinds}{rest}"


def _filters(wanted: Mapping[str, str], subjects: Sequence[str], *, writes: bool) -> list[Filter]:
    kept = [("", "In the toolkit"), *([("making", "In the making")] if writes else []), ("away", "Put away")]
    return [
        Filter.of("strand", "Strand", "Every strand", Strand.choices, wanted["strand"]),
        Filter.of("phase", "Phase", "Every phase", TaughtPhase.choices, wanted["phase"]),
        Filter.of(
            "kind", "Done by", "Teachers and pupils", [("teaching", "Teachers"), ("learning", "Pupils")], wanted["kind"]
        ),
        *(
            [Filter.of("subject", "Subject", "Any subject", [(s, s) for s in subjects], wanted["subject"])]
            if subjects
            else []
        ),
        Filter("kept", "Kept", [Choice(*each) for each in kept], wanted["kept"]),
        Filter("order", "Order", [Choice(*each) for each in ORDERS], wanted["order"]),
    ]


def _fits(card: PracticeCard, wanted: Mapping[str, str]) -> bool:
    practice = card.practice
    kept = "away" if practice.archived_at is not None else "" if practice.current_id else "making"
    return (
        kept == wanted["kept"]
        and wanted["strand"] in ("", practice.strand)
        and (not wanted["phase"] or wanted["phase"] in practice.phases)
        and wanted["kind"] in ("", practice.kind)
        and (not wanted["subject"] or not practice.subjects or wanted["subject"] in practice.subjects)
    )


def _in_order(cards: list[PracticeCard], order: str) -> list[PracticeCard]:
    if order == "new":
        return sorted(cards, key=lambda card: card.day or datetime.date.min, reverse=True)
    if order == "name":
        return sorted(cards, key=lambda card: card.title.lower())
    strands = list(Strand.values)
    return sorted(cards, key=lambda card: (strands.index(card.practice.strand), card.title.lower()))
