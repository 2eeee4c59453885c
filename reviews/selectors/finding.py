"""What a review found, part by part, for its own page: each strength and next step with the notes that it came from."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import User
from celt.lib.sentences import counted, inside, opened
from reviews.models import Finding, FindingCheck, FindingNote, Review, ReviewFile, ReviewNote
from reviews.models.finding import FindingKind
from reviews.rules.finding import why_shut
from reviews.selectors.file import FileLine, file_line

WHOLE = "The review as a whole"


@dataclass(frozen=True, slots=True)
class NoteSaid:
    pk: int
    says: str
    where: str
    kind: str
    by: str
    files: Sequence[FileLine] = ()

    @property
    def about(self) -> str:
        """Where and how it was seen, and by whom; the team alone reads this."""
        return ", ".join(filter(None, (self.where, self.kind, self.by)))


@dataclass(frozen=True, slots=True)
class FindingLine:
    """`first` and `last` of its kind in its part: it moves no further."""

    pk: int
    says: str
    kind: str
    owner: str
    due: datetime.date | None
    notes: Sequence[NoteSaid] = ()
    first: bool = False
    last: bool = False

    @property
    def notes_say(self) -> str:
        files = sum(len(note.files) for note in self.notes)
        told = f" with {counted(files, 'photo or file', 'photos and files')}" if files else ""
        return f"Drawn from {counted(len(self.notes), 'note')}{told}"


@dataclass
class Part:
    name: str
    strengths: list[FindingLine] = field(default_factory=list)
    next_steps: list[FindingLine] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """`told`: this person may read it. `may_write`: they may write it, and it may be written now. `earlier`: a sentence
    on open next steps of earlier reviews, empty for none; `unchecked`: this review has not looked at all of them."""

    review: Review
    told: bool
    parts: list[Part]
    dropped: list[FindingLine]
    says: str
    edits: bool
    shut: str
    earlier: str = ""
    unchecked: bool = False

    @property
    def may_write(self) -> bool:
        return self.edits and not self.shut

    def __bool__(self) -> bool:
        return self.told


def findings_of(user: User, review: Review) -> Found:
    """Five queries at most: what the person may do, the findings, their notes with photos and files, how many earlier
    ones are open."""
    told, edits = access_to(user, review)
    if not told:
        return Found(review, False, [], [], "", False, "")
    drawn = FindingNote.objects.filter(note__in=ReviewNote.objects.visible_to(user)).select_related("note__by")
    files = ReviewFile.objects.visible_to(user).standing().select_related("by")
    drawn = drawn.prefetch_related(Prefetch("note__files", queryset=files, to_attr="shown"))
    rows = list(
        Finding.objects.visible_to(user)
        .filter(review=review)
        .select_related("section")
        .prefetch_related(Prefetch("drawn_from", queryset=drawn.order_by("note__seen_at", "note"), to_attr="sources"))
        .order_by("section__order", "section", "order", "pk")
    )
    standing = [row for row in rows if row.dropped_at is None]
    return Found(
        review,
        True,
        _parts(standing, user),
        [_line(row, user) for row in rows if row.dropped_at is not None] if edits else [],
        tally(standing),
        edits,
        why_shut(review.state),
        *_earlier(review),
    )


def _earlier(review: Review) -> tuple[str, bool]:
    said = Exists(FindingCheck.objects.filter(finding=OuterRef("pk"), review=review))
    looked = list(Finding.objects.to_check(review).values_list(said, flat=True))
    if not looked:
        return "", False
    many = opened(len(looked), "next step of an earlier review was open", "next steps of earlier reviews were open")
    left = len(looked) - sum(looked)
    if not left:
        return f"{many}, and this review says of each what came of it.", False
    rest = "each" if left == len(looked) else inside(opened(left, "of them", "of them"))
    rest = "it" if len(looked) == 1 else rest
    return f"{many}. What came of {rest} is still to be said here.", True


def access_to(user: User, review: Review) -> tuple[bool, bool]:
    """Whether the person may read what it found, and whether they may write it. One query."""
    found = with_access(user, Review.objects.visible_to(user)).filter(pk=review.pk).first()
    return (found.told, found.edits) if found else (False, False)  # type: ignore[attr-defined]


def with_access(user: User, reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Each with `told` and `edits`: whether the person may read what it found, and write it. No query."""
    return reviews.annotate(
        told=Exists(Review.objects.told_to(user).filter(pk=OuterRef("pk"))),
        edits=Exists(Review.objects.editable_by(user).filter(pk=OuterRef("pk"))),
    )


def tally(findings: Iterable[Finding]) -> str:
    """'3 strengths and 2 next steps'; empty for none."""
    kinds = [finding.kind for finding in findings]
    strengths, steps = kinds.count(FindingKind.STRENGTH), kinds.count(FindingKind.NEXT_STEP)
    told = [counted(strengths, "strength")] if strengths else []
    return " and ".join([*told, *([counted(steps, "next step")] if steps else [])])


def _parts(rows: Sequence[Finding], user: User) -> list[Part]:
    parts: dict[int | None, Part] = {}
    for row in rows:
        part = parts.setdefault(row.section_id, Part(row.section.name if row.section else WHOLE))
        beside = [one.pk for one in rows if (one.section_id, one.kind) == (row.section_id, row.kind)]
        line = _line(row, user, first=beside[0] == row.pk, last=beside[-1] == row.pk)
        (part.strengths if row.kind == FindingKind.STRENGTH else part.next_steps).append(line)
    return list(parts.values())


def _line(row: Finding, user: User, *, first: bool = False, last: bool = False) -> FindingLine:
    sources: list[FindingNote] = getattr(row, "sources", [])
    notes = tuple(note_said(source.note, user) for source in sources)
    return FindingLine(row.pk, row.says, row.kind, row.owner, row.due, notes, first, last)


def note_said(note: ReviewNote, user: User | None = None) -> NoteSaid:
    """With its photos and files where they were fetched for `user`."""
    shown: list[ReviewFile] = getattr(note, "shown", [])
    return NoteSaid(
        note.pk, note.says, note.where, note.get_kind_display() if note.kind else "", note.by.full_name,
        tuple(file_line(file, user, writes=False) for file in shown) if user else (),
    )  # fmt: skip
