"""What every write to a plan asks first: is the academy open, and may that year's plan still be changed?"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone

from academies.models import Academy
from academies.models.academy import Status
from celt.lib.days import british
from plans.rules.year import why_shut

REFUSED = "The plan is written by the academy’s head and senior leaders."


def why_academy_shut(academy: Academy) -> str:
    """Why nobody begins or changes a plan there; empty where they may."""
    if academy.status == Status.OPEN:
        return ""
    if academy.status == Status.CLOSED:
        on = f" on {british(academy.closed)}" if academy.closed else ""
        return f"{academy} closed{on}; its plans can be read, not changed."
    return f"{academy} is not open yet; its plan is begun when it opens."


def why_plan_shut(academy: Academy, academic_year: int) -> str:
    """Why the plan of that year can be read, not changed; empty where it can be changed."""
    return why_academy_shut(academy) or why_shut(academic_year, timezone.localdate())


def refuse_where_shut(academy: Academy, academic_year: int) -> None:
    """Raises ValidationError with the reason."""
    if reason := why_plan_shut(academy, academic_year):
        raise ValidationError(reason)
