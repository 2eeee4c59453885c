"""Theories of action as pages show them. Each function asks a fixed number of queries."""

from __future__ import annotations

from academies.models import Academy
from accounts.models import User
from toolkit.models import Theory
from toolkit.models.theory import TheoryQuerySet


def theories_for(user: User, academy: Academy) -> TheoryQuerySet:
    """What a plan or an enquiry of the academy may build on: the trust's theories and its own, none put away."""
    return Theory.objects.visible_to(user).for_academy(academy)
