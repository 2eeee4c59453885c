"""One piece of the library, with its lessons, files, sources and family. A fixed number of queries."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Status as AcademyStatus
from academies.providers import Record, records
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted, inside, opened
from celt.ui.parts import Status
from toolkit.models import Lesson, Piece, PieceFile, PieceSource, Practice
from toolkit.models.library import PieceFileKind, PieceKind, PieceState
from toolkit.selectors.family import TRUSTS, Family, family_of
from toolkit.selectors.piece_list import state_of
from toolkit.selectors.practice import phases_said

# The page sets the numbers of lessons itself; whoever typed them does not read them twice.
NUMBERED = re.compile(r"^(?:lesson\s+)?\d{1,2}\s*[.:)–-]\s*", re.IGNORECASE)
KB, MB = 1024, 1024 * 1024
SHOWN = (PieceFileKind.PHOTO, PieceFileKind.PDF)


@dataclass(frozen=True, repr=False)
class FileLine:
    file: PieceFile

    @property
    def name(self) -> str:
        return self.file.says or self.file.name

    @property
    def url(self) -> str:
        return reverse("toolkit:piece_file", args=[self.file.pk])

    @property
    def note(self) -> str:
        """“Word document, 38 KB”."""
        size = self.file.size
        told = f"{size / MB:.1f} MB" if size >= MB else f"{max(1, round(size / KB))} KB"
        return f"{self.file.get_kind_display()}, {told}"

    @property
    def shown(self) -> bool:
        """Whether a browser may show it instead of saving it."""
        return self.file.kind in SHOWN


@dataclass(frozen=True, repr=False)
class LessonLine:
    lesson: Lesson
    learns: str
    tasks: str

    @property
    def title(self) -> str:
        return NUMBERED.sub("", self.lesson.title) or self.lesson.title

    @property
    def practice(self) -> Practice | None:
        return self.lesson.practice


@dataclass(frozen=True, repr=False)
class PiecePage:
    """`came_from`: what tells more of a case study, where the reader may open it. `academies`: for which the reader may
    adopt or adapt it."""

    piece: Piece
    summary: str
    body: str
    lessons: list[LessonLine]
    practices: list[Practice]
    sources: list[PieceSource]
    files: list[FileLine]
    struck: list[FileLine]
    family: Family
    came_from: Record | None
    academies: list[Academy]
    mine: bool
    may_write: bool

    @property
    def state(self) -> Status:
        return state_of(self.piece)

    @property
    def whose(self) -> str:
        return self.piece.academy.name if self.piece.academy else TRUSTS

    @property
    def about(self) -> list[tuple[str, str]]:
        piece = self.piece
        told = [
            ("Subject", piece.subject or "Any"),
            ("For", piece.year_groups or phases_said(piece.phases)),
            ("Strand", piece.get_strand_display()),
            ("From", self.whose),
        ]
        return [*told, ("Published", british(self.day))] if self.day else told

    @property
    def day(self) -> datetime.date | None:
        at = self.piece.published_at
        return timezone.localtime(at).date() if at else None

    @property
    def answer(self) -> str:
        """What it is and how it fares: “Sequence of six lessons; two academies use it as it is”."""
        kind = {
            PieceKind.SEQUENCE: "Sequence of {lessons}",
            PieceKind.SCHEME: "Scheme of work in {lessons}",
        }.get(PieceKind(self.piece.kind), self.piece.get_kind_display())
        lessons = inside(opened(len(self.lessons), "lesson" if self.piece.kind == PieceKind.SEQUENCE else "part"))
        return "; ".join(filter(None, (kind.format(lessons=lessons), self.family.says)))

    @property
    def of_use(self) -> str:
        """Told to whoever wrote it."""
        n = self.family.used_at
        if not self.mine or not n:
            return ""
        return f"What you wrote is of use: {counted(n, 'academy works', 'academies work')} with it."

    @property
    def all_use_it(self) -> bool:
        """Every academy that the reader may say so of uses it as it is already."""
        return {academy.pk for academy in self.academies} <= {line.adoption.academy_id for line in self.family.users}

    @property
    def may_use(self) -> bool:
        return bool(self.academies) and self.piece.state == PieceState.PUBLISHED


def piece_page(user: User, person: Person, piece: Piece) -> PiecePage:
    """`piece` comes with academy and story."""
    family = family_of(user, person, piece)

    def own(text: str) -> str:
        return family.read(piece.academy_id, text) if piece.academy_id else text

    may_write = may_write_piece(person, piece)
    files = [FileLine(file) for file in PieceFile.objects.visible_to(user).filter(piece=piece)]
    story = piece.story
    came_from = None
    if story is not None and story.came_from:
        came_from = records.named(user, person, story.academy, [story.came_from]).get(story.came_from)
    return PiecePage(
        piece=piece,
        summary=own(piece.summary),
        body=own(piece.body),
        lessons=[
            LessonLine(each, own(each.learns), own(each.tasks)) for each in piece.lessons.select_related("practice")
        ],
        practices=[link.practice for link in piece.practices.select_related("practice")],
        sources=list(piece.sources.all()),
        files=[line for line in files if line.file.struck_at is None],
        struck=[line for line in files if line.file.struck_at is not None] if may_write else [],
        family=family,
        came_from=came_from,
        academies=[academy for academy in writes_at(user, person) if academy.pk != piece.academy_id],
        mine=piece.written_by_id == user.pk,
        may_write=may_write,
    )


def may_write_piece(person: Person, piece: Piece) -> bool:
    """No query: the roles were read already."""
    if person.can_trust_wide(Permission.MANAGE_TOOLKIT):
        return True
    return piece.academy is not None and may_at(piece.academy, person, Permission.WRITE_TOOLKIT)


def writes_at(user: User, person: Person) -> list[Academy]:
    """The open academies for which the person writes in the library. One query for who does so in the whole trust."""
    if not person.can(Permission.WRITE_TOOLKIT):
        return []
    if person.can_trust_wide(Permission.WRITE_TOOLKIT):
        open_now = Academy.objects.visible_to(user).filter(trust=person.trust, status=AcademyStatus.OPEN)
        return list(open_now.order_by("name"))
    held = {m.academy.pk: m.academy for m in person.here if m.academy and m.academy.status == AcademyStatus.OPEN}
    return [academy for academy in held.values() if may_at(academy, person, Permission.WRITE_TOOLKIT)]
