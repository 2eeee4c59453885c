"""What an academy's board was given to read, for the academy's timeline."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.ui.parts import Moment
from readers.models import Edition

MOST = 50


def reader_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """One query."""
    if not may_at(academy, person, Permission.VIEW_READERS):
        return
    found = Edition.objects.visible_to(user).issued().filter(meeting__academy=academy).defer("content")
    for edition in found.select_related("meeting").order_by("-issued_at", "-pk")[:MOST]:
        assert edition.issued_at is not None
        again = f", edition {edition.number}" if edition.number > 1 else ""
        yield Moment(
            edition.issued_at,
            f"Governors’ reader issued{again}: {edition.meeting.title}, {british(edition.meeting.on)}",
            reverse("readers:edition_show", args=[edition.pk]),
            edition.corrects,
        )
