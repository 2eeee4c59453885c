"""The signs of a theory of action: added, reworded, moved, put away and brought back."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from toolkit.models import Signal, Theory
from toolkit.services import index
from toolkit.services.theory import REFUSED, hold_theory, refuse_put_away, refuse_unless_open

AT_MOST = 12


@transaction.atomic
def add_signal(*, by: User, theory: Theory, of: str, says: str) -> Signal:
    """The last of its kind. Raises PermissionDenied, or ValidationError with what to mend."""
    held = _hold(by, theory)
    if held.signals.filter(of=of, archived_at__isnull=True).count() >= AT_MOST:
        raise ValidationError(
            {"says": f"There are {AT_MOST} signs of this kind, and nobody looks for more. Put one away first."}
        )
    last = held.signals.filter(of=of).aggregate(last=Max("order"))["last"] or 0
    return _saved(Signal(theory=held, of=of, order=last + 1), says)


@transaction.atomic
def change_signal(*, by: User, signal: Signal, says: str) -> Signal:
    return _saved(_held(by, signal), says)


@transaction.atomic
def move_signal(*, by: User, signal: Signal, up: bool) -> Signal:
    """One place up or down among those of its kind; at the end of the row nothing happens."""
    held = _held(by, signal)
    row = list(Signal.objects.filter(theory=held.theory_id, of=held.of, archived_at__isnull=True))
    place = row.index(held) if held in row else -1
    other = place + (-1 if up else 1)
    if place >= 0 and 0 <= other < len(row):
        row[place], row[other] = row[other], row[place]
        for order, each in enumerate(row, start=1):
            each.order = order
        Signal.objects.bulk_update(row, ["order"])
        held.refresh_from_db()
    return held


@transaction.atomic
def put_away_signal(*, by: User, signal: Signal, away: bool = True) -> Signal:
    """Nobody is asked to look for it any more; `away=False` brings it back."""
    held = _held(by, signal)
    held.archived_at = (held.archived_at or timezone.now()) if away else None
    held.save(update_fields=["archived_at"])
    index.put(held.theory)
    return held


def _hold(by: User, theory: Theory) -> Theory:
    held = hold_theory(by, theory)
    refuse_put_away(held)
    refuse_unless_open(held.academy)
    return held


def _held(by: User, signal: Signal) -> Signal:
    """The sign, with its theory locked, so that two who move signs at once do so one after the other."""
    theory = _hold(by, signal.theory)
    held = Signal.objects.filter(pk=signal.pk, theory=theory).select_related("theory").first()
    if held is None:
        raise PermissionDenied(REFUSED)
    return held


def _saved(signal: Signal, says: str) -> Signal:
    signal.says = " ".join(says.split())
    if not signal.says:
        raise ValidationError({"says": "Say what one would see or hear."})
    signal.full_clean()
    signal.save()
    index.put(signal.theory)
    return signal
