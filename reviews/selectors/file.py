"""Photos and files of a review as its team sees them: under their notes, or of the review as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from celt.lib.days import short_day
from celt.lib.file_kinds import MB
from celt.lib.sentences import counted, listed
from reviews.models import Review, ReviewFile, ReviewNote
from reviews.models.file import FileKind
from reviews.rules.file import FILES_A_REVIEW


@dataclass(frozen=True, slots=True)
class FileLine:
    """One photo or document. `alt` stands for the picture; `told` says what a document is: "PDF, 240 kB"."""

    pk: int
    photo: bool
    says: str
    name: str
    alt: str
    told: str
    by: str
    when: str
    own: bool
    editable: bool
    struck: bool
    width: int | None
    height: int | None
    address: str
    small: str


@dataclass(frozen=True, slots=True)
class Files:
    """What a page of notes shows of a review's files. `loose`: of the review as a whole. `room`: how many more fit."""

    by_note: dict[int, list[FileLine]]
    loose: list[FileLine]
    standing: int

    @property
    def room(self) -> int:
        return max(0, FILES_A_REVIEW - self.standing)

    @property
    def most(self) -> int:
        return FILES_A_REVIEW


def file_line(file: ReviewFile, user: User, *, writes: bool) -> FileLine:
    """`file` with its sender."""
    own, photo = file.by_id == user.pk, file.kind == FileKind.PHOTO
    by = "You" if own else file.by.full_name or file.by.email
    at = timezone.localtime(file.written_at)
    when = f"{at:%H:%M}" if at.date() == timezone.localdate() else f"{short_day(at.date())}, {at:%H:%M}"
    address = reverse("reviews:file_show", args=[file.pk])
    return FileLine(
        pk=file.pk, photo=photo, says=file.says, name=file.name,
        alt=file.says or f"Photo added by {by.lower() if own else by}, {when}; not described yet",
        told=f"{file.get_kind_display()}, {size_told(file.size)}", by=by, when=when, own=own,
        editable=own and writes, struck=file.struck_at is not None, width=file.width, height=file.height,
        address=address, small=reverse("reviews:file_thumb", args=[file.pk]) if photo else "",
    )  # fmt: skip


def files_of(user: User, review: Review, *, writes: bool, struck: bool = True) -> Files:
    """`struck`: one's own that are struck out too. One query."""
    by_note: dict[int, list[FileLine]] = {}
    loose: list[FileLine] = []
    rows = list(ReviewFile.objects.visible_to(user).filter(review=review).select_related("by"))
    rows = rows if struck else [row for row in rows if row.struck_at is None]
    for row in rows:
        (loose if row.note_id is None else by_note.setdefault(row.note_id, [])).append(
            file_line(row, user, writes=writes)
        )
    return Files(by_note, loose, sum(1 for row in rows if row.struck_at is None))


def files_of_note(user: User, note: ReviewNote) -> list[FileLine]:
    """Of one note alone, as its writer sees them after a tap. One query."""
    rows = ReviewFile.objects.visible_to(user).filter(note=note).select_related("by")
    return [file_line(row, user, writes=True) for row in rows]


def rests_on(user: User, review: Review) -> str:
    """ "14 notes, 2 photos and 1 file", or "": how much stands behind a review. Numbers, for whoever may know of it;
    notes and pictures stay with the team, and a picture goes with its note. One query."""
    behind = {"review": OuterRef("pk"), "struck_at__isnull": True}
    sent = ReviewFile.objects.filter(**behind, note__struck_at__isnull=True)
    rows = (
        ("note", ReviewNote.objects.filter(**behind)),
        ("photo", sent.filter(kind=FileKind.PHOTO)),
        ("file", sent.exclude(kind=FileKind.PHOTO)),
    )
    many = [Coalesce(Subquery(found.order_by().values("review").values_list(Count("pk"))), 0) for _, found in rows]
    told = Review.objects.visible_to(user).filter(pk=review.pk).values_list(*many).first() or ()
    return listed([counted(n, what) for n, (what, _) in zip(told, rows, strict=False) if n])


def size_told(size: int) -> str:
    """240 kB or 3.1 MB."""
    return f"{size / MB:.1f} MB" if size >= MB else f"{max(1, round(size / 1024))} kB"
