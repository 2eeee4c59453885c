"""Taking away a second factor that was lost with its device."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from accounts.models import User
from accounts.services.sign_ins import end_sign_ins

SUBJECT = "Closing the Gap: your second factor was taken away"
SAYS = """Hello {name},

your second factor at Closing the Gap was taken away, and you were signed out everywhere.
You are asked to set up another when you sign in next.

If you did not ask for this, tell an administrator of your trust at once.
"""


@transaction.atomic
def take_second_factor(*, user: User) -> bool:
    """All of it, recovery codes too. Returns whether there was any; the person is told by e-mail."""
    taken, _ = Authenticator.objects.filter(user=user).delete()
    end_sign_ins(user=user)
    if taken:
        says = SAYS.format(name=user.full_name)
        transaction.on_commit(
            lambda: send_mail(SUBJECT, says, settings.DEFAULT_FROM_EMAIL, [user.email], fail_silently=True)
        )
    return bool(taken)
