"""What the views of this app share: the meeting or the edition of an address, where the person may know of it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from academies.access import Permission, Person
from academies.guards import SignedInRequest
from celt.ui.parts import Link
from readers.models import BoardMeeting, Edition
from readers.selectors.boards import keeps


def meeting_or_404(request: SignedInRequest, pk: int) -> BoardMeeting:
    """404 where it is not visible, 403 for who does not keep that board."""
    found = BoardMeeting.objects.visible_to(request.user).select_related("trust", "academy__trust")
    meeting = get_object_or_404(found, pk=pk)
    request.person = Person(request.person.memberships, meeting.trust)
    if not keeps(meeting, request.person):
        raise PermissionDenied(f"Your roles do not let you {Permission.ISSUE_READERS.value} for {meeting.board}.")
    return meeting


def edition_or_404(request: SignedInRequest, pk: int) -> Edition:
    """404 where it is not visible: a proof is to who issues it alone."""
    found = Edition.objects.visible_to(request.user).select_related(
        "meeting__trust", "meeting__academy__trust", "replaces", "prepared_by", "issued_by"
    )
    edition = get_object_or_404(found, pk=pk)
    request.person = Person(request.person.memberships, edition.meeting.trust)
    return edition


def reader_crumbs(meeting: BoardMeeting | None, *rest: Link) -> list[Link]:
    crumbs = [Link("Readers", reverse("readers:reader_list"))]
    if meeting is not None and meeting.academy is not None:
        crumbs.append(Link(meeting.academy.name, reverse("readers:academy_readers", args=[meeting.academy.slug])))
    return [*crumbs, *rest]
