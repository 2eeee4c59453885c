"""Somebody who signs in by every way that there is, and what of it is left in the database."""

import datetime

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from academies.models import Draft
from academies.reader_scope import reading_as
from accounts.models import User
from tests import factories as make

APPS = {"account", "accounts", "mfa", "sessions", "socialaccount", "usersessions"}


def sign_in_every_way(user: User) -> None:
    mail = EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    EmailConfirmation.objects.create(email_address=mail, key="k", sent=timezone.now())
    Authenticator.objects.create(user=user, type="totp", data={"secret": "sealed"})
    known = SocialAccount.objects.create(user=user, provider="microsoft", uid=f"there-{user.pk}", extra_data={"n": 1})
    SocialToken.objects.create(account=known, token="t", token_secret="")
    signed_in = make.SignInFactory(user=user)
    later = timezone.now() + datetime.timedelta(days=14)
    Session.objects.create(session_key=signed_in.session, session_data="sealed", expire_date=later)
    with reading_as(user):
        Draft.objects.create(user=user, name="a-form", url="/", title="A form", fields={"says": "Not sent."})


def left_of_sign_in(user: User) -> set[str]:
    """The tables that still hold a row of theirs: whatever a package keeps by person, named here or not."""
    left = {
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.app_label in APPS and any(field.name == "user" for field in model._meta.concrete_fields)
        if model._default_manager.filter(user=user).exists()
    }
    # One person alone signs in like this in a test: all rows of these are theirs.
    besides: tuple[type[models.Model], ...] = (EmailConfirmation, SocialToken, Session)
    left |= {model._meta.db_table for model in besides if model._default_manager.exists()}
    with reading_as(user):
        return left | ({"academies_draft"} if Draft.objects.exists() else set())


EVERY_WAY = {
    "academies_draft",
    "account_emailaddress",
    "account_emailconfirmation",
    "accounts_signin",
    "django_session",
    "mfa_authenticator",
    "socialaccount_socialaccount",
    "socialaccount_socialtoken",
}
