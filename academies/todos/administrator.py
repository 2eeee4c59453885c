"""What this app puts on somebody's home page."""

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person, Role
from academies.models import Academy, Membership
from academies.providers import Todo, Weight
from accounts.models import User
from celt.lib.sentences import opened


def administrator_todos(user: User, person: Person) -> Iterator[Todo]:
    """Academies that nobody leads here, and where roles are granted."""
    if person.trust is None or not person.can_trust_wide(Permission.MANAGE_ACCESS):
        return
    led = Membership.objects.visible_to(user).current().filter(role=Role.HEADTEACHER, trust=person.trust)
    here = Academy.objects.visible_to(user).open().filter(trust=person.trust)
    unled = here.exclude(pk__in=led.values("academy")).count()
    if unled:
        yield Todo(
            f"{opened(unled, 'academy has', 'academies have')} no headteacher who can sign in.",
            reverse("academies:membership_grant"),
            "Grant the role to whoever leads it, so that they can read their figures.",
            Weight.WAITING,
        )
