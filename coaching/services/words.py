"""Replies and reflections on a visit whose feedback was given."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from coaching.models import Visit, VisitState, Word, WordKind
from coaching.services.holding import hold_running

NOT_YET = "Replies follow the feedback, and it has not been given yet."


@transaction.atomic
def say_word(
    *, by: User, visit: Visit, says: str, kind: str = WordKind.REPLY, client_key: uuid.UUID | None = None
) -> Word:
    """One of the two says something; a reflection is the coachee's. With a key that arrived before, that word as it
    stands now. Raises PermissionDenied or ValidationError."""
    if client_key and (here := _said_before(by, visit, client_key)):
        return here
    cycle = hold_running(by, visit.cycle_id)
    if client_key and (here := _said_before(by, visit, client_key)):
        return here
    held = Visit.objects.visible_to(by).get(pk=visit.pk)
    if held.state != VisitState.FED_BACK:
        raise ValidationError(NOT_YET)
    if kind == WordKind.REFLECTION and by.pk != cycle.coachee_id:
        raise ValidationError({"kind": "A reflection is your colleague’s own. Write a reply."})
    word = Word(cycle=cycle, visit=held, by=by, kind=kind, says=says.strip(), client_key=client_key or uuid.uuid4())
    word.full_clean()
    word.save()
    return word


@transaction.atomic
def strike_word(*, by: User, word: Word, struck: bool = True) -> Word:
    """Draws a line through one's own word, or takes the line away; twice is once."""
    if word.by_id != by.pk:
        raise PermissionDenied("Somebody else said this. Each strikes out their own.")
    hold_running(by, word.cycle_id)
    held: Word = Word.objects.editable_by(by).select_for_update(no_key=True, of=("self",)).get(pk=word.pk)
    if bool(held.struck_at) != struck:
        held.struck_at = timezone.now() if struck else None
        held.save(update_fields=["struck_at"])
    return held


def _said_before(by: User, visit: Visit, client_key: uuid.UUID) -> Word | None:
    return Word.objects.visible_to(by).filter(visit=visit.pk, by=by.pk, client_key=client_key).first()
