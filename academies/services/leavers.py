"""People who left: their sessions end, and academies/doors.py keeps them outside."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can, works_elsewhere
from academies.models import Invitation, Membership, Trust
from accounts.models import SignIn, User
from accounts.services.second_factor import take_second_factor
from accounts.services.sign_ins import end_sign_ins


@transaction.atomic
def close_leavers() -> int:
    """Ends the sessions of everybody without a role today, and invitations whose roles are all over.

    Returns how many people it signed out.
    """
    staying = Membership.objects.current().values("user")
    gone = User.objects.filter(pk__in=SignIn.objects.open().values("user")).exclude(pk__in=staying)
    ended = sum(bool(end_sign_ins(user=user)) for user in gone)
    expected = Membership.objects.exclude(ends__lt=timezone.localdate()).values("user")
    Invitation.objects.waiting().exclude(user__in=expected).update(withdrawn_at=timezone.now())
    return ended


ELSEWHERE = (
    "This person works for another trust too, so their sign-in is not yours alone to change. They end their sessions "
    "themselves; whoever runs the server, or an administrator of both trusts, takes a lost second factor away."
)


def _asked(by: User, user: User, trust: Trust) -> None:
    if not user_can(by, Permission.MANAGE_ACCESS, trust=trust):
        raise PermissionDenied("This is done by the trust's administrators.")
    if user == by:
        raise PermissionDenied("For yourself, do this on the page of your own sign-in.")
    if not Membership.objects.visible_to(by).filter(user=user, trust=trust).exists():
        raise PermissionDenied("This person holds no role in your trust.")
    if works_elsewhere(user, by):
        raise PermissionDenied(ELSEWHERE)


@transaction.atomic
def sign_out(*, by: User, user: User, trust: Trust) -> int:
    """An administrator ends all sessions of a person, such as after a lost device. Raises PermissionDenied."""
    _asked(by, user, trust)
    return end_sign_ins(user=user)


@transaction.atomic
def reset_second_factor(*, by: User, user: User, trust: Trust) -> bool:
    """An administrator takes a lost second factor away, so that the person sets up another. Their sessions end.

    Returns whether there was one. Raises PermissionDenied.
    """
    _asked(by, user, trust)
    return take_second_factor(user=user)
