"""Erasures: those that wait, and the receipts of those carried out."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from academies.access import Permission, academies_where
from academies.models import Academy, Contact, Membership, Trust
from academies.row_scope import row_scope
from accounts.models import User
from pupils.models import Pupil
from pupils.selectors.imports import day
from pupils.services.uploads import files_that_wait
from stewardship.models import Erasure, ErasureState, SubjectKind
from stewardship.models.erasure import ErasureQuerySet


@dataclass(frozen=True, slots=True)
class ErasurePage:
    erasure: Erasure
    subject: str
    may_answer: bool
    receipt: tuple[tuple[str, int], ...]
    waiting: tuple[str, ...]


def erasures(user: User, trust: Trust | None) -> ErasureQuerySet:
    return Erasure.objects.visible_to(user).filter(trust=trust).select_related("asked_by", "answered_by")


def erasure_page(user: User, erasure: Erasure) -> ErasurePage:
    return ErasurePage(
        erasure=erasure,
        subject=_subject(user, erasure) if erasure.state == ErasureState.ASKED else "",
        may_answer=Erasure.objects.editable_by(user).filter(pk=erasure.pk).exists(),
        receipt=tuple(sorted((str(table), int(rows)) for table, rows in erasure.receipt.items())),
        waiting=_waiting(erasure),
    )


def _waiting(erasure: Erasure) -> tuple[str, ...]:
    """Files that an erasure does not read: applied after it, they would bring the pupil's name back."""
    if erasure.kind != SubjectKind.PUPIL or erasure.state == ErasureState.REFUSED:
        return ()
    files = files_that_wait(erasure.trust)
    if erasure.answered_at:
        files = files.filter(created__lt=erasure.answered_at)
    return tuple(f"{file.filename}, given{f' by {file.actor}' if file.actor else ''} on {day(file.created)}"
                 for file in files)  # fmt: skip


def _subject(user: User, erasure: Erasure) -> str:
    """Who it is, for whoever may know; a number for everybody else."""
    if erasure.kind == SubjectKind.PERSON:
        held = Membership.objects.visible_to(user).filter(user=erasure.subject).select_related("user").first()
        return f"{held.user} ({held.user.email})" if held else ""
    if erasure.kind == SubjectKind.CONTACT:
        contact = Contact.objects.visible_to(user).filter(pk=erasure.subject).first()
        return str(contact) if contact else ""
    seen = Academy.objects.visible_to(user).filter(
        academies_where(user, Permission.VIEW_PUPILS), Q(trust=erasure.trust)
    )
    with row_scope(seen.values_list("pk", flat=True)):
        pupil = Pupil.objects.visible_to(user).filter(pk=erasure.subject).first()
    return f"{pupil} (UPN {pupil.upn})" if pupil else ""
