"""Visits to colleagues: asked for, answered, taken back, made, and what the visitor took away."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy
from accounts.models import User
from toolkit.models import Offer, Showing, ShowingState
from toolkit.rules.showing import NotNow, NotYours, Side, Step, after

GONE = "This is offered no more. Look for somebody else who shows it."


def side_of(user: User, showing: Showing) -> Side:
    """`showing` comes with its offer."""
    return "shows" if showing.offer.by_id == user.pk else "visits"


@transaction.atomic
def ask_showing(*, by: User, offer: Offer, academy: Academy, wish: str) -> Showing:
    """`academy`: where the visitor works. Asked twice is asked once. Raises PermissionDenied or ValidationError."""
    standing = Offer.objects.visible_to(by).standing().select_for_update(of=("self",)).select_related("academy")
    locked = standing.filter(pk=offer.pk).first()
    if locked is None:
        raise ValidationError(GONE)
    if not user_can(by, Permission.TRY_PRACTICES, academy=academy) or academy.trust_id != locked.academy.trust_id:
        raise PermissionDenied("Visits are for colleagues of one trust.")
    if locked.by_id == by.pk:
        raise ValidationError("This is your own offer: you see it every day.")
    open_now = (ShowingState.ASKED, ShowingState.AGREED)
    if there := Showing.objects.visible_to(by).filter(offer=locked, asked_by=by, state__in=open_now).first():
        return there
    showing = Showing(offer=locked, asked_by=by, academy=academy, wish=wish.strip())
    if not showing.wish:
        raise ValidationError({"wish": "Say in a line what you would like to see."})
    showing.full_clean()
    showing.save()
    return showing


@transaction.atomic
def agree_showing(*, by: User, showing: Showing, day: datetime.date | None, answer: str = "") -> Showing:
    """A day for it, or another day. Raises PermissionDenied or ValidationError."""
    locked = _step(by, showing, "agree", day=day, says=answer)
    locked.day, locked.answer, locked.answered_at = day, answer.strip(), timezone.now()
    return _saved(locked)


@transaction.atomic
def decline_showing(*, by: User, showing: Showing, answer: str) -> Showing:
    """Not possible, and why. Raises PermissionDenied or ValidationError."""
    locked = _step(by, showing, "decline", day=None, says=answer)
    locked.answer, locked.answered_at = answer.strip(), timezone.now()
    return _saved(locked)


@transaction.atomic
def withdraw_showing(*, by: User, showing: Showing) -> Showing:
    """Whoever asked comes after all not. Raises PermissionDenied or ValidationError."""
    return _saved(_step(by, showing, "withdraw", day=None))


@transaction.atomic
def log_showing(*, by: User, showing: Showing, took: str | None = None) -> Showing:
    """It was made, as either says. `took`: what the visitor took away; they can write on it later, nobody else can.

    Raises PermissionDenied or ValidationError.
    """
    locked = _locked(by, showing)
    side = side_of(by, locked)
    if took is not None and side != "visits":
        raise PermissionDenied("What a visitor took away is written by the visitor.")
    if locked.state != ShowingState.MADE:
        locked = _moved(locked, "made", side, day=locked.day)
        locked.made_at = timezone.now()
    if took is not None:
        locked.took = took.strip()
    return _saved(locked)


def _locked(by: User, showing: Showing) -> Showing:
    ours = Showing.objects.editable_by(by).select_for_update(of=("self",)).select_related("offer")
    locked: Showing | None = ours.filter(pk=showing.pk).first()
    if locked is None:
        raise PermissionDenied("A visit is between the two who agreed on it.")
    return locked


def _step(by: User, showing: Showing, step: Step, *, day: datetime.date | None, says: str = "") -> Showing:
    locked = _locked(by, showing)
    return _moved(locked, step, side_of(by, locked), day=day, says=says)


def _moved(locked: Showing, step: Step, side: Side, *, day: datetime.date | None, says: str = "") -> Showing:
    try:
        locked.state = after(step, locked.state, side, day=day, today=timezone.localdate(), says=says)
    except NotYours as error:
        raise PermissionDenied(str(error)) from error
    except NotNow as error:
        raise ValidationError({error.field: str(error)} if error.field else str(error)) from error
    return locked


def _saved(locked: Showing) -> Showing:
    locked.full_clean()
    locked.save()
    return locked
