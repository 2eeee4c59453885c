"""Preparing a reader as a proof, and issuing it: from then on it is what the board read."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from readers.models import BoardMeeting, Edition
from readers.rules.told import SHAPE, as_data
from readers.selectors.reader import reader_now
from readers.services.meeting import CALLED_OFF, may_keep

REFUSED = "A reader is prepared and issued by the trust’s leaders, and an academy’s by its head too."
SAY_WHAT = "Say what this edition corrects: the one before it was issued, and stays as it is."
ISSUED = "This edition is issued and stays as it is. Prepare a new edition that corrects it."
TOO_LATE = "This meeting is over, and nothing was issued for it: what is known today was not known there."
CHANGED = "The proof was prepared anew since you opened it. Look at it once more, then issue it."
LONGEST_WORD = 600


@transaction.atomic
def prepare_edition(*, by: User, meeting: BoardMeeting, word: str = "", corrects: str = "") -> Edition:
    """The proof of the meeting's next edition, made anew of what the app knows now.

    `corrects`: where an edition was issued already, what this one puts right; after the meeting nothing else is made.
    Raises PermissionDenied, ValidationError.
    """
    held = _locked(by, meeting)
    last = Edition.objects.issued().filter(meeting=held).order_by("-number").first()
    if why := why_not_prepared(held, timezone.localdate(), issued=last is not None):
        raise ValidationError(why)
    word, corrects = word.strip(), corrects.strip()
    if len(word) > LONGEST_WORD:
        raise ValidationError({"word": f"A word is {LONGEST_WORD} characters at most; this has {len(word)}."})
    if last is not None and not corrects:
        raise ValidationError({"corrects": SAY_WHAT})
    proof = Edition.objects.proofs().filter(meeting=held).first()
    if proof is None:
        proof = Edition(meeting=held, number=last.number + 1 if last else 1, replaces=last)
    proof.content, proof.shape = as_data(reader_now(by, held)), SHAPE
    proof.word, proof.corrects = word, corrects if last else ""
    proof.prepared_by, proof.prepared_at = by, timezone.now()
    proof.full_clean()
    proof.save()
    return proof


@transaction.atomic
def issue_edition(*, by: User, edition: Edition, seen: str = "") -> Edition:
    """The proof as it was looked at, for good. `seen`: the token of the page that showed it. Raises PermissionDenied;
    ValidationError where it is issued, was prepared anew since, or its meeting was called off."""
    meeting = _locked(by, edition.meeting)
    if meeting.is_called_off:
        raise ValidationError(CALLED_OFF)
    proof = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    if proof.is_issued:
        raise ValidationError(ISSUED)
    if seen and seen != token(proof):
        raise ValidationError(CHANGED)
    proof.issued_by, proof.issued_at = by, timezone.now()
    proof.save(update_fields=["issued_by", "issued_at"])
    proof.meeting = meeting
    return proof


def why_not_prepared(meeting: BoardMeeting, today: datetime.date, *, issued: bool) -> str:
    """Why nothing is prepared for a meeting; empty where something may be. `issued`: an edition was."""
    if meeting.is_called_off:
        return CALLED_OFF
    return TOO_LATE if meeting.is_past(today) and not issued else ""


def token(proof: Edition) -> str:
    """Names a proof as it was on the page, so that nobody issues what they have not looked at."""
    return proof.prepared_at.isoformat()


def _locked(by: User, meeting: BoardMeeting) -> BoardMeeting:
    held = (
        BoardMeeting.objects.select_for_update(of=("self",))
        .select_related("trust", "academy__trust")
        .get(pk=meeting.pk)
    )
    if not may_keep(by, held.trust, held.academy):
        raise PermissionDenied(REFUSED)
    return held
