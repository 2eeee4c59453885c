"""Taking away a second factor that was lost with its device, and sealing all of them under a new key."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from accounts.letters import GUARD, own_address
from accounts.models import User
from accounts.services.sign_ins import end_sign_ins

SUBJECT = "Closing the Gap: your second factor was taken away"
SAYS = """Hello {name},

your second factor at Closing the Gap was taken away, and you were signed out everywhere.
Where your roles need one, you are asked to set up another when you sign in next.

If you did not ask for this, tell an administrator of your trust at once. This is your sign-in:

{own}

{guard}
"""


@transaction.atomic
def take_second_factor(*, user: User) -> bool:
    """All of it, recovery codes too. Returns whether there was any; the person is told by e-mail."""
    taken, _ = Authenticator.objects.filter(user=user).delete()
    end_sign_ins(user=user)
    if taken:
        says = SAYS.format(name=user.full_name, own=own_address(), guard=GUARD)
        transaction.on_commit(
            lambda: send_mail(SUBJECT, says, settings.DEFAULT_FROM_EMAIL, [user.email], fail_silently=True)
        )
    return bool(taken)


SEALED = ("secret", "seed")  # of an app, of recovery codes


@transaction.atomic
def reseal_second_factors() -> tuple[int, int]:
    """Returns how many rows are sealed under today's key now, and how many no key opens."""
    seal, sealed, lost = get_adapter(), 0, 0
    for one in Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN):
        try:
            one.data |= {name: seal.encrypt(seal.decrypt(one.data[name])) for name in SEALED if name in one.data}
        except InvalidToken:
            lost += 1
        else:
            one.save(update_fields=["data"])
            sealed += 1
    return sealed, lost
