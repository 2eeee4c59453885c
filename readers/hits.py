"""What boards were given to read, and when they meet, for the search over the product. One query."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Trust
from academies.providers.search import Asked, Hit, SearchedKind
from academies.selectors.candidates import Place, candidates
from accounts.models import User
from celt.lib.days import british
from readers.models import BoardMeeting, Edition

READERS = SearchedKind("reader", "Readers of boards", 64)
KINDS = (READERS,)
ALSO = "Governors’ reader, trustees’ reader, board, meeting, governors, trustees"
Told = Mapping[str, Any]


def reader_hits(user: User, person: Person, asked: Asked) -> Iterator[Hit]:
    """By the meeting, the board and the word above the pages. Of editions those in force alone: each leads to the one
    that it took the place of."""
    if person.trust is None or not person.can(Permission.VIEW_READERS):
        return
    editions, meetings = _editions(user, person.trust), _meetings(user, person.trust)
    for place, told in candidates(asked, editions, meetings):
        yield _edition(told) if place is editions else _meeting(told)


def _editions(user: User, trust: Trust) -> Place:
    rows = (
        Edition.objects.visible_to(user)
        .standing()
        .filter(meeting__trust=trust)
        .annotate(whose=Coalesce("meeting__academy__name", "meeting__trust__name"))
    )
    told = {"pk": "pk", "board": "whose", "on": "meeting__on", "number": "number"}
    return Place(READERS, rows, "meeting__title", ["whose", "word"], told)


def _meetings(user: User, trust: Trust) -> Place:
    """Those for which nothing is issued yet; what is issued is found by itself."""
    rows = (
        BoardMeeting.objects.visible_to(user)
        .standing()
        .filter(trust=trust)
        .exclude(pk__in=Edition.objects.visible_to(user).issued().values("meeting"))
        .annotate(whose=Coalesce(F("academy__name"), F("trust__name")))
    )
    return Place(READERS, rows, "title", ["whose"], {"board": "whose", "slug": "academy__slug", "on": "on"})


def _edition(told: Told) -> Hit:
    again = f", edition {told['number']}" if told["number"] > 1 else ""
    title = f"{told['board']}: {told['title']}, {_day(told)}"
    url = reverse("readers:edition_show", args=[told["pk"]])
    return Hit(READERS.slug, title, url, f"Two pages for the board{again}", told["word"], ALSO)


def _meeting(told: Told) -> Hit:
    url = reverse("readers:academy_readers", args=[told["slug"]]) if told["slug"] else reverse("readers:reader_list")
    title = f"{told['board']}: {told['title']}, {_day(told)}"
    return Hit(READERS.slug, title, url, "Meeting of a board, nothing issued", also=ALSO)


def _day(told: Told) -> str:
    return british(datetime.date.fromisoformat(told["on"]))
