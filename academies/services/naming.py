"""What is written about classrooms names no teacher: staff below the head, by the names in the academy's roles."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from academies.access import Role
from academies.models import Academy, Membership
from academies.rules.naming import named_in

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
