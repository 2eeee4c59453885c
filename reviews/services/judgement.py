"""How each part of a review stands, and what was found there."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from reviews.models import FrameworkSection, Review, SectionJudgement
from reviews.services.gathering import hold_for_judging
from reviews.services.naming import refuse_names


@transaction.atomic
def judge_section(
    *, by: User, review: Review, section: FrameworkSection, standing: int | None, says: str
) -> SectionJudgement:
    """`standing` counts the framework's words from 1; None says that nobody looked at it, or that the framework has no
    scale. Raises PermissionDenied, or ValidationError by field."""
    locked = hold_for_judging(by, review)
    scale = locked.framework.scale
    if section.framework_id != locked.framework_id:
        raise ValidationError({"standing": "This part is of another framework."})
    if standing is not None and not 1 <= standing <= len(scale):
        raise ValidationError({"standing": "Choose one of the framework’s words."})
    words = says.strip()
    if standing is not None and not words:
        raise ValidationError({"says": "Say in two sentences what was found."})
    refuse_names(locked.academy, says=words)
    judgement = SectionJudgement.objects.select_for_update().filter(review=locked, section=section).first()
    judgement = judgement or SectionJudgement(review=locked, section=section)
    judgement.standing, judgement.says = standing, words
    judgement.full_clean()
    judgement.save()
    return judgement
