"""Self-evaluations: what each person says of a condition, and what is agreed."""

from collections.abc import Mapping

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from academies.models.term import TermName
from plans.models import AgreedRating, ConditionRating, SelfEvaluation
from plans.models.evaluation import EvaluationStatus, Standing
from plans.strategy import CONDITIONS

__all__ = ["AgreedRatingFactory", "ConditionRatingFactory", "SelfEvaluationFactory", "agree", "agreed_evaluation"]


class SelfEvaluationFactory(DjangoModelFactory[SelfEvaluation]):
    """Open for rating, unless a test says otherwise."""

    class Meta:
        model = SelfEvaluation

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    academic_year = 2026
    term = TermName.AUTUMN
    opened_by = factory.SubFactory("tests.factories.UserFactory")


class ConditionRatingFactory(DjangoModelFactory[ConditionRating]):
    class Meta:
        model = ConditionRating

    evaluation = factory.SubFactory(SelfEvaluationFactory)
    condition = "literacy"
    standing = Standing.BEGINNING
    says = "Seen in three classrooms."
    by = factory.SubFactory("tests.factories.UserFactory")


class AgreedRatingFactory(DjangoModelFactory[AgreedRating]):
    class Meta:
        model = AgreedRating

    evaluation = factory.SubFactory(SelfEvaluationFactory)
    condition = "literacy"
    standing = Standing.BEGINNING


def agreed_evaluation(
    standings: Mapping[str, int] | None = None, says: str = "What shows it.", **options: object
) -> SelfEvaluation:
    """One that was agreed: every condition beginning, but those of `standings`."""
    agreed_at, agreed_by = options.pop("agreed_at", None), options.pop("agreed_by", None)
    evaluation: SelfEvaluation = SelfEvaluationFactory(**options)
    for slug in CONDITIONS:
        standing = (standings or {}).get(slug, Standing.BEGINNING)
        AgreedRatingFactory(evaluation=evaluation, condition=slug, standing=standing, says=says)
    return agree(evaluation, by=agreed_by or evaluation.opened_by, at=agreed_at)


def agree(evaluation: SelfEvaluation, *, by: object, at: object = None) -> SelfEvaluation:
    """Agrees what stands there, whether or not every condition has a standing."""
    evaluation.status = EvaluationStatus.AGREED
    evaluation.agreed_by, evaluation.agreed_at = by, at or timezone.now()  # type: ignore[assignment]
    evaluation.save()
    return evaluation
