"""What a review says names no teacher: staff below the head, by the names that the academy's roles know."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from academies.access import Role
from academies.models import Academy, Membership
from academies.row_scope import row_scope
from pupils.models import Enrolment
from reviews.rules.finding import named_in
from reviews.rules.naming import Known, known

BELOW_HEAD = (Role.SENIOR_LEADER, Role.COACH, Role.TEACHER)


def refuse_names(academy: Academy, **texts: str) -> None:
    """Raises ValidationError by field where a text names one of the academy's staff. One query, none for no words."""
    if not any(texts.values()):
        return
    staff = Membership.objects.filter(academy=academy, role__in=BELOW_HEAD)
    names = sorted(set(staff.values_list("user__full_name", flat=True)))
    wrong = {
        field: f"This names {name}. Write what was seen, or a role such as “the English lead”: nobody is named here."
        for field, text in texts.items()
        if (name := named_in(text, names))
    }
    if wrong:
        raise ValidationError(wrong)


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
