"""The pieces that the library begins with, for a trust that has them not yet."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from academies.models import Trust
from accounts.models import User
from toolkit.models import Lesson, Piece, PiecePractice, PieceSource, Practice
from toolkit.models.library import PieceState
from toolkit.rules.years import year_label, years_in
from toolkit.services import index
from toolkit.services.piece import refuse_unless_writer
from toolkit.strategy.library import PIECES, StrategyPiece


def start_library(*, by: User, trust: Trust) -> list[Piece]:
    """The same, as the trust's leaders ask for it. Raises PermissionDenied."""
    refuse_unless_writer(by, trust, None)
    return ensure_library(trust)


@transaction.atomic
def ensure_library(trust: Trust) -> list[Piece]:
    """Those that were made now. One that is there already, by its slug, stays as the trust has it, put away too.

    The practices come first (`ensure_practices`): a lesson whose practice the trust does not have names none."""
    Trust.objects.select_for_update(no_key=True).get(pk=trust.pk)
    there = set(Piece.objects.filter(trust=trust).exclude(slug="").values_list("slug", flat=True))
    practices = {practice.slug: practice for practice in Practice.objects.filter(trust=trust)}
    made = [_make(trust, told, practices) for told in PIECES if told.slug not in there]
    for piece in made:
        index.put(piece)
    return made


def _make(trust: Trust, told: StrategyPiece, practices: dict[str, Practice]) -> Piece:
    piece = Piece(
        trust=trust, slug=told.slug, kind=told.kind, title=told.title, summary=told.summary, body=told.body,
        strand=told.strand, phases=list(told.phases), subject=told.subject,
        year_groups=", ".join(year_label(year) for year in years_in(told.title)),
        state=PieceState.PUBLISHED, published_at=timezone.now(),
    )  # fmt: skip
    piece.full_clean()
    piece.save()
    PiecePractice.objects.bulk_create(
        PiecePractice(piece=piece, practice=practices[slug]) for slug in told.practices if slug in practices
    )
    PieceSource.objects.bulk_create(
        PieceSource(piece=piece, order=order, citation=source.citation, url=source.url, says=source.says)
        for order, source in enumerate(told.sources, start=1)
    )
    Lesson.objects.bulk_create(
        Lesson(
            piece=piece, order=order, title=lesson.title, learns=lesson.learns, tasks=lesson.tasks,
            practice=practices.get(lesson.practice),
        )
        for order, lesson in enumerate(told.lessons, start=1)
    )  # fmt: skip
    return piece
