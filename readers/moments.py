"""What an academy's board was given to read, for the academy's timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.selectors.together import Asked
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.ui.parts import Moment
from readers.models import BoardMeeting

MOST = 50


def issued_at(user: User, person: Person, academy: Academy) -> Iterator[Asked]:
    """Its meetings, each as often as something was issued for it; without what stands there. No query of its own."""
    if not may_at(academy, person, Permission.VIEW_READERS):
        return
    meetings = BoardMeeting.objects.visible_to(user).filter(academy=academy)
    told = meetings.annotate(
        edition=F("editions__pk"),
        issued_at=F("editions__issued_at"),
        number=F("editions__number"),
        corrects=F("editions__corrects"),
    )
    rows = told.filter(issued_at__isnull=False).order_by("-issued_at", "-edition")[:MOST]
    yield Asked(rows, also=("edition", "issued_at", "number", "corrects"))


def reader_moments(user: User, person: Person, academy: Academy, rows: Sequence[Any]) -> Iterator[Moment]:
    """No query."""
    for row in sorted(rows, key=lambda each: (each.issued_at, each.edition), reverse=True):
        again = f", edition {row.number}" if row.number > 1 else ""
        yield Moment(
            row.issued_at,
            f"Governors’ reader issued{again}: {row.title}, {british(row.on)}",
            reverse("readers:edition_show", args=[row.edition]),
            row.corrects,
        )
