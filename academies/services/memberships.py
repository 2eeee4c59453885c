"""Who gives and ends roles, and how. A role is never deleted: it ends on a day."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from academies.access import Permission, Role, user_can
from academies.models import Academy, Membership, Trust
from accounts.models import User


@transaction.atomic
def grant_membership(
    *,
    by: User,
    trust: Trust,
    role: Role,
    email: str,
    full_name: str = "",
    academy: Academy | None = None,
    starts: datetime.date,
    ends: datetime.date | None = None,
) -> Membership:
    """Give a role to the person of that e-mail, who is added without a password where unknown.

    Raises ValidationError with what to mend, PermissionDenied where `by` does not grant roles in the trust.
    """
    if not user_can(by, Permission.MANAGE_ACCESS, trust=trust):
        raise PermissionDenied("Roles are granted by the trust's administrators.")
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        if not full_name.strip():
            raise ValidationError({"full_name": "This e-mail is new here. Say whose it is."})
        user = User.objects.create_user(email.strip(), None, full_name=full_name.strip())
    if user == by:
        raise ValidationError({"email": "Nobody changes their own roles. Ask another administrator."})
    membership = Membership(user=user, trust=trust, academy=academy, role=role, starts=starts, ends=ends)
    membership.full_clean()
    membership.save()
    return membership


@transaction.atomic
def end_membership(*, by: User, membership: Membership, last_day: datetime.date) -> Membership:
    """End a role on `last_day`, which still counts.

    Raises PermissionDenied, or ValidationError where it had not begun by then.
    """
    locked = Membership.objects.editable_by(by).select_for_update(of=("self",)).filter(pk=membership.pk).first()
    if locked is None:
        raise PermissionDenied("Roles are ended by the trust's administrators, and nobody ends their own.")
    locked.ends = last_day
    locked.full_clean()
    locked.save(update_fields=["ends"])
    return locked
