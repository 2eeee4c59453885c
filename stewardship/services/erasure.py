"""Erasure: asked for by one, agreed or refused by another, carried out in the transaction in which it is agreed."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from academies.access import Permission, academies_where, user_can
from academies.models import Academy, Contact, Membership, Trust
from academies.reader_scope import reading_as
from academies.row_scope import row_scope
from accounts.models import User
from pupils.models import Pupil
from stewardship.models import Erasure, ErasureState, SubjectKind

UNKNOWN = {
    SubjectKind.PERSON: "Nobody with this e-mail has or had a role in this trust.",
    SubjectKind.PUPIL: "No pupil whose rows you may see has this UPN.",
    SubjectKind.CONTACT: "No contact that you may see has this e-mail.",
}
SHORTEST = 3


@transaction.atomic
def ask_erasure(
    *, trust: Trust, kind: SubjectKind, known_as: str, reason: str, words: Sequence[str] = (), by: User
) -> Erasure:
    """`known_as`: an e-mail, or a pupil's UPN. Raises ValidationError with what to mend, PermissionDenied where `by`
    may not ask."""
    if not user_can(by, Permission.KEEP_PERSONAL_DATA, trust=trust):
        raise PermissionDenied("An erasure is asked for by who keeps personal data for the trust.")
    short = [word for word in words if len(word.strip()) < SHORTEST]
    if short:
        raise ValidationError({"words": f"“{short[0]}” is too short to be looked for everywhere: write more of it."})
    subject = find_subject(by, trust, kind, known_as.strip())
    if subject is None:
        raise ValidationError({"known_as": UNKNOWN[kind]})
    if kind == SubjectKind.PERSON and subject == by.pk:
        raise ValidationError({"known_as": "Somebody else must ask for your own erasure."})
    asked = Erasure(trust=trust, kind=kind, subject=subject, reason=reason.strip(), words=list(words), asked_by=by)
    asked.full_clean()
    asked.save()
    return asked


def find_subject(by: User, trust: Trust, kind: SubjectKind, known_as: str) -> int | None:
    if kind == SubjectKind.PERSON:
        ours = Membership.objects.filter(trust=trust).values("user")
        return User.objects.filter(pk__in=ours, email__iexact=known_as).values_list("pk", flat=True).first()
    if kind == SubjectKind.CONTACT:
        seen = Contact.objects.visible_to(by).filter(academy__trust=trust, email__iexact=known_as)
        return seen.values_list("pk", flat=True).first()
    with row_scope(pupil_academies(by, trust)):
        return (
            Pupil.objects.visible_to(by).filter(trust=trust, upn__iexact=known_as).values_list("pk", flat=True).first()
        )


def pupil_academies(by: User, trust: Trust) -> list[int]:
    """The academies of the trust whose pupil rows the person may see."""
    theirs = Academy.objects.filter(academies_where(by, Permission.VIEW_PUPILS), trust=trust)
    return list(theirs.values_list("pk", flat=True))


@transaction.atomic
def agree_erasure(*, erasure: Erasure, answer: str, by: User) -> Erasure:
    """Carries it out. Everywhere in one transaction, or nowhere."""
    locked = _locked(erasure, by)
    locked.answered_by, locked.answered_at, locked.answer = by, timezone.now(), answer.strip()
    locked.full_clean()
    locked.save()
    with reading_as(by), connection.cursor() as cursor:
        cursor.execute("SELECT stewardship_erase(%s)", [locked.pk])
    locked.refresh_from_db()
    return locked


@transaction.atomic
def refuse_erasure(*, erasure: Erasure, answer: str, by: User) -> Erasure:
    if not answer.strip():
        raise ValidationError({"answer": "Say why: whoever asked for it has to answer for it."})
    locked = _locked(erasure, by)
    locked.answered_by, locked.answered_at, locked.answer = by, timezone.now(), answer.strip()
    locked.state, locked.words = ErasureState.REFUSED, []
    locked.full_clean()
    locked.save()
    return locked


def _locked(erasure: Erasure, by: User) -> Erasure:
    locked = Erasure.objects.editable_by(by).select_for_update(of=("self",)).filter(pk=erasure.pk).first()
    if locked is None:
        raise PermissionDenied("Somebody other than who asked for it answers, and once.")
    return locked
