"""What the index says of each kind of thing: one entry a thing, from a fixed number of queries for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet

from celt.ui.markdown import to_text
from toolkit.models import SearchEntry, SearchKind, Signal, Strand, TaughtPhase
from toolkit.models.search import told

# No more of one text goes into the index; PostgreSQL refuses a document of a megabyte of words.
MOST = 100_000
# Where a database sorts by the plain locale C, PostgreSQL takes every sign beyond ASCII for a letter: “Dual would be
# another word than Dual.
PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "·": ",", "×": "x"})


def _said(*parts: str | Iterable[str]) -> str:
    lines = [part if isinstance(part, str) else "\n".join(part) for part in parts]
    said = "\n".join(line.strip() for line in lines if line.strip())
    return said.replace("\x00", "").translate(PLAIN)[:MOST]


def _about(strand: str, phases: Iterable[str], subjects: Iterable[str]) -> str:
    return ", ".join(
        [*([Strand(strand).label] if strand else []), *(TaughtPhase(phase).label for phase in phases), *subjects]
    )


def practices(rows: QuerySet[Any]) -> Iterator[SearchEntry]:
    found = rows.filter(current__isnull=False).select_related("current", "theory")
    for practice in found.prefetch_related("current__steps", "current__examples", "current__sources"):
        version = practice.current
        yield SearchEntry(
            practice=practice,
            title=practice.title,
            note=practice.get_kind_display(),
            known_as=practice.slug.replace("-", " "),
            lead=_said(to_text(version.what)),
            body=_said((step.says for step in version.steps.all()), version.looks_like),
            rest=_said(
                to_text(version.why),
                version.looks_unlike,
                (f"{example.subject}: {example.says}" for example in version.examples.all()),
                (f"{source.citation} {source.says}" for source in version.sources.all()),
                practice.theory.name if practice.theory else "",
                _about(practice.strand, practice.phases, practice.subjects),
            ),
            strand=practice.strand,
            phases=practice.phases,
            subjects=practice.subjects,
        )


def pieces(rows: QuerySet[Any]) -> Iterator[SearchEntry]:
    found = rows.select_related("academy").prefetch_related("lessons", "sources", "practices__practice")
    for piece in found:
        yield SearchEntry(
            piece=piece,
            title=piece.title,
            note=", ".join(filter(None, (piece.get_kind_display(), piece.academy.name if piece.academy else ""))),
            known_as=piece.slug.replace("-", " "),
            lead=_said(piece.summary),
            body=_said(to_text(piece.body), (f"{each.title}. {each.learns}" for each in piece.lessons.all())),
            rest=_said(
                (each.tasks for each in piece.lessons.all()),
                (f"{source.citation} {source.says}" for source in piece.sources.all()),
                (each.practice.title for each in piece.practices.all()),
                _about(piece.strand, piece.phases, filter(None, (piece.subject, piece.year_groups))),
            ),
            strand=piece.strand,
            phases=piece.phases,
            subjects=[piece.subject] if piece.subject else [],
        )


def theories(rows: QuerySet[Any]) -> Iterator[SearchEntry]:
    standing = Prefetch("signals", Signal.objects.filter(archived_at__isnull=True), to_attr="standing")
    for theory in rows.select_related("academy").prefetch_related(standing):
        yield SearchEntry(
            theory=theory,
            title=theory.name,
            note=f"Theory of action, {theory.academy.name}" if theory.academy else "Theory of action",
            lead=_said(f"WHEN {theory.when}", f"THEN {theory.then}"),
            body=_said(theory.because),
            rest=_said(signal.says for signal in theory.standing),
        )


def stories(rows: QuerySet[Any]) -> Iterator[SearchEntry]:
    """Without the academy, as readers elsewhere read them, and without a theory of its own."""
    for story in rows.select_related("theory"):
        theory = story.theory if story.theory and story.theory.academy_id is None else None
        yield SearchEntry(
            story=story,
            title=story.title,
            note="Story",
            lead=_said(story.says),
            rest=_said(theory.name if theory else ""),
        )


def offers(rows: QuerySet[Any]) -> Iterator[SearchEntry]:
    """By what is offered and where, never by who offers it."""
    for offer in rows.select_related("academy", "practice"):
        yield SearchEntry(
            offer=offer,
            title=" · ".join(filter(None, (offer.practice.title if offer.practice else "", offer.subject))),
            note=f"To be seen at {offer.academy.name}",
            lead=_said(offer.says),
            rest=_said(offer.academy.name, _about("", offer.phases, [])),
            strand=offer.practice.strand if offer.practice else "",
            phases=offer.phases,
            subjects=[offer.subject] if offer.subject else [],
        )


MADE: dict[str, Callable[[QuerySet[Any]], Iterator[SearchEntry]]] = {
    SearchKind.PRACTICE: practices,
    SearchKind.PIECE: pieces,
    SearchKind.THEORY: theories,
    SearchKind.STORY: stories,
    SearchKind.OFFER: offers,
}


def entries_of(kind: str, **which: Any) -> Iterator[SearchEntry]:
    """Unsaved entries of the kind's rows that readers are told of."""
    for entry in MADE[kind](told(kind).filter(**which)):
        entry.kind = kind
        entry.title, entry.note = entry.title[:300], entry.note[:300]
        yield entry
