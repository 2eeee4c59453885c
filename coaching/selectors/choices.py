"""Which models of coaching a form offers."""

from __future__ import annotations

from django.db.models import QuerySet

from academies.models import Trust
from accounts.models import User
from coaching.models import Approach


def approaches_for(user: User, trust: Trust) -> QuerySet[Approach]:
    return Approach.objects.visible_to(user).in_use().filter(trust=trust)
