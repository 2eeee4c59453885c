"""The next level of work: visitors write it in the debrief; the host's head says what came of each piece."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from reviews.models import NextWork, Round
from reviews.models.next_work import Horizon, Outcome
from reviews.rules.next_work import why_no_outcome, why_not_written
from reviews.services.naming import refuse_names
from reviews.services.round_gate import REFUSED, hold_round

FIELDS: Final = ("horizon", "says", "who")
DROPPED: Final = "This was taken out. Bring it back before you change it."


@transaction.atomic
def add_work(*, by: User, round: Round, horizon: str, says: str, who: str = "") -> NextWork:
    """Raises PermissionDenied for who does not visit, ValidationError with what to mend."""
    work = NextWork(round=_held(by, round), made_by=by)
    _set(work, horizon=horizon, says=says, who=who)
    work.save()
    return work


@transaction.atomic
def change_work(*, by: User, work: NextWork, **said: Any) -> NextWork:
    """Changes any of FIELDS; moving it between horizons is changing its horizon. Raises as add_work does."""
    locked = _locked(by, work)
    if locked.dropped_at is not None:
        raise ValidationError(DROPPED)
    _set(locked, **said)
    locked.save(update_fields=list(FIELDS))
    return locked


@transaction.atomic
def drop_work(*, by: User, work: NextWork) -> NextWork:
    """Takes it out; its words stay on record. Twice is once. Raises as add_work does."""
    locked = _locked(by, work)
    if locked.dropped_at is None:
        locked.dropped_at = timezone.now()
        locked.save(update_fields=["dropped_at"])
    return locked


@transaction.atomic
def take_up_work(*, by: User, work: NextWork) -> NextWork:
    """Brings back what was taken out. Raises as add_work does."""
    locked = _locked(by, work)
    if locked.dropped_at is not None:
        locked.dropped_at = None
        locked.save(update_fields=["dropped_at"])
    return locked


@transaction.atomic
def say_outcome(*, by: User, work: NextWork, outcome: str, says: str) -> NextWork:
    """Says what came of an agreed piece, and how one sees it; once more says it anew, until the round is followed up.

    Raises PermissionDenied for who does not run rounds at the host, ValidationError with what to mend.
    """
    found = NextWork.objects.followed_by(by).filter(pk=work.pk).select_related("round").first()
    if found is None:
        raise PermissionDenied(REFUSED["followed"])
    round = hold_round(by, found.round, "followed")
    if reason := why_no_outcome(round.state):
        raise ValidationError(reason)
    locked = NextWork.objects.select_for_update(of=("self",)).get(pk=work.pk)
    if locked.dropped_at is not None:
        raise ValidationError("This was taken out before the next work was agreed.")
    says = says.strip()
    wrong = {}
    if outcome not in Outcome.values:
        wrong["outcome"] = "Say whether it is done, partly done or not done."
    if not says:
        wrong["says"] = "Say in a sentence how one sees it."
    if wrong:
        raise ValidationError(wrong)
    refuse_names(round.host, says=says)
    locked.outcome, locked.outcome_says, locked.outcome_at = outcome, says, timezone.now()
    locked.save(update_fields=["outcome", "outcome_says", "outcome_at"])
    return locked


def _held(by: User, round: Round) -> Round:
    held = hold_round(by, round, "walked")
    if reason := why_not_written(held.state):
        raise ValidationError(reason)
    return held


def _locked(by: User, work: NextWork) -> NextWork:
    """The round first, as every write of a round does, so that no two of them wait for each other."""
    found = NextWork.objects.editable_by(by).filter(pk=work.pk).select_related("round").first()
    if found is None:
        raise PermissionDenied(REFUSED["walked"])
    held = _held(by, found.round)
    locked = NextWork.objects.select_for_update(of=("self",)).get(pk=work.pk)
    locked.round = held
    return locked


def _set(work: NextWork, **said: Any) -> None:
    if unknown := set(said) - set(FIELDS):
        raise ValueError(f"Not set here: {', '.join(sorted(unknown))}.")
    values = {name: str(value).strip() for name, value in said.items()}
    wrong: dict[str, str] = {}
    if values.get("horizon", work.horizon) not in Horizon.values:
        wrong["horizon"] = "Say whether it is for this week, this month or this year."
    if not values.get("says", work.says):
        wrong["says"] = "Say what adults begin to do, or stop."
    if wrong:
        raise ValidationError(wrong)
    refuse_names(work.round.host, **{name: values.get(name, "") for name in ("says", "who")})
    for name, value in values.items():
        setattr(work, name, value)
    work.full_clean()
