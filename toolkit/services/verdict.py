"""Whether a theory of action held: said by an academy or by the trust, on what evidence. The list only grows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy
from accounts.models import User
from toolkit.models import Theory, Verdict
from toolkit.models.theory import Held
from toolkit.services.theory import refuse_put_away, refuse_unless_open

REFUSED = "Whether a theory held is said by who leads the academy; for the trust as a whole, by the trust's leaders."
# The same words of the same person within so short a time are a button pressed twice.
TWICE_WITHIN = datetime.timedelta(minutes=10)


@transaction.atomic
def add_verdict(
    *,
    by: User,
    theory: Theory,
    academy: Academy | None,
    held: str,
    says: str,
    evidence: Iterable[str] = (),
) -> Verdict:
    """`academy` None: for the trust as a whole. `evidence`: keys of records of the academy.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    locked = Theory.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=theory.pk).first()
    if locked is None or not _may_say(by, locked, academy):
        raise PermissionDenied(REFUSED)
    refuse_put_away(locked)
    refuse_unless_open(academy)
    missing = {}
    if held not in Held.values:
        missing["held"] = "Say whether it held, did not hold, or is not yet known."
    if not says.strip():
        missing["says"] = "Say on what evidence: what was seen, where, and how sure one can be."
    if missing:
        raise ValidationError(missing)
    said = {"theory": locked, "academy": academy, "held": held, "says": says.strip(), "by": by}
    since = timezone.now() - TWICE_WITHIN
    if again := Verdict.objects.filter(**said, at__gte=since).first():
        return again
    verdict = Verdict(**said, evidence=list(evidence))
    verdict.full_clean()
    verdict.save()
    return verdict


def _may_say(by: User, theory: Theory, academy: Academy | None) -> bool:
    if academy is None:
        return theory.academy_id is None and user_can(by, Permission.MANAGE_TOOLKIT, trust=theory.trust)
    if academy.trust_id != theory.trust_id or theory.academy_id not in (None, academy.pk):
        return False
    return user_can(by, Permission.WRITE_THEORIES, academy=academy)
