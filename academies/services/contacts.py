"""Contacts of academies: adding one, changing it, setting it aside. Never deleted."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy, Contact
from accounts.models import User

REFUSED = "Contacts are kept by the academy’s head, the trust’s leaders and its administrators."


@transaction.atomic
def add_contact(*, academy: Academy, name: str, job: str, email: str = "", phone: str = "", by: User) -> Contact:
    """Raises ValidationError with what to mend, PermissionDenied where `by` keeps no contacts there."""
    if not user_can(by, Permission.MANAGE_CONTACTS, academy=academy):
        raise PermissionDenied(REFUSED)
    contact = Contact(academy=academy, name=name.strip(), job=job.strip(), email=email.strip(), phone=phone.strip())
    contact.full_clean()
    contact.save()
    return contact


@transaction.atomic
def change_contact(*, contact: Contact, name: str, job: str, email: str = "", phone: str = "", by: User) -> Contact:
    """Raises ValidationError with what to mend, PermissionDenied as `add_contact` does."""
    locked = _locked(contact, by)
    locked.name, locked.job, locked.email, locked.phone = name.strip(), job.strip(), email.strip(), phone.strip()
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def archive_contact(*, contact: Contact, by: User) -> Contact:
    """Sets it aside: it stands on no page any more, and its history stays. Twice is once."""
    locked = _locked(contact, by)
    if locked.archived_at is None:
        locked.archived_at = timezone.now()
        locked.save(update_fields=["archived_at"])
    return locked


def _locked(contact: Contact, by: User) -> Contact:
    locked = Contact.objects.editable_by(by).select_for_update(of=("self",)).filter(pk=contact.pk).first()
    if locked is None:
        raise PermissionDenied(REFUSED)
    return locked
