"""The first people of a trust, added from the command line, where nobody can sign in yet to grant a role."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Role
from academies.models import Academy, Membership, Trust
from accounts.models import User


@transaction.atomic
def add_person(
    *, email: str, full_name: str, role: Role, trust: Trust, academy: Academy | None = None, password: str | None = None
) -> Membership:
    """Gives the role from today on, to a new person or to one who is here, who keeps the password they have.

    Somebody new without a `password` has none: they choose one by a link (accounts.passwords.way_to_a_new_one).
    Raises ValidationError with what to mend.
    """
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        if not full_name.strip():
            raise ValidationError("This e-mail is new here. Say whose it is with --name.")
        if password:
            validate_password(password, User(email=email, full_name=full_name))
        user = User.objects.create_user(email.strip(), password or None, full_name=full_name.strip())
    elif password:
        raise ValidationError("This person is here already and keeps the password they have.")
    membership = Membership(user=user, trust=trust, academy=academy, role=role, starts=timezone.localdate())
    membership.full_clean()
    membership.save()
    return membership
