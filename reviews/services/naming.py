"""What a review says names no teacher: staff below the head, by the names that the academy's roles know."""

from __future__ import annotations

from academies.models import Academy, Membership
from academies.row_scope import row_scope
from academies.services.naming import refuse_names
from pupils.models import Enrolment
from reviews.rules.naming import Known, known

__all__ = ["names_known", "refuse_names"]


def names_known(academy: Academy, year: int) -> Known:
    """Staff of the academy, its head too, and its pupils of the academic year and the one before: to be struck where
    nobody can be asked to write again. The names themselves are handed to nobody."""
    staff = Membership.objects.filter(academy=academy).order_by().values_list("user__full_name", flat=True)
    people = [(forename, surname) for name in staff for forename, _, surname in [name.partition(" ")]]
    with row_scope([academy.pk]):
        years = (year - 1, year)
        enrolled = Enrolment.objects.filter(academy=academy, academic_year__in=years)
        people += enrolled.values_list("pupil__forename", "pupil__surname").distinct()
    return known(people)
