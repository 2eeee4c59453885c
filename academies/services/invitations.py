"""Asking people in by e-mail, and letting them in."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Callable
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Invitation, Membership, Trust
from accounts.letters import GUARD, own_address
from accounts.models import User
from accounts.services.sign_ins import end_sign_ins

log = logging.getLogger(__name__)
SUBJECT = "Closing the Gap: {by} invites you"
SET_SUBJECT = "Closing the Gap: your password was set"
SET = """Hello {name},

your invitation to Closing the Gap was used just now, and a password was set for you.

If it was not you, tell an administrator of your trust at once. This is your sign-in:

{own}

{guard}
"""
OWN = "You are in already. Another administrator sends you a link where you need one."


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite(*, by: User, trust: Trust, user: User, link: Callable[[str], str]) -> bool:
    """Sends a letter with a link that holds for seven days, once; a link that was sent before opens nothing any more.

    `link` makes the address of a token. Returns False where the letter could not be handed over: the invitation stands,
    and can be sent again. Raises PermissionDenied.
    """
    token = secrets.token_urlsafe(32)
    invitation = _written(by=by, trust=trust, user=user, digest=digest_of(token))
    told = {"invitation": invitation, "link": link(token)}
    says = render_to_string("academies/mail/invitation.txt", told)
    try:
        send_mail(SUBJECT.format(by=by.full_name), says, settings.DEFAULT_FROM_EMAIL, [user.email])
    except (OSError, SMTPException):
        log.exception("An invitation could not be handed to the mail server.")
        return False
    return True


@transaction.atomic
def _written(*, by: User, trust: Trust, user: User, digest: str) -> Invitation:
    if not user_can(by, Permission.MANAGE_ACCESS, trust=trust):
        raise PermissionDenied("People are invited by the trust's administrators.")
    if user == by:
        raise PermissionDenied(OWN)
    if not Membership.objects.visible_to(by).filter(user=user, trust=trust).exists():
        raise PermissionDenied("Give the person a role in your trust first.")
    User.objects.select_for_update().get(pk=user.pk)  # two administrators who invite at once take turns
    Invitation.objects.waiting().filter(trust=trust, user=user).update(withdrawn_at=timezone.now())
    invitation = Invitation(by=by, trust=trust, user=user, digest=digest)
    invitation.full_clean()
    invitation.save()
    return invitation


@transaction.atomic
def withdraw_invitation(*, by: User, invitation: Invitation) -> None:
    """The link opens nothing any more; the roles stay as they are. Raises PermissionDenied."""
    if not Invitation.objects.editable_by(by).filter(pk=invitation.pk).exists():
        raise PermissionDenied("Invitations are taken back by the trust's administrators.")
    Invitation.objects.waiting().filter(pk=invitation.pk).update(withdrawn_at=timezone.now())


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User:
    """Whoever holds the link chooses their password, once.

    Raises ValidationError for a password that is too weak, or for a link that holds no more.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(digest=digest_of(token)).first()
    if invitation is None or not invitation.holds or not invitation.user.is_active:
        raise ValidationError("This link holds no more.")
    user = invitation.user
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    _used(user)
    end_sign_ins(user=user)
    # As for every other change of a password: whoever else reads that letter box could have followed the link.
    says = SET.format(name=user.full_name, own=own_address(), guard=GUARD)
    transaction.on_commit(
        lambda: send_mail(SET_SUBJECT, says, settings.DEFAULT_FROM_EMAIL, [user.email], fail_silently=True)
    )
    return user


def _used(user: User) -> int:
    return Invitation.objects.waiting().filter(user=user).update(used_at=timezone.now())


@transaction.atomic
def arrived(*, user: User) -> None:
    """Whoever signed in, by Microsoft or Google say, needs no link any more."""
    if Invitation.objects.waiting().filter(user=user).exists():
        _used(user)
