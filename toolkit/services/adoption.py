"""Pieces that an academy works with: as they are, or with a version of its own that keeps the link to the original."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy
from academies.services.naming import refuse_names
from accounts.models import User
from toolkit.models import Adoption, Piece, Practice
from toolkit.models.library import AdoptionHow, PieceKind, PieceState
from toolkit.services.piece import refuse_unless_open, start_piece
from toolkit.services.piece_file import copy_files

NOT_YOURS = "What an academy works with is said by its coaches and leaders."
OWN = "This is your academy’s own already."


@transaction.atomic
def adopt_piece(*, by: User, piece: Piece, academy: Academy, says: str = "") -> Adoption:
    """The academy uses it as it is. Twice is once. Raises PermissionDenied or ValidationError."""
    _refuse(by, piece, academy)
    said = " ".join(says.split())
    refuse_names(academy, says=said)
    # Two who press the button at once take turns.
    Academy.objects.select_for_update(no_key=True).get(pk=academy.pk)
    running = Adoption.objects.visible_to(by).filter(piece=piece, academy=academy, ended_at__isnull=True)
    if here := running.filter(how=AdoptionHow.ADOPTED).first():
        return here
    adoption = Adoption(piece=piece, academy=academy, how=AdoptionHow.ADOPTED, says=said, by=by)
    adoption.full_clean()
    adoption.save()
    return adoption


@transaction.atomic
def adapt_piece(*, by: User, piece: Piece, academy: Academy) -> Piece:
    """A draft of the academy's own with everything that the original holds, its files too. Where the academy has one
    that still runs, that one. Raises PermissionDenied or ValidationError."""
    _refuse(by, piece, academy)
    Academy.objects.select_for_update(no_key=True).get(pk=academy.pk)
    here = (
        Adoption.objects.visible_to(by)
        .filter(piece=piece, academy=academy, how=AdoptionHow.ADAPTED, ended_at__isnull=True)
        .select_related("adaptation")
        .first()
    )
    if here is not None and here.adaptation is not None:
        return here.adaptation
    in_use = Practice.objects.in_use().filter(trust=piece.trust_id)
    lessons = [
        {"title": row.title, "learns": row.learns, "tasks": row.tasks, "practice": row.practice}
        for row in piece.lessons.select_related("practice")
    ]
    sources = [{"citation": row.citation, "url": row.url, "says": row.says} for row in piece.sources.all()]
    own = start_piece(
        by=by, trust=piece.trust, academy=academy, adapted_from=piece,
        # What happened at one academy is no case study of another: what is made of it is a way to work.
        kind=PieceKind.GUIDANCE if piece.kind == PieceKind.CASE_STUDY else piece.kind,
        title=piece.title, summary=piece.summary, body=piece.body, strand=piece.strand, phases=piece.phases,
        subject=piece.subject, year_groups=piece.year_groups,
        practices=list(in_use.filter(pieces__piece=piece)), lessons=lessons, sources=sources,
    )  # fmt: skip
    adoption = Adoption(piece=piece, academy=academy, how=AdoptionHow.ADAPTED, adaptation=own, by=by)
    adoption.full_clean()
    adoption.save()
    copy_files(by=by, of=piece, to=own)
    return own


@transaction.atomic
def end_adoption(*, by: User, adoption: Adoption, found: str) -> Adoption:
    """The academy works with it no more, and says what came of it. An own version stays in the library. Raises
    PermissionDenied or ValidationError."""
    held = (
        Adoption.objects.editable_by(by)
        .select_for_update(of=("self",))
        .select_related("academy", "piece")
        .filter(pk=adoption.pk)
        .first()
    )
    if held is None:
        raise PermissionDenied(NOT_YOURS)
    if held.ended_at is not None:
        raise ValidationError(f"{held.academy} stopped working with it already.")
    if not found.strip():
        raise ValidationError({"found": "Say in a sentence what came of it, for whoever thinks of using it."})
    refuse_names(held.academy, found=found)
    held.found, held.ended_at = found.strip(), timezone.now()
    held.full_clean()
    held.save(update_fields=["found", "ended_at"])
    return held


def _refuse(by: User, piece: Piece, academy: Academy) -> None:
    seen = Piece.objects.visible_to(by).filter(pk=piece.pk)
    if academy.trust_id != piece.trust_id or not seen.exists():
        raise PermissionDenied(NOT_YOURS)
    if not user_can(by, Permission.WRITE_TOOLKIT, academy=academy):
        raise PermissionDenied(NOT_YOURS)
    refuse_unless_open(academy)
    if not seen.filter(state=PieceState.PUBLISHED).exists():
        raise ValidationError("It does not stand in the library now, so nothing new is built on it.")
    if piece.academy_id == academy.pk:
        raise ValidationError(OWN)
