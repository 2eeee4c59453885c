"""Opening a self-evaluation, rating its conditions, drafting and agreeing what holds, calling it off."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy
from accounts.models import User
from plans.models import AgreedRating, ConditionRating, SelfEvaluation
from plans.models.evaluation import EvaluationStatus
from plans.rules.evaluation import NotNow, Stands, StepName, after, day_wrong, unknown
from plans.services.changing import why_academy_shut
from plans.strategy import CONDITIONS

RATES = "Conditions are rated by those who work at the academy."
AGREES = "A self-evaluation is opened and agreed by the academy’s head."


@dataclass(frozen=True, slots=True)
class Rated:
    """What somebody says of one condition. `standing` None: they cannot judge it."""

    standing: int | None
    says: str = ""
    helps: str = ""
    hinders: str = ""
    evidence: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the head agrees of one condition; `standing` None in a draft: not chosen yet, and nothing of it is kept."""

    standing: int | None
    says: str = ""
    evidence: Sequence[str] = ()


@transaction.atomic
def open_evaluation(
    *, by: User, academy: Academy, academic_year: int, term: str, closes_on: datetime.date | None
) -> SelfEvaluation:
    """Asks everybody who works at the academy to rate. Raises PermissionDenied, or ValidationError where the academy is
    shut, one is open already or the day is wrong."""
    if not user_can(by, Permission.AGREE_CONDITIONS, academy=academy):
        raise PermissionDenied(AGREES)
    _refuse_where_shut(academy)
    if closes_on is not None and (wrong := day_wrong(closes_on, timezone.localdate())):
        raise ValidationError({"closes_on": wrong})
    # Two who open one at once: the second waits for this row, and is told of the first.
    Academy.objects.select_for_update().get(pk=academy.pk)
    evaluation = SelfEvaluation(
        academy=academy, academic_year=academic_year, term=term, closes_on=closes_on, opened_by=by
    )
    evaluation.full_clean()
    evaluation.save()
    return evaluation


@transaction.atomic
def rate_conditions(*, by: User, evaluation: SelfEvaluation, ratings: Mapping[str, Rated]) -> None:
    """Keeps what one person says of these conditions, in place of what they said before; of others nothing changes.

    Raises PermissionDenied, or ValidationError where it is no longer open or a condition is unknown."""
    locked = _locked(by, evaluation, Permission.RATE_CONDITIONS, RATES)
    _step("rate", locked)
    _refuse_where_shut(locked.academy)
    if strange := unknown(ratings, list(CONDITIONS)):
        raise ValidationError(strange)
    own: dict[str, ConditionRating] = {
        rating.condition: rating for rating in ConditionRating.objects.editable_by(by).filter(evaluation=locked)
    }
    for slug, rated in ratings.items():
        rating = own.get(slug) or ConditionRating(evaluation=locked, condition=slug, by=by)
        rating.standing = rated.standing
        rating.says, rating.helps, rating.hinders = rated.says.strip(), rated.helps.strip(), rated.hinders.strip()
        rating.evidence, rating.at = list(rated.evidence), timezone.now()
        rating.full_clean()
        rating.save()


@transaction.atomic
def draft_agreed(*, by: User, evaluation: SelfEvaluation, says: str, agreed: Mapping[str, Agreed]) -> SelfEvaluation:
    """Keeps what the head has chosen so far; people may still rate. Raises as rate_conditions does."""
    locked = _locked(by, evaluation, Permission.AGREE_CONDITIONS, AGREES)
    _step("draft", locked)
    _keep(locked, by, says, agreed)
    return locked


@transaction.atomic
def agree_evaluation(
    *, by: User, evaluation: SelfEvaluation, says: str, agreed: Mapping[str, Agreed]
) -> SelfEvaluation:
    """Agrees it: from now on nothing of it changes, and governors read it. Raises as rate_conditions does, and
    ValidationError where conditions are missing."""
    locked = _locked(by, evaluation, Permission.AGREE_CONDITIONS, AGREES)
    _step("draft", locked)
    _keep(locked, by, says, agreed)
    chosen = set(AgreedRating.objects.editable_by(by).filter(evaluation=locked).values_list("condition", flat=True))
    missing = tuple(condition.name for slug, condition in CONDITIONS.items() if slug not in chosen)
    _step("agree", locked, missing=missing)
    if not locked.says:
        raise ValidationError({"says": "Say in a sentence or two what it says of the academy: governors read it."})
    locked.status, locked.agreed_by, locked.agreed_at = EvaluationStatus.AGREED, by, timezone.now()
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def call_off_evaluation(*, by: User, evaluation: SelfEvaluation, why: str) -> SelfEvaluation:
    """Ends it without an agreement; those who rated read why. Raises as rate_conditions does."""
    locked = _locked(by, evaluation, Permission.AGREE_CONDITIONS, AGREES)
    try:
        after("call_off", stands(locked), why)
    except NotNow as error:
        raise ValidationError({"why": str(error)} if locked.status == EvaluationStatus.GATHERING else str(error)) from (
            error
        )
    locked.status = EvaluationStatus.CALLED_OFF
    locked.called_off_at, locked.why_called_off = timezone.now(), why.strip()
    locked.full_clean()
    locked.save()
    return locked


def _keep(evaluation: SelfEvaluation, by: User, says: str, agreed: Mapping[str, Agreed]) -> None:
    _refuse_where_shut(evaluation.academy)
    if strange := unknown(agreed, list(CONDITIONS)):
        raise ValidationError(strange)
    kept: dict[str, AgreedRating] = {
        rating.condition: rating for rating in AgreedRating.objects.editable_by(by).filter(evaluation=evaluation)
    }
    for slug, one in agreed.items():
        if one.standing is None:
            if one.says.strip():
                raise ValidationError(f"Choose where “{CONDITIONS[slug].name}” stands, so that what you wrote is kept.")
            continue
        rating = kept.get(slug) or AgreedRating(evaluation=evaluation, condition=slug)
        rating.standing, rating.says, rating.evidence = one.standing, one.says.strip(), list(one.evidence)
        rating.full_clean()
        rating.save()
    if evaluation.says != says.strip():
        evaluation.says = says.strip()
        evaluation.save(update_fields=["says"])


def _locked(by: User, evaluation: SelfEvaluation, permission: Permission, refused: str) -> SelfEvaluation:
    """The evaluation as it stands now, nobody else writing to it; 403 where the person may not."""
    if not user_can(by, permission, academy=evaluation.academy):
        raise PermissionDenied(refused)
    ours = SelfEvaluation.objects.visible_to(by).select_related("academy__trust")
    locked = ours.select_for_update(of=("self",)).filter(pk=evaluation.pk).first()
    if locked is None:
        raise PermissionDenied(refused)
    return locked


def stands(evaluation: SelfEvaluation, missing: tuple[str, ...] = ()) -> Stands:
    """Where it stands, as the rules ask it."""
    at = evaluation.agreed_at or evaluation.called_off_at
    return Stands(
        EvaluationStatus(evaluation.status).value,  # type: ignore[arg-type]
        timezone.localtime(at).date() if at else None,
        missing,
    )


def _step(step: StepName, evaluation: SelfEvaluation, missing: tuple[str, ...] = ()) -> None:
    try:
        after(step, stands(evaluation, missing))
    except NotNow as error:
        raise ValidationError(str(error)) from error


def _refuse_where_shut(academy: Academy) -> None:
    if reason := why_academy_shut(academy):
        raise ValidationError(reason)
