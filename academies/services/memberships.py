"""Who gives and ends roles, and how. A role is never deleted: it ends on a day.

Each write runs under the sealed ticket of who does it, so that the database refuses whoever would change their own
roles (academies/models/membership.py).
"""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from academies.access import Permission, Role, user_can
from academies.models import Academy, Membership, Trust
from academies.reader_scope import reading_as
from accounts.models import User

LAST = "Nobody would be left who can grant roles from %s on. Make somebody else an administrator first."


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
    # Two who give a role to the same new person at once take turns at their trust.
    Trust.objects.select_for_update().get(pk=trust.pk)
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
    with reading_as(by):
        membership.save()
    return membership


@transaction.atomic
def end_membership(*, by: User, membership: Membership, last_day: datetime.date) -> Membership:
    """End a role on `last_day`, which still counts.

    Raises PermissionDenied, or ValidationError where it had not begun by then or nobody would be left to grant roles.
    """
    locked = _locked(by, membership)
    if locked.role == Role.ADMINISTRATOR:
        _refuse_without_administrator(locked, last_day)
    locked.ends = last_day
    return _saved(by, locked)


@transaction.atomic
def extend_membership(*, by: User, membership: Membership, last_day: datetime.date | None) -> Membership:
    """Let a role last longer: until a later day, or until further notice.

    Raises PermissionDenied, or ValidationError where the day is not later, or the person holds that role again by then.
    """
    locked = _locked(by, membership)
    if locked.ends is None or (last_day is not None and last_day <= locked.ends):
        raise ValidationError({"last_day": "The role lasts that long already. Give a later day, or end it instead."})
    locked.ends = last_day
    return _saved(by, locked)


def _locked(by: User, membership: Membership) -> Membership:
    # Two who end each other's roles at once take turns at their trust.
    Trust.objects.select_for_update().get(pk=membership.trust_id)
    locked = Membership.objects.editable_by(by).select_for_update(of=("self",)).filter(pk=membership.pk).first()
    if locked is None:
        raise PermissionDenied("Roles are changed by the trust's administrators, and nobody changes their own.")
    return locked


def _saved(by: User, membership: Membership) -> Membership:
    membership.full_clean()
    with reading_as(by):
        membership.save(update_fields=["ends"])
    return membership


def _refuse_without_administrator(ending: Membership, last_day: datetime.date) -> None:
    after = last_day + datetime.timedelta(days=1)
    others = Membership.objects.filter(trust=ending.trust_id, role=Role.ADMINISTRATOR, user__is_active=True)
    left = others.exclude(pk=ending.pk).filter(Q(ends__isnull=True) | Q(ends__gte=after), starts__lte=after)
    if not left.exists():
        raise ValidationError({"last_day": LAST % f"{after:%-d %B %Y}"})
