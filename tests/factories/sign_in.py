"""Sign-ins, and invitations by e-mail."""

import hashlib

import factory
from factory.django import DjangoModelFactory

from academies.models import Invitation
from accounts.models import SignIn

__all__ = ["AccountInvitationFactory", "SignInFactory"]


class SignInFactory(DjangoModelFactory[SignIn]):
    class Meta:
        model = SignIn

    user = factory.SubFactory("tests.factories.UserFactory")
    session = factory.Sequence(lambda n: f"{n:040x}")
    device = "Firefox on Windows"
    place = "192.0.2.0/24"


class AccountInvitationFactory(DjangoModelFactory[Invitation]):
    """Its link is known by `token`, which is not kept."""

    class Meta:
        model = Invitation

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    trust = factory.SubFactory("tests.factories.TrustFactory")
    user = factory.SubFactory("tests.factories.UserFactory")
    by = factory.SubFactory("tests.factories.UserFactory")
    digest = factory.LazyAttribute(lambda self: hashlib.sha256(self.token.encode()).hexdigest())
