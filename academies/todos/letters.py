"""Letters that could not be sent, on an administrator's home page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Letter
from academies.providers import Todo, Weight
from accounts.models import User
from celt.lib.sentences import opened


def letter_todos(user: User, person: Person) -> Iterator[Todo]:
    """One query, for administrators alone."""
    if person.trust is None or not person.can_trust_wide(Permission.MANAGE_ACCESS):
        return
    if number := Letter.objects.editable_by(user).astray().count():
        yield Todo(
            f"{opened(number, 'letter')} by e-mail could not be sent.",
            reverse("academies:letter_astray"),
            "See why, put it right, and send again.",
            Weight.WAITING,
        )
