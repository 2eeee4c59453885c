"""Pieces of the library: begun by an academy or the trust, written on, published, put away and brought back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy, Trust
from academies.models.academy import Status
from academies.services.naming import refuse_names
from accounts.models import User
from celt.lib.days import british
from toolkit.models import Lesson, Piece, PiecePractice, PieceSource, Practice, Story
from toolkit.models.library import PieceState
from toolkit.rules.piece import missing, next_state
from toolkit.services import index

WORDS = ("kind", "title", "summary", "body", "strand", "phases", "subject", "year_groups")
REFUSED = "Pieces of an academy are written by its coaches and leaders, those of the trust by the trust’s leaders."
ROWS_AT_MOST = 60
LESSON, SOURCE = ("title", "learns", "tasks", "practice"), ("citation", "url", "says")


@transaction.atomic
def start_piece(
    *,
    by: User,
    trust: Trust,
    academy: Academy | None = None,
    adapted_from: Piece | None = None,
    story: Story | None = None,
    **said: Any,
) -> Piece:
    """A draft. `academy` None: the trust's. `said`: any of WORDS, `practices`, and `lessons` and `sources` as mappings.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    refuse_unless_writer(by, trust, academy)
    refuse_unless_open(academy)
    piece = Piece(trust=trust, academy=academy, adapted_from=adapted_from, story=story, written_by=by)
    _write(piece, said)
    return piece


@transaction.atomic
def write_piece(*, by: User, piece: Piece, **said: Any) -> Piece:
    """What is not said stays. Whoever reads it reads the new words at once. Raises PermissionDenied or
    ValidationError."""
    held = hold_piece(by, piece)
    refuse_unless_open(held.academy)
    refuse_put_away(held)
    _write(held, said)
    return held


@transaction.atomic
def take_piece_step(*, by: User, piece: Piece, step: str) -> Piece:
    """`step`: publish, put_away or bring_back. An academy's own version that is put away ends what it was made for.
    Raises PermissionDenied or ValidationError."""
    held = hold_piece(by, piece)
    if step != "put_away":
        refuse_unless_open(held.academy)
    try:
        state = next_state(held.state, step, was_published=held.published_at is not None)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    if step == "publish" and (why := missing(kind=held.kind, body=held.body, lessons=held.lessons.count())):
        raise ValidationError(why)
    now = timezone.now()
    held.state = state
    if step == "publish":
        held.published_at = now
    held.archived_at = now if state == PieceState.ARCHIVED else None
    held.full_clean()
    held.save(update_fields=["state", "published_at", "archived_at"])
    adoption = getattr(held, "adoption", None)
    if adoption is not None and step in ("put_away", "bring_back"):
        adoption.ended_at = now if step == "put_away" else None
        adoption.save(update_fields=["ended_at"])
    index.put(held)
    return held


def hold_piece(by: User, piece: Piece) -> Piece:
    """Locked, for whoever may write it. Raises PermissionDenied."""
    held = (
        Piece.objects.editable_by(by)
        .select_for_update(of=("self",))
        .select_related("academy", "trust")
        .filter(pk=piece.pk)
        .first()
    )
    if held is None:
        raise PermissionDenied(REFUSED)
    return held


def refuse_unless_writer(by: User, trust: Trust, academy: Academy | None) -> None:
    if academy is None:
        may = user_can(by, Permission.MANAGE_TOOLKIT, trust=trust)
    else:
        may = academy.trust_id == trust.pk and user_can(by, Permission.WRITE_TOOLKIT, academy=academy)
    if not may:
        raise PermissionDenied(REFUSED)


def refuse_unless_open(academy: Academy | None) -> None:
    """None is the trust, which stays open."""
    if academy is not None and academy.status != Status.OPEN:
        since = f" on {british(academy.closed)}" if academy.closed else ""
        why = f"{academy} closed{since}" if academy.status == Status.CLOSED else f"{academy} has not opened yet"
        raise ValidationError(f"{why}: what it has in the library can be read, not changed.")


def refuse_put_away(piece: Piece) -> None:
    if piece.state == PieceState.ARCHIVED:
        raise ValidationError(f"“{piece.title}” was put away. Bring it back before you write on it.")


def _write(piece: Piece, said: Mapping[str, Any]) -> None:
    """The row, what stands in it and what it builds on; then the search knows of it."""
    for name in WORDS:
        if name in said:
            value = said[name]
            setattr(piece, name, value.strip() if isinstance(value, str) else value)
    piece.title, piece.subject = " ".join(piece.title.split()), " ".join(piece.subject.split())
    lessons = _clean_rows("lessons", said.get("lessons"))
    sources = _clean_rows("sources", said.get("sources"))
    if piece.academy is not None:
        texts = {"title": piece.title, "summary": piece.summary, "body": piece.body}
        told = "\n".join(str(row.get(name, "")) for row in lessons or () for name in ("title", "learns", "tasks"))
        refuse_names(piece.academy, **texts, lessons=told)
    piece.full_clean()
    if piece._state.adding:
        piece.save()
    else:
        piece.save(update_fields=list(WORDS))
    if (practices := said.get("practices")) is not None:
        _set_practices(piece, practices)
    if lessons is not None:
        _set_rows(piece, Lesson, LESSON, lessons)
    if sources is not None:
        _set_rows(piece, PieceSource, SOURCE, sources)
    index.put(piece)


def _clean_rows(name: str, rows: Iterable[Mapping[str, Any]] | None) -> list[Mapping[str, Any]] | None:
    if rows is None:
        return None
    kept = list(rows)
    if len(kept) > ROWS_AT_MOST:
        raise ValidationError({name: f"There are {len(kept)}, and {ROWS_AT_MOST} fit. Make it two pieces."})
    return kept


def _set_practices(piece: Piece, practices: Sequence[Practice]) -> None:
    """Those in use; one that was put away since may stay where it stood."""
    wanted = {practice.pk for practice in practices}
    here = {link.practice_id: link for link in piece.practices.all()}
    new = wanted - here.keys()
    if new - set(Practice.objects.in_use().filter(trust=piece.trust_id, pk__in=new).values_list("pk", flat=True)):
        raise ValidationError({"practices": "One of these practices is not in use any more. Choose again."})
    for pk in here.keys() - wanted:
        here[pk].delete()
    for pk in sorted(new):
        PiecePractice(piece=piece, practice_id=pk).save()


def _set_rows(
    piece: Piece, model: type[Lesson | PieceSource], names: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Row by row in their order: what did not change is not written, so that the history tells what did."""
    kept: list[Any] = list(model._default_manager.filter(piece=piece).order_by("order", "pk"))
    for order, said in enumerate(rows, start=1):
        row: Any = kept[order - 1] if order <= len(kept) else model(piece=piece)
        values: dict[str, Any] = {name: said.get(name, None if name == "practice" else "") for name in names}
        values["order"] = order
        if row.pk is not None and all(getattr(row, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()
    for row in kept[len(rows) :]:
        row.delete()
