"""Theories of action: the strategy's own, the trust's further ones, and those of an academy."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy, Trust
from academies.models.academy import Status
from accounts.models import User
from celt.lib.days import british
from toolkit.models import Signal, Theory
from toolkit.models.theory import SignalOf
from toolkit.services import index
from toolkit.strategy import THEORIES

REFUSED = "The trust's theories of action are written by its leaders, an academy's own by those who lead it."


@transaction.atomic
def ensure_theories(trust: Trust) -> list[Theory]:
    """The trust's theories; the strategy's seven where it has none yet. What a trust put away stays away."""
    Trust.objects.select_for_update().get(pk=trust.pk)
    if not Theory.objects.filter(trust=trust).of_trust().exists():
        for order, told in enumerate(THEORIES, start=1):
            theory = Theory(
                trust=trust, name=told.name, when=told.when, then=told.then, because=told.because, order=order
            )
            theory.full_clean()
            theory.save()
            _add_signals(theory, told.practice, told.pupils)
            index.put(theory)
    return list(Theory.objects.filter(trust=trust).of_trust().in_use())


@transaction.atomic
def start_theories(*, by: User, trust: Trust) -> list[Theory]:
    """The strategy's own theories, for a trust that has none. Raises PermissionDenied."""
    if not user_can(by, Permission.MANAGE_TOOLKIT, trust=trust):
        raise PermissionDenied(REFUSED)
    return ensure_theories(trust)


@transaction.atomic
def add_theory(
    *,
    by: User,
    trust: Trust,
    name: str,
    when: str,
    then: str,
    because: str = "",
    academy: Academy | None = None,
    practice: Iterable[str] = (),
    pupils: Iterable[str] = (),
) -> Theory:
    """`academy` None: the trust's. `practice` and `pupils`: the signs to look for, in their order.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    if not may_write(by, trust, academy):
        raise PermissionDenied(REFUSED)
    refuse_unless_open(academy)
    last = Theory.objects.filter(trust=trust, academy=academy).aggregate(last=Max("order"))["last"] or 0
    theory = Theory(trust=trust, academy=academy, order=last + 1, written_by=by)
    _write(theory, name, when, then, because)
    _add_signals(theory, practice, pupils)
    index.put(theory)
    return theory


@transaction.atomic
def change_theory(*, by: User, theory: Theory, name: str, when: str, then: str, because: str = "") -> Theory:
    """Every priority that builds on it shows the new words. Raises PermissionDenied or ValidationError."""
    held = hold_theory(by, theory)
    refuse_put_away(held)
    refuse_unless_open(held.academy)
    _write(held, name, when, then, because)
    index.put(held)
    return held


@transaction.atomic
def archive_theory(*, by: User, theory: Theory, archived: bool = True) -> Theory:
    """Put away it is offered no longer; what builds on it and what was found of it stays. `archived=False` brings it
    back, unless another bears its name by now."""
    held = hold_theory(by, theory)
    if archived:
        held.archived_at = held.archived_at or timezone.now()
    else:
        _refuse_same_name(held)
        held.archived_at = None
    held.full_clean()
    held.save(update_fields=["archived_at"])
    index.put(held)
    return held


def refuse_unless_open(academy: Academy | None) -> None:
    """None is the trust, which stays open."""
    if academy is not None and academy.status != Status.OPEN:
        since = f" on {british(academy.closed)}" if academy.closed else ""
        why = f"{academy} closed{since}" if academy.status == Status.CLOSED else f"{academy} has not opened yet"
        raise ValidationError(f"{why}: its theories of action can be read, not changed.")


def may_write(by: User, trust: Trust, academy: Academy | None) -> bool:
    if academy is None:
        return user_can(by, Permission.MANAGE_TOOLKIT, trust=trust)
    return academy.trust_id == trust.pk and user_can(by, Permission.WRITE_THEORIES, academy=academy)


def hold_theory(by: User, theory: Theory) -> Theory:
    held = (
        Theory.objects.editable_by(by)
        .select_for_update(of=("self",))
        .select_related("academy", "trust")
        .filter(pk=theory.pk)
        .first()
    )
    if held is None:
        raise PermissionDenied(REFUSED)
    return held


def _write(theory: Theory, name: str, when: str, then: str, because: str) -> None:
    theory.name = " ".join(name.split())
    theory.when, theory.then = _without(when, "when"), _without(then, "then")
    theory.because = because.strip()
    missing = {}
    if not theory.when:
        missing["when"] = "Say what adults do. The page writes the word WHEN itself."
    if not theory.then:
        missing["then"] = "Say what changes for pupils: without a THEN nobody can tell whether it held."
    if missing:
        raise ValidationError(missing)
    _refuse_same_name(theory)
    theory.full_clean()
    theory.save()


def _without(text: str, word: str) -> str:
    """The page sets WHEN and THEN itself, and the stop at the end; whoever typed them does not read them twice."""
    said = re.sub(rf"^\W*{word}\b[\s,:.…]*", "", text.strip(), flags=re.IGNORECASE)
    return re.sub(r"[\s.…]+$", "", said)


def _refuse_same_name(theory: Theory) -> None:
    """One name once among what an academy chooses from: the trust's theories and its own."""
    among = Q(academy__isnull=True) | Q(academy=theory.academy_id) if theory.academy_id else Q(academy__isnull=True)
    same = (
        Theory.objects.filter(among, trust=theory.trust_id, name__iexact=theory.name)
        .in_use()
        .exclude(pk=theory.pk)
        .first()
    )
    if same is not None:
        whose = "The academy" if same.academy_id else "The trust"
        raise ValidationError({"name": f"{whose} has a theory of action called “{same.name}” already."})


def refuse_put_away(theory: Theory) -> None:
    if theory.archived_at is not None:
        day = british(timezone.localtime(theory.archived_at).date())
        raise ValidationError(f"“{theory.name}” was put away on {day}. Bring it back before you write on it.")


def _add_signals(theory: Theory, practice: Iterable[str], pupils: Iterable[str]) -> None:
    for of, signs in ((SignalOf.PRACTICE, practice), (SignalOf.PUPILS, pupils)):
        for order, says in enumerate(filter(None, (" ".join(sign.split()) for sign in signs)), start=1):
            signal = Signal(theory=theory, of=of, says=says, order=order)
            signal.full_clean()
            signal.save()
