"""A practice is read in every academy and by governors: it names none of the trust's staff below the head."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from academies.models import Membership
from academies.rules.naming import named_in
from academies.services.naming import BELOW_HEAD
from toolkit.services.content import Content


def refuse_names_in(trust: int, content: Content) -> None:
    """Raises ValidationError by field of the form. One query, none for no words."""
    texts = {"what": content.what, "changes": content.changes}
    texts |= {f"example_{at}_says": example.says for at, example in enumerate(content.examples)}
    if not any(texts.values()):
        return
    staff = Membership.objects.filter(trust=trust, role__in=BELOW_HEAD).order_by()
    names = sorted(set(staff.values_list("user__full_name", flat=True)))
    wrong = {
        field: f"This names {name}. Write “the teacher”, or a role: a practice names nobody."
        for field, text in texts.items()
        if (name := named_in(text, names))
    }
    if wrong:
        raise ValidationError(wrong)
