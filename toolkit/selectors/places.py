"""Where somebody works, to say where they tried something or show it."""

from __future__ import annotations

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Status
from academies.ways import may_at
from accounts.models import User


def places_of(user: User, person: Person) -> list[Academy]:
    """Their own open academies; all of the trust for who works for the whole trust alone. One query."""
    visible = Academy.objects.visible_to(user).filter(trust=person.trust, status=Status.OPEN).order_by("name")
    found = [academy for academy in visible if may_at(academy, person, Permission.TRY_PRACTICES)]
    own = {m.academy_id for m in person.here}
    return [academy for academy in found if academy.pk in own] or found
