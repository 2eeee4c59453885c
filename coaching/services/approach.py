"""Models of coaching: those that a trust begins with, its own, and putting one away."""

from __future__ import annotations

from dataclasses import asdict

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Trust
from accounts.models import User
from coaching.models import Approach
from coaching.strategy import MODELS

REFUSED = "The models of coaching are written by the trust’s leaders."


@transaction.atomic
def ensure_approaches(trust: Trust) -> list[Approach]:
    """The models that the product ships, made once: nothing where the trust has any, in use or put away."""
    Trust.objects.select_for_update(no_key=True).get(pk=trust.pk)
    if Approach.objects.filter(trust=trust).exists():
        return []
    made = [Approach(trust=trust, order=at, **asdict(model)) for at, model in enumerate(MODELS)]
    return Approach.objects.bulk_create(made)


@transaction.atomic
def start_approaches(*, by: User, trust: Trust) -> list[Approach]:
    """The same, as a leader of the trust asks for it. Raises PermissionDenied."""
    _refuse_unless_manager(by, trust)
    return ensure_approaches(trust)


@transaction.atomic
def write_approach(
    *,
    by: User,
    trust: Trust,
    name: str,
    says: str,
    rhythm_weeks: int,
    visits: int,
    in_lessons: bool,
    praise_prompt: str,
    question_prompt: str,
    step_prompt: str,
    rehearse_prompt: str,
    approach: Approach | None = None,
) -> Approach:
    """A new one at the end, or `approach` changed. Cycles that run keep their rhythm. Raises PermissionDenied or
    ValidationError."""
    if approach is None:
        _refuse_unless_manager(by, trust)
        held = Approach(trust=trust, order=Approach.objects.filter(trust=trust).count())
    else:
        held = _hold(by, approach)
    held.name, held.says, held.rhythm_weeks, held.visits = name.strip(), says.strip(), rhythm_weeks, visits
    held.in_lessons, held.praise_prompt, held.question_prompt = in_lessons, praise_prompt, question_prompt
    held.step_prompt, held.rehearse_prompt = step_prompt, rehearse_prompt
    held.full_clean()
    held.save()
    return held


@transaction.atomic
def put_away(*, by: User, approach: Approach) -> Approach:
    """New cycles no longer choose it; those that run go on. Raises PermissionDenied or ValidationError."""
    held = _hold(by, approach)
    others = Approach.objects.filter(trust=held.trust_id, archived_at__isnull=True).exclude(pk=held.pk)
    if not others.exists():
        raise ValidationError("This is the last model in use. Add another before you put it away.")
    held.archived_at = timezone.now()
    held.save(update_fields=["archived_at"])
    return held


def _refuse_unless_manager(by: User, trust: Trust) -> None:
    if not user_can(by, Permission.MANAGE_COACHING, trust=trust):
        raise PermissionDenied(REFUSED)


def _hold(by: User, approach: Approach) -> Approach:
    held: Approach | None = (
        Approach.objects.editable_by(by).select_for_update(of=("self",), no_key=True).filter(pk=approach.pk).first()
    )
    if held is None:
        raise PermissionDenied(REFUSED)
    if held.archived_at is not None:
        raise ValidationError("This model is put away: new cycles no longer choose it, and it stands as it was.")
    return held
