"""The notes of a review as its team reads them: newest first, by whom and of which part."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from celt.lib.days import short_day
from celt.lib.sentences import opened
from celt.ui.parts import Choice, Filter
from reviews.models import FrameworkPrompt, FrameworkSection, ReviewNote
from reviews.selectors.file import FileLine, Files, files_of
from reviews.selectors.gathering import Place, parts_of

NOTES_A_PAGE = 20
NO_PART = "none"
# Whoever moves on to another class says so; until then the place of the last note is offered again.
SAME_PLACE = datetime.timedelta(minutes=50)


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note. `asks`: what its writer has not said of it yet and may say with one tap: "part", "kind" or nothing."""

    pk: int
    says: str
    by: str
    own: bool
    when: str
    at: datetime.datetime
    where: str
    part: str
    prompt: str
    kind: str
    struck: bool
    editable: bool
    asks: str
    key: str
    files: Sequence[FileLine]
    add: str  # where its writer adds photos and files, or ""


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of the framework beside the notes, with how many were taken of it."""

    pk: int
    name: str
    about: str
    prompts: list[FrameworkPrompt]
    notes: int


@dataclass(frozen=True, slots=True)
class NotesPage:
    answer: str
    parts: list[PartLine]
    page: Page[ReviewNote]
    lines: list[NoteLine]
    filters: list[Filter]
    narrowed: bool
    files: Files
    seen: str  # a digest of what is shown: the same, nothing new


def note_line(note: ReviewNote, user: User, *, writes: bool, files: Sequence[FileLine] = ()) -> NoteLine:
    own = note.by_id == user.pk
    editable = own and writes
    struck = note.struck_at is not None
    asks = "" if struck or not editable else "part" if not note.section_id else "" if note.kind else "kind"
    at = timezone.localtime(note.seen_at)
    day = "" if at.date() == timezone.localdate() else f"{short_day(at.date())}, "
    return NoteLine(
        pk=note.pk, says=note.says, by="You" if own else note.by.full_name or note.by.email, own=own,
        when=f"{day}{at:%H:%M}", at=at, where=note.where, part=note.section.name if note.section else "",
        prompt=note.prompt.asks if note.prompt else "", kind=note.get_kind_display(), struck=struck,
        editable=editable, asks=asks, key=str(note.client_key) if own else "", files=files,
        add=f"{reverse('reviews:file_add', args=[note.review_id])}?note={note.client_key}"
        if editable and not struck else "",
    )  # fmt: skip


def notes_page(user: User, place: Place, asked: Mapping[str, str]) -> NotesPage:
    """Six queries. `asked`: whose, part and page of the address."""
    notes = ReviewNote.objects.visible_to(user).filter(review=place.review)
    told = list(notes.values_list("section_id", "by_id", "struck_at"))
    sections = parts_of(place.review)
    counts: Counter[int | None] = Counter(section for section, _, struck in told if struck is None)
    whose, part = asked.get("whose", ""), asked.get("part", "")
    shown = narrowed_notes(user, place, whose, part)
    page = Paginator(shown, NOTES_A_PAGE).get_page(asked.get("page"))
    writes = not place.why_no_note
    files = files_of(user, place.review, writes=writes)
    lines = [note_line(note, user, writes=writes, files=files.by_note.get(note.pk, ())) for note in page]
    return NotesPage(
        answer=_answer(place, counts, {by for _, by, struck in told if struck is None}),
        parts=[
            PartLine(each.pk, each.name, each.about, list(each.prompts.all()), counts[each.pk]) for each in sections
        ],
        page=page,
        lines=lines,
        filters=_filters(sections, counts, whose, part),
        narrowed=bool(whose or part),
        files=files,
        seen=_digest(lines, files.loose, len(told)),
    )


def narrowed_notes(user: User, place: Place, whose: str, part: str) -> QuerySet[ReviewNote]:
    """Newest first. A part that the framework has not shows none of them."""
    notes = ReviewNote.objects.visible_to(user).filter(review=place.review)
    if whose == "mine":
        notes = notes.filter(by=user.pk)
    if part == NO_PART:
        notes = notes.filter(section=None)
    elif part:
        notes = (
            notes.filter(section=int(part)) if part.isascii() and part.isdigit() and len(part) < 10 else notes.none()
        )
    return notes.select_related("by", "section", "prompt").order_by("-seen_at", "-pk")


def last_place(user: User, place: Place) -> str:
    """Where the person wrote their newest note, if that was a moment ago. One query."""
    since = timezone.now() - SAME_PLACE
    mine = ReviewNote.objects.editable_by(user).filter(review=place.review, seen_at__gte=since)
    return mine.order_by("-seen_at", "-pk").values_list("where", flat=True).first() or ""


def named_about(sections: list[PartLine], about: str) -> str:
    """What a new note is about, in words: 'Phonics: Which books do pupils take home?'; empty for nothing known."""
    for section in sections:
        if about == f"s{section.pk}":
            return section.name
        for prompt in section.prompts:
            if about == f"p{prompt.pk}":
                return f"{section.name}: {prompt.asks}"
    return ""


def _answer(place: Place, counts: Counter[int | None], people: set[int]) -> str:
    total = sum(counts.values())
    if not total:
        return "No note has been taken yet." if place.in_progress else "No note was taken."
    said = f"{opened(total, 'note')} from {opened(len(people), 'person', 'people').lower()}"
    loose = counts[None]
    if not loose:
        return f"{said}, each with its part."
    return f"{said}; {opened(loose, 'has', 'have').lower()} no part yet."


def _filters(sections: list[FrameworkSection], counts: Counter[int | None], whose: str, part: str) -> list[Filter]:
    parts = [Choice("", "Every part"), Choice(NO_PART, f"No part yet ({counts[None]})")]
    parts += [Choice(str(each.pk), f"{each.name} ({counts[each.pk]})") for each in sections]
    return [
        Filter("whose", "Whose", [Choice("", "Everybody’s"), Choice("mine", "Mine")], whose),
        Filter("part", "Part", parts, part, wide=True),
    ]


def _digest(lines: list[NoteLine], loose: list[FileLine], total: int) -> str:
    def told(files: Sequence[FileLine]) -> list[tuple[object, ...]]:
        return [(each.pk, each.says, each.struck) for each in files]

    shown = [
        (each.pk, each.says, each.where, each.part, each.prompt, each.kind, each.struck, told(each.files))
        for each in lines
    ]
    return hashlib.sha256(repr((total, shown, told(loose))).encode()).hexdigest()[:16]
