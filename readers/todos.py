"""At home: what a board is to read next, first of all; and for who issues it, what is not issued yet."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from academies.access import ROLE_PERMISSIONS, Permission, Person, Role
from academies.providers import Todo, Weight
from accounts.models import User
from celt.lib.days import british
from readers.models import BoardMeeting, Edition

# What was read stays at hand for so long after a meeting; a meeting is announced so long before, its reader asked for.
BEHIND, AHEAD, DUE = (datetime.timedelta(days=days) for days in (60, 42, 14))
GOVERNS = (Role.GOVERNOR, Role.TRUSTEE)


def reader_todos(user: User, person: Person) -> Iterator[Todo]:
    """Of the boards that the person sits on, and of those whose pages they issue. One query."""
    if person.trust is None or not person.can(Permission.VIEW_READERS):
        return
    sits = {m.academy_id for m in person.here if m.role in GOVERNS}
    issues = {m.academy_id for m in person.here if Permission.ISSUE_READERS in ROLE_PERMISSIONS[Role(m.role)]}
    if not sits and not issues:
        return
    today = timezone.localdate()
    for meeting in _meetings(user, person.trust.pk, today):
        if meeting.academy_id in sits:
            yield from _to_read(meeting, today)
        elif meeting.academy_id in issues:
            yield from _to_issue(meeting, today)


def _meetings(user: User, trust: int, today: datetime.date) -> list[Any]:
    """Each with `issued` and `proof`: the pk of the edition in force, and of the one that waits. The next first."""
    editions = Edition.objects.visible_to(user).filter(meeting=OuterRef("pk")).order_by("-number")
    found = (
        BoardMeeting.objects.visible_to(user)
        .standing()
        .filter(trust=trust, on__range=(today - BEHIND, today + AHEAD))
        .select_related("academy", "trust")
        .annotate(
            issued=Subquery(editions.filter(issued_at__isnull=False).values("pk")[:1]),
            proof=Subquery(editions.filter(issued_at__isnull=True).values("pk")[:1]),
        )
    )
    every = list(found.order_by("on", "pk"))
    return [each for each in every if each.on >= today] + [each for each in reversed(every) if each.on < today]


def _to_read(meeting: Any, today: datetime.date) -> Iterator[Todo]:
    day = british(meeting.on)
    if meeting.issued and meeting.on >= today:
        yield Todo(
            f"Read the two pages for the meeting of {meeting.board} on {day}.",
            reverse("readers:edition_show", args=[meeting.issued]),
            "What changed, the gaps and how sure they are, and a question for each part.",
            Weight.WAITING,
        )
    elif meeting.issued:
        yield Todo(
            f"The board of {meeting.board} met on {day}: what it read.",
            reverse("readers:edition_show", args=[meeting.issued]),
            weight=Weight.KNOW,
        )
    elif meeting.on >= today:
        yield Todo(
            f"The board of {meeting.board} meets on {day}.",
            reverse("readers:reader_list"),
            "Its two pages will stand here once they are issued.",
            Weight.KNOW,
        )


def _to_issue(meeting: Any, today: datetime.date) -> Iterator[Todo]:
    if meeting.on < today:
        return
    day = british(meeting.on)
    if meeting.proof:
        yield Todo(
            f"The proof for the board of {meeting.board} on {day} waits to be issued.",
            reverse("readers:edition_show", args=[meeting.proof]),
            "Read it through; nobody else sees it yet.",
            Weight.WAITING,
        )
    elif not meeting.issued and meeting.on <= today + DUE:
        yield Todo(
            f"The board of {meeting.board} meets on {day}, and its pages are not prepared.",
            reverse("readers:edition_prepare", args=[meeting.pk]),
            "The app writes them; you read the proof and issue it.",
            Weight.WAITING,
        )
