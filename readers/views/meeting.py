"""Adding and changing the meetings of a board."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from academies.models import Academy
from celt.lib.days import british
from celt.ui.errors import put_errors
from celt.ui.parts import Link, one_of
from readers.forms import MeetingForm, as_typed
from readers.models import BoardMeeting
from readers.selectors.boards import TRUST_BOARD, boards_kept
from readers.services.meeting import REFUSED, add_meeting, call_off_meeting, change_meeting, why_it_stands
from readers.views.place import meeting_or_404, reader_crumbs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ISSUE_READERS)
def meeting_add(request: SignedInRequest) -> HttpResponse:
    trust = request.person.trust
    if trust is None:
        raise PermissionDenied(REFUSED)
    boards = boards_kept(request.user, request.person)
    asked = one_of(request.GET, "board", [value for value, _ in boards])
    form = MeetingForm(request.POST or None, boards=boards)
    form.initial["board"] = asked or boards[0][0] if asked or len(boards) == 1 else ""
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        academy = None if typed["board"] == TRUST_BOARD else _academy(request, typed["board"])
        try:
            meeting = add_meeting(
                by=request.user, trust=trust, academy=academy, on=typed["on"], title=typed["title"]
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{meeting.title}” on {british(meeting.on)} is kept.")
            return redirect(_board_url(meeting))
    back = reverse("readers:academy_readers", args=[asked]) if asked and asked != TRUST_BOARD else ""
    context = {
        "form": form,
        "answer": "Add a meeting of a board",
        "submit": "Add the meeting",
        "back": back or reverse("readers:reader_list"),
        "crumbs": reader_crumbs(None, Link("Add a meeting")),
    }
    return render(request, "readers/meeting_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_change(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    issued = meeting.editions.filter(issued_at__isnull=False).exists()
    shut = why_it_stands(meeting, timezone.localdate(), issued=issued)
    form = MeetingForm(request.POST or None, now=as_typed(meeting))
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_meeting(by=request.user, meeting=meeting, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{changed.title}” on {british(changed.on)} is kept.")
            return redirect(_board_url(meeting))
    context = {
        "form": form,
        "meeting": meeting,
        "shut": shut,
        "answer": f"Change “{meeting.title}”",
        "submit": "Save the meeting",
        "back": _board_url(meeting),
        "crumbs": reader_crumbs(meeting, Link("Change the meeting")),
    }
    return render(request, "readers/meeting_form.html", context)


@require_POST
def meeting_call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    try:
        call_off_meeting(by=request.user, meeting=meeting)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, f"“{meeting.title}” is called off. It stays in the list.")
    return redirect(_board_url(meeting))


def _academy(request: SignedInRequest, slug: str) -> Academy:
    return get_object_or_404(Academy.objects.visible_to(request.user).select_related("trust"), slug=slug)


def _board_url(meeting: BoardMeeting) -> str:
    if meeting.academy is None:
        return reverse("readers:reader_list")
    return reverse("readers:academy_readers", args=[meeting.academy.slug])
